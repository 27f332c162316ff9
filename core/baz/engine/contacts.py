"""The log of an organisation's partners: what was talked about, when and by whom, over all their cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from baz.engine.access import read_snapshot
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.kernel.when import day_of
from baz.store import cases as case_store
from baz.store import people
from baz.store.cases import CaseRow
from baz.store.tables import cases, events

MOST = 300
"""So many partners are shown, those that moved last first."""
LINES = 400
"""So many lines, the newest ones; of one partner there are seldom more."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line: on a day, with a partner, what kind of meeting, the words with it, and who told it."""

    on: str
    case: str
    partner: str
    kind: str
    note: str
    teller: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody in the log. `kinds` are the meetings that can be told now: (name, title)."""

    case: str
    name: str
    state: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The whole log, newest first, and who is in it by name."""

    contacts: tuple[Contact, ...]
    partners: tuple[Partner, ...]


def log_of(work: Work, actor: Actor, organisation: str, partner: str = "") -> Log:
    """The log of the workflow that an organisation keeps its partners in; empty when it names none. With the
    case of a partner only the lines about that one.

    Raises:
        Forbidden: the actor may not look at cases here.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    known = work.catalogue.organisations.get(organisation)
    if known is None or not known.partners:
        return Log((), ())
    query = select(cases.c.id).where(
        cases.c.organisation == organisation, cases.c.workflow == known.partners, cases.c.erased_at.is_(None)
    )
    found = work.connection.execute(query.order_by(cases.c.since.desc(), cases.c.id).limit(MOST)).scalars()
    rows = case_store.load_all(found, connection=work.connection)
    names = people.of_parties({r.about for r in rows if r.about}, connection=work.connection)
    partners = sorted((_partner(work, row, names) for row in rows), key=lambda p: (p.name.lower(), p.case))
    told = [row for row in rows if partner in ("", row.id)]
    lines = sorted(_contacts(work, told, names), key=lambda c: (c.on, c.case), reverse=True)
    return Log(tuple(lines), tuple(partners))


def _partner(work: Work, row: CaseRow, names: Mapping[str, Mapping[str, str]]) -> Partner:
    plan = work.plans.load(row.definition, connection=work.connection)
    state = plan.workflow.states.get(row.state)
    kinds = () if row.ended_on or row.paused else tuple(_kinds(plan, row.state))
    return Partner(row.id, _name(row, names), state.title if state else row.state, kinds)


def _kinds(plan: Plan, state: str) -> Iterator[tuple[str, str]]:
    here = {state, *(name for name, states in plan.workflow.phases.items() if state in states)}
    for name, meeting in plan.workflow.meetings.items():
        if not meeting.during or here & set(meeting.during):
            yield name, meeting.title


def _contacts(work: Work, rows: list[CaseRow], names: Mapping[str, Mapping[str, str]]) -> Iterator[Contact]:
    held = [(row, m) for row in rows for m in read_snapshot(row)[0].meetings if m.status == "held"]
    held = sorted(held, key=lambda pair: pair[1].at, reverse=True)[:LINES]
    told = _told(work, {(row.id, m.told) for row, m in held})
    said = people.reveal({ref for ref, _ in told.values() if ref}, connection=work.connection)
    tellers = people.of_parties({actor for _, actor in told.values()}, connection=work.connection)
    for row, meeting in held:
        plan = work.plans.load(row.definition, connection=work.connection)
        kind = plan.workflow.meetings.get(meeting.kind)
        ref, actor = told.get((row.id, meeting.told), ("", ""))
        yield Contact(
            day_of(meeting.at).isoformat(), row.id, _name(row, names), kind.title if kind else meeting.kind,
            said.get(ref) or "", tellers.get(actor, {}).get("name", ""),
        )  # fmt: skip


def _told(work: Work, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """(case, line of its log) -> where the words that came along are kept ("" without), and who told it."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    query = select(events.c.case_id, events.c.seq, events.c.data, events.c.actor)
    for row in work.connection.execute(query.where(tuple_(events.c.case_id, events.c.seq).in_(wanted))):
        note = json.loads(row.data).get("note") or {}
        found[row.case_id, row.seq] = note.get("ref", ""), row.actor
    return found


def _name(row: CaseRow, names: Mapping[str, Mapping[str, str]]) -> str:
    return names.get(row.about or "", {}).get("name", "") or "?"
