"""Between cases and organisations: cases opened by a step, referrals that wait, cases shown to a partner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    insert,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store import failures
from baz.store.prepared import Prepared
from baz.store.tables import links, sharings


class LinkRow(NamedTuple):
    """A case that a step opened. `status`: opened (here), waiting (for the partner), accepted, returned.

    `consequence` names what asked for it within the parent; `child_case` is None until there is one;
    `carried` is the JSON text of what goes along. `sender` is the organisation of the parent, `since` the
    moment at which the step was told.
    """

    id: str
    parent_case: str
    parent_seq: int
    consequence: str
    child_case: str | None
    workflow: str
    organisation: str
    status: str
    carried: str
    sender: str = ""
    since: str = ""


def _share(dialect: str) -> CompilerElement:
    put = sqlite.insert(sharings) if dialect == "sqlite" else postgresql.insert(sharings)
    names = ("from_day", "until", "actor")
    changed: CompilerElement = put.on_conflict_do_update(
        index_elements=["case_id", "organisation"], set_={name: put.excluded[name] for name in names}
    )
    return changed


_add = Prepared(insert(links), LinkRow._fields)
_put_sharing = Prepared(_share, ("case_id", "organisation", "from_day", "until", "actor"))
_shared = Prepared(
    select(sharings.c.organisation)
    .where(
        sharings.c.case_id == bindparam("case"),
        sharings.c.from_day <= bindparam("day"),
        sharings.c.until >= bindparam("day"),
    )
    .order_by(sharings.c.organisation),
    ("case", "day"),
)


def add_link(row: LinkRow, *, connection: Connection) -> None:
    """Keep that a step opened a case, or asked a partner for one.

    Raises:
        Outdated: when this consequence of the parent has its link already.
    """
    _add.run(connection, *row)


def set_status(
    link_id: str, seen: Sequence[str], status: str, *, connection: Connection, child_case: str | None = None
) -> None:
    """Move a link from one of the `seen` statuses to another, with the case that came of it.

    Raises:
        Outdated: when it has another status by now.
    """
    values = {"status": status} if child_case is None else {"status": status, "child_case": child_case}
    change = update(links).where(links.c.id == link_id, links.c.status.in_(list(seen))).values(**values)
    if connection.execute(change).rowcount != 1:
        raise failures.first()


def call_back(case_id: str, consequence: str, *, connection: Connection) -> bool:
    """Take back a referral that still waits; False when it was answered or when a case was opened."""
    change = update(links).where(
        links.c.parent_case == case_id, links.c.consequence == consequence, links.c.status == "waiting"
    )
    return connection.execute(change.values(status="withdrawn")).rowcount == 1


def children(case_id: str, *, connection: Connection) -> list[LinkRow]:
    """What a case opened, in order."""
    query = _rows().where(links.c.parent_case == case_id).order_by(links.c.parent_seq, links.c.id)
    return [LinkRow._make(row) for row in connection.execute(query)]


def parents(case_id: str, *, connection: Connection) -> list[LinkRow]:
    """What a case came from."""
    query = _rows().where(links.c.child_case == case_id).order_by(links.c.id)
    return [LinkRow._make(row) for row in connection.execute(query)]


def link(link_id: str, *, connection: Connection) -> LinkRow | None:
    """One link, or None."""
    row = connection.execute(_rows().where(links.c.id == link_id)).one_or_none()
    return None if row is None else LinkRow._make(row)


def waiting(
    organisation: str, *, connection: Connection, limit: int | None = None, after: LinkRow | None = None
) -> list[LinkRow]:
    """Referrals that an organisation must accept or send back, oldest first; so many at most, after the last
    one that was seen."""
    query = _rows().where(*_waits_for(organisation)).order_by(links.c.since, links.c.id).limit(limit)
    if after is not None:
        last = tuple_(literal(after.since), literal(after.id))
        query = query.where(tuple_(links.c.since, links.c.id) > last)
    return [LinkRow._make(row) for row in connection.execute(query)]


def how_many_wait(organisation: str, most: int, *, connection: Connection) -> int:
    """How many referrals wait for an organisation; `most` when there are at least so many."""
    found = select(links.c.id).where(*_waits_for(organisation)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def _waits_for(organisation: str) -> list[ColumnElement[bool]]:
    # written out, so that the partial index is used
    return [links.c.organisation == organisation, links.c.status == literal_column("'waiting'")]


def share(
    case_id: str, organisation: str, from_day: date, until: date, *, actor: str, connection: Connection
) -> None:
    """Another organisation may see a case from a day until a day, both included. Replaces the last."""
    _put_sharing.run(connection, case_id, organisation, from_day.isoformat(), until.isoformat(), actor)


def shared_with(case_id: str, day: date, *, connection: Connection) -> frozenset[str]:
    """The organisations that may see a case on a day, besides its own."""
    return frozenset(row[0] for row in _shared.rows(connection, case_id, day.isoformat()))


def _rows() -> Select[*tuple[object, ...]]:
    return select(*(links.c[name] for name in LinkRow._fields))
