"""How a run moves: taking a transition, its answers, its effects, and what leaving a state ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baz.definition.model import Effect
from baz.kernel import roles
from baz.kernel.acts import Event, Reason
from baz.kernel.facts import Look
from baz.kernel.judge import holds, judge
from baz.kernel.machine import BEGIN
from baz.kernel.plan import MAIN, Edge, Plan
from baz.kernel.run import Consequence, Gathering, Lane, Proposal, Run
from baz.kernel.when import Stamp, When, day_of


def title(look: Look, region: str, state: str) -> str:
    """What people read for a state."""
    found = look.plan.machines[region].states.get(state)
    return found.title if found and found.title else state


def legal(look: Look, edge: Edge) -> Reason | None:
    """Whether the step leaves from where the case stands; conditions are judged apart."""
    run = look.run
    lane = run.lanes[edge.region]
    if run.erased:
        return Reason("gewist", "De persoon over wie dit traject ging, is gewist. Het traject is afgelopen.")
    if lane.state not in edge.sources:
        return Reason("niet-van-hier", _not_from_here(look, edge, lane.state))
    if run.ended is not None and (edge.region != MAIN or not look.plan.final(lane.state)):
        return Reason("afgelopen", f"'{edge.step.title}' kan niet: het traject is afgelopen.")
    if run.paused and not edge.paused_too:
        return Reason("pauze", f"'{edge.step.title}' kan niet: het traject is gepauzeerd. Hervat het eerst.")
    if edge.step.frm == ("pause",) and not run.paused:
        return Reason("geen-pauze", f"'{edge.step.title}' kan alleen tijdens een pauze.")
    return None


def _not_from_here(look: Look, edge: Edge, state: str) -> str:
    step, where = edge.step.title, "" if state == BEGIN else title(look, edge.region, state)
    if edge.region == MAIN and where:
        return f"'{step}' kan niet: het traject is in '{where}'."
    if edge.region == MAIN:
        return f"'{step}' kan niet: het traject is nog niet begonnen."
    part = look.plan.workflow.regions[edge.region].title
    if where:
        return f"'{step}' kan niet: '{part}' is in '{where}'."
    return f"'{step}' kan niet: '{part}' is nog niet begonnen."


def plain_answers(data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a step as a guard reads them: they count when its conditions are judged."""
    return {**data.get("fields", {}), **data.get("roles", {}), **data.get("meetings", {})}


def failing(look: Look, edge: Edge, data: Mapping[str, Any]) -> Reason | None:
    """The first condition of a told step that does not hold, with the verdicts and waivers stored with it."""
    failed = judge(edge.tests, look, plain_answers(data), data.get("verdicts", {}), data.get("waived", ()))
    return failed[0][1] if failed else None


def yeses(data: Mapping[str, Any]) -> dict[str, str]:
    """Who said yes along with a fact, and how: party -> `zelf`, `mondeling`, ..."""
    return {y["party"]: y.get("how", "zelf") for y in data.get("agreed", ()) if y.get("yes", True)}


def take(look: Look, name: str, data: Mapping[str, Any], event: Event) -> Reason | None:
    """Take a transition that is legal: answers, move, effects."""
    if reason := answers(look, event, data, replaces=True):
        return reason
    edge = look.plan.edges[name]
    if edge.opens and edge.region == MAIN and (reason := failing(look, edge, data)):
        return reason
    look.run.waived += len(data.get("waived", ()))
    _move(look, edge, f"e{event.seq}", data, event)
    return None


def take_by_clock(look: Look, edge: Edge, cause: int = 0) -> None:
    """The clock, or a held meeting, takes a transition."""
    number = len(look.run.steps.get(edge.name, ())) + 1
    _move(look, edge, f"{edge.name}#{number}", {}, None)
    if not cause:
        key = f"clock:{edge.name}#{number}"
        look.run.consequences[key] = Consequence(key, "clock", edge.name, look.at)


def _move(look: Look, edge: Edge, source: str, data: Mapping[str, Any], event: Event | None) -> None:
    lane = look.run.lanes[edge.region]
    state = look.plan.machines[edge.region].move(lane.state, edge.name)
    look.run.steps.setdefault(edge.name, []).append(look.at)
    put(look, edge.region, state, edge.name, event.seq if event else 0, entering=bool(edge.step.to))
    for number, effect in enumerate(edge.step.then):
        _effect(look, edge, number, effect, source, data, event)
    if edge.region == MAIN and edge.step.to:
        finish(look, edge.step.outcome or str(data.get("outcome", "")))


