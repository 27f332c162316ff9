"""Where a workflow uses each of its parameters, by the titles that people know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baz.definition.model import Condition, Region, Workflow
from baz.definition.moment import Moment

_READ = re.compile(r"params\.(\w+)")


def uses(workflow: Workflow) -> dict[str, tuple[str, ...]]:
    """Of every parameter what it decides: titles of steps, tasks, meetings; how long something is kept."""
    found: dict[str, dict[str, None]] = {name: {} for name in workflow.parameters}
    for title, text in _texts(workflow):
        for name in (text, *_READ.findall(text)):
            if name in found:
                found[name][title] = None
    return {name: tuple(titles) for name, titles in found.items()}


def _texts(workflow: Workflow) -> Iterator[tuple[str, str]]:
    """(title of a part, the name of a parameter or an expression in it)."""
    yield "Hoelang we alles bewaren", workflow.keep
    for field in workflow.fields.values():
        yield f"Hoelang we “{field.title}” bewaren", field.keep
    for role in workflow.roles.values():
        yield from ((role.title, str(bound)) for bound in (role.count.low, role.count.high))
        yield from _conditions(role.title, role.needs)
    machines: tuple[Workflow | Region, ...] = (workflow, *workflow.regions.values())
    for machine in machines:
        for state in machine.states.values():
            yield f"Hoelang we alles bewaren na “{state.title}”", state.keep
        for step in machine.transitions.values():
            yield from _moment(step.title, step.at)
            yield from _conditions(step.title, step.when)
    for task in workflow.tasks.values():
        yield from _moment(task.title, task.due)
        yield task.title, task.when
    for meeting in workflow.meetings.values():
        yield meeting.title, meeting.every
        for later in meeting.later:
            yield meeting.title, later.every
            yield from _moment(meeting.title, later.frm)
    for indicator in workflow.indicators.values():
        yield from ((f"Het cijfer “{indicator.title}”", t) for t in (indicator.target, indicator.when))


def _moment(title: str, at: object) -> Iterator[tuple[str, str]]:
    if isinstance(at, Moment):
        yield title, at.duration or ""


def _conditions(title: str, found: tuple[Condition, ...]) -> Iterator[tuple[str, str]]:
    for condition in found:
        yield title, condition.that
        yield title, condition.because
