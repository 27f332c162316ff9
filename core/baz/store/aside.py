"""Trying something out on the database as it is now, without keeping it and without holding up anybody.

On SQLite one writes at a time, so it is tried on a copy: one that SQLite itself throws away, even when the
power goes. On PostgreSQL nobody waits for who writes other rows: there a transaction is rolled back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, StaticPool, create_engine, event

from baz.store import failures
from baz.store.database import Database

LARGEST = 1_000_000_000
"""Bytes of a file that is still copied; a larger one takes longer to copy than what is tried on it."""


@contextmanager
def aside(database: Database) -> Iterator[Connection]:
    """A connection in a transaction that sees this moment of the database, may write, and is never kept.

    Raises:
        Busy, SetupError, Broken: what the database's own errors mean.
    """
    if not database.sqlite or Path(database.url.database or "").stat().st_size > LARGEST:
        try:
            with database.write() as connection:
                yield connection
                raise _Undo
        except _Undo:
            return
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as copy:
            with database.read() as connection:
                original: Any = connection.connection.dbapi_connection
                original.backup(copy)
            copy.execute("PRAGMA foreign_keys=ON")
            with _on(copy) as connection:
                yield connection
    except Exception as error:
        meaning = failures.translate(error)
        if meaning is None:
            raise
        raise meaning from error


class _Undo(Exception):
    """Leaves a transaction without keeping anything."""


@contextmanager
def _on(copy: sqlite3.Connection) -> Iterator[Connection]:
    engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN")

    with engine.connect() as connection, connection.begin() as transaction:
        try:
            yield connection
        finally:
            transaction.rollback()
