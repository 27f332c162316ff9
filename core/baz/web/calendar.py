"""Kalender: the meetings of a month, as a list by day and as a table; and the private feed of one person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import tokens
from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.services.calendar.dates import Gathered, gathered
from baz.services.calendar.feed import feed
from baz.web.language import gettext as _
from baz.web.today import named
from baz.web.visit import Anybody, SignedIn

router = APIRouter(include_in_schema=False)
FORMS = ("", "lijst", "maand")
"""How it is shown: as the screen has room for, or as somebody chose."""
_MONTH = re.compile(r"(\d{4})-(\d\d)$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its meetings. `outside`: it belongs to the month before or after."""

    day: date
    meetings: tuple[Gathered, ...]
    outside: bool = False


@router.get("/kalender")
def month(visit: SignedIn) -> Response:
    """The meetings of a month: of the team, or only one's own."""
    query = visit.request.query_params
    first = first_of(query.get("maand", ""), visit.today)
    looks = Right.LOOK_CASES in visit.rights
    mine = not looks or query.get("van") == "mij"
    form = query.get("vorm", "")
    last = _next(first) - timedelta(days=1)
    begin, end = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    with visit.engine.reading() as work:
        found = gathered(work, visit.actor, visit.organisation, begin, end, mine=mine)
        since = tokens.calendar_since(work, visit.actor.party)
    days = [_day(begin + timedelta(days=n), found, first) for n in range((end - begin).days + 1)]
    inside = [d for d in days if not d.outside and d.meetings]
    this = first == visit.today.replace(day=1)
    return visit.page(
        "calendar.html",
        first=first,
        before=_before(first),
        after=_next(first),
        weeks=[days[n : n + 7] for n in range(0, len(days), 7)],
        past=[d for d in inside if this and d.day < visit.today],
        coming=[d for d in inside if not this or d.day >= visit.today],
        form=form if form in FORMS else "",
        mine=mine,
        looks=looks,
        since=since,
        called=called,
    )


@router.get("/kalender/{name}")
def private(visit: Anybody, name: str) -> Response:
    """The feed behind a secret address, for the calendar programme of whoever holds it.

    Raises:
        NotFound: the address stopped working.
    """
    secret, dot, ending = name.rpartition(".")
    with visit.engine.reading() as work:
        who = tokens.calendar_of(work, secret) if dot and ending == "ics" else None
    if who is None:
        raise NotFound(
            _("Dit adres van een kalender werkt niet (meer)."), hint=_("Maak een nieuw bij Kalender.")
        )
    raw = feed(visit.engine, who.actor, visit.house.address)
    headers = {"content-disposition": 'inline; filename="kalender.ics"', "cache-control": "private, no-store"}
    return Response(raw, media_type="text/calendar; charset=utf-8", headers=headers)


def first_of(text: str, today: date) -> date:
    """The first day of a month such as `2026-11`; of this one when the text is none."""
    found = _MONTH.match(text)
    if found and 1 <= int(found[2]) <= 12 and 1900 <= int(found[1]) <= 2200:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _day(day: date, found: Iterable[Gathered], first: date) -> Day:
    return Day(
        day, tuple(m for m in found if m.day == day), (day.year, day.month) != (first.year, first.month)
    )


def called(meeting: Gathered) -> str:
    """What the case of a meeting is called."""
    return named(meeting.workflow, meeting.about, meeting.area)
