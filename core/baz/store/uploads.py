"""What waits for a yes: a file that somebody wants to read in, a list of what may be erased, a proof.

A row may hold names, so it has a last moment; `purge` takes away what is over it.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from baz.store.codec import moment_text, storable
from baz.store.page_tables import uploads


class UploadRow(NamedTuple):
    """Something that waits. `kind` says what it is, `state` how far it is, `body` is JSON text."""

    id: str
    organisation: str
    party_id: str | None
    kind: str
    name: str
    state: str
    body: str
    created_at: str
    expires_at: str


def add(row: UploadRow, *, connection: Connection) -> None:
    """Keep it.

    Raises:
        BadInput: for a text that cannot be stored.
    """
    storable(row.body)
    connection.execute(insert(uploads).values(row._asdict()))


def find(upload_id: str, organisation: str, kind: str = "", *, connection: Connection) -> UploadRow | None:
    """What an organisation has waiting under this id, or None."""
    query = select(*(uploads.c[name] for name in UploadRow._fields)).where(
        uploads.c.id == upload_id, uploads.c.organisation == organisation
    )
    if kind:
        query = query.where(uploads.c.kind == kind)
    row = connection.execute(query).one_or_none()
    return None if row is None else UploadRow._make(row)


def of(organisation: str, kind: str, *, connection: Connection, limit: int = 100) -> list[UploadRow]:
    """What an organisation has of a kind, the newest first."""
    query = (
        select(*(uploads.c[name] for name in UploadRow._fields))
        .where(uploads.c.organisation == organisation, uploads.c.kind == kind)
        .order_by(uploads.c.created_at.desc(), uploads.c.id)
        .limit(limit)
    )
    return [UploadRow._make(row) for row in connection.execute(query)]


def change(upload_id: str, seen: str, state: str, *, connection: Connection, body: str | None = None) -> bool:
    """From one state to another, once: False when it is not in the state that was seen."""
    values = {"state": state} if body is None else {"state": state, "body": storable(body)}
    done = connection.execute(
        update(uploads).where(uploads.c.id == upload_id, uploads.c.state == seen).values(**values)
    )
    return done.rowcount == 1


def remove(upload_id: str, *, connection: Connection) -> None:
    """Take it away."""
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))


def purge(now: datetime, *, connection: Connection) -> int:
    """Take away what is over its last moment; gives how many."""
    return connection.execute(delete(uploads).where(uploads.c.expires_at < moment_text(now))).rowcount
