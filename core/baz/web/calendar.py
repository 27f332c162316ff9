"""Kalender: the meetings of a month, as a list by day and as a table; and the private feed of one person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import tokens
from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.services.calendar.dates import MANY, Dated, Gathered, dated, of_day
from baz.services.calendar.feed import feed
from baz.web.language import gettext as _
from baz.web.today import named
from baz.web.visit import Anybody, SignedIn, Visit

router = APIRouter(include_in_schema=False)
FORMS = ("", "lijst", "maand")
"""How it is shown: as the screen has room for, or as somebody chose."""
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_DAY = re.compile(r"\d{4}-\d\d-(\d\d)$")


MOST = 6
"""So many meetings of a day are shown in a month; the others are on the page of that day."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its first meetings; `more`: how many others it has, in words. `outside`: it belongs to the
    month before or after."""

    day: date
    meetings: tuple[Gathered, ...]
    more: str = ""
    outside: bool = False


@router.get("/kalender")
def month(visit: SignedIn) -> Response:
    """The meetings of a month, or of a day: of the team, or only one's own."""
    query = visit.request.query_params
    looks = Right.LOOK_CASES in visit.rights
    mine = not looks or query.get("van") == "mij"
    if day := _day_of(query.get("dag", "")):
        return _one_day(visit, day, looks=looks, mine=mine)
    first = first_of(query.get("maand", ""), visit.today)
    form = query.get("vorm", "")
    last = _next(first) - timedelta(days=1)
    begin, end = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    with visit.engine.reading() as work:
        found = dated(work, visit.actor, visit.organisation, begin, end, MOST, mine=mine)
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


def _one_day(visit: Visit, day: date, *, looks: bool, mine: bool) -> Response:
    after = visit.request.query_params.get("na", "")
    with visit.engine.reading() as work:
        found = of_day(work, visit.actor, visit.organisation, day, mine=mine, after=after)
    return visit.page(
        "calendar_day.html", day=day, found=found, after=after, mine=mine, looks=looks, called=called,
        month=f"{day:%Y-%m}", before=day - timedelta(days=1), next=day + timedelta(days=1), most=MANY,
    )  # fmt: skip


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


def _day_of(text: str) -> date | None:
    found = _DAY.match(text)
    first = first_of(text[:7], date.min) if found else date.min
    if found is None or first == date.min or not 1 <= int(found[1]) <= (_next(first) - timedelta(1)).day:
        return None
    return first.replace(day=int(found[1]))


def _day(day: date, found: Mapping[date, Dated], first: date) -> Day:
    one = found.get(day, Dated())
    others = one.many - len(one.meetings)
    more = _("en nog meer dan {n}").format(n=MANY - MOST) if one.many > MANY else ""
    if others > 0 and not more:
        more = _("en nog {n} meer").format(n=others)
    outside = (day.year, day.month) != (first.year, first.month)
    return Day(day, one.meetings, more, outside)


def called(meeting: Gathered) -> str:
    """What the case of a meeting is called."""
    return named(meeting.workflow, meeting.about, meeting.area)
