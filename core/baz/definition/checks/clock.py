"""Steps that the clock or a held meeting takes: do they race, run in circles, or never come?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from baz.definition.checks.graph import Edge, Finding, Machine, Path, is_off, machines, spread, step_path
from baz.definition.model import Transition, Workflow
from baz.definition.moment import Moment
from baz.definition.values import Duration

_DAYS = {"hours": 1 / 24, "working days": 7 / 5, "days": 1, "weeks": 7, "months": 365 / 12, "years": 365}


def check(workflow: Workflow) -> Iterator[Finding]:
    """Findings about `at`."""
    for machine in machines(workflow):
        clocked = {n: s for n, s in machine.steps.items() if s.at and not is_off(workflow, s.at.duration)}
        for (one, first), (other, second) in combinations(clocked.items(), 2):
            yield from _race(workflow, machine, (one, first), (other, second))
        yield from _circles(workflow, machine, set(clocked))
    yield from _meetings_elsewhere(workflow, machines(workflow)[0])


def _race(
    workflow: Workflow, machine: Machine, one: tuple[str, Transition], other: tuple[str, Transition]
) -> Iterator[Finding]:
    (first_name, first), (second_name, second) = one, other
    shared = [s for s in machine.sources(first) if s in machine.sources(second)]
    if not shared or first.at is None or second.at is None or first.at.anchor != second.at.anchor:
        return
    if not _moves(first, shared) or not _moves(second, shared):
        return
    earlier, later = _days(workflow, first.at), _days(workflow, second.at)
    guards = [tuple(c.that or c.call for c in s.when) for s in (first, second)]
    path = step_path(machine, second_name, "at")
    if earlier == later and guards[0] == guards[1]:
        message = f"'{first_name}' and '{second_name}' both leave '{shared[0]}' at the same moment"
        yield Finding(path, "clock-race", message, "give one another moment, or each its own 'when'")
        return
    # Whichever has no condition goes first where it comes first, so the other one never comes.
    if earlier is not None and later is not None:
        if earlier <= later and not guards[0]:
            yield _overtaken(path, first_name, second_name, shared[0])
        elif later < earlier and not guards[1]:
            yield _overtaken(step_path(machine, first_name, "at"), second_name, first_name, shared[0])


def _overtaken(path: Path, first: str, second: str, state: str) -> Finding:
    message = f"from '{state}' the clock always takes '{first}' before '{second}' can come"
    return Finding(
        path, "clock-race", message, "give the first one a 'when', or another moment", warning=True
    )


def _moves(step: Transition, shared: list[str]) -> bool:
    """Whether taking it leaves a shared state, so that the other one falls."""
    return bool(step.to) and any(s != step.to for s in shared)


def _days(workflow: Workflow, at: Moment) -> float | None:
    """About how many days after its anchor; None when that is not known."""
    if at.duration is None or at.duration == "0 days":
        return 0
    parameter = workflow.parameters.get(at.duration)
    if parameter is None or not isinstance(parameter.value, Duration):
        return None
    value = parameter.value
    length = (value.high if at.direction == "after" else value.low) * _DAYS[value.unit]
    return length if at.direction == "after" else -length


def _circles(workflow: Workflow, machine: Machine, clocked: set[str]) -> Iterator[Finding]:
    """Circles of clock steps that each come at once: the case would run round for ever."""
    edges = [e for e in machine.edges if e.name in clocked and e.source and e.step.to]
    around = {
        s for s in machine.states if s in spread({e.target for e in edges if e.source == s}, _arrows(edges))
    }
    instant = [e for e in edges if e.source in around and _at_once(workflow, e.step, around)]
    told: set[str] = set()
    for edge in instant:
        back = spread({edge.target}, _arrows(instant))
        if edge.source not in back or edge.source in told:
            continue
        told |= {s for s in back if edge.source in spread({s}, _arrows(instant))} | {edge.source}
        guarded = any(e.step.when for e in instant if e.source in told and e.target in told)
        yield Finding(
            step_path(machine, edge.name, "at"),
            "clock-loop",
            f"the clock steps from '{edge.source}' lead back to it without any time passing",
            "anchor one of them on the beginning of its state, with a duration",
            warning=guarded,
        )


def _arrows(edges: list[Edge]) -> list[tuple[str, str]]:
    return [(e.source, e.target) for e in edges]


def _at_once(workflow: Workflow, step: Transition, around: set[str]) -> bool:
    """Whether, coming round again, the moment is reached as soon as the state is entered."""
    at = step.at
    if at is None or at.anchor.kind in ("joins", "leaves") or at.anchor.pick in ("each", "next"):
        return False
    if at.anchor.kind == "beginning" or (at.anchor.kind == "state" and at.anchor.name in around):
        days = _days(workflow, at)
        return days is not None and days <= 0
    # That very meeting takes a new one to come again; any other anchor lies behind and stays reached.
    return not (at.anchor.kind == "meeting" and at.duration in (None, "0 days"))


def _meetings_elsewhere(workflow: Workflow, main: Machine) -> Iterator[Finding]:
    """Steps that a meeting takes, from states in which that meeting cannot be held."""
    for name, step in main.steps.items():
        if step.at is None or step.at.anchor.kind != "meeting" or step.at.duration not in (None, "0 days"):
            continue
        meeting = workflow.meetings.get(step.at.anchor.name)
        if meeting is None or not meeting.during:
            continue
        during = main.expand(meeting.during)
        outside = [s for s in main.sources(step) if s not in during]
        if outside:
            yield Finding(
                step_path(main, name, "at"),
                "meeting-elsewhere",
                f"'{step.at.anchor.name}' is not held in '{outside[0]}', so '{name}' never comes from there",
                f"add '{outside[0]}' to 'during' of the meeting, or take it out of 'from'",
                warning=len(outside) < len(main.sources(step)),
            )
