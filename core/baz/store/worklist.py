"""What is due: tasks and planned meetings together, in one query that walks two indexes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from baz.store.prepared import Prepared
from baz.store.tables import cases, meetings, participations, tasks


class AgendaRow(NamedTuple):
    """A line of the worklist. `what` is task or meeting; `on` the ISO day on which it stands there ("" when a
    meeting has no day), `due_on` the day it is due; `minute` of that day, or None. For a meeting `name` is
    its kind, and `title`, `owner_role` and `owner` are empty.
    """

    what: str
    on: str
    minute: int | None
    case_id: str
    id: str
    name: str
    title: str
    organisation: str
    owner_role: str
    owner: str | None
    due_on: str | None
    status: str
    pinned: bool
    mode: str
    workflow: str
    version: int
    definition: str
    state: str
    regions: str
    paused: str | None
    about: str | None
    area: str | None


Key = tuple[str, str, str]
"""A place in the order of a worklist: the day, the case, the id."""
START: Key = ("", "", "")
_PLACE = ("on_day", "in_case", "line")


def key_of(row: AgendaRow) -> Key:
    """The place of a row."""
    return row.on, row.case_id, row.id


def agenda(
    organisation: str,
    *,
    until: date,
    connection: Connection,
    owner: str = "",
    waiting: bool = False,
    limit: int = 500,
    after: Key = START,
) -> list[AgendaRow]:
    """Tasks that are due and meetings that are planned up to and including a day, earliest first, after a
    place in that order.

    `owner` (a party id) keeps the tasks of one person and the meetings of cases in which she is active; with
    `organisation` "" those in every organisation (a volunteer). `waiting` adds tasks that are known but
    not yet due. A snoozed task stands on the day it comes back. Ended or not, paused or not: the engine has
    already taken away what no longer counts.
    """
    values = {"until": until.isoformat(), "most": limit, "org": organisation, "owner": owner}
    values |= dict(zip(_PLACE, after, strict=True))
    names = _names(bool(organisation), bool(owner))
    rows = agenda_query(bool(organisation), bool(owner), waiting).rows(
        connection, *(values[n] for n in names)
    )
    return [AgendaRow._make((*row[:12], bool(row[12]), *row[13:])) for row in rows]


@cache
def agenda_query(organisation: bool, owner: bool, waiting: bool) -> Prepared:
    """The query of `agenda`, by which of its values are given; also for tests that look at its plan."""
    due = task_lines().where(tasks.c.agenda_on <= bindparam("until"), tasks.c.status.in_(statuses(waiting)))
    planned = meeting_lines().where(
        meetings.c.status == literal("planned"), meetings.c.day <= bindparam("until")
    )
    one: ColumnElement[str] = tasks.c.organisation
    other: ColumnElement[str] = meetings.c.organisation
    if owner:
        # One person has few lines: her own index leads, and the organisation is only compared.
        due = due.where(tasks.c.owner == bindparam("owner"))
        planned = planned.where(meetings.c.case_id.in_(_active()))
        one, other = func.coalesce(one, literal("")), func.coalesce(other, literal(""))
    if organisation:
        due = due.where(one == bindparam("org"))
        planned = planned.where(other == bindparam("org"))
    # Each half is cut off by itself, in the order of its own index, before the two are merged.
    halves = []
    for half, table, day in ((due, tasks, tasks.c.agenda_on), (planned, meetings, meetings.c.day)):
        place = (day, table.c.case_id, table.c.id)
        here = tuple_(*place) > tuple_(*(bindparam(name) for name in _PLACE))
        first = half.where(day >= bindparam("on_day"), here).order_by(*place).limit(bindparam("most"))
        halves.append(select(first.subquery()))
    both = union_all(*halves).order_by("on_day", "case_id", "id").limit(bindparam("most"))
    return Prepared(both, _names(organisation, owner))


def last_meetings(case_ids: Collection[str], *, connection: Connection) -> dict[tuple[str, str], str]:
    """The ISO day of the last meeting that was held, by case and kind."""
    query = (
        select(meetings.c.case_id, meetings.c.kind, func.max(meetings.c.day))
        .where(meetings.c.case_id.in_(sorted(case_ids)), meetings.c.status == "held")
        .group_by(meetings.c.case_id, meetings.c.kind)
    )
    return {(case_id, kind): day or "" for case_id, kind, day in connection.execute(query)}


def counts(organisation: str, today: date, *, connection: Connection) -> tuple[int, int]:
    """How many tasks of an organisation stand on the worklist today, and how many of those are late."""
    total, late = _counts.row(connection, organisation, today.isoformat()) or (0, 0)
    return int(total), int(late or 0)


def _names(organisation: bool, owner: bool) -> tuple[str, ...]:
    return ("until", "most", *_PLACE, *(("org",) if organisation else ()), *(("owner",) if owner else ()))


def statuses(waiting: bool) -> list[ColumnElement[str]]:
    """The statuses of a task that is to do; with `waiting` also of one that is known but not due."""
    return [literal(status) for status in ("open", "snoozed", "waiting")[: 3 if waiting else 2]]


def _of_case() -> list[ColumnElement[object]]:
    names = ("workflow", "version", "definition", "state", "regions", "paused", "about", "area")
    return [cases.c[name].label(f"case_{name}") for name in names]


def task_lines() -> Select[*tuple[object, ...]]:
    """Tasks as lines of the worklist."""
    return select(
        literal("task").label("what"),
        tasks.c.agenda_on.label("on_day"),
        tasks.c.due_minute.label("minute_of_day"),
        tasks.c.case_id,
        tasks.c.id,
        tasks.c.name,
        tasks.c.title,
        tasks.c.organisation,
        tasks.c.owner_role,
        tasks.c.owner,
        tasks.c.due_on,
        tasks.c.status,
        tasks.c.pinned,
        literal("").label("mode"),
        *_of_case(),
    ).join(cases, cases.c.id == tasks.c.case_id)


def meeting_lines() -> Select[*tuple[object, ...]]:
    """Meetings as lines of the worklist."""
    return select(
        literal("meeting").label("what"),
        meetings.c.day.label("on_day"),
        meetings.c.minute.label("minute_of_day"),
        meetings.c.case_id,
        meetings.c.id,
        meetings.c.kind.label("name"),
        literal("").label("title"),
        meetings.c.organisation,
        literal("").label("owner_role"),
        null().label("owner"),
        meetings.c.day.label("due_on"),
        meetings.c.status,
        literal(False).label("pinned"),
        meetings.c.mode,
        *_of_case(),
    ).join(cases, cases.c.id == meetings.c.case_id)


def _active() -> Select[str]:
    return select(participations.c.case_id).where(
        participations.c.party_id == bindparam("owner"), participations.c.standing == literal("active")
    )


_counts = Prepared(
    select(
        func.count(), func.sum(case((tasks.c.due_on < bindparam("today"), literal(1)), else_=literal(0)))
    ).where(
        tasks.c.organisation == bindparam("org"),
        tasks.c.agenda_on <= bindparam("today"),
        tasks.c.status.in_(statuses(False)),
    ),
    ("org", "today"),
)
