"""Conditions that can never hold, judged by the guards themselves on what is certain before any case exists.

What is certain: a field that nobody is ever asked is nothing, and a step starts from one of its own states.
All else is unknown, and three-valued logic does the rest: what is False now is False in every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from baz.definition.checks.graph import Finding, Machine, Path, all_steps, machines, step_path
from baz.definition.guards import UNKNOWN, FieldKind, FunctionSignature, GuardError, Scope, compile_guard
from baz.definition.model import Meeting, OpenEffect, Task, Transition, Workflow
from baz.definition.values import OFF


class Judge:
    """Answers for one definition what is certain beforehand."""

    def __init__(
        self,
        workflow: Workflow,
        functions: Mapping[str, FunctionSignature],
        workflows: Mapping[str, Workflow],
        field_kinds: Mapping[str, FieldKind],
    ) -> None:
        self.workflow = workflow
        self.unasked = frozenset(workflow.fields) - asked_fields(workflow, workflows)
        self._scope = Scope.of(workflow, functions, workflows=workflows, field_kinds=field_kinds)

    def parameter(self, name: str) -> Any:
        """The value that the definition gives a parameter."""
        return self.workflow.parameters[name].value

    def never(self, text: str, *, party: bool = False, places: Iterable[Mapping[str, bool]] = ({},)) -> bool:
        """Whether a guard is False in each of `places` (state -> whether the case stands there)."""
        try:
            guard = compile_guard(text, self._scope.for_needs() if party else self._scope)
        except GuardError:
            return False  # reported by the reader of the definition
        if any(self.parameter(name) is OFF for name in guard.parameters):
            return False  # then the condition is absent
        return all(guard(_Beforehand(self.unasked, place)) is False for place in places)


class _Beforehand:
    """The view on a case that does not exist yet."""

    def __init__(self, unasked: frozenset[str], place: Mapping[str, bool]) -> None:
        self._unasked = unasked
        self._place = place

    def read(self, path: tuple[str, ...]) -> Any:
        if path[0] == "fields" and path[1] in self._unasked:
            return 0 if path[2:] in (("count",), ("open",)) else None
        if path[0] == "states" and path[2] == "now":
            return self._place.get(path[1], UNKNOWN)
        return UNKNOWN

    def call(self, _name: str, _args: tuple[Any, ...]) -> Any:
        return UNKNOWN


def asked_fields(workflow: Workflow, workflows: Mapping[str, Workflow]) -> frozenset[str]:
    """The fields that some step, meeting or task asks, or that a known workflow carries into this one."""
    found: set[str] = set()
    parts: list[Transition | Task | Meeting] = [step for _, _, step in all_steps(workflow)]
    for part in [*parts, *workflow.tasks.values(), *workflow.meetings.values()]:
        found.update((*part.ask, *part.optional))
    for other in (workflow, *workflows.values()):
        for _, _, step in all_steps(other):
            for effect in step.then:
                if (
                    effect.kind == "open"
                    and workflow.workflow in (opened := read_open(effect.value)).workflow
                ):
                    found.update(opened.carry)
    return frozenset(found)


def read_open(value: Any) -> OpenEffect:
    """The value of an `open` effect, also where it is still a mapping."""
    return value if isinstance(value, OpenEffect) else OpenEffect.model_validate(value)


def check(workflow: Workflow, judge: Judge) -> Iterator[Finding]:
    """Conditions of steps, tasks and indicators that never hold."""
    main = machines(workflow)[0]
    for machine, name, step in all_steps(workflow):
        sources = machine.sources(step) if step.frm else ("",)
        for i, condition in enumerate(step.when):
            if judge.never(condition.that or condition.call, places=[_standing(machine, s) for s in sources]):
                path = step_path(machine, name, "when", i)
                yield _finding(judge, condition.that, path, f"'{name}' can never be taken")
    for name, task in workflow.tasks.items():
        during = main.expand(task.during)
        places = [_standing(main, s) for s in during] or [{}]
        if task.when and judge.never(task.when, places=places):
            yield _finding(judge, task.when, ("tasks", name, "when"), f"the task '{name}' never comes")
    for name, indicator in workflow.indicators.items():
        if indicator.when and judge.never(indicator.when):
            yield _finding(judge, indicator.when, ("indicators", name, "when"), f"'{name}' always counts 0")


def _standing(machine: Machine, state: str) -> dict[str, bool]:
    """Where the case stands, for the guards: each state and phase of this machine, by the name they use."""
    prefix = f"{machine.region}." if machine.region else ""
    here = {f"{prefix}{s}": s == state for s in machine.states}
    return here | {f"{prefix}{p}": state in members for p, members in machine.phases.items()}


def _finding(judge: Judge, text: str, path: Path, what: str) -> Finding:
    missing = sorted(f for f in judge.unasked if f"fields.{f}" in text)
    why = f"'{missing[0]}' is asked nowhere" if missing else "it contradicts where the step starts from"
    hint = (
        f"add '{missing[0]}' to 'ask' of a step, task or meeting"
        if missing
        else "change the condition or 'from'"
    )
    return Finding(path, "never-holds", f"this never holds, so {what}: {why}", hint)
