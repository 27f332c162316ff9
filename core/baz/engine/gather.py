"""Facts from outside a case, gathered before deciding: only what its conditions say they will read."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from baz.definition.guards import UNKNOWN
from baz.engine.work import Work, refs_in
from baz.kernel.acts import Event
from baz.kernel.decide import advance
from baz.kernel.facts import CaseFacts, Facts, GuardCall, OrganisationFacts, PaperFacts, PartyFacts
from baz.kernel.fold import fold
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import Stamp, day_of
from baz.store import cases, log, people, standing
from baz.store.standing import PaperRow

logger = logging.getLogger("baz.plugins")

_OWN = ("fields", "roles", "states", "steps", "meetings", "params", "today")


def reads_outside(plan: Plan) -> bool:
    """Whether any condition looks beyond the case itself."""
    tests = [t for e in plan.edges.values() for t in e.tests]
    tests += [t for needs in plan.needs.values() for t in needs]
    return any(path[0] not in _OWN for t in tests for path in t.guard.reads) or any(
        t.guard.calls for t in tests
    )


def clock_looks_outside(plan: Plan) -> bool:
    """Whether a step of the clock has a condition that is judged anew in every fold on what is known outside
    the case, so that the same log can lead elsewhere on another day."""
    tests = [t for e in plan.edges.values() if e.clock for t in e.tests]
    return any(t.guard.calls or any(path[0] not in _OWN for path in t.guard.reads) for t in tests)


def reads_values(plan: Plan) -> bool:
    """Whether personal values are read: by a condition, or as the date that a moment hangs on."""
    w = plan.workflow
    dates = any(f.type == "date" for f in w.fields.values())
    return dates or any(t.once for e in plan.edges.values() for t in e.tests)


def functions(work: Work) -> Mapping[str, GuardCall]:
    """The guard functions of the plugins; one that raises counts as unknown and is named (promise 11)."""
    return {name: _apart(name, f.call) for name, f in work.catalogue.guard_functions.items()}


def _apart(name: str, call: GuardCall) -> GuardCall:
    def called(*args: Any) -> Any:
        try:
            return call(*args)
        except Exception:  # whatever a plugin raises costs its own condition and nothing else
            logger.exception("guard function %s of a plugin failed", name)
            return UNKNOWN

    return called


def decode(text: str | None) -> Any:
    """A personal value as a guard reads it: lists are kept as JSON."""
    if text is None:
        return None
    return json.loads(text) if text.startswith(("[", "{")) else text


def gather(
    work: Work, organisation: str, plan: Plan, run: Run | None, *, event: Event | None, at: Stamp
) -> Facts:
    """Everything that deciding on `event` may look at, as of `at`."""
    return gather_all(work, organisation, [(plan, run, event)], at)[0]


def gather_all(
    work: Work, organisation: str, asked: Sequence[tuple[Plan, Run | None, Event | None]], at: Stamp
) -> list[Facts]:
    """What `gather` gives, for many cases of one organisation: in as many queries as for one."""
    who = [list(_parties(run, event)) if reads_outside(plan) else [] for plan, run, event in asked]
    refs = [refs_in(run.fields) if run and reads_values(plan) else [] for plan, run, _ in asked]
    outside = any(reads_outside(plan) for plan, _, _ in asked)
    own = organisation_facts(work, organisation) if outside else OrganisationFacts(organisation)
    everybody = sorted({party for some in who for party in some})
    known = parties_facts(work, organisation, everybody, at) if everybody else {}
    told = _there(people.reveal(sorted({r for some in refs for r in some}), connection=work.connection))
    calls = functions(work)
    return [
        Facts(
            plans={plan.hash: plan},
            settings=work.settings(organisation, plan.workflow.workflow),
            parties={party: known[party] for party in parties},
            organisation=own,
            values={**run.kept_due, **{r: told[r] for r in mine if r in told}}
            if run and reads_values(plan)
            else {},
            functions=calls,
        )
        for (plan, run, _), parties, mine in zip(asked, who, refs, strict=True)
    ]


def with_log(work: Work, facts: Facts, events: Sequence[Event]) -> Facts:
    """The same facts, with every version and every value that a whole log speaks of."""
    plans = dict(facts.plans)
    for event in events:
        key = event.data.get("definition")
        if key and key not in plans:
            plans[key] = work.plans.load(key, connection=work.connection)
    values = dict(facts.values)
    if any(reads_values(p) for p in plans.values()):
        refs = [r for e in events for r in refs_in(e.data.get("fields", {})) if r not in values]
        # a day on which something was due outlives its value: what then happened must still be derived
        kept = {ref: day for e in events if e.kind == "erased" for ref, day in e.data.get("due", {}).items()}
        values |= {**kept, **_there(people.reveal(refs, connection=work.connection))}
    return replace(facts, plans=plans, values=values)


def _there(found: Mapping[str, str | None]) -> dict[str, Any]:
    """The values that were not erased."""
    return {ref: decode(text) for ref, text in found.items() if text is not None}


def _parties(run: Run | None, event: Event | None) -> Iterable[str]:
    """The parties that a condition may be about: who holds a role, and whom the fact asks for."""
    found = {p.party for p in run.parts if p.standing in ("active", "asked")} if run else set()
    if event is not None:
        for asked in event.data.get("roles", {}).values():
            found.update(asked)
        found.update(event.data[name] for name in ("party", "to") if name in event.data)
    return sorted(found)


def organisation_facts(work: Work, organisation: str) -> OrganisationFacts:
    """What conditions may know of the organisation: its own papers."""
    rows = standing.papers_of([f"org:{organisation}"], connection=work.connection)
    return OrganisationFacts(organisation, _papers(rows))


def party_facts(work: Work, organisation: str, party: str, at: Stamp) -> PartyFacts:
    """What conditions may know of a party: papers, load, and the cases that are about the party."""
    return parties_facts(work, organisation, [party], at)[party]


def parties_facts(work: Work, organisation: str, parties: Sequence[str], at: Stamp) -> dict[str, PartyFacts]:
    """The same for many parties at once, in as many queries as for one."""
    day = day_of(at)
    seen: dict[str, list[PaperRow]] = {}
    for row in standing.papers_of(parties, connection=work.connection, organisation=organisation):
        if row.seen_on is None or row.seen_on <= day.isoformat():
            seen.setdefault(row.party_id, []).append(row)
    others: dict[str, dict[str, list[CaseFacts]]] = {}
    for line in cases.about_any(parties, organisation, connection=work.connection):
        facts = _case(work, line.id, organisation, line.definition, line.snapshot, at)
        others.setdefault(line.about or "", {}).setdefault(line.workflow, []).append(facts)
    loads = standing.loads(parties, organisation, day, connection=work.connection)
    return {
        party: PartyFacts(
            party,
            _papers(seen.get(party, ())),
            loads.get(party, 0),
            {k: tuple(v) for k, v in others.get(party, {}).items()},
        )
        for party in parties
    }


def _case(work: Work, case: str, organisation: str, definition: str, snapshot: str, at: Stamp) -> CaseFacts:
    """Another case as it stood at a moment."""
    plan = work.plans.load(definition, connection=work.connection)
    run = Run.revive(json.loads(snapshot)["run"])
    facts = Facts({plan.hash: plan}, settings=work.settings(organisation, plan.workflow.workflow))
    if at >= run.at:
        return CaseFacts(case, plan, advance(facts, run, at))
    events = log.read(case, connection=work.connection)
    whole = with_log(work, facts, events)
    before = [e for e in events if (e.occurred.earliest or 0) <= at]
    folded = fold(whole, before, at)
    then = folded.run if folded else Run(plan.hash)
    return CaseFacts(case, whole.plans[then.plan], then)


def _papers(rows: Iterable[PaperRow]) -> dict[str, PaperFacts]:
    found: dict[str, PaperFacts] = {}
    for row in rows:
        found[row.kind] = PaperFacts(
            row.kind, _day(row.seen_on), _day(row.issued_on), row.ok, row.exemption or "", row.version or ""
        )
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
