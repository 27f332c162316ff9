"""What a step sets off in other cases: opening one here, referring to a partner, telling who waits.

Inside an organisation it is its own command, keyed by the event, in the same transaction
(promise 10). To another organisation it is a referral that waits until it is accepted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from baz.engine.access import Entrance
from baz.engine.gather import decode
from baz.engine.offered import installed, not_installed, opens_of, owner
from baz.engine.save import Saved
from baz.engine.work import Work
from baz.ground.errors import NotFound, Refused
from baz.kernel.acts import ENGINE, Actor, Command, Event, External, Open, Refusal
from baz.kernel.machine import BEGIN
from baz.kernel.moving import split_choice
from baz.kernel.run import Consequence
from baz.kernel.when import When, day_of
from baz.store import cases, links, people
from baz.store.codec import moment_text
from baz.store.links import LinkRow

Perform = Callable[[Work, Command], Any]


def must_be_installed(work: Work, entrance: Entrance, event: Event) -> None:
    """A step that opens a workflow which no plugin brings is refused with that reason."""
    edge = entrance.plan.edges.get(event.name) if event.kind == "step" else None
    for effect in opens_of(edge.step) if edge else ():
        chosen, _ = split_choice(event.data.get("choose") or effect.workflow[0])
        try:
            work.catalogue.workflow(chosen)
        except NotFound as error:
            reason = not_installed(chosen)
            raise Refused(reason.sentence, refusal=Refusal((reason,)), hint=error.hint) from None


def after(
    work: Work, entrance: Entrance, saved: Saved, perform: Perform, command: Command
) -> tuple[str, ...]:
    """Open what follows, and tell cases that wait for somebody to join or leave. Gives the opened cases."""
    opened = []
    for consequence, seq in saved.opens:
        case = _open(work, entrance, saved, consequence, seq, perform, command)
        if case:
            opened.append(case)
    _tell(work, entrance, saved, perform, command)
    return tuple(opened)


def _open(
    work: Work,
    entrance: Entrance,
    saved: Saved,
    consequence: Consequence,
    seq: int,
    perform: Perform,
    command: Command,
) -> str:
    name = consequence.name
    target = consequence.data.get("to") or owner(work, name, entrance.organisation)
    carried = _carried(saved, consequence)
    link = work.ids.new_id("link")
    sent = (entrance.organisation, moment_text(work.now))
    if target != entrance.organisation or not installed(work, name):
        card = json.dumps(_card(carried, saved), sort_keys=True, ensure_ascii=False)
        row = LinkRow(link, entrance.case, seq, consequence.key, None, name, target, "waiting", card, *sent)
        links.add_link(row, connection=work.connection)
        return ""
    receipt = perform(work, _opening(work, entrance, consequence, target, carried, command))
    opened = (receipt.case, name, target, "opened", "{}")
    row = LinkRow(link, entrance.case, seq, consequence.key, *opened, *sent)
    links.add_link(row, connection=work.connection)
    return str(receipt.case)


def _opening(
    work: Work,
    entrance: Entrance,
    consequence: Consequence,
    target: str,
    carried: dict[str, Any],
    command: Command,
) -> Command:
    """The command that opens the other case, with what the step carries into it."""
    plan = work.plans.newest(consequence.name, target, connection=work.connection, now=work.now)
    edge = next(iter(plan.openings))
    known = {k: v for k, v in carried.items() if k in plan.workflow.roles}
    about, former = plan.workflow.about, entrance.plan.workflow.about
    if about and about not in known and former and former in carried:
        known[about] = carried[former]  # one person, whatever each workflow calls her
    known |= {k: revealed(work, v) for k, v in carried.items() if k in plan.workflow.fields}
    known = {k: v for k, v in known.items() if v is not None}
    act = Open(workflow=consequence.name, name=edge.name, state=edge.step.to, answers=known)
    return Command(
        actor=Actor(ENGINE),
        act=act,
        key=f"{entrance.case}:{consequence.key}",
        organisation=target,
        occurred=_moment(consequence, command, work),
    )


def _moment(consequence: Consequence, command: Command, work: Work) -> When:
    """When the other case begins: the day of the step, never in the future."""
    if command.occurred is None:
        return When.at(work.now)
    return When(day_of(consequence.due), "day")


def _carried(saved: Saved, consequence: Consequence) -> dict[str, Any]:
    """What a step says it carries. Personal values travel as where they are, never as what they say."""
    found: dict[str, Any] = {}
    for name in consequence.data.get("carry", ()):
        if name in saved.run.fields:
            found[name] = saved.run.fields[name]
        parties = [p.party for p in saved.run.parts if p.role == name and p.standing in ("active", "reserve")]
        if parties:
            found[name] = parties
    return found


def _card(carried: dict[str, Any], saved: Saved) -> dict[str, Any]:
    """The minimal card for a partner: fields only; people do not travel along."""
    return {k: v for k, v in carried.items() if k in saved.run.fields}


def revealed(work: Work, value: Any) -> Any:
    """A carried value as an answer; None when it was erased meanwhile."""
    if isinstance(value, dict) and "ref" in value:
        return decode(people.reveal([value["ref"]], connection=work.connection).get(value["ref"]))
    return value


def _tell(work: Work, entrance: Entrance, saved: Saved, perform: Perform, command: Command) -> None:
    """Cases about a person wait for her to join or leave a role here: each is told, once."""
    waiting = triggers(work)
    if not waiting:
        return
    workflow = entrance.plan.workflow.workflow
    for verb, role, party, part in _movements(entrance, saved):
        trigger = f"{verb}:{workflow}.{role}"
        for name in waiting.get(trigger, ()):
            for row in cases.about(party, connection=work.connection):
                if row.workflow == name and row.state != BEGIN and row.ended_on is None:
                    perform(
                        work,
                        Command(
                            actor=Actor(ENGINE),
                            act=External(name=trigger),
                            key=f"{entrance.case}:{part}:{verb}:{saved.seq}:{row.id}",
                            case=row.id,
                            occurred=None if command.occurred is None else command.occurred,
                        ),
                    )


def _movements(entrance: Entrance, saved: Saved) -> list[tuple[str, str, str, str]]:
    found = []
    ended = saved.run.ended is not None
    had_ended = entrance.row is not None and entrance.row.ended_on is not None
    for key, new in saved.after[0].items():
        old = saved.before[0].get(key)
        was = old is not None and old.standing == "active" and not had_ended
        now = new.standing == "active" and not ended
        if now and not was:
            found.append(("joins", new.role, new.party_id, key))
        if was and not now:
            found.append(("leaves", new.role, new.party_id, key))
    return found


def triggers(work: Work) -> dict[str, list[str]]:
    """Which workflows wait for somebody to join or leave elsewhere: trigger -> names."""
    found: dict[str, list[str]] = {}
    for workflow in work.catalogue.workflows():
        steps = [
            *workflow.transitions.values(),
            *(t for r in workflow.regions.values() for t in r.transitions.values()),
        ]
        for step in steps:
            if step.at is not None and step.at.anchor.kind in ("joins", "leaves"):
                found.setdefault(f"{step.at.anchor.kind}:{step.at.anchor.name}", []).append(workflow.workflow)
    return found
