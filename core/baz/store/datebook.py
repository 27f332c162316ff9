"""Meetings between two days, whatever became of them: for calendars."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, literal, select

from baz.store.tables import cases, meetings, participations

_STATUSES = ("planned", "held", "cancelled")


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
    statuses = [literal(status) for status in _STATUSES]
    query = (
        select(
            meetings.c.case_id, meetings.c.id, meetings.c.kind, meetings.c.status, meetings.c.day,
            meetings.c.minute, meetings.c.precision, meetings.c.mode, meetings.c.place, cases.c.organisation,
            cases.c.workflow, cases.c.definition, cases.c.state, cases.c.about, cases.c.area, cases.c.seq,
        )
        .join(cases, cases.c.id == meetings.c.case_id)
        .where(meetings.c.status.in_(statuses), meetings.c.day.between(first.isoformat(), last.isoformat()))
        .order_by(meetings.c.day, meetings.c.minute.nulls_first(), meetings.c.case_id, meetings.c.id)
        .limit(limit)
    )  # fmt: skip
    if party:
        mine = select(participations.c.case_id).where(
            participations.c.party_id == party, participations.c.standing == "active"
        )
        query = query.where(meetings.c.case_id.in_(mine))
    if organisation:
        query = query.where(meetings.c.organisation == organisation)
    return [DateRow._make(row) for row in connection.execute(query)]


def roles_of(party: str, *, connection: Connection) -> dict[str, set[str]]:
    """The roles in which a party is active now, by case."""
    query = select(participations.c.case_id, participations.c.role).where(
        participations.c.party_id == party, participations.c.standing == "active"
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, set()).add(row.role)
    return found
