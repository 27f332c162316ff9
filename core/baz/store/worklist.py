"""What is due: tasks and planned meetings together, in one query that walks two indexes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import CompoundSelect, Connection, Select, and_, exists, literal, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

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


def agenda(
    organisation: str,
    *,
    until: date,
    connection: Connection,
    owner: str = "",
    waiting: bool = False,
    limit: int = 500,
) -> list[AgendaRow]:
    """Tasks that are due and meetings that are planned up to and including a day, earliest first.

    `owner` (a party id) keeps the tasks of one person and the meetings of cases in which she is active; with
    `organisation` "" those in every organisation (a volunteer). `waiting` adds tasks that are known but
    not yet due. A snoozed task stands on the day it comes back. Ended or not, paused or not: the engine has
    already taken away what no longer counts.
    """
    query = agenda_query(organisation, until=until, owner=owner, waiting=waiting, limit=limit)
    rows = (AgendaRow._make(row) for row in connection.execute(query))
    return [row._replace(pinned=bool(row.pinned)) for row in rows]


def agenda_query(
    organisation: str, *, until: date, owner: str, waiting: bool, limit: int
) -> CompoundSelect[*tuple[object, ...]]:
    """The query of `agenda`, for tests that look at its plan."""
    iso = until.isoformat()
    due = _tasks().where(tasks.c.agenda_on <= iso, tasks.c.status.in_(_statuses(waiting)))
    planned = _meetings().where(meetings.c.status == "planned", meetings.c.day <= iso)
    if organisation:
        due = due.where(tasks.c.organisation == organisation)
        planned = planned.where(meetings.c.organisation == organisation)
    if owner:
        due = due.where(tasks.c.owner == owner)
        planned = planned.where(_takes_part(owner))
    # Each half is cut off by itself, in the order of its own index, before the two are merged.
    first = due.order_by(tasks.c.agenda_on).limit(limit).subquery()
    second = planned.order_by(meetings.c.day).limit(limit).subquery()
    both = union_all(select(first), select(second))
    return both.order_by("on_day", "minute_of_day", "case_id", "id").limit(limit)


def counts(organisation: str, today: date, *, connection: Connection) -> tuple[int, int]:
    """How many tasks of an organisation stand on the worklist today, and how many are late."""
    iso = today.isoformat()
    query = select(tasks.c.agenda_on, tasks.c.due_on).where(
        tasks.c.organisation == organisation, tasks.c.agenda_on <= iso, tasks.c.status.in_(_statuses(False))
    )
    rows = connection.execute(query).all()
    return len(rows), sum(1 for row in rows if row.due_on is not None and row.due_on < iso)


def _statuses(waiting: bool) -> list[str]:
    return ["open", "snoozed", "waiting"] if waiting else ["open", "snoozed"]


def _of_case() -> list[ColumnElement[object]]:
    names = ("workflow", "version", "definition", "state", "regions", "paused", "about", "area")
    return [cases.c[name].label(f"case_{name}") for name in names]


def _tasks() -> Select[*tuple[object, ...]]:
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


def _meetings() -> Select[*tuple[object, ...]]:
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


def _takes_part(owner: str) -> ColumnElement[bool]:
    return exists().where(
        and_(
            participations.c.party_id == owner,
            participations.c.standing == "active",
            participations.c.case_id == meetings.c.case_id,
        )
    )
