"""A meeting or a day as an event of iCalendar (RFC 5545), in the time of Brussels.

It names nobody but its reader: a calendar is often looked at by others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address

import icalendar

from baz.ground.clock import BRUSSELS
from baz.kernel.when import moment_of, stamp

LENGTH = timedelta(hours=2)
"""How long a meeting takes in a calendar: nobody says when it ends."""
PRODUCT = "-//BurgersAanZet//baz//NL"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `uid` never changes; `sequence` counts up with each change; `minute` None is the whole day.

    `busy`: whether the reader is taken then. `organizer` and `attendee` only stand in an invitation.
    """

    uid: str
    title: str
    day: date
    minute: int | None = None
    sequence: int = 0
    place: str = ""
    note: str = ""
    link: str = ""
    busy: bool = True
    cancelled: bool = False
    organizer: Address | None = None
    attendee: Address | None = None


def uid_of(case: str, item: str) -> str:
    """The name of a meeting or task in every calendar, in an invitation and in a feed alike."""
    return f"{item}.{case}@burgersaanzet"


def calendar_of(
    happenings: Iterable[Happening], now: datetime, *, method: str = "PUBLISH", name: str = ""
) -> bytes:
    """A calendar with these events.

    Args:
        happenings: the events.
        now: when it is written (aware).
        method: PUBLISH for a feed, REQUEST or CANCEL for an invitation (RFC 5546).
        name: what a calendar programme calls a feed.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT1H")
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for happening in happenings:
        calendar.add_component(_event(happening, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(happening: Happening, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", happening.uid)
    event.add("dtstamp", now)
    event.add("sequence", happening.sequence)
    event.add("summary", happening.title)
    if happening.minute is None:
        event.add("dtstart", happening.day)
        event.add("dtend", happening.day + timedelta(days=1))
    else:
        begin = moment_of(stamp(happening.day, happening.minute))
        event.add("dtstart", begin)
        event.add("dtend", (begin.replace(tzinfo=None) + LENGTH).replace(tzinfo=BRUSSELS))
    event.add("status", "CANCELLED" if happening.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if happening.busy and happening.minute is not None else "TRANSPARENT")
    for key, text in (
        ("location", happening.place),
        ("description", happening.note),
        ("url", happening.link),
    ):
        if text:
            event.add(key, text)
    if happening.organizer is not None:
        event.add("organizer", _person(happening.organizer))
    if happening.attendee is not None:
        attendee = _person(happening.attendee)
        # an answer would go to a machine: people answer to who works on the case
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
        event.add("attendee", attendee)
    return event


def _person(address: Address) -> icalendar.vCalAddress:
    found = icalendar.vCalAddress(f"mailto:{address.addr_spec}")
    if address.display_name:
        found.params["CN"] = address.display_name
    return found
