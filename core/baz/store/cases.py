"""The row of a case: where it is now, with the folded state beside it. One row per case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnClause,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from baz.ground.errors import NotFound
from baz.store import failures
from baz.store.prepared import Prepared
from baz.store.tables import cases, participations


class CaseRow(NamedTuple):
    """One line of `cases`, as it is stored: days and moments as ISO text, `regions` and `snapshot` as JSON.

    `version` and `definition` say what it runs on; `seq` is its last log line, `facts` the last line that
    a person told, `head` the hash of the last line, `held` how many reports wait for another fact,
    `proposed` how many steps wait for a yes.
    `next_due` is the kernel stamp at which its own clock next has something to do.
    """

    id: str
    organisation: str
    workflow: str
    version: int
    definition: str
    state: str
    regions: str
    since: str
    paused: str | None
    paused_since: str | None
    paused_until: str | None
    outcome: str | None
    opened_on: str | None
    opened_precision: str
    ended_on: str | None
    about: str | None
    area: str | None
    seq: int
    facts: int
    head: str
    held: int
    proposed: int
    next_due: int | None
    snapshot: str
    erased_at: str | None


class ReportLine(NamedTuple):
    """Which case it is, for a report that reads the log of each. `uncounted`: how often it changed since its
    figures were kept."""

    id: str
    organisation: str
    workflow: str
    definition: str
    opened_on: str | None
    opened_precision: str
    ended_on: str | None
    uncounted: int

    def concerns(self, first: date, last: date) -> bool:
        """Whether it may count in a period: it did not end before, and did not surely begin after."""
        if self.ended_on is not None and self.ended_on < first.isoformat():
            return False
        if self.opened_on is None or self.opened_precision != "day":
            return True
        return self.opened_on <= last.isoformat()


class CaseLine(NamedTuple):
    """What a list of cases shows."""

    id: str
    organisation: str
    workflow: str
    definition: str
    state: str
    regions: str
    since: str
    paused: str | None
    outcome: str | None
    opened_on: str | None
    ended_on: str | None
    about: str | None
    area: str | None
    held: int


Place = tuple[str, str]
"""The day since when a case is in its state, and its id."""
NOWHERE: Place = ("", "")
_FIELDS = CaseRow._fields
# What never changes after the opening stays out of the update; so do its indexes.
_FIXED = ("id", "organisation", "workflow")
_CHANGING = tuple(name for name in _FIELDS if name not in _FIXED)
# A column and no parameter: values then pass in their own order.
_ONCE_MORE: ColumnClause[int] = literal_column("uncounted + 1", Integer)

_load = Prepared(select(*(cases.c[name] for name in _FIELDS)).where(cases.c.id == bindparam("key")), ("key",))
# FOR UPDATE is left out on SQLite, where the transaction already holds the whole database.
_load_locked = Prepared(
    select(*(cases.c[name] for name in _FIELDS)).where(cases.c.id == bindparam("key")).with_for_update(),
    ("key",),
)
_insert = Prepared(insert(cases), _FIELDS)
_update = Prepared(
    update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.seq == bindparam("seen"))
    # whatever changes, its figures have to be counted again (`counted.py`)
    .values({name: bindparam(f"new_{name}") for name in _CHANGING} | {"uncounted": _ONCE_MORE}),
    (*(f"new_{name}" for name in _CHANGING), "key", "seen"),
)
_due = Prepared(
    select(cases.c.id)
    .where(cases.c.next_due.is_not(None), cases.c.next_due <= bindparam("now"))
    .order_by(cases.c.next_due, cases.c.id)
    .limit(bindparam("most")),
    ("now", "most"),
)
_about = Prepared(
    select(*(cases.c[name] for name in _FIELDS))
    .where(cases.c.about == bindparam("party"), cases.c.about.is_not(None))
    .order_by(cases.c.opened_on.nulls_first(), cases.c.id),
    ("party",),
)
_ids = Prepared(
    select(cases.c.id).where(cases.c.id > bindparam("after")).order_by(cases.c.id).limit(bindparam("most")),
    ("after", "most"),
)
_ids_of = Prepared(
    select(cases.c.id)
    .where(cases.c.id > bindparam("after"), cases.c.organisation == bindparam("home"))
    .order_by(cases.c.id)
    .limit(bindparam("most")),
    ("after", "home", "most"),
)


def load(case_id: str, *, connection: Connection, lock: bool = False) -> CaseRow:
    """The row of a case. With `lock` nobody else can write to this case until the transaction ends.

    Raises:
        NotFound: when there is no such case.
        Busy: when another writer holds the case too long.
    """
    row = (_load_locked if lock else _load).row(connection, case_id)
    if row is None:
        raise NotFound("Dit traject bestaat niet.", hint="Kijk of de link volledig is.")
    return CaseRow._make(row)


def load_all(case_ids: Iterable[str], *, connection: Connection) -> list[CaseRow]:
    """The rows of several cases, in order of opening; one that is not there is left out."""
    query = select(*(cases.c[name] for name in _FIELDS)).where(cases.c.id.in_(sorted(case_ids)))
    query = query.order_by(cases.c.opened_on.nulls_first(), cases.c.id)
    return [CaseRow._make(row) for row in connection.execute(query)]


def insert_case(row: CaseRow, *, connection: Connection) -> None:
    """Write the row of a new case. Its definition must be stored first (`definitions.put`).

    Raises:
        Outdated: when a case with this id exists.
    """
    _insert.run(connection, *row)


def update_case(row: CaseRow, seen: int, *, connection: Connection) -> None:
    """Write the row of a case whose log was at line `seen` when it was loaded.

    `id`, `organisation` and `workflow` never change and are not written.

    Raises:
        Outdated: when somebody else wrote to the case since; nothing is changed.
    """
    if _update.run(connection, *row[3:], row[0], seen) != 1:
        raise failures.first()


def postpone(case_id: str, until: int, *, connection: Connection) -> None:
    """Let the clock come back to a case at a later stamp; nothing else of it changes."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(next_due=until))


