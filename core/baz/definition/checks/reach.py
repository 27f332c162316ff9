"""Can every state be entered, left, and the case be ended?"""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.checks.graph import Edge, Finding, Machine, is_off, machines, spread, step_path
from baz.definition.model import Workflow


def check(workflow: Workflow) -> Iterator[Finding]:
    """Findings about the way through the machines."""
    for machine in machines(workflow):
        openings = [name for name, step in machine.steps.items() if not step.frm]
        if not openings:
            yield Finding(
                (*machine.root, "transitions"),
                "no-opening",
                f"{machine.label} has no opening step, so nothing ever begins",
                "leave 'from' out of the step that begins it",
            )
        else:
            yield from _unreachable(machine)
            if not machine.region:
                yield from _ways_out(workflow, machine)


def _unreachable(machine: Machine) -> Iterator[Finding]:
    """The states that nothing leads to; not those that would be reached if one of these were."""
    ends = any(machine.final(s) for s in machine.reached)
    # When no end is reached at all, that is told once, by `never-ends`.
    lost = [s for s in machine.states if s not in machine.reached and (ends or not machine.final(s))]
    arrows = [(e.source, e.target) for e in machine.edges if e.source in lost]
    after = {s: spread({s}, arrows) for s in lost}
    told: set[str] = set()
    for state in lost:
        before = {other for other in lost if state in after[other]}
        if before <= after[state] and not before & told:
            told.add(state)
            yield Finding(
                (*machine.root, "states", state),
                "unreachable-state",
                f"no step ever leads to '{state}'",
                "add a step with this state behind 'to', or take the state away",
            )


def _ways_out(workflow: Workflow, machine: Machine) -> Iterator[Finding]:
    finals = {s for s in machine.states if machine.final(s)}
    if not finals & machine.reached:
        hint = (
            "give the last state 'final' with an outcome"
            if not finals
            else "add a step that leads to a final state"
        )
        yield Finding(("states",), "never-ends", "this case never ends: no final state can be reached", hint)
        return
    stuck = set()
    for state in machine.states:
        if state in machine.reached and not machine.final(state):
            exits = machine.exits(state)
            if not exits:
                stuck.add(state)
                yield Finding(
                    ("states", state),
                    "dead-end",
                    f"there is no way out of '{state}', and it is not final",
                    "add a step from it, or give it 'final' with an outcome",
                )
            elif all(_absent(workflow, e) for e in exits):
                stuck.add(state)
                yield Finding(
                    step_path(machine, exits[0].name, "at"),
                    "only-exit-off",
                    f"the only way out of '{state}' hangs on a parameter that is off",
                    "write '0 days' to pass through, or add a step that somebody takes",
                )
    ends = spread(finals | stuck, ((e.target, e.source) for e in machine.edges if e.source))
    for state in machine.states:
        if state in machine.reached and state not in ends:
            yield Finding(
                ("states", state),
                "never-ends",
                f"from '{state}' no final state can be reached any more",
                "add a step that leads out of this circle",
            )


def _absent(workflow: Workflow, edge: Edge) -> bool:
    """Whether a step does not exist because the duration of its moment is off."""
    at = edge.step.at
    return at is not None and not edge.step.by and is_off(workflow, at.duration)
