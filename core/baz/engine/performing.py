"""Carrying out one command, and letting one case follow its clock, in a transaction that is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from baz.engine import linking, sense
from baz.engine.access import Entrance, enter, read_snapshot
from baz.engine.gather import gather, with_log
from baz.engine.prepare import Prepared, prepare
from baz.engine.save import Saved, save, store_papers
from baz.engine.work import Work
from baz.ground.errors import BadInput, Outdated, Refused
from baz.kernel.acts import ENGINE, Actor, Command, Erase, Event, Migrate, Open, Refusal
from baz.kernel.decide import Decision, advance, decide
from baz.kernel.facts import Facts
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import When, day_of
from baz.store import cases, commands, links, log, people, sent, standing
from baz.store.commands import CommandRow


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command did. `already`: it was carried out before and nothing happened now.

    `held` are the sentences of facts that wait for another one; `opened` the cases that it opened.
    """

    case: str
    seq: int
    state: str
    held: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    already: bool = False


def perform(work: Work, command: Command) -> Receipt:
    """Carry out a command within a transaction. What it opens follows in the same one.

    Raises:
        Refused: with every reason.
        Outdated: the case changed since it was looked at.
        NotFound, BadInput: there is no such case for this actor, or the command cannot be read.
    """
    if not command.key:
        raise BadInput("Elke opdracht heeft een sleutel nodig, zodat ze maar één keer telt.")
    entrance = enter(work, command)
    if done := _done_before(work, command):
        return done
    if command.seen is not None and entrance.row is not None and entrance.row.facts != command.seen:
        raise Outdated("Iemand was je voor: dit traject is intussen veranderd.", hint="Bekijk het opnieuw.")
    sense.readable(work, command, entrance, _versions(work, entrance, command))
    event, prepared, facts = _fact(work, entrance, command)
    if not isinstance(command.act, Open) and command.occurred is None:
        linking.must_be_installed(work, entrance, event)

    shared = dict(entrance.run.shares) if entrance.run else {}

    def whole() -> list[Event]:
        return log.read(entrance.case, connection=work.connection)

    outcome = decide(
        facts if not _needs_log(command, entrance) else with_log(work, facts, [*whole(), event]),
        entrance.run,
        whole,
        event,
        at=work.at,
        hand=entrance.hand,
        report=command.occurred is not None,
    )
    if isinstance(outcome, Refusal):
        raise Refused(str(outcome), refusal=outcome, hint=_hint(outcome))
    saved = _save(work, entrance, outcome, prepared, facts)
    opened = linking.after(work, entrance, saved, perform, command)
    if isinstance(command.act, Erase):
        _erase(work, entrance, command, command.act)
    _shares(work, entrance, shared, outcome.run, command.actor)
    receipt = Receipt(entrance.case, saved.seq, outcome.run.main.state, saved.held, opened)
    _remember(work, command, receipt, outcome.event.seq)
    return receipt


def _versions(work: Work, entrance: Entrance, command: Command) -> list[Plan]:
    """The definitions that a command may speak of: a report also of those that the case ran on before."""
    if entrance.row is None or command.occurred is None:
        return [entrance.plan]
    keys = [
        e.data["definition"]
        for e in log.read(entrance.case, connection=work.connection)
        if "definition" in e.data
    ]
    older = [
        work.plans.load(k, connection=work.connection) for k in reversed(keys) if k != entrance.plan.hash
    ]
    return [entrance.plan, *older]


def _needs_log(command: Command, entrance: Entrance) -> bool:
    """Whether deciding may have to fold the whole log, which may speak of other versions."""
    run = entrance.run
    if run is None:
        return False
    return (
        command.occurred is not None
        or command.act.kind in ("withdrawn", "migrated")
        or bool(run.held)
        or run.horizon >= run.at
    )


def _fact(work: Work, entrance: Entrance, command: Command) -> tuple[Event, Prepared, Facts]:
    occurred = command.occurred or When.at(work.now)
    if occurred.earliest is not None and occurred.earliest > work.at:
        raise BadInput(f"{occurred} ligt in de toekomst. Wat nog moet gebeuren, plan je.")
    prepared = prepare(work, entrance.plan, entrance.run, command, entrance.case, entrance.organisation)
    if isinstance(command.act, Migrate):
        target = work.catalogue.workflow(
            entrance.plan.workflow.workflow, entrance.organisation, command.act.version
        )
        plan = work.plans.of(target, entrance.organisation, connection=work.connection, now=work.now)
        prepared.data["definition"] = plan.hash
    seq = entrance.row.seq + 1 if entrance.row else 1
    act, behalf = command.act, command.behalf
    event = Event(
        seq, act.kind, act.name, prepared.data, occurred, work.now, command.actor.party, behalf, command.how
    )
    at = min(occurred.latest, work.at) if occurred.latest is not None else work.at
    facts = gather(work, entrance.organisation, entrance.plan, entrance.run, event=event, at=at)
    values = {**facts.values, **prepared.values}
    plans = dict(facts.plans)
    if key := prepared.data.get("definition"):
        plans[key] = work.plans.load(key, connection=work.connection)
    return event, prepared, replace(facts, values=values, plans=plans)


