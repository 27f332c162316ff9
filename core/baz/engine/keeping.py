"""Until when personal values may be kept, and the days that stay when they are gone.

At the end of a case each value gets a last day: the shortest of what its field, the final state and the
workflow say, with the parameters as they were in force that day; one that is `off` sets no last day. A case
that opens again keeps its values as long as it runs. Who took part is known until the last of her cases is
over its time; staff, and who takes part in a running case, as long as that lasts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from baz.definition.moment import Moment
from baz.definition.values import Duration
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel import calendar
from baz.kernel.acts import Erase
from baz.kernel.facts import Facts
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import DAY, Stamp, day_of, stamp
from baz.store import cases, log, people, standing
from baz.store.cases import CaseRow


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended, as far as keeping goes: when, in which state, and which parameters were applied
    later."""

    ended: Stamp
    state: str
    applied: Mapping[str, Stamp] = field(default_factory=dict)


def last_days(facts: Facts, plan: Plan, ending: Ending) -> tuple[date | None, dict[str, date]]:
    """(the last day of a case's values, the earlier one of fields that have their own). None: no last day."""
    w = plan.workflow
    state = w.states.get(ending.state)
    whole = _shortest(facts, plan, ending, [w.keep, state.keep if state else ""])
    own = {
        name: day
        for name, f in w.fields.items()
        if f.keep and (day := _shortest(facts, plan, ending, [f.keep])) and (whole is None or day < whole)
    }
    return whole, own


def _shortest(facts: Facts, plan: Plan, ending: Ending, names: list[str]) -> date | None:
    found = []
    for name in filter(None, names):
        last = day_of(max(ending.ended, ending.applied.get(name, ending.ended)))
        in_force = stamp(last) + DAY - 1
        value = facts.parameter(plan, name, in_force)
        if isinstance(value, Duration):
            # the stamp of a due day is the midnight that ends it
            found.append(day_of(calendar.due(ending.ended, value) - 1))
    return min(found, default=None)


def mark(work: Work, case: str, facts: Facts, run: Run) -> None:
    """Set the last days of a case that ended, or clear them when it runs again."""
    plan = facts.plans[run.plan]
    whole: date | None = None
    own: dict[str, date] = {}
    if run.ended is not None:
        whole, own = last_days(facts, plan, Ending(run.ended, run.main.state, run.applied))
    people.keep_until(case, whole, connection=work.connection)
    for name, day in own.items():
        people.keep_until(case, day, (name,), connection=work.connection)
    for party, last in party_last_days(work, {p.party for p in run.parts}).items():
        people.keep_party_until(party, last, connection=work.connection)


def party_last_day(work: Work, party: str) -> date | None:
    """Until when the name and contact of a person may be kept; None as long as they are needed.

    Organisations, staff and who takes part in a running case have no last day; who never took part has the
    one that was said when contact ended.
    """
    return party_last_days(work, [party])[party]


def party_last_days(work: Work, parties: Iterable[str]) -> dict[str, date | None]:
    """The same for many at once, in as many queries as for one."""
    wanted, connection = sorted(parties), work.connection
    rows = people.known(wanted, connection=connection)
    staff = standing.staff_among(wanted, day_of(work.at), connection=connection)
    needed = [p for p, r in rows.items() if r.kind == "person" and r.erased_at is None and p not in staff]
    roles = standing.roles_of_all(needed, connection=connection)
    said = people.last_days(needed, connection=connection)  # as somebody said, if anybody did
    over = {p for p, mine in roles.items() if all(r.ended_on is not None for r in mine)}
    ended = {r.case_id for p in over for r in roles[p]}
    last = {row.id: case_last_day(work, row) for row in cases.load_all(ended, connection=connection)}
    found: dict[str, date | None] = dict.fromkeys(wanted)
    for party in needed:
        days = [last[r.case_id] for r in roles[party]] if party in over else []
        if party not in roles:
            found[party] = said.get(party)
        elif days and None not in days:
            found[party] = max(filter(None, days))
    return found


def case_last_day(work: Work, row: CaseRow) -> date | None:
    """Until when a case that ended keeps its values; None when it runs, or has no last day."""
    if row.ended_on is None:
        return None
    plan = work.plans.load(row.definition, connection=work.connection)
    facts = Facts({plan.hash: plan}, settings=work.settings(row.organisation, row.workflow))
    applied = json.loads(row.snapshot)["run"]["applied"]
    return last_days(facts, plan, Ending(stamp(date.fromisoformat(row.ended_on)), row.state, applied))[0]


# --- what stays


def due_days(work: Work, plan: Plan, run: Run | None, case: str, act: Erase) -> dict[str, str]:
    """The days that must outlive their values, by the id of the value: those on which something in the case
    hangs, so that what happened can still be derived from the log.

    Raises:
        BadInput: a value is not of this case.
    """
    mine = people.of_case(case, connection=work.connection)
    if unknown := set(act.values) - mine.keys():
        raise BadInput(f"'{min(unknown)}' is geen bewaarde waarde van dit traject.")
    about = plan.workflow.about
    all_of_it = run is not None and any(p.role == about and p.party == act.party for p in run.parts)
    gone = set(mine) if all_of_it else set(act.values)
    dates = set(dates_that_count(plan))
    found = {}
    for event in log.read(case, connection=work.connection):
        for name, value in event.data.get("fields", {}).items():
            ref = value.get("ref") if isinstance(value, dict) else None
            if name in dates and ref in gone and (day := mine[ref][1]):
                found[ref] = day
    return found


def dates_that_count(plan: Plan) -> Iterator[str]:
    """The date fields on which a moment hangs, or that the case judges by itself."""
    w = plan.workflow
    guards = [d.when.guard for d in plan.duties.values() if d.when is not None]
    guards += [t.guard for e in plan.edges.values() if e.step.at is not None for t in e.tests]
    read = {path[1] for guard in guards for path in guard.reads if path[0] == "fields"}
    read |= {m.anchor.name for m in _moments(plan) if m.anchor.kind == "field"}
    return (name for name, f in w.fields.items() if f.type == "date" and name in read)


def _moments(plan: Plan) -> Iterator[Moment]:
    yield from (duty.task.due for duty in plan.duties.values())
    yield from (edge.step.at for edge in plan.edges.values() if edge.step.at is not None)
    yield from (later.frm for meeting in plan.workflow.meetings.values() for later in meeting.later)
