"""The private feed of one person: her meetings, and for staff the days on which her tasks are due.

Whoever has the address of a feed reads it, and it goes to the calendar programme of somebody else: no name
of a person stands in it, not even that of whom a case is about.
"""

from __future__ import annotations

from datetime import date, timedelta

from baz.engine.engine import Engine
from baz.engine.lists import AgendaLine
from baz.ground.clock import today_in_brussels
from baz.kernel.acts import Actor
from baz.kernel.jobs import CALL
from baz.services.calendar.dates import Gathered, gathered
from baz.services.calendar.ics import Happening, calendar_of, uid_of

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
NAME = "BurgersAanZet"


def feed(engine: Engine, actor: Actor, address: str = "") -> bytes:
    """What her calendar programme fetches.

    Args:
        engine: where it is kept.
        actor: whose feed it is.
        address: where the pages are reached, for links to a case; "" for none.
    """
    now = engine.clock()
    today = today_in_brussels(now)
    with engine.reading() as work:
        meetings = gathered(work, actor, "", today - BACK, today + AHEAD, mine=True)
    found = [_meeting(m, address) for m in meetings]
    if actor.organisations:
        found += [
            Happening(
                uid_of(line.case, line.id), f"Taak: {_title(line)} ({line.workflow_title})",
                date.fromisoformat(line.on), link=_link(address, line.case), busy=False,
            )
            for line in engine.agenda(actor, until=today + AHEAD, mine=True)
            if line.what == "task" and line.on
        ]  # fmt: skip
    return calendar_of(found, now, name=NAME)


def _title(line: AgendaLine) -> str:
    """What is to be done; the title of a call says who asked for it, and that stays here."""
    return "iemand bellen" if line.name == CALL else line.title


def _meeting(meeting: Gathered, address: str) -> Happening:
    where = f", {meeting.area}" if meeting.area else ""
    return Happening(
        uid_of(meeting.case, meeting.id), f"{meeting.title}, {meeting.workflow}{where}", meeting.day,
        meeting.minute, meeting.sequence, meeting.place, link=_link(address, meeting.case),
        cancelled=meeting.status == "cancelled",
    )  # fmt: skip


def _link(address: str, case: str) -> str:
    return f"{address}/trajecten/{case}" if address else ""
