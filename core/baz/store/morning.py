"""A morning in parts: what is late, due today and this week, who is quiet, and the meetings to come.

Each part gives its first rows from a place on, and how many there are, counted no further than needed: what
it costs does not depend on how much waits behind it. Whatever is compared with a partial index is written out
in the SQL, because a database cannot use such an index for a value that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from baz.store.prepared import Prepared
from baz.store.tables import cases, meetings, tasks
from baz.store.worklist import START, AgendaRow, Key, key_of, meeting_lines, statuses, task_lines

PARTS = ("late", "now", "week", "quiet", "meetings")
"""Late (tasks, and meetings of which nobody said how they were), today, this week;
quiet: a meeting that should have been planned by now; the planned meetings of this week."""
_PLACE = ("on_day", "in_case", "line")
_RHYTHM = [literal_column("'ritme.'", Text), literal_column("'ritme/'", Text)]


class Whose(NamedTuple):
    """Of which organisation; with `owner` only the tasks of this party, with `nobodys` also those that nobody
    has; with `workflow` only the cases of this one. Meetings are those of everybody."""

    organisation: str
    owner: str = ""
    nobodys: bool = False
    workflow: str = ""


def rows(
    whose: Whose, part: str, today: date, *, connection: Connection, limit: int, after: Key = START
) -> list[AgendaRow]:
    """The first rows of a part, earliest first, after a place in it."""
    first = max(after[0], _first_day(part, today))
    known = {**_values(whose, today), **dict(zip(_PLACE, (first, *after[1:]), strict=True)), "most": limit}
    query = rows_query(part, *_flags(whose))
    found = query.rows(connection, *(known[name] for name in query.names))
    made = [AgendaRow._make((*row[:12], bool(row[12]), *row[13:])) for row in found]
    return sorted(made, key=key_of)[:limit]


def counts(whose: Whose, today: date, most: int, *, connection: Connection) -> dict[str, int]:
    """How many rows each part has; `most` when there are at least so many."""
    known = {**_values(whose, today), "most": most}
    query = count_query(*_flags(whose))
    found = dict.fromkeys(PARTS, 0)
    for part, number in query.rows(connection, *(known[name] for name in query.names)):
        found[part] = min(found[part] + number, most)
    return found


def _flags(whose: Whose) -> tuple[bool, bool, bool]:
    return bool(whose.owner), whose.nobodys, bool(whose.workflow)


def _values(whose: Whose, today: date) -> dict[str, Any]:
    days = {f"from_{part}": _first_day(part, today) for part in PARTS}
    sunday = today + timedelta(days=6 - today.weekday())
    given = {"org": whose.organisation, "owner": whose.owner, "workflow": whose.workflow}
    return {**given, **days, "today": today.isoformat(), "sunday": sunday.isoformat()}


def _first_day(part: str, today: date) -> str:
    """The first day of a part; "" for what is late."""
    days = {"now": today, "week": today + timedelta(days=1), "meetings": today}
    return days[part].isoformat() if part in days else ""


@cache
def rows_query(part: str, owner: bool, nobodys: bool, workflow: bool) -> Prepared:
    """The query of `rows`. Each half walks an index of its own and stops, before it looks at cases."""
    cut = []
    for table, wanted in _halves(part, owner, nobodys, first="on_day"):
        t = table.c
        place = (_day(table), t.case_id, t.id)
        here = tuple_(*place) > tuple_(*(bindparam(name) for name in _PLACE))
        keys = _of(table, workflow, t.case_id, t.id).where(*wanted, here)
        found = keys.order_by(*place).limit(bindparam("most")).subquery()
        lines = task_lines() if table is tasks else meeting_lines()
        same = and_(found.c.case_id == t.case_id, found.c.id == t.id)
        cut.append(lines.join(found, same))
    query = union_all(*cut)
    return Prepared(query, _named(query))


@cache
def count_query(owner: bool, nobodys: bool, workflow: bool) -> Prepared:
    """The query of `counts`."""
    counted = []
    for part in PARTS:
        for table, wanted in _halves(part, owner, nobodys, first=f"from_{part}"):
            inner = _of(table, workflow, literal(1)).where(*wanted).limit(bindparam("most")).subquery()
            counted.append(select(literal(part), func.count()).select_from(inner))
    query = union_all(*counted)
    return Prepared(query, _named(query))


def _named(query: CompoundSelect[*tuple[Any, ...]]) -> list[str]:
    """The names of what a query has to be told."""
    binds = query.compile().binds
    return sorted(name for name, bind in binds.items() if bind.required)


def _of(table: Table, workflow: bool, *columns: ColumnElement[Any]) -> Select[Any]:
    query: Select[Any] = select(*columns).select_from(table)
    if not workflow:
        return query
    return query.join(cases, cases.c.id == table.c.case_id).where(cases.c.workflow == bindparam("workflow"))


def _day(table: Table) -> ColumnElement[str]:
    return tasks.c.agenda_on if table is tasks else meetings.c.day


def _halves(
    part: str, owner: bool, nobodys: bool, first: str
) -> Iterator[tuple[Table, list[ColumnElement[bool]]]]:
    """Where the rows of a part stand: the table, and what must hold there. `first` names its first day."""
    here = meetings.c.organisation == bindparam("org")
    if part in ("late", "meetings"):
        yield meetings, [here, meetings.c.status == literal("planned"), *_between(meetings, part, first)]
    if part == "meetings":
        return
    for mine in _owners(owner, nobodys):
        open_ = [*mine, tasks.c.status.in_(statuses(waiting=False))]
        yield tasks, [*open_, *_between(tasks, part, first), *_named_so(part)]


def _between(table: Table, part: str, first: str) -> list[ColumnElement[bool]]:
    day = _day(table)
    today: ColumnElement[str] = bindparam("today")
    sunday: ColumnElement[str] = bindparam("sunday")
    last = {"now": day <= today, "week": day <= sunday, "meetings": day <= sunday}
    return [day >= bindparam(first), last.get(part, day < today)]


def _named_so(part: str) -> list[ColumnElement[bool]]:
    """A rhythm that is late is no work that is late: a meeting should have been planned."""
    name = tasks.c.name
    if part == "quiet":
        return [name >= _RHYTHM[0], name < _RHYTHM[1]]
    return [or_(name < _RHYTHM[0], name >= _RHYTHM[1])] if part == "late" else []


def _owners(owner: bool, nobodys: bool) -> Iterator[list[ColumnElement[bool]]]:
    here = tasks.c.organisation == bindparam("org")
    if not owner:
        yield [here]
        return
    # Her own index leads, and the organisation is only compared.
    yield [tasks.c.owner == bindparam("owner"), func.coalesce(tasks.c.organisation, "") == bindparam("org")]
    if nobodys:
        yield [here, tasks.c.owner.is_(None)]
