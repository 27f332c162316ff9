"""What waits for somebody: people who were asked, steps that need a yes, referrals on their way."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from baz.store.prepared import Prepared
from baz.store.tables import cases, links, participations


class AwaitedRow(NamedTuple):
    """A line. `what`: asked, proposed or referral. `name`: the role, or the workflow that was referred to.
    `party_id`: who was asked; `since` the ISO day, or ""; `home` the organisation that a referral went to;
    `line` is the id of the part or the referral; `snapshot` only where a step is proposed."""

    what: str
    case_id: str
    name: str
    party_id: str | None
    since: str
    home: str
    definition: str
    about: str | None
    area: str | None
    state: str
    line: str
    snapshot: str


KINDS = ("asked", "referral", "proposed")
Key = tuple[str, str, str]
"""Where the rows of a kind ended: the day (or ""), the case, the id (of a part or a referral, or "")."""
START: Key = ("", "", "")


def awaited(
    organisation: str,
    kind: str,
    *,
    connection: Connection,
    limit: int,
    workflow: str = "",
    after: Key = START,
) -> list[AwaitedRow]:
    """What waits for somebody in the running cases of an organisation: the first of a kind after a place,
    those that were asked longest ago first."""
    query = awaited_query(kind, bool(workflow))
    known = {"org": organisation, "workflow": workflow, "most": limit}
    known |= dict(zip(_PLACE, after, strict=True))
    return [AwaitedRow._make(row) for row in query.rows(connection, *(known[n] for n in query.names))]


def how_many(organisation: str, most: int, *, connection: Connection, workflow: str = "") -> int:
    """How many rows there are of all kinds together; `most` when there are at least so many."""
    query = how_many_query(bool(workflow))
    known = {"org": organisation, "workflow": workflow, "most": most}
    rows = query.rows(connection, *(known[n] for n in query.names))
    return min(sum(int(row[0]) for row in rows), most)


def key_of(row: AwaitedRow) -> Key:
    """The place of a row among those of its kind."""
    if row.what == "asked":
        return row.since, row.case_id, row.line
    return ("", "", row.line) if row.what == "referral" else ("", row.case_id, "")


@cache
def awaited_query(kind: str, workflow: bool) -> Prepared:
    """The query of `awaited`, which walks an index and stops."""
    query, place, names = _kind(kind, workflow)
    after = tuple_(*place) > tuple_(*(bindparam(name) for name in names))
    query = query.where(after).order_by(*place).limit(bindparam("most"))
    return Prepared(query, ("org", *(("workflow",) if workflow else ()), *names, "most"))


@cache
def how_many_query(workflow: bool) -> Prepared:
    """The query of `how_many`: each kind counts no further than asked."""
    counted = []
    for kind in KINDS:
        query, place, _names = _kind(kind, workflow)
        query = query.where(place[0] >= literal(""))  # so that who only counts walks the same index
        one = query.with_only_columns(literal(1)).limit(bindparam("most")).subquery()
        counted.append(select(func.count()).select_from(one))
    return Prepared(union_all(*counted), ("org", *(("workflow",) if workflow else ()), "most"))


_PLACE = ("on_day", "in_case", "line")


def _kind(
    kind: str, workflow: bool
) -> tuple[Select[*tuple[Any, ...]], list[ColumnElement[Any]], tuple[str, ...]]:
    """A kind: its query, what it is in order of, and the names of a place in that order. What a partial index
    says is written out: a database does not use it for a value that it does not know."""
    p, k, c = participations.c, links.c, cases.c
    place: list[ColumnElement[Any]]
    names: tuple[str, ...]
    if kind == "asked":
        columns = [p.role.label("name"), p.party_id, p.from_day.label("since"), literal("").label("home")]
        query = select(*_line(kind, *columns, p.id)).join_from(participations, cases, c.id == p.case_id)
        query = query.where(p.standing == literal_column("'asked'"), c.ended_on.is_(None))
        place, names = [p.from_day, p.case_id, p.id], _PLACE
    elif kind == "referral":
        query = select(*_line(kind, k.workflow, null(), func.substr(k.since, 1, 10), k.organisation, k.id))
        query = query.join_from(links, cases, c.id == k.parent_case)
        query = query.where(k.status == literal_column("'waiting'"), k.sender == bindparam("org"))
        place, names = [k.since, k.id], ("on_day", "line")
    else:
        query = select(*_line(kind, literal(""), null(), literal(""), literal(""), literal(""), c.snapshot))
        query = query.where(c.proposed > literal_column("0"))
        place, names = [c.id], ("in_case",)
    if kind != "referral":
        # compared and not searched where another index leads
        home = c.organisation if kind == "proposed" else func.coalesce(c.organisation, literal(""))
        query = query.where(home == bindparam("org"))
    return query.where(c.workflow == bindparam("workflow")) if workflow else query, place, names


def _line(kind: str, *columns: Any) -> list[Any]:
    name, party, since, home, line, *snapshot = columns
    c = cases.c
    return [
        literal(kind), c.id.label("case_id"), name, party, since, home, c.definition, c.about, c.area,
        c.state, line, *(snapshot or [literal("")]),
    ]  # fmt: skip
