"""Deciding: a command becomes a fact that fits, a fact that is held, or a refusal with every reason.

`decide` is pure. What it needs of the world it gets in `Facts`; what should happen it gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baz.definition.model import OpenEffect
from baz.ground.words import in_words
from baz.kernel import clockwork, moving, rights
from baz.kernel.acts import ENGINE, Event, Option, Reason, Refusal
from baz.kernel.facts import Facts, Look
from baz.kernel.fold import Conflict, apply, counted, fold, replay
from baz.kernel.judge import judge, verdicts
from baz.kernel.plan import MAIN, Edge
from baz.kernel.rights import Hand
from baz.kernel.run import Run
from baz.kernel.when import Stamp

Log = Callable[[], Sequence[Event]]
"""Gives the case's events when they are needed; most decisions need only the run."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The fact to append, the run after it, and what is held."""

    event: Event
    run: Run
    held: tuple[Conflict, ...] = ()


def advance(facts: Facts, run: Run, until: Stamp) -> Run:
    """The run with its own clock followed up to a moment. Changes and returns it."""
    clockwork.advance(Look(facts.plans[run.plan], run, facts, run.at), until)
    return run


def decide(
    facts: Facts, run: Run | None, log: Log, event: Event, *, at: Stamp, hand: Hand, report: bool
) -> Decision | Refusal:
    """Decide on one fact.

    Args:
        facts: what may be looked at besides the case.
        run: the case as it was last stored; None for an opening. It is used up.
        log: the events that are stored, for when everything must be folded anew.
        event: the fact, its answers already read.
        at: now.
        hand: who does it.
        report: it happened on a day; what does not fit is held instead of refused.
    """
    if run is None:
        return _open(facts, event, at=at, hand=hand, report=report)
    if event.kind == "withdrawn":
        return _withdraw(facts, run, log, event, at=at, hand=hand)
    if not report:
        return _act(facts, advance(facts, run, at), log, event, at=at, hand=hand)
    return _report(facts, run, log, event, at=at, hand=hand)


def _open(facts: Facts, event: Event, *, at: Stamp, hand: Hand, report: bool) -> Decision | Refusal:
    plan = facts.plans[event.data["definition"]]
    blank = Run(plan.hash, at=at)
    look = Look(
        plan, blank, facts, at, hidden=frozenset() if hand.staff else rights.hidden_fields(plan, None, hand)
    )
    edge = plan.edges.get(event.name)
    if reason := _others_yes(look, event, hand):
        return Refusal((reason,))
    if edge is not None:
        # who takes over a case that runs, or opens what a step leads to, does not take the opening step
        taken_over = hand.staff and event.data.get("state")
        reason = None if taken_over else rights.may_step(plan, None, edge, hand, event.data.get("roles", {}))
        if reason:
            return Refusal((reason,))
        event = with_verdicts(look, event, edge, hand, report=report)
        reasons = [] if report or taken_over else step_reasons(look, edge, event.data)
        if reasons:
            return Refusal(tuple(reasons))
    elif not hand.staff:
        return Refusal((Reason("niet-jij", "Alleen een medewerker neemt een lopend traject over."),))
    else:
        event = with_verdicts(look, event, None, hand, report=report)
    run, conflict = replay(facts, [event], at)
    if run is None:
        # a case cannot begin with a fact that does not fit: there is nothing to hold it in
        return Refusal((conflict.reason,) if conflict else ())
    return Decision(event, run)


def _act(facts: Facts, run: Run, log: Log, event: Event, *, at: Stamp, hand: Hand) -> Decision | Refusal:
    plan = facts.plans[run.plan]
    look = Look(plan, run, facts, at, hidden=rights.hidden_fields(plan, run, hand))
    if denied := allowed(look, event, hand):
        return Refusal((denied,))
    edge = look.plan.edges.get(event.name) if event.kind == "step" else None
    event = with_verdicts(look, event, edge, hand)
    if edge is not None and (reasons := step_reasons(look, edge, event.data)):
        return Refusal(tuple(reasons), instead(look, hand, edge))
    if run.horizon >= at or run.held:
        return _woven(facts, run, log, event, at)
    reason = apply(facts, run, event, at)
    return Refusal((reason,), instead(look, hand)) if reason else Decision(event, run)


