"""Whether a command can be read at all: names that exist, parties that are known, days that can be told.

What cannot be read is refused, also when it is a report; what can be read but does not fit is held.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from baz.engine.access import Entrance, known_here
from baz.engine.offered import offers
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel import acts
from baz.kernel.acts import Act, Command
from baz.kernel.jobs import NOTICES
from baz.kernel.plan import MAIN, Plan

_NOW = (acts.Withdraw, acts.Migrate, acts.ApplyParameter, acts.Erase, acts.Share, acts.Referral)
_MEETINGS = (acts.Plan, acts.Move, acts.Cancel, acts.Held)
_ROLES = (acts.Join, acts.Answer, acts.Leave, acts.HandOver)
_TASKS = (acts.Done, acts.Snooze, acts.Pin)
HOW = ("zelf", "mondeling", "telefoon", "brief", "mail")


def readable(work: Work, command: Command, entrance: Entrance, plans: Sequence[Plan]) -> None:
    """Check the names in a command against the versions that the case ran on (the newest first).

    Raises:
        BadInput: naming what does not exist, with what was probably meant.
    """
    act = command.act
    if command.occurred is not None and isinstance(act, _NOW):
        raise BadInput("Dit vertel je nooit met een dag in het verleden: het gebeurt nu.")
    if command.how and command.how not in HOW:
        raise BadInput(
            f"'{command.how}' zegt niet hoe iemand iets liet weten.", hint=f"Wel: {in_words(HOW, 'of')}."
        )
    _parties(work, command, entrance)
    for plan in plans:
        problem = _names(work, plan, act, command.occurred is not None)
        if problem is None:
            return
    raise _names(work, plans[0], act, command.occurred is not None) or BadInput(
        "Deze opdracht kan niet gelezen worden."
    )


def _parties(work: Work, command: Command, entrance: Entrance) -> None:
    wanted = {getattr(command.act, name, "") for name in ("party", "to")} | {command.behalf}
    wanted |= {y.party for y in getattr(command.act, "agreed", ())}
    wanted |= set(getattr(command.act, "present", ()))
    yes = getattr(command.act, "yes", None)
    if isinstance(yes, acts.Yes):
        wanted.add(yes.party)
    for party in sorted(filter(None, wanted)):
        if not known_here(work, party, entrance.organisation, entrance.run, command.actor):
            raise BadInput(f"'{party}' is geen bekende persoon of organisatie.")


def _names(work: Work, plan: Plan, act: Act, reported: bool) -> BadInput | None:
    w = plan.workflow
    if isinstance(act, acts.Step):
        return _unknown("stap", act.name, plan.edges) or _step(work, plan, act, reported)
    if isinstance(act, acts.Agree):
        return _unknown("stap", act.name, plan.edges)
    if isinstance(act, acts.Open):
        return _opening(plan, act)
    if isinstance(act, _MEETINGS):
        return _unknown("samenkomst", act.name, w.meetings) or _attendance(plan, act)
    if isinstance(act, _ROLES):
        return _unknown("rol", act.name, w.roles)
    if isinstance(act, _TASKS):
        return _unknown("taak", act.name, [*plan.duties, *NOTICES, "past_niet"])
    if isinstance(act, acts.Pause) and w.pause.reasons:
        return _unknown("reden om te pauzeren", act.name, w.pause.reasons)
    if isinstance(act, acts.Jump):
        region = act.region or MAIN
        return _unknown("spoor", region, plan.machines) or _unknown(
            "toestand", act.name, plan.machines[region].states
        )
    if isinstance(act, acts.ApplyParameter):
        return _unknown("instelling", act.name, w.parameters)
    return None


def _step(work: Work, plan: Plan, act: acts.Step, reported: bool) -> BadInput | None:
    edge = plan.edges[act.name]
    outcomes = plan.final(edge.step.to) if edge.region == MAIN else ()
    if act.outcome and outcomes and act.outcome not in outcomes:
        return _unknown("uitkomst van deze stap", act.outcome, outcomes)
    if reported and len(outcomes) > 1 and not edge.step.outcome and not act.outcome:
        choices = in_words([plan.workflow.outcomes[o] for o in outcomes], "of")
        return BadInput("Zeg erbij hoe het afliep.", hint=f"Kies uit: {choices}.")
    if act.choose:
        return _unknown("werkwijze die deze stap kan openen", act.choose, offers(work, edge.step))
    return None


def _attendance(plan: Plan, act: Act) -> BadInput | None:
    """Names of who was there are only taken where the workflow asks them."""
    if not isinstance(act, acts.Held) or not act.present:
        return None
    meeting = plan.workflow.meetings[act.name]
    if meeting.attendance == "names":
        return None
    how = "hoeveel mensen er waren" if meeting.attendance == "count" else "dat ze doorging"
    return BadInput(f"{meeting.title}: we noteren niet wie er was, alleen {how}.")


def _opening(plan: Plan, act: acts.Open) -> BadInput | None:
    if act.state:
        return _unknown("toestand", act.state, plan.machines[MAIN].states)
    return _unknown("stap waarmee dit traject begint", act.name, [e.name for e in plan.openings])


def _unknown(what: str, name: str, known: Collection[Any]) -> BadInput | None:
    if name in known:
        return None
    near = nearest(name, [str(k) for k in known])
    listed = in_words(sorted(str(k) for k in known)[:12])
    return BadInput(f"'{name}' is geen {what}.", hint=f"Bedoel je '{near}'?" if near else f"Wel: {listed}.")
