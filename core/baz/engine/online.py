"""The built-in parameter by which an organisation lets people sign up from outside.

It belongs to every workflow whose opening step somebody other than staff may take. Nobody declares it; it is
false until an organisation sets it.
"""

from __future__ import annotations

from collections.abc import Mapping

from baz.definition.model import Parameter, Transition, Workflow
from baz.engine.work import Work
from baz.kernel.when import day_of
from baz.store import settings

ONLINE = "aanmelden_online"
SWITCH = Parameter(
    title="Aanmelden via de website", value=False, source="ingebouwd: uit tot een organisatie het aanzet",
    text="false",
)  # fmt: skip
DECIDES = ("Een formulier op de website waarmee iemand zelf aanmeldt",)


def parameters(workflow: Workflow) -> Mapping[str, Parameter]:
    """The parameters of a workflow, with the built-in one where it has a meaning."""
    return {**workflow.parameters, ONLINE: SWITCH} if door(workflow) else workflow.parameters


def is_open(work: Work, organisation: str, workflow: str) -> bool:
    """Whether an organisation takes applications for a workflow from outside today."""
    today = day_of(work.at).isoformat()
    rows = settings.parameters_of(organisation, workflow, connection=work.connection).get(ONLINE, [])
    now = [row.value for row in rows if row.from_day <= today]
    return bool(now) and now[-1] == "true"


def door(workflow: Workflow) -> tuple[str, Transition] | None:
    """The opening step that somebody other than staff may take."""
    for name, step in workflow.transitions.items():
        if not step.frm and outside(workflow, step):
            return name, step
    return None


def outside(workflow: Workflow, step: Transition) -> list[str]:
    """The roles, none of staff, that may take an opening step and are named in it."""
    asked = (*step.ask, *step.optional)
    return [r for r in step.by if r in workflow.roles and workflow.roles[r].kind != "staff" and r in asked]