def put(look: Look, region: str, state: str, step: str, seq: int, *, entering: bool = True) -> None:
    """Set a region's state; entering the state that it is in already keeps its `since`."""
    run = look.run
    lane = run.lanes.setdefault(region, Lane(BEGIN, look.at))
    if state == lane.state or not entering:
        return
    before = {k for k, m in look.plan.meeting_states.items() if m and expects(look, k)}
    lane.state, lane.since = state, look.at
    lane.trail.append((state, look.at, step, seq))
    run.proposals = [p for p in run.proposals if p.region != region or p.state == state]
    for meeting in run.meetings:
        if meeting.status == "planned" and meeting.kind in before and not expects(look, meeting.kind):
            meeting.status = "cancelled"


def finish(look: Look, outcome: str) -> None:
    """Close the case when its main machine stands in a final state, open it again when it left one."""
    run = look.run
    outcomes = look.plan.final(run.main.state)
    if not outcomes:
        run.ended, run.outcome = None, ""
        return
    run.ended = look.at
    run.outcome = outcome if outcome in outcomes else outcomes[0]
    stop_everything(look)


def stop_everything(look: Look) -> None:
    """The end cancels what was planned and proposed; a pause ends with the case."""
    run = look.run
    run.proposals = []
    if run.paused:
        run.pauses[-1][1] = look.at
    for meeting in run.meetings:
        if meeting.status == "planned":
            meeting.status = "cancelled"


def answers(look: Look, event: Event, data: Mapping[str, Any], *, replaces: bool) -> Reason | None:
    """Store what a step asked: fields, people in roles, meetings."""
    set_fields(look, data.get("fields", {}))
    yes = yeses(data)
    number = 0
    given = data.get("roles", {})
    if unknown := set(given) - set(look.plan.workflow.roles):
        return Reason("onbekende-rol", f"De rol '{min(unknown)}' bestaat niet in deze versie.")
    # in the order of the definition: what was told has none, and a yes may come from a role that is asked too
    for role in (r for r in look.plan.workflow.roles if r in given):
        for party in given[role]:
            number += 1
            there = Look(look.plan, look.run, look.facts, look.at, party)
            failed = judge(
                look.plan.needs[role],
                there,
                None,
                data.get("verdicts", {}).get(party, {}),
                data.get("waived", ()),
            )
            if failed:
                return failed[0][1]
            reason = roles.join(look, role, party, f"p{event.seq}.{number}", yes, replaces=replaces)
            if reason:
                return reason
    for kind, plan in sorted(data.get("meetings", {}).items()):
        plan_meeting(look, kind, plan, f"m{event.seq}.{kind}")
    return None


def set_fields(look: Look, values: Mapping[str, Any]) -> None:
    """Fields get their values; nothing clears one."""
    for name, value in values.items():
        look.run.field_since[name] = look.at
        if value is None:
            look.run.fields.pop(name, None)
        else:
            look.run.fields[name] = value


# --- meetings


def expects(look: Look, kind: str) -> bool:
    """Whether a meeting of this kind belongs to where the case stands."""
    return belongs(look.plan, look.run, kind)


def belongs(plan: Plan, run: Run, kind: str) -> bool:
    """The same, of a case as it was stored."""
    during = plan.meeting_states.get(kind, {})
    if not during:
        return run.ended is None
    return any(run.lanes[r].state in states for r, states in during.items() if r in run.lanes)


def plan_meeting(look: Look, kind: str, plan: Mapping[str, Any], meeting_id: str) -> None:
    """A meeting is planned; `plan` holds on, mode and place."""
    meeting = Gathering(
        meeting_id, kind, "planned", look.at, "day", plan.get("mode", "fysiek"), plan.get("place", "")
    )
    set_date(meeting, When.parse(plan["on"]))
    look.run.meetings.append(meeting)


def set_date(meeting: Gathering, on: When) -> None:
    """Give a meeting its date; the hour where it is known."""
    if on.earliest is not None:
        meeting.at, meeting.precision = on.earliest, on.precision


def find_meeting(run: Run, kind: str, wanted: str, status: str, at: Stamp | None = None) -> Gathering | None:
    """The meeting that is meant: by id, else the one planned on that day, else the earliest planned one."""
    mine = [m for m in run.meetings if m.kind == kind and m.status == status and wanted in ("", m.id)]
    if at is not None and not wanted:
        mine = [m for m in mine if day_of(m.at) == day_of(at)] or mine
    return min(mine, key=lambda m: m.at, default=None)


