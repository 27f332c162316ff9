"""Lists that somebody saved: the words of a question, never what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select

from baz.store.codec import moment_text
from baz.store.ids import Ids
from baz.store.page_tables import views


class ViewRow(NamedTuple):
    """A saved list. `party_id` None: everybody of the organisation has it. `query` as it stands in a URL."""

    id: str
    organisation: str
    party_id: str | None
    page: str
    name: str
    query: str
    created_at: str


def add(
    organisation: str,
    party_id: str | None,
    page: str,
    name: str,
    query: str,
    *,
    now: datetime,
    ids: Ids,
    connection: Connection,
) -> str:
    """Keep a list under a name; gives its id. One of the same owner with this name is replaced."""
    mine = views.c.party_id.is_(None) if party_id is None else views.c.party_id == party_id
    connection.execute(
        delete(views).where(
            views.c.organisation == organisation, views.c.page == page, mine, views.c.name == name
        )
    )
    row = ViewRow(ids.new_id("view"), organisation, party_id, page, name, query, moment_text(now))
    connection.execute(insert(views).values(row._asdict()))
    return row.id


def of(organisation: str, party_id: str, page: str, *, connection: Connection) -> list[ViewRow]:
    """The saved lists of a page: those of the organisation, then her own, each by age."""
    query = (
        select(*(views.c[name] for name in ViewRow._fields))
        .where(
            views.c.organisation == organisation,
            views.c.page == page,
            or_(views.c.party_id.is_(None), views.c.party_id == party_id),
        )
        .order_by(views.c.party_id.is_not(None), views.c.created_at, views.c.id)
    )
    return [ViewRow._make(row) for row in connection.execute(query)]


def find(view_id: str, *, connection: Connection) -> ViewRow | None:
    """One saved list, or None."""
    query = select(*(views.c[name] for name in ViewRow._fields)).where(views.c.id == view_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else ViewRow._make(row)


def remove(view_id: str, *, connection: Connection) -> None:
    """Forget a saved list."""
    connection.execute(delete(views).where(views.c.id == view_id))