def _woven(facts: Facts, run: Run, log: Log, event: Event, at: Stamp) -> Decision | Refusal:
    """An act on a day of which facts without an hour are known: the whole day is laid out anew."""
    folded = fold(facts, [*log(), event], at)
    if folded is None:
        return Refusal((Reason("geen-begin", "Dit traject heeft nog geen begin."),))
    mine = next((c for c in folded.held if c.event.seq == event.seq), None)
    if mine is not None:
        # the fold may have stumbled over another fact of the day; who acts now wants to know what stops her
        return Refusal((apply(facts, run, event, at) or mine.reason,))
    return Decision(event, folded.run, folded.held)


def _report(facts: Facts, run: Run, log: Log, event: Event, *, at: Stamp, hand: Hand) -> Decision | Refusal:
    look = Look(facts.plans[run.plan], run, facts, run.at)
    if denied := allowed(look, event, hand):
        return Refusal((denied,))
    earliest, latest = event.occurred.earliest, event.occurred.latest
    if earliest is None or latest is None or run.held or earliest < run.at or earliest <= run.horizon:
        return _told(facts, log, event, at, hand)
    advance(facts, run, earliest)
    look = Look(facts.plans[run.plan], run, facts, run.at)
    event = with_verdicts(look, event, _edge(look, event), hand, report=True)
    if apply(facts, run, event, earliest, latest) is not None:
        return _told(facts, log, event, at, hand)
    return Decision(event, advance(facts, run, at))


def _edge(look: Look, event: Event) -> Edge | None:
    return look.plan.edges.get(event.name) if event.kind == "step" else None


def _told(facts: Facts, log: Log, event: Event, at: Stamp, hand: Hand) -> Decision | Refusal:
    """A fact from before what is known: everything is folded anew."""
    known = list(log())
    event = _verdicts_of_the_day(facts, known, event, at, hand)
    folded = fold(facts, [*known, event], at)
    if folded is None:
        return Refusal((Reason("geen-begin", "Dit traject heeft nog geen begin."),))
    return Decision(event, folded.run, folded.held)


def _verdicts_of_the_day(facts: Facts, known: Sequence[Event], event: Event, at: Stamp, hand: Hand) -> Event:
    """What is judged once is judged as of the day it happened, on the case as it then was."""
    day = event.occurred.latest if event.occurred.latest is not None else at
    moment = min(day, at)
    # what is held does not stand in the way of judging: the fold leaves it out
    folded = fold(facts, [e for e in known if (e.occurred.earliest or 0) <= day], moment)
    if folded is None:
        return event
    run = folded.run
    look = Look(facts.plans[run.plan], run, facts, moment)
    return with_verdicts(look, event, _edge(look, event), hand, report=True)


def _withdraw(facts: Facts, run: Run, log: Log, event: Event, *, at: Stamp, hand: Hand) -> Decision | Refusal:
    plan = facts.plans[run.plan]
    known = log()
    target = next((e for e in counted(known) if e.seq == event.data["event"]), None)
    if reason := rights.may_withdraw(plan, run, hand, target):
        return Refusal((reason,))
    if target is None:
        return Refusal((Reason("onbekend", "Die gebeurtenis bestaat niet of is al ingetrokken."),))
    if target.kind == "opened":
        return Refusal((Reason("begin", "Het begin van een traject trek je niet in. Sluit het traject af."),))
    folded = fold(facts, [*known, event], at)
    if folded is None:
        return Refusal((Reason("geen-begin", "Dit traject heeft nog geen begin."),))
    return Decision(event, folded.run, folded.held)


# --- what is judged