def due(now: int, *, connection: Connection, limit: int = 100) -> list[str]:
    """Ids of cases whose own clock has something to do at or before a kernel stamp, earliest first."""
    return [row[0] for row in _due.rows(connection, now, limit)]


def about(party_id: str, *, connection: Connection) -> list[CaseRow]:
    """The cases that a party is or was `about`, in order of opening."""
    return [CaseRow._make(row) for row in _about.rows(connection, party_id)]


def about_any(party_ids: Sequence[str], organisation: str, *, connection: Connection) -> list[CaseRow]:
    """The cases of an organisation that these parties are or were `about`, each in order of opening."""
    if len(party_ids) == 1:
        return [row for row in about(party_ids[0], connection=connection) if row.organisation == organisation]
    query = select(*(cases.c[name] for name in _FIELDS)).where(
        cases.c.about.in_(party_ids), cases.c.about.is_not(None), cases.c.organisation == organisation
    )
    query = query.order_by(cases.c.about, cases.c.opened_on.nulls_first(), cases.c.id)
    return [CaseRow._make(row) for row in connection.execute(query)]


def ids(*, connection: Connection, after: str = "", limit: int = 1000, organisation: str = "") -> list[str]:
    """Ids of all cases (of an organisation), a page at a time: give the last one as `after` for the next
    page."""
    if organisation:
        return [row[0] for row in _ids_of.rows(connection, after, organisation, limit)]
    return [row[0] for row in _ids.rows(connection, after, limit)]


def listing(
    organisation: str,
    *,
    connection: Connection,
    workflow: str = "",
    states: Sequence[str] = (),
    ended: bool = False,
    area: str = "",
    after: CaseLine | None = None,
    limit: int = 50,
) -> list[CaseLine]:
    """Cases of an organisation: running ones, last moved first, or with `ended` the last to end first.

    `after` is the last line of the page before. Walks an index, so that a page costs the same with a
    hundred cases and with a million.
    """
    query = _lines().where(cases.c.organisation == organisation)
    order = cases.c.ended_on if ended else cases.c.since
    query = query.where(cases.c.ended_on.is_not(None) if ended else cases.c.ended_on.is_(None))
    if workflow:
        query = query.where(cases.c.workflow == workflow)
    if states:
        query = query.where(cases.c.state.in_(states))
    if area:
        query = query.where(cases.c.area == area)
    if after is not None:
        last = after.ended_on if ended else after.since
        query = query.where(tuple_(order, cases.c.id) < tuple_(literal(last), literal(after.id)))
    query = query.order_by(order.desc(), cases.c.id.desc()).limit(limit)
    return [CaseLine._make(row) for row in connection.execute(query)]