def triggered(look: Look, trigger: str, cause: int) -> None:
    """What waits for a held meeting, or for somebody to join elsewhere, follows: one step per region."""
    for region, lane in list(look.run.lanes.items()):
        for edge in look.plan.by_state.get((region, lane.state), ()):
            if (
                edge.trigger == trigger
                and legal(look, edge) is None
                and all(holds(t, look) for t in edge.tests)
            ):
                take_by_clock(look, edge, cause)
                break


# --- effects


def letter(look: Look, name: str, source: str, data: Mapping[str, Any]) -> None:
    """A letter follows."""
    key = f"letter:{name}@{source}"
    look.run.consequences[key] = Consequence(key, "letter", name, look.at, dict(data))


def _effect(
    look: Look,
    edge: Edge,
    number: int,
    effect: Effect,
    source: str,
    data: Mapping[str, Any],
    event: Event | None,
) -> None:
    if effect.kind == "letter":
        letter(look, str(effect.value), source, {})
    elif effect.kind == "end":
        _end_role(look, str(effect.value), data, event)
    elif effect.kind == "open":
        key = f"open:{edge.name}.{number}@{source}"
        chosen, organisation = split_choice(str(data.get("choose") or effect.value.workflow[0]))
        more: dict[str, Any] = {
            "carry": list(effect.value.carry),
            "agreed": [dict(y) for y in data.get("agreed", ())],
        }
        more |= {"to": organisation} if organisation else {}
        look.run.consequences[key] = Consequence(key, "open", chosen, look.at, more)
    else:
        key = f"effect:{edge.name}.{number}@{source}"
        value = effect.value if isinstance(effect.value, dict | str) else str(effect.value)
        look.run.consequences[key] = Consequence(key, effect.kind, edge.name, look.at, {"value": value})


def split_choice(choice: str) -> tuple[str, str]:
    """(workflow, organisation) of what was chosen to open: `plugin/name` or `plugin/name@organisation`."""
    workflow, _, organisation = choice.partition("@")
    return workflow, organisation


def _end_role(look: Look, role: str, data: Mapping[str, Any], event: Event | None) -> None:
    here = roles.active(look.run, role)
    wanted = data.get("ends") or (event.behalf or event.actor if event else "")
    mine = [p for p in here if p.party == wanted] or (here if len(here) == 1 else [])
    if not mine and data.get("ends") is None:
        mine = here
    for part in mine:
        roles.leave(look, part)


# --- proposals


def missing_yes(look: Look, proposal: Proposal) -> list[str]:
    """The roles of which a yes is still missing before the proposed step is taken (grammar, rule 8)."""
    edge = look.plan.edges[proposal.step]
    missing = []
    for role in edge.agree:
        wanted = {p.party for p in roles.active(look.run, role)}
        if role in edge.step.by and len(wanted) > 1:
            wanted.discard(proposal.by)  # where `by` and `agree` name the same role, another person
        if not wanted or any(party not in proposal.yes for party in wanted):
            missing.append(role)
    return missing


# --- versions


def homeless(look: Look, target: Plan) -> str:
    """The first state of this run that has no place in another version; empty when all have."""
    mapping = target.workflow.migrations.get(look.plan.workflow.version)
    states = mapping.states if mapping else {}
    for region, lane in look.run.lanes.items():
        if lane.state == BEGIN or region not in target.machines:
            continue
        if states.get(lane.state, lane.state) not in target.machines[region].states:
            return lane.state
    return ""


def migrate(look: Look, target: Plan) -> None:
    """Move the run to another version: names map or stay, `since` stays."""
    run, old = look.run, look.plan.workflow
    mapping = target.workflow.migrations.get(old.version)
    states = dict(mapping.states) if mapping else {}
    fields = dict(mapping.fields) if mapping else {}
    for lane in run.lanes.values():
        lane.state = states.get(lane.state, lane.state)
        lane.trail = [(states.get(s, s), at, step, seq) for s, at, step, seq in lane.trail]
    for machine in target.machines:
        run.lanes.setdefault(machine, Lane(BEGIN, look.at))
    run.fields = {fields.get(k, k): v for k, v in run.fields.items()}
    run.field_since = {fields.get(k, k): v for k, v in run.field_since.items()}
    run.plan, look.plan = target.hash, target