def _save(work: Work, entrance: Entrance, decision: Decision, prepared: Prepared, facts: Facts) -> Saved:
    if decision.run.plan not in facts.plans:
        plan = work.plans.load(decision.run.plan, connection=work.connection)
        facts = replace(facts, plans={**facts.plans, plan.hash: plan})
    saved = save(work, entrance, facts, decision, prepared.sealed)
    store_papers(work, entrance, decision, prepared.papers)
    return saved


_WORDS = ("reason", "waive", "note", "place", "feeling")


def _fingerprint(command: Command) -> str:
    """A mark of a command by which another one with the same key is told apart.

    What people wrote stays out of it: a hash without a salt could be guessed back long after it was erased.
    """
    act = {
        spec.name: sorted(value) if spec.name == "answers" else bool(value) if spec.name in _WORDS else value
        for spec in fields(command.act)
        for value in (getattr(command.act, spec.name),)
    }
    who = (command.actor.party, command.behalf, command.how, command.occurred, command.organisation)
    text = _encode([command.act.kind, act, command.case, who])
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(item: Any) -> Any:
    """What JSON has no sign for: a part of a command by its attributes, a set in order, a date as text."""
    if is_dataclass(item) and not isinstance(item, When):
        return {spec.name: getattr(item, spec.name) for spec in fields(item)}
    return (
        sorted(item)
        if isinstance(item, frozenset)
        else dict(item)
        if isinstance(item, Mapping)
        else str(item)
    )


_encode = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False).encode


def _done_before(work: Work, command: Command) -> Receipt | None:
    found = commands.find(command.key, connection=work.connection)
    if found is None:
        return None
    if found.fingerprint != _fingerprint(command):
        raise BadInput(
            "Deze sleutel werd al gebruikt voor een andere opdracht.", hint="Gebruik een nieuwe sleutel."
        )
    result: dict[str, Any] = json.loads(found.result)
    return Receipt(
        result["case"],
        result["seq"],
        result["state"],
        tuple(result["held"]),
        tuple(result["opened"]),
        already=True,
    )


def _remember(work: Work, command: Command, receipt: Receipt, first: int) -> None:
    result = _encode(receipt)
    row = CommandRow(receipt.case, _fingerprint(command), first, receipt.seq, result)
    commands.remember(command.key, row, now=work.now, connection=work.connection)


def _hint(refusal: Refusal) -> str:
    if all(reason.code in ("ontbreekt", "uitkomst", "kies") for reason in refusal.reasons):
        return ""  # the step itself is possible; an answer is missing
    return f"Wel mogelijk: {'; '.join(refusal.instead)}." if refusal.instead else ""


def follow_clock(work: Work, case: str) -> bool:
    """Let one case follow its own clock up to now; True when something was written."""
    row = cases.load(case, connection=work.connection, lock=True)
    if row.next_due is None or row.next_due > work.at:
        return False
    stored, followed = read_snapshot(row)
    entrance = Entrance.of_clock(work, row, stored, followed)
    facts = gather(work, row.organisation, entrance.plan, stored, event=None, at=work.at)
    run = advance(facts, stored, work.at)
    save(work, entrance, facts, Decision(_nothing(work.now), run))
    return True


def _nothing(now: datetime) -> Event:
    return Event(0, "", "", {}, When.at(now), now, ENGINE)


def _erase(work: Work, entrance: Entrance, command: Command, act: Erase) -> None:
    """Empty these values, or what names the party: every case in which she takes part hears of it. The
    letters that left go too: they may hold the value, or name her to another reader."""
    people.erase_values(act.values, now=work.now, connection=work.connection)
    sent.erase(entrance.case, now=work.now, connection=work.connection)
    if not (party := act.party):
        return
    people.erase_party(party, now=work.now, connection=work.connection)
    if entrance.row is not None and entrance.row.about == party:
        people.erase_case(entrance.case, now=work.now, connection=work.connection)
    if command.actor.party == ENGINE:
        return
    others = {row.case_id for row in standing.roles_of(party, connection=work.connection)} - {entrance.case}
    for case in sorted(others):
        key = f"{command.key}:{case}"
        perform(work, Command(actor=Actor(ENGINE), act=Erase(party=party), key=key, case=case))


def _shares(work: Work, entrance: Entrance, before: dict[str, int], run: Run, actor: Actor) -> None:
    """Keep who may look, as the facts now say: shared, or a share that was withdrawn."""
    today = day_of(work.at)
    for name, until in run.shares.items():
        if before.get(name) != until:
            last = day_of(until - 1)
            links.share(entrance.case, name, today, last, actor=actor.party, connection=work.connection)
    for name in before.keys() - run.shares.keys():
        yesterday = today - timedelta(days=1)
        links.share(entrance.case, name, yesterday, yesterday, actor=actor.party, connection=work.connection)
