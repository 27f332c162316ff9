"""Which workflows a step can open, and where: here, at a partner, or at who else carries it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from baz.definition.model import OpenEffect, Transition
from baz.engine import membership
from baz.engine.work import Work
from baz.ground.errors import NotFound
from baz.kernel.acts import Option, Reason
from baz.kernel.plan import Plan
from baz.kernel.when import day_of
from baz.plugins.catalogue import OWN, SHARED


def owner(work: Work, workflow: str, organisation: str) -> str:
    """Whose case a workflow becomes when nobody is chosen: a shared one, or one of a programme that who opens
    it carries out, stays there; a partner's goes to the partner."""
    home = workflow.split("/", 1)[0]
    known = work.catalogue.organisations.get(organisation)
    mine = (organisation, SHARED, OWN, *(known.runs if known else ()))
    return organisation if home in mine else home


def installed(work: Work, workflow: str) -> bool:
    """Whether a plugin brings this workflow."""
    try:
        work.catalogue.workflow(workflow)
    except NotFound:
        return False
    return True


def carriers(work: Work, workflow: str) -> list[str]:
    """The organisations that carry out a partner's workflow: the one that it is called after, and those that
    run its programmes. Who left the network takes nothing new."""
    home, today = workflow.split("/", 1)[0], day_of(work.at)
    if home in (SHARED, OWN):
        return []
    others = sorted(o.key for o in work.catalogue.organisations.values() if home in o.runs and o.key != home)
    left = {key: membership.left_on(work, key) for key in (home, *others)}
    return [key for key, last in left.items() if last is None or today <= last]


def choices(work: Work, workflows: Iterable[str], organisation: str) -> tuple[str, ...]:
    """What an organisation may choose from these workflows: `plugin/name`, and `plugin/name@organisation` for
    who else carries it out. What is not installed is left out."""
    found: list[str] = []
    for workflow in workflows:
        if installed(work, workflow):
            first = owner(work, workflow, organisation)
            found.append(workflow)
            found += [f"{workflow}@{key}" for key in carriers(work, workflow) if key != first]
    return tuple(found)


def opens_of(step: Transition) -> list[OpenEffect]:
    """What a step opens."""
    return [effect.value for effect in step.then if isinstance(effect.value, OpenEffect)]


def with_choices(work: Work, plan: Plan, option: Option, organisation: str) -> Option:
    """The same option with what it can open; without any of it the step cannot be taken here."""
    effects = opens_of(plan.edges[option.step].step)
    if not effects:
        return option
    found = [choices(work, effect.workflow, organisation) for effect in effects]
    lacking = [effect.workflow for effect, some in zip(effects, found, strict=True) if not some]
    reasons = (*option.reasons, *(not_installed(workflows[0]) for workflows in lacking))
    return replace(
        option, allowed=not reasons, reasons=reasons, opens=tuple(c for some in found for c in some)
    )


def not_installed(workflow: str) -> Reason:
    """Why a step that opens this workflow cannot be taken here."""
    return Reason("niet-geinstalleerd", f"De werkwijze '{workflow}' is hier niet geïnstalleerd.")


def offers(work: Work, step: Transition) -> list[str]:
    """Every choice that a step has, installed here or not."""
    found: list[str] = []
    for workflow in (w for effect in opens_of(step) for w in effect.workflow):
        found += [workflow, *(f"{workflow}@{key}" for key in carriers(work, workflow))]
    return found
