"""A definition as graphs: one `Machine` for the main machine and one per region, with its steps as edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from baz.definition.model import State, Transition, Workflow
from baz.definition.values import OFF

Path = tuple[str | int, ...]
ANY, PAUSE = "any", "pause"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong or odd. `path` leads to its place in the file: ("states", "x")."""

    path: Path
    slug: str
    message: str
    hint: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A step from one state to another; `source` empty where it opens the machine."""

    name: str
    source: str
    target: str
    step: Transition


@dataclass(frozen=True)
class Machine:
    """The main machine (`region` empty) or that of a region."""

    region: str
    states: Mapping[str, State]
    phases: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, Transition]

    @property
    def root(self) -> Path:
        """Where it stands in the file."""
        return ("regions", self.region) if self.region else ()

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"the region '{self.region}'" if self.region else "the main machine"

    def final(self, state: str) -> bool:
        """Whether the case ends there."""
        return bool(self.states[state].final) if state in self.states else False

    def expand(self, names: Iterable[str]) -> frozenset[str]:
        """The states of a list of states and phases; names of elsewhere are left out."""
        found: set[str] = set()
        for name in names:
            if name in self.phases:
                found.update(self.phases[name])
            elif name in self.states:
                found.add(name)
        return frozenset(found & self.states.keys())

    def sources(self, step: Transition) -> tuple[str, ...]:
        """The states that a step starts from, in the order of the definition."""
        found = set(self.expand(step.frm))
        if ANY in step.frm or PAUSE in step.frm:  # a paused case stands in a state that is not final
            found |= {s for s in self.states if not self.final(s) and s != step.to}
        return tuple(s for s in self.states if s in found)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every step from every state that it starts from; one without `to` stays where it is."""
        found = []
        for name, step in self.steps.items():
            if not step.frm:
                found.append(Edge(name, "", step.to, step))
            found += [Edge(name, source, step.to or source, step) for source in self.sources(step)]
        return tuple(found)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The states that can be entered from the opening steps: the fixed point of following every edge."""
        return spread(
            {e.target for e in self.edges if not e.source}, ((e.source, e.target) for e in self.edges)
        )

    def exits(self, state: str) -> tuple[Edge, ...]:
        """The steps that leave a state for another."""
        return tuple(e for e in self.edges if e.source == state and e.target != state)


def spread(start: Iterable[str], arrows: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Everything that can be reached from `start` along arrows."""
    after: dict[str, list[str]] = {}
    for source, target in arrows:
        after.setdefault(source, []).append(target)
    found: set[str] = set()
    waiting = [s for s in start if s]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += after.get(state, ())
    return frozenset(found)


def machines(workflow: Workflow) -> tuple[Machine, ...]:
    """The main machine first, then each region."""
    main = Machine("", workflow.states, workflow.phases, workflow.transitions)
    regions = (Machine(n, r.states, r.phases, r.transitions) for n, r in workflow.regions.items())
    return (main, *regions)


def all_steps(workflow: Workflow) -> Iterator[tuple[Machine, str, Transition]]:
    """Every step with its machine."""
    for machine in machines(workflow):
        for name, step in machine.steps.items():
            yield machine, name, step


def step_path(machine: Machine, name: str, *more: str | int) -> Path:
    """Where a step, or a key of it, stands."""
    return (*machine.root, "transitions", name, *more)


def is_off(workflow: Workflow, name: Any) -> bool:
    """Whether a name is that of a parameter that is off."""
    return name in workflow.parameters and workflow.parameters[name].value is OFF


def quoted(names: Iterable[str]) -> str:
    """'a', 'b' and 'c'."""
    *head, last = [f"'{n}'" for n in names]
    return f"{', '.join(head)} and {last}" if head else last