def with_verdicts(look: Look, event: Event, edge: Edge | None, hand: Hand, *, report: bool = False) -> Event:
    """The fact with the verdicts on what is judged once (promise 7), and with what was set aside."""
    found: dict[str, Any] = {}
    answers = moving.plain_answers(event.data)
    if edge is not None:
        found = verdicts(edge.tests, look, answers)
    roles: Mapping[str, Sequence[str]] = event.data.get("roles", {})
    for role, parties in roles.items():
        for party in parties:
            there = replace(look, party=party)
            if mine := verdicts(look.plan.needs.get(role, ()), there):
                found[party] = mine
    if newcomer := _newcomer(event):
        found = verdicts(look.plan.needs.get(event.name, ()), replace(look, party=newcomer))
    added: dict[str, Any] = {"verdicts": found} if found else {}
    if "waive" in event.data and (waived := _waived(look, event, edge, hand, found, report=report)):
        added["waived"] = waived
    return replace(event, data={**event.data, **added}) if added else event


def _newcomer(event: Event) -> str:
    """Who is to take the role that a fact names; empty when it is about none."""
    return (
        str(event.data[{"joined": "party", "handed": "to"}[event.kind]])
        if event.kind in ("joined", "handed")
        else ""
    )


def _waived(
    look: Look, event: Event, edge: Edge | None, hand: Hand, found: Mapping[str, Any], *, report: bool
) -> list[str]:
    """The conditions that this hand sets aside: those that fail.

    Of a reported fact all that it may set aside, because the day it happened may still change.
    """
    asked = [(edge.tests if edge else (), "", found)]
    parties = [(r, p) for r, ps in event.data.get("roles", {}).items() for p in ps]
    if newcomer := _newcomer(event):
        parties.append((event.name, newcomer))
    asked += [
        (look.plan.needs.get(r, ()), p, found if _newcomer(event) else found.get(p, {})) for r, p in parties
    ]
    keys: list[str] = []
    for tests, party, known in asked:
        mine = [
            t for t in tests if rights.may_waive(look.plan, look.run, t.condition.waive, hand, event.data)
        ]
        there = replace(look, party=party) if party else look
        failing = (
            mine if report else [t for t, _ in judge(mine, there, moving.plain_answers(event.data), known)]
        )
        keys += [t.key for t in failing]
    return sorted(set(keys))


def step_reasons(look: Look, edge: Edge, data: Mapping[str, Any]) -> list[Reason]:
    """Every reason why a transition cannot be taken now with these answers."""
    legal = None if look.run.lanes == {} else moving.legal(look, edge)
    if legal is not None:
        return [legal]
    waived = data.get("waived", ())
    found = [r for _, r in judge(edge.tests, look, moving.plain_answers(data), data.get("verdicts"), waived)]
    found += _missing(look, edge, data)
    for role, parties in data.get("roles", {}).items():
        for party in parties:
            there = replace(look, party=party)
            mine = data.get("verdicts", {}).get(party, {})
            found += [r for _, r in judge(look.plan.needs.get(role, ()), there, None, mine, waived)]
    return found


def _missing(look: Look, edge: Edge, data: Mapping[str, Any]) -> list[Reason]:
    given = {**data.get("fields", {}), **data.get("roles", {}), **data.get("meetings", {})}
    names = [n for n in edge.step.ask if given.get(n) in (None, [], "", ())]
    found = []
    if names:
        titles = in_words([ask_title(look, n) for n in names])
        found.append(Reason("ontbreekt", f"Nog in te vullen: {titles}.", tuple((n, "") for n in names)))
    outcomes = look.plan.final(edge.step.to) if edge.region == MAIN else ()
    if len(outcomes) > 1 and not edge.step.outcome and data.get("outcome") not in outcomes:
        choices = in_words([look.plan.workflow.outcomes[o] for o in outcomes], "of")
        found.append(Reason("uitkomst", f"Kies hoe het afloopt: {choices}.", (("outcome", ""),)))
    for opens in (e.value for e in edge.step.then if isinstance(e.value, OpenEffect)):
        chosen, _ = moving.split_choice(data.get("choose") or "")
        if len(opens.workflow) > 1 and chosen not in opens.workflow:
            sentence = f"Kies wat begint: {in_words(opens.workflow, 'of')}."
            found.append(Reason("kies", sentence, (("choose", ""),)))
    return found


def ask_title(look: Look, name: str) -> str:
    """What people read for something that a step asks."""
    w = look.plan.workflow
    found = w.fields.get(name) or w.roles.get(name) or w.meetings.get(name)
    return found.title if found else name


