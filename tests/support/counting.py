"""Which statements the database gets, as its driver sees them: also those that go past SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine, event

from baz.store.database import Database

_COUNTED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements inside the block, in order; what a writing of many rows does for each row counts."""
    found: list[str] = []

    def note(text: str) -> None:
        if text.lstrip().upper().startswith(_COUNTED):
            found.append(text)

    with ExitStack() as stack:
        for engine in (database._reader, database._writer):
            stack.enter_context(_listening(engine, note))
        yield found


@contextmanager
def _listening(engine: Engine, note: Any) -> Iterator[None]:
    def taken(raw: Any, _record: Any, _proxy: Any) -> None:
        raw.set_trace_callback(note)

    def brought(raw: Any, _record: Any) -> None:
        raw.set_trace_callback(None)

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", brought)
    try:
        yield
    finally:
        event.remove(engine, "checkout", taken)
        event.remove(engine, "checkin", brought)
