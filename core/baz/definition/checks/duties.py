"""Tasks that would never be done."""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.checks.graph import Finding, Machine, machines
from baz.definition.model import Task, Workflow


def check(workflow: Workflow) -> Iterator[Finding]:
    """Findings about tasks."""
    main = machines(workflow)[0]
    for name, task in workflow.tasks.items():
        state = _entered_final(main, task)
        if state:
            yield Finding(
                ("tasks", name, "due"),
                "task-after-end",
                f"'{name}' counts from entering '{state}', which ends the case and its tasks",
                "make it a state of its own before the end, or hang it on a date field",
            )


def _entered_final(main: Machine, task: Task) -> str:
    """The final state that a task is anchored on entering; empty when the case lives on."""
    during = main.expand(task.during)
    if task.during and not (during and all(main.final(s) for s in during)):
        return ""  # it lives in a state that is open, or in a pause or a region
    anchor = task.due.anchor
    if anchor.kind == "state":
        return next((s for s in main.expand((anchor.name,)) if main.final(s)), "")
    return min(during) if anchor.kind == "beginning" and during else ""
