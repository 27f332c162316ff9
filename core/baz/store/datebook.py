"""Meetings between two days, whatever became of them: for calendars."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)

from baz.store.prepared import Prepared
from baz.store.tables import cases, meetings, participations

_HOUR = (meetings.c.minute.nulls_first(), meetings.c.case_id, meetings.c.id)
After = tuple[int, str, str]
"""Where the meetings of a day ended: the minute (-1 for none), the case, the id."""
START: After = (-2, "", "")


class DateRow(NamedTuple):
    """A meeting with the case that it belongs to. `day` is ISO text, `minute` of that day or None."""

    case_id: str
    id: str
    kind: str
    status: str
    day: str
    minute: int | None
    precision: str
    mode: str
    place: str | None
    organisation: str
    workflow: str
    definition: str
    state: str
    about: str | None
    area: str | None
    seq: int


def between(
    first: date,
    last: date,
    *,
    connection: Connection,
    organisation: str = "",
    party: str = "",
    limit: int = 2000,
) -> list[DateRow]:
    """The meetings of an organisation from a day up to and including another, earliest first; with `party`
    only those of cases in which she is active (in every organisation, when none is named)."""
    query = (
        _lines()
        .where(meetings.c.day.between(first.isoformat(), last.isoformat()))
        .order_by(meetings.c.day, *_HOUR)
        .limit(limit)
    )
    if party:
        mine = select(participations.c.case_id).where(
            participations.c.party_id == party, participations.c.standing == "active"
        )
        query = query.where(meetings.c.case_id.in_(mine))
    if organisation:
        query = query.where(meetings.c.organisation == organisation)
    return [DateRow._make(row) for row in connection.execute(query)]


def by_day(organisation: str, first: date, last: date, most: int, *, connection: Connection) -> list[DateRow]:
    """The meetings of an organisation from a day up to and including another, the earliest of each day, so
    many of it at most. A day with very many costs no more than a day with few."""
    days = _days(first, last)
    rows = by_day_query(len(days)).rows(connection, organisation, most, *days)
    return sorted(map(DateRow._make, rows), key=lambda row: (row.day, *key_of(row)))


def how_many(
    organisation: str, first: date, last: date, most: int, *, connection: Connection
) -> dict[str, int]:
    """How many meetings an organisation has on each of these days (ISO), `most` when there are at least so
    many; days without are left out."""
    days = _days(first, last)
    found = how_many_query(len(days)).rows(connection, organisation, most, *days)
    return {days[n]: number for n, number in found if number}


def of_day(
    organisation: str, day: date, *, connection: Connection, limit: int, after: After = START
) -> list[DateRow]:
    """The meetings of an organisation on a day in order of their hour, after a place in that order."""
    m = meetings.c
    here = tuple_(func.coalesce(m.minute, -1), m.case_id, m.id) > tuple_(*(literal(v) for v in after))
    query = _lines().where(m.organisation == organisation, m.day == day.isoformat(), here)
    return [DateRow._make(row) for row in connection.execute(query.order_by(*_HOUR).limit(limit))]


def key_of(row: DateRow) -> After:
    """The place of a meeting in its day."""
    return -1 if row.minute is None else row.minute, row.case_id, row.id


def _days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]


@cache
def by_day_query(days: int) -> Prepared:
    """The query of `by_day`: each day walks the index by itself and stops."""
    m = meetings.c
    cut = [
        select(m.case_id, m.id).where(*_on(n)).order_by(*_HOUR).limit(bindparam("most")).subquery()
        for n in range(days)
    ]
    keys = union_all(*(select(one) for one in cut)).subquery()
    query = _lines().join(keys, (keys.c.case_id == m.case_id) & (keys.c.id == m.id))
    return Prepared(query, ("org", "most", *_named(days)))


@cache
def how_many_query(days: int) -> Prepared:
    """The query of `how_many`."""
    counted: list[Select[int, int]] = []
    for n in range(days):
        one = select(literal(1)).select_from(meetings).where(*_on(n)).limit(bindparam("most")).subquery()
        counted.append(select(literal_column(str(n)), func.count()).select_from(one))
    return Prepared(union_all(*counted), ("org", "most", *_named(days)))


def _named(days: int) -> list[str]:
    return [f"day_{n}" for n in range(days)]


def _on(number: int) -> list[ColumnElement[bool]]:
    m = meetings.c
    return [m.organisation == bindparam("org"), m.day == bindparam(f"day_{number}")]


def _lines() -> Select[*tuple[Any, ...]]:
    m, c = meetings.c, cases.c
    return select(
        m.case_id, m.id, m.kind, m.status, m.day, m.minute, m.precision, m.mode, m.place, c.organisation,
        c.workflow, c.definition, c.state, c.about, c.area, c.seq,
    ).join(cases, c.id == m.case_id)  # fmt: skip


def roles_of(party: str, *, connection: Connection) -> dict[str, set[str]]:
    """The roles in which a party is active now, by case."""
    query = select(participations.c.case_id, participations.c.role).where(
        participations.c.party_id == party, participations.c.standing == "active"
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, set()).add(row.role)
    return found
