"""A step or a task, now or earlier: what `do` and `report` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from baz.cli import answers
from baz.cli.desk import Desk, desk
from baz.cli.telling import Hand, answer, send
from baz.definition.model import Transition, Workflow
from baz.ground.errors import BadInput
from baz.ground.words import nearest
from baz.kernel.acts import Answers, Done, Step
from baz.kernel.when import When

F = TypeVar("F", bound=Callable[..., Any])
what_help = "De naam van een stap of een taak; 'baz case can TRAJECT' toont ze."


def choices(function: F) -> F:
    """Options of a step that leaves something to choose."""
    function = click.option("--ends", default="", metavar="WIE", help="Van wie de deelname eindigt.")(
        function
    )
    function = click.option(
        "--choose",
        default="",
        metavar="WERKWIJZE",
        help="Welke werkwijze volgt, als er meer kunnen; met @ORGANISATIE erachter ook wie ze uitvoert.",
    )(function)
    return click.option("--outcome", default="", metavar="AFLOOP", help="Hoe het afliep, als er meer kan.")(
        function
    )


@dataclass(frozen=True, slots=True)
class Given:
    """The options of a step, as they were typed."""

    outcome: str
    choose: str
    ends: str
    agreed: Sequence[str]
    waive: str
    behalf: str
    how: str
    note: str
    key: str
    organisation: str
    form: str


def perform(case: str, what: str, words: Sequence[str], occurred: When | None, given: Given) -> None:
    """Take the step or do the task, and say what came of it.

    Raises:
        BadInput: the workflow of this case has no such step or task.
    """
    with desk(given.organisation) as at:
        key = at.case(case)
        workflow = at.workflow_of(key)
        found = answers.read(workflow, words, at.party)
        steps = dict(_steps(workflow))
        act: Step | Done
        if what in steps:
            title, act = steps[what].title, _step(at, workflow, what, found, given)
        elif what in workflow.tasks:
            title, act = workflow.tasks[what].title, Done(name=what, answers=found)
        else:
            raise _unknown(workflow, what)
        by = Hand(given.behalf, given.how, given.note, given.key)
        answer(at, send(at, act, by, case=key, occurred=occurred), title, given.form)


def _step(at: Desk, workflow: Workflow, name: str, found: Answers, given: Given) -> Step:
    return Step(
        name=name,
        answers=found,
        outcome=_outcome(workflow, given.outcome),
        choose=given.choose,
        ends=at.party(given.ends) if given.ends else "",
        agreed=answers.agreed(given.agreed, at.party),
        waive=given.waive,
    )


def _outcome(workflow: Workflow, text: str) -> str:
    """An outcome by its name or its title."""
    by_title = {title.casefold(): name for name, title in workflow.outcomes.items()}
    found = text if text in workflow.outcomes else by_title.get(text.casefold(), "")
    if text and not found:
        near = nearest(text, [*workflow.outcomes, *workflow.outcomes.values()])
        known = ", ".join(f"{name} ({title})" for name, title in workflow.outcomes.items())
        raise BadInput(f"'{text}' is geen afloop.", hint=f"Bedoel je '{near}'?" if near else f"Wel: {known}.")
    return found


def _steps(workflow: Workflow) -> Iterator[tuple[str, Transition]]:
    yield from workflow.transitions.items()
    for region in workflow.regions.values():
        yield from region.transitions.items()


def _unknown(workflow: Workflow, what: str) -> BadInput:
    near = nearest(what, [*(name for name, _ in _steps(workflow)), *workflow.tasks])
    hint = f"Bedoel je '{near}'?" if near else "'baz case can TRAJECT' toont wat er kan."
    return BadInput(f"{workflow.title} heeft geen stap of taak '{what}'.", hint=hint)