def running_in(
    organisation: str,
    workflows: Collection[str],
    *,
    connection: Connection,
    states: Sequence[str] | None = None,
    limit: int | None = None,
    after: Place = NOWHERE,
) -> list[CaseRow]:
    """The running cases of these workflows, and in one of these states, the longest there first; after a
    place in that order."""
    c = cases.c
    query = select(*(c[name] for name in _FIELDS)).where(
        c.organisation == organisation, c.workflow.in_(sorted(workflows)), c.ended_on.is_(None)
    )
    if states is not None:
        query = query.where(c.state.in_(states))
    return [CaseRow._make(row) for row in connection.execute(_since(query, after, limit))]


def _since(query: Select[*tuple[Any, ...]], after: Place, limit: int | None) -> Select[*tuple[Any, ...]]:
    c = cases.c
    if after != NOWHERE:
        query = query.where(tuple_(c.since, c.id) > tuple_(*(literal(v) for v in after)))
    return query.order_by(c.since, c.id).limit(limit)


def place_of(row: CaseRow) -> Place:
    """Where a case stands among those that are in their state longest."""
    return row.since, row.id


def vacant(
    organisation: str,
    roles: Mapping[tuple[str, str], Collection[str] | None],
    *,
    connection: Connection,
    limit: int | None = None,
    after: Place = NOWHERE,
) -> list[CaseRow]:
    """The running cases that do not rest and in which nobody holds one of these roles or was asked for it,
    the longest in their state first; after a place in that order.

    Args:
        roles: by (workflow, role): the states in which it counts, None for all.
    """
    c, p = cases.c, participations.c
    free = []
    for (workflow, role), states in roles.items():
        taken = select(literal(1)).where(
            p.case_id == c.id, p.role == role, p.standing.in_(("active", "asked"))
        )
        here = () if states is None else (c.state.in_(sorted(states)),)
        free.append(and_(c.workflow == workflow, *here, ~exists(taken)))
    if not free:
        return []
    query = select(*(c[name] for name in _FIELDS)).where(
        c.organisation == organisation, c.ended_on.is_(None), c.paused.is_(None), or_(*free)
    )
    return [CaseRow._make(row) for row in connection.execute(_since(query, after, limit))]


def more_than(number: int, *, connection: Connection) -> bool:
    """Whether there are more cases than this; looks no further."""
    found = select(func.count()).select_from(select(cases.c.id).limit(number + 1).subquery())
    return (connection.execute(found).scalar() or 0) > number


def reported(
    organisation: str,
    ended_from: date | None,
    *,
    connection: Connection,
    opened_until: date | None = None,
    page: int = 500,
) -> Iterator[ReportLine]:
    """The cases that a report looks at, by id, a page at a time; those of all organisations for "".

    `ended_from` leaves out what ended before that day, `opened_until` what surely began after it.
    """
    query = select(*(cases.c[name] for name in ReportLine._fields)).order_by(cases.c.id).limit(page)
    if organisation:
        query = query.where(cases.c.organisation == organisation)
    if ended_from is not None:
        query = query.where(or_(cases.c.ended_on.is_(None), cases.c.ended_on >= ended_from.isoformat()))
    if opened_until is not None:
        sure = (cases.c.opened_precision == "day") & (cases.c.opened_on > opened_until.isoformat())
        query = query.where(or_(cases.c.opened_on.is_(None), ~sure))
    after = ""
    while rows := list(connection.execute(query.where(cases.c.id > after))):
        yield from (ReportLine._make(row) for row in rows)
        after = rows[-1].id


def report_lines(case_ids: Iterable[str], *, connection: Connection) -> list[ReportLine]:
    """What a report reads of these cases, by id; one that is not there is left out."""
    query = select(*(cases.c[name] for name in ReportLine._fields))
    query = query.where(cases.c.id.in_(list(case_ids))).order_by(cases.c.id)
    return [ReportLine._make(row) for row in connection.execute(query)]


def lines(case_ids: Sequence[str], *, connection: Connection) -> dict[str, CaseLine]:
    """What a list shows of these cases, by id."""
    query = _lines().where(cases.c.id.in_(case_ids))
    return {row.id: CaseLine._make(row) for row in connection.execute(query)}


def _lines() -> Select[*tuple[object, ...]]:
    return select(*(cases.c[name] for name in CaseLine._fields))
