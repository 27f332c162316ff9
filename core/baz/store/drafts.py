"""What somebody typed and did not send yet: one for each page, hers alone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store.codec import moment_text, storable
from baz.store.page_tables import drafts
from baz.store.prepared import Prepared


class DraftRow(NamedTuple):
    """A draft. `place` is the page, `case_id` the case that it is about; `body` is canonical JSON."""

    party_id: str
    place: str
    case_id: str | None
    body: str
    saved_at: str


def _upsert(dialect: str) -> CompilerElement:
    put = sqlite.insert(drafts) if dialect == "sqlite" else postgresql.insert(drafts)
    kept: CompilerElement = put.on_conflict_do_update(
        index_elements=["party_id", "place"],
        set_={name: put.excluded[name] for name in ("case_id", "body", "saved_at")},
    )
    return kept


_save = Prepared(_upsert, DraftRow._fields)


def save(
    party: str, place: str, case: str | None, body: str, *, now: datetime, connection: Connection
) -> None:
    """Keep a draft in the place of the one that was there.

    Raises:
        BadInput: for a text that cannot be stored.
    """
    _save.run(connection, party, storable(place), case, storable(body), moment_text(now))


def read(party: str, place: str, *, connection: Connection) -> DraftRow | None:
    """The draft of a party on a page."""
    query = select(*(drafts.c[name] for name in DraftRow._fields))
    row = connection.execute(query.where(drafts.c.party_id == party, drafts.c.place == place)).one_or_none()
    return None if row is None else DraftRow._make(row)


def drop(party: str, place: str, *, connection: Connection) -> bool:
    """Remove a draft; False when there was none."""
    asked = delete(drafts).where(drafts.c.party_id == party, drafts.c.place == place)
    return connection.execute(asked).rowcount == 1


def sweep(before: datetime, *, connection: Connection) -> int:
    """Remove drafts that were saved before a moment; gives how many."""
    return connection.execute(delete(drafts).where(drafts.c.saved_at < moment_text(before))).rowcount
