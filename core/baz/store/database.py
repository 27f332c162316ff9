"""Opening the database, and the two ways to use it. The only place that commits.

`read()` gives one unchanging picture for as long as it is open and cannot write. `write()` is one
transaction: it commits at the end of the block and rolls back when the block raises.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from baz.ground.errors import SetupError
from baz.store import failures
from baz.store.tables import HEAD

BUSY_SECONDS = 5.0
"""How long a writer waits for another before it gives up with `Busy`."""


class Database:
    """An open database. Safe to share between threads; every block gets its own connection."""

    def __init__(self, url: URL, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        self._seconds = busy_seconds
        make = _sqlite_engine if self.sqlite else _postgres_engine
        self._writer = make(url, True, busy_seconds)
        self._reader = make(url, False, busy_seconds)
        # One writer at a time is SQLite's rule. Threads of one process queue here, in order and
        # without the growing sleeps of SQLite's own busy handler.
        self._gate = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database and refuses to write.

        Raises:
            Busy, SetupError, Broken: what the database's own errors mean.
        """
        try:
            with self._reader.connect() as connection, connection.begin():
                yield connection
        except Exception as error:
            meaning = failures.translate(error)
            if meaning is None:
                raise
            raise meaning from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a writing transaction; many commands may share one (replay, import).

        Raises:
            Busy: somebody else holds the database (or the case) too long; nothing was written.
            Outdated: somebody else wrote the same line first; nothing was written.
            SetupError, Broken: what the database's other errors mean.
        """
        with self._queue():
            try:
                with self._writer.connect() as connection, connection.begin():
                    yield connection
            except Exception as error:
                meaning = failures.translate(error)
                if meaning is None:
                    raise
                raise meaning from error

    def schema_version(self) -> str | None:
        """The version of the tables, or None when there are none yet."""
        if self.sqlite and not Path(self.url.database or "").exists():
            return None
        try:
            with self.read() as connection:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except SetupError as error:
            if error.code == failures.NO_TABLES:
                return None
            raise

    def close(self) -> None:
        """Give all connections back. Blocks that are still open keep theirs until they end."""
        self._writer.dispose()
        self._reader.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _queue(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        if not self._gate.acquire(timeout=self._seconds):
            raise failures.busy()
        try:
            yield
        finally:
            self._gate.release()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at a URL or path (`baz.db`, `sqlite:///baz.db`, `postgresql://...`).

    Raises:
        SetupError: when the URL cannot be read, there is no database yet, or its tables are
            older or newer than this version of the engine needs (`migrations.migrate` makes them).
    """
    database = Database(read_url(url), busy_seconds)
    version = database.schema_version()
    if version == HEAD:
        return database
    database.close()
    if version is None:
        raise failures.no_tables()
    raise SetupError(
        f"De tabellen van de databank hebben versie {version}, deze toepassing verwacht {HEAD}.",
        hint="Voer 'baz db upgrade' uit, of gebruik de toepassing die bij deze databank hoort.",
    )


def read_url(url: str) -> URL:
    """The URL that SQLAlchemy needs. A bare path is an SQLite file; PostgreSQL always runs on psycopg 3.

    Raises:
        SetupError: when it is neither SQLite in a file nor PostgreSQL.
    """
    if "://" not in url:
        url = f"sqlite:///{url}"
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SetupError("Dit databankadres kan niet gelezen worden.", hint=_ADDRESS) from error
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise SetupError(f"'{parsed.get_backend_name()}' wordt niet gebruikt als databank.", hint=_ADDRESS)
    if parsed.database in (None, "", ":memory:"):
        raise SetupError("Een databank in het geheugen verdwijnt; geef een bestand op.", hint=_ADDRESS)
    return parsed


_ADDRESS = "Geef een bestand (baz.db) of een adres als postgresql://gebruiker@machine/naam."


def _sqlite_engine(url: URL, writes: bool, busy_seconds: float) -> Engine:
    # isolation_level None: the driver never begins or commits by itself. We begin, in `begin` below.
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": busy_seconds},
        pool_size=10,
        max_overflow=30,
        pool_timeout=busy_seconds,
        hide_parameters=True,  # the text of an error would name people
    )
    pragmas = ["synchronous=FULL", "foreign_keys=ON", "cache_size=-32000", "temp_store=MEMORY"]
    # Emptying the WAL every 4000 pages instead of 1000 made a step a tenth faster; it grows to 16 MB.
    pragmas.append("wal_autocheckpoint=4000")
    pragmas.append("journal_mode=WAL" if writes else "query_only=ON")
    # IMMEDIATE takes the write lock at once: a transaction that reads first and writes later can
    # then never find that somebody else wrote in between.
    begin_text = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: Any) -> None:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(begin_text)

    return engine


def _postgres_engine(url: URL, writes: bool, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        pool_size=5,
        max_overflow=15,
        pool_pre_ping=True,
        pool_timeout=busy_seconds,
        hide_parameters=True,
        # Reading: one picture for the whole block, as in SQLite. Writing: the lock on the case orders them.
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
    )

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: Any) -> None:
        cursor = raw.cursor()
        cursor.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
        if not writes:
            cursor.execute("SET default_transaction_read_only = on")
        cursor.close()
        raw.commit()

    return engine
