"""The invitation to a meeting for each reader: a few sentences, and the event for her own calendar.

No name of another person stands in it: a calendar is often looked at by others, and the mail says how to
reach who works on the case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from email.headerregistry import Address
from typing import Any

from baz.definition.sentences import date_text
from baz.engine.work import Work
from baz.kernel.when import DAY, day_of
from baz.services.calendar.ics import Happening, calendar_of, uid_of
from baz.services.letters.making import Desk, Rendered, house, office, open_desk
from baz.store import outbox, people, sent
from baz.store.outbox import Job

REQUEST, CANCEL = "REQUEST", "CANCEL"
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MODES = {"online": "online", "hybride": "ter plaatse of online"}


def invitations_of(work: Work, job: Job, box: Address | None) -> list[Rendered]:
    """What an `invite` job sends: to who is asked to come, and to who need not come any more.

    Args:
        work: a transaction; nothing is written.
        job: the job, as `baz.engine.invitations` wrote it.
        box: the address that it comes from, for calendars that answer; None without a mail server.
    """
    payload = json.loads(job.payload)
    if payload["day"] < day_of(work.at).isoformat():
        return []  # it waited too long: the day has passed
    desk = open_desk(work, job.case_id)
    known = [p for p in (*payload["to"], *payload["off"]) if desk.contacts.get(p, {}).get("mail")]
    told = _told(work, job, payload["meeting"])
    found = []
    for party in known:
        off = party in payload["off"]
        if (off and party in told) or (not off and _still(desk, payload)):
            found.append(_invitation(desk, payload, party, box, off=off, again=party in told))
    return found


def _still(desk: Desk, payload: Mapping[str, Any]) -> bool:
    """Whether the meeting is still what the job says: if not, a later job tells it."""
    for meeting in desk.run.meetings:
        if meeting.id == payload["meeting"] and meeting.status == "planned":
            day = day_of(meeting.at).isoformat()
            minute = meeting.at % DAY if meeting.precision == "minute" else None
            return (day, minute, meeting.place or None) == (
                payload["day"], payload["minute"], payload["place"]
            )  # fmt: skip
    return False


def _told(work: Work, job: Job, meeting: str) -> set[str]:
    """Who really was asked to this meeting by earlier jobs, and not told since that it is off."""
    left = {row.id for row in sent.of_case(job.case_id, connection=work.connection)}
    told: set[str] = set()
    for earlier, payload in outbox.payloads(job.case_id, job.kind, job.id, connection=work.connection):
        said = json.loads(payload)
        if said["meeting"] == meeting:
            told |= {party for party in said["to"] if sent.key_of(earlier, party) in left}
            told -= {*said["off"]}
    return told


def name_of(meeting: str) -> str:
    """How what left for a meeting is kept."""
    return f"invite:{meeting}"


def _invitation(
    desk: Desk, payload: Mapping[str, Any], party: str, box: Address | None, *, off: bool, again: bool
) -> Rendered:
    kind = desk.plan.workflow.meetings.get(payload["name"])
    title = kind.title if kind else payload["name"]
    contact = desk.contacts[party]
    day, minute = date.fromisoformat(payload["day"]), payload["minute"]
    what = f"{title}, {desk.plan.workflow.title}"
    place = _place(desk, payload)
    first = "Gaat niet door" if off else "Verplaatst" if again else "Uitnodiging"
    sender, reply = house(desk), office(desk, "mail")
    text = _text(desk, contact["name"], title, when_text(day, minute), place, off=off, again=again)
    event = Happening(
        uid_of(desk.row.id, payload["meeting"]), what, day, minute, payload["sequence"], place,
        cancelled=off, organizer=Address(sender, box.username, box.domain) if box else None,
        attendee=_address(contact["mail"]) if box else None,
    )  # fmt: skip
    method = CANCEL if off else REQUEST
    return Rendered(
        desk.row.id, name_of(payload["meeting"]), party, contact["name"], contact["mail"],
        f"{first}: {what}, {when_text(day, minute)}", text, "", sender, reply,
        calendar_of([event], desk.work.now, method=method), method,
    )  # fmt: skip


def _address(text: str) -> Address | None:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError):
        return None  # the mail itself is refused for it, with a code


def _place(desk: Desk, payload: Mapping[str, Any]) -> str:
    """Where it is: the place as long as it is kept, and how when people need not come."""
    ref = payload["place"]
    found = people.reveal([ref], connection=desk.work.connection).get(ref) if ref else ""
    return ", ".join(filter(None, (found, _MODES.get(payload["mode"], ""))))


def _text(desk: Desk, name: str, title: str, when: str, place: str, *, off: bool, again: bool) -> str:
    workflow = desk.plan.workflow.title
    reach = office(desk, "mail", "phone") or "je vaste medewerker"
    if off:
        said = [f"De samenkomst van {when} gaat niet door: {title} ({workflow})."]
    elif again:
        said = [f"De samenkomst {title} ({workflow}) is veranderd. Ze is nu op {when}."]
    else:
        said = [f"Je bent welkom op {when}: {title} ({workflow})."]
    if not off:
        said += [f"Waar: {place}"] if place else []
        said += [f"Kan je niet? Laat het weten aan {reach}."]
    else:
        said += [f"Heb je een vraag? Je bereikt ons via {reach}."]
    return "\n\n".join([f"Dag {name},", *said, f"Groeten van {house(desk)}", ""])


def when_text(day: date, minute: int | None) -> str:
    """`woensdag 18 november 2026 om 20.00 uur`."""
    text = f"{_DAYS[day.weekday()]} {date_text(day)}"
    return text if minute is None else f"{text} om {minute // 60}.{minute % 60:02} uur"
