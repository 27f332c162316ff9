"""Who is told of a meeting that is planned, moved or cancelled: who takes part in it and has a mail address.

An invitation is no fact and no consequence of the log: it is a job of the outbox, written in the transaction
of the step, that follows from the rows of the case before and after. It holds days and ids, no names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.kernel.when import day_of
from baz.store import people, settings
from baz.store.outbox import Entry
from baz.store.projections import MeetingRow, ParticipationRow

KIND = "invite"
EXACT = ("day", "minute")
"""How precisely a day must be known before anybody is told of it."""
SETTING = "uitnodigingen"
Parts = Mapping[str, ParticipationRow]
Meetings = Mapping[str, MeetingRow]


def entries(
    work: Work, plan: Plan, case: str, seq: int, before: tuple[Parts, Meetings], after: tuple[Parts, Meetings]
) -> list[Entry]:
    """The jobs that tell people of what changed in the meetings that are still to come.

    `seq` is the last line of the case: it counts up, and so it is the SEQUENCE of RFC 5545.
    """
    if before == after:
        return []
    today = day_of(work.at).isoformat()
    found = []
    for key in sorted({*before[1], *after[1]}):
        old, new = before[1].get(key), after[1].get(key)
        row = new or old
        if row is None or (row.day or "") < today or (new is not None and new.status == "held"):
            continue
        was, now = _invited(plan, old, before[0]), _invited(plan, new, after[0])
        tell = now if old is None or _told(old) != _told(row) else now - was
        if tell or was - now:
            found.append(_entry(case, key, row, seq, tell, was - now))
    return _reachable(work, found)


def _invited(plan: Plan, meeting: MeetingRow | None, parts: Parts) -> set[str]:
    """Who takes part in a planned meeting: everybody who is active in one of its roles."""
    if meeting is None or meeting.status != "planned" or meeting.precision not in EXACT:
        return set()
    if meeting.kind not in plan.workflow.meetings:
        return set()
    roles = plan.workflow.meetings[meeting.kind].people
    return {p.party_id for p in parts.values() if p.standing == "active" and p.role in roles}


def _told(row: MeetingRow) -> tuple[object, ...]:
    """What an invitation says of a meeting."""
    return row.status, row.day, row.minute, row.mode, row.place


def _entry(case: str, key: str, row: MeetingRow, seq: int, tell: set[str], off: set[str]) -> Entry:
    payload = {
        "name": row.kind, "meeting": key, "day": row.day, "minute": row.minute, "mode": row.mode,
        "place": row.place, "sequence": seq, "to": sorted(tell), "off": sorted(off),
    }  # fmt: skip
    return Entry(case, seq, f"{KIND}:{key}@{seq}", KIND, json.dumps(payload, sort_keys=True))


def _reachable(work: Work, found: list[Entry]) -> list[Entry]:
    """Only those for somebody who has an address: else there is nothing to send."""
    if not found:
        return []
    parties: set[str] = set()
    for entry in found:
        payload = json.loads(entry.payload)
        parties |= {*payload["to"], *payload["off"]}
    known = people.of_parties(sorted(parties), ("mail",), connection=work.connection)
    return [e for e in found if any(party in e.payload for party in known)]


def wanted(work: Work, organisation: str) -> bool:
    """Whether an organisation sends invitations: yes, until it says no."""
    said = settings.parameters_of(organisation, "", connection=work.connection).get(SETTING, ())
    return not said or list(said)[-1].value != "nee"


def switch(work: Work, organisation: str, on: bool, actor: Actor) -> None:
    """An organisation sends invitations from now on, or no more.

    Raises:
        Forbidden: the actor may not set what its organisation does.
    """
    require(work.catalogue, actor, organisation, Right.SET_PARAMETERS)
    settings.set_parameter(
        organisation, "", SETTING, "ja" if on else "nee", day_of(work.at), actor=actor.party, now=work.now,
        ids=work.ids, connection=work.connection,
    )  # fmt: skip
