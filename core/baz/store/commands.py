"""What was already told: each command counts once, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from baz.store.codec import moment, moment_text
from baz.store.prepared import Prepared
from baz.store.tables import commands


class CommandRow(NamedTuple):
    """A command that was carried out. `result` is the JSON text of the answer that was given then."""

    case_id: str | None
    fingerprint: str
    first_seq: int | None
    last_seq: int | None
    result: str


_find = Prepared(
    select(*(commands.c[name] for name in CommandRow._fields)).where(commands.c.key == bindparam("key")),
    ("key",),
)
_remember = Prepared(insert(commands), ("key", *CommandRow._fields, "recorded_at"))
_forget = Prepared(delete(commands).where(commands.c.recorded_at < bindparam("before")), ("before",))
_unmark = Prepared(delete(commands).where(commands.c.key == bindparam("key")), ("key",))
_marked = Prepared(
    select(commands.c.recorded_at, commands.c.result).where(commands.c.key == bindparam("key")), ("key",)
)


def find(key: str, *, connection: Connection) -> CommandRow | None:
    """The command with this key, or None when it was never carried out.

    On PostgreSQL look only after the case is locked (`cases.load(..., lock=True)`): then two people
    who press the same button come here one after the other.
    """
    row = _find.row(connection, key)
    return None if row is None else CommandRow._make(row)


def remember(key: str, row: CommandRow, *, now: datetime, connection: Connection) -> None:
    """Keep that a command was carried out.

    Raises:
        Outdated: when another transaction remembered the same key first.
    """
    _remember.run(connection, key, *row, moment_text(now))


def remember_all(rows: Mapping[str, CommandRow], *, now: datetime, connection: Connection) -> None:
    """`remember` for many commands at once, by key (replay and import)."""
    recorded = moment_text(now)
    _remember.many(connection, [(key, *row, recorded) for key, row in rows.items()])


def mark(key: str, result: str, *, now: datetime, connection: Connection) -> None:
    """Keep when the installation itself last did something of its own, and what came of it.

    Raises:
        Outdated: another transaction did so at the same moment.
    """
    _unmark.run(connection, key)
    _remember.run(connection, key, None, "", None, None, result, moment_text(now))


def marked(key: str, *, connection: Connection) -> tuple[datetime, str] | None:
    """When `mark` was last called with this key, and the result that it was given."""
    row = _marked.row(connection, key)
    return None if row is None else (moment(row[0]), row[1])


def forget(before: datetime, *, connection: Connection) -> int:
    """Drop keys from before a moment (nobody repeats a command after months); gives how many."""
    return _forget.run(connection, moment_text(before))