def allowed(look: Look, event: Event, hand: Hand) -> Reason | None:
    """Whether this hand may tell this fact at all."""
    if event.kind in ("external", "referral"):
        # what another case tells comes through the engine; a partner answers by a door of its own
        return None if hand.actor == ENGINE else Reason("niet-jij", "Dit antwoord is aan de partner.")
    if reason := _others_yes(look, event, hand):
        return reason
    plan, run = look.plan, look.run
    if event.kind == "step":
        edge = plan.edges.get(event.name)
        if edge is None:
            return Reason("onbekende-stap", f"De stap '{event.name}' bestaat niet in deze werkwijze.")
        return rights.may_step(plan, run, edge, hand, event.data.get("roles", {}))
    if event.kind in rights.MEETINGS and event.name in plan.workflow.meetings:
        return rights.may_built_in(plan, run, hand, rights.meeting_hands(plan, event.name))
    if event.kind in ("paused", "resumed"):
        return rights.may_built_in(plan, run, hand, plan.workflow.pause.by)
    if event.kind in ("done", "snoozed") and event.name in plan.duties:
        return rights.may_built_in(plan, run, hand, plan.duties[event.name].task.owner)
    if event.kind in ("agreed", "answered"):
        return _own_yes(look, event, hand)
    if event.kind == "left":
        return None if event.data["party"] == hand.person else rights.may_built_in(plan, run, hand, ())
    return rights.may_built_in(plan, run, hand, ())


def _own_yes(look: Look, event: Event, hand: Hand) -> Reason | None:
    """A yes is one's own; staff records it for somebody, with how it was given."""
    return _yes_of(look, event.data["yes"], hand)


def _others_yes(look: Look, event: Event, hand: Hand) -> Reason | None:
    """The same for each yes that comes along with a step or a join."""
    for given in event.data.get("agreed", ()):
        if given["party"] != hand.person and (reason := _yes_of(look, given, hand)):
            return reason
    return None


def _yes_of(look: Look, given: Mapping[str, Any], hand: Hand) -> Reason | None:
    if given["party"] == hand.actor or hand.actor == ENGINE:
        return None
    if not hand.staff and not rights.takes_part(look.plan, look.run, hand):
        return Reason("niet-jij", "Dit antwoord is van iemand anders.")
    if given.get("how", "zelf") == "zelf":
        return Reason(
            "namens", "Zeg erbij hoe die persoon dit liet weten: mondeling, telefoon, brief of mail."
        )
    return None


# --- what is possible


def options(look: Look, hand: Hand) -> list[Option]:
    """Every transition of the case with yes, or no and every reason (promise 9).

    What is still to be filled in is no 'no'.
    """
    found = []
    look = replace(look, hidden=rights.hidden_fields(look.plan, look.run, hand))
    for edge in look.plan.edges.values():
        if edge.opens and edge.region == MAIN:
            continue
        reasons = standing_reasons(look, edge)
        if denied := rights.may_step(look.plan, look.run, edge, hand):
            reasons.append(denied)
        found.append(_option(look, edge, tuple(reasons)))
    return found


def standing_reasons(look: Look, edge: Edge) -> list[Reason]:
    """Why a step cannot be taken, apart from what it asks itself: that is judged when it is filled in."""
    if legal := moving.legal(look, edge):
        return [legal]
    asked = {*edge.step.ask, *edge.step.optional}
    return [reason for test, reason in judge(edge.tests, look) if not test.answered & asked]


def _option(look: Look, edge: Edge, reasons: tuple[Reason, ...]) -> Option:
    waits = next((tuple(moving.missing_yes(look, p)) for p in look.run.proposals if p.step == edge.name), ())
    step = edge.step
    return Option(
        edge.name,
        step.title,
        not reasons,
        reasons,
        step.to,
        edge.region,
        step.ask,
        step.optional,
        waits,
        step.by,
    )


def instead(look: Look, hand: Hand, edge: Edge | None = None) -> tuple[str, ...]:
    """The titles of what this hand can do now, apart from the step that was just refused: with other answers
    that one may well be possible, but here it is no help."""
    refused = edge.name if edge else ""
    return tuple(o.title for o in options(look, hand) if o.allowed and o.step != refused)[:6]
