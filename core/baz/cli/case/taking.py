"""A step or a task, now or earlier: what `do` and `report` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from baz.cli import answers
from baz.cli.desk import desk
from baz.cli.telling import Hand, answer, send
from baz.definition.model import Transition, Workflow
from baz.ground.errors import BadInput
from baz.ground.words import nearest
from baz.kernel.acts import Done, Step

F = TypeVar("F", bound=Callable[..., Any])
what_help = "De naam van een stap of een taak; 'baz case can TRAJECT' toont ze."


def choices(function: F) -> F:
    """Options of a step that leaves something to choose."""
    function = click.option("--ends", default="", metavar="WIE", help="Van wie de deelname eindigt.")(
        function
    )
    function = click.option(
        "--choose", default="", metavar="WERKWIJZE", help="Welke werkwijze volgt, als er meer kunnen."
    )(function)
    return click.option("--outcome", default="", metavar="AFLOOP", help="Hoe het afliep, als er meer kan.")(
        function
    )


def perform(
    case: str,
    what: str,
    words: Sequence[str],
    on: str,
    by: Hand,
    outcome: str,
    choose: str,
    ends: str,
    agreed: Sequence[str],
    waive: str,
    organisation: str,
    form: str,
) -> None:
    """Take the step or do the task, and say what came of it.

    Raises:
        BadInput: the workflow of this case has no such step or task.
    """
    with desk(organisation) as at:
        key = at.case(case)
        workflow = at.workflow_of(key)
        found = answers.read(workflow, words, at.party)
        steps = dict(_steps(workflow))
        if what in steps:
            party = at.party(ends) if ends else ""
            yes = answers.agreed(agreed, at.party)
            act: Step | Done = Step(
                name=what, answers=found, outcome=outcome, choose=choose, ends=party, agreed=yes, waive=waive
            )
            title = steps[what].title
        elif what in workflow.tasks:
            act, title = Done(name=what, answers=found), workflow.tasks[what].title
        else:
            raise _unknown(workflow, what)
        receipt = send(at, act, by, case=key, occurred=answers.when(on) if on else None)
        answer(at, receipt, title, form)


def _steps(workflow: Workflow) -> Iterator[tuple[str, Transition]]:
    yield from workflow.transitions.items()
    for region in workflow.regions.values():
        yield from region.transitions.items()


def _unknown(workflow: Workflow, what: str) -> BadInput:
    near = nearest(what, [*(name for name, _ in _steps(workflow)), *workflow.tasks])
    hint = f"Bedoel je '{near}'?" if near else "'baz case can TRAJECT' toont wat er kan."
    return BadInput(f"{workflow.title} heeft geen stap of taak '{what}'.", hint=hint)
