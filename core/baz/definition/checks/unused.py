"""What is declared and never used: often a word that was changed in one place only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baz.definition.checks.conditions import Judge
from baz.definition.checks.graph import Finding, all_steps, machines
from baz.definition.model import Workflow


def check(workflow: Workflow, judge: Judge) -> Iterator[Finding]:
    """Warnings about fields, outcomes, parameters, letters and phases."""
    named = _named(workflow)
    for name in workflow.fields:
        if name in judge.unasked:
            hint = f"add '{name}' to 'ask' or 'optional' of a step, task or meeting, or take it away"
            yield Finding(
                ("fields", name), "field-never-asked", f"'{name}' is asked nowhere", hint, warning=True
            )
    finals = {o for s in workflow.states.values() for o in s.final}
    for name in workflow.outcomes:
        if name not in finals and name not in workflow.pause.reasons:
            hint = "name it behind 'final' of a state or in 'pause'"
            yield Finding(
                ("outcomes", name), "outcome-unused", f"no state ends with '{name}'", hint, warning=True
            )
        elif name in finals and name in workflow.pause.reasons:
            message = f"'{name}' is both a way to end and a reason to pause, so the report mixes them"
            yield Finding(
                ("pause", "reasons"), "pause-reason-final", message, "use two outcomes", warning=True
            )
    for name in workflow.parameters:
        if name not in named:
            message = f"nothing uses the parameter '{name}'"
            yield Finding(
                ("parameters", name), "parameter-unused", message, "name it, or take it away", warning=True
            )
    for name in workflow.letters:
        if name not in _letters_sent(workflow):
            hint = f"add 'letter: {name}' to a step or a task"
            yield Finding(
                ("letters", name), "letter-never-sent", f"'{name}' is never sent", hint, warning=True
            )
    yield from _phases(workflow)


def _named(workflow: Workflow) -> set[str]:
    """Every word that the parts of a definition use, without the keys under which they are declared.

    Coarse on purpose: a name that is used as something else too is not reported.
    """
    dumped = workflow.model_dump(
        mode="python", by_alias=True, exclude={"parameters", "outcomes", "title", "overlays", "migrations"}
    )
    words: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key not in ("title", "purpose", "note", "objective"):
                    walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)
        elif isinstance(value, str):
            words.update(re.findall(r"\w+", value))
        elif value is not None:
            walk(
                getattr(value, "__dict__", None)
                or [getattr(value, s, None) for s in getattr(value, "__slots__", ())]
            )

    walk(dumped)
    for field in workflow.fields.values():
        words.add(field.options_from)
    return words - {""}


def _letters_sent(workflow: Workflow) -> set[object]:
    by_step = {e.value for _, _, step in all_steps(workflow) for e in step.then if e.kind == "letter"}
    return by_step | {t.letter for t in workflow.tasks.values()}


def _phases(workflow: Workflow) -> Iterator[Finding]:
    main = machines(workflow)[0]
    for name, members in workflow.phases.items():
        if not members or not all(main.final(s) for s in members):
            continue
        for kind, parts in (("tasks", workflow.tasks), ("meetings", workflow.meetings)):
            for key, part in parts.items():
                if name in part.during:
                    message = f"'{name}' holds only final states, so '{key}' lives in a case that has ended"
                    hint = "name the states in which the case still runs"
                    yield Finding((kind, key, "during"), "during-only-final", message, hint, warning=True)
