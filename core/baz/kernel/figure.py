"""What a diagram shows, before it has places: nodes in the order of the definition, an arrow per step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baz.definition.model import State, Transition, Workflow
from baz.ground.words import title_of

MAIN = "main"
START = "·"
"""The dot that a machine begins in; no definition can name it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state, or the dot that a machine begins in. `stays` are the steps that do not leave it."""

    name: str
    title: str
    final: bool = False
    current: bool = False
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step: from each of `sources`, and `always` from every state that is not final, to `target`.

    `taken` are the sources from which the case took it.
    """

    title: str
    sources: tuple[str, ...]
    target: str
    clock: bool = False
    taken: frozenset[str] = frozenset()
    always: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One machine: the main one, or a region with its title."""

    region: str
    title: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def figures(workflow: Workflow, current: Mapping[str, str], taken: Sequence[str] = ()) -> tuple[Figure, ...]:
    """The main machine, then each region."""
    main = _figure(
        MAIN, workflow.title, (workflow.states, workflow.phases, workflow.transitions), current, taken
    )
    regions = (
        _figure(
            name,
            region.title or title_of(name),
            (region.states, region.phases, region.transitions),
            current,
            taken,
        )
        for name, region in workflow.regions.items()
    )
    return (main, *regions)


Parts = tuple[Mapping[str, State], Mapping[str, tuple[str, ...]], Mapping[str, Transition]]


def _trail(parts: Parts, taken: Sequence[str]) -> dict[str, set[str]]:
    """From which states each step was taken, following them in their order."""
    _, phases, steps = parts
    found: dict[str, set[str]] = {}
    here = START
    for name in taken:
        if name in steps:
            named = {s for n in steps[name].frm for s in phases.get(n, (n,))} or {START}
            if here in named or named & {"any", "pause"}:
                found.setdefault(name, set()).add(here)
            here = steps[name].to or here
    return found


def _figure(
    region: str, title: str, parts: Parts, current: Mapping[str, str], taken: Sequence[str]
) -> Figure:
    states, phases, steps = parts
    stays: dict[str, list[str]] = {}
    arrows = []
    trail = _trail(parts, taken)
    for name, step in steps.items():
        label = step.title or title_of(name)
        named = {s for n in step.frm for s in phases.get(n, (n,))}
        sources = [s for s in states if s in named]
        if not step.to:
            for source in sources if step.frm else ():
                stays.setdefault(source, []).append(label)
            continue
        always = "any" in step.frm or "pause" in step.frm
        found = tuple(s for s in sources if s != step.to) if step.frm else (START,)
        if found or always:
            clock = step.at is not None and not step.by
            arrows.append(Arrow(label, found, step.to, clock, frozenset(trail.get(name, ())), always))
    # What ends a case comes last: an arrow then runs down, the way a reader goes.
    order = sorted(states, key=lambda s: bool(states[s].final))
    nodes = [Node(START, "begin")] if any(START in a.sources for a in arrows) else []
    nodes += [
        Node(
            s,
            states[s].title or title_of(s),
            bool(states[s].final),
            current.get(region) == s,
            tuple(stays.get(s, ())),
        )
        for s in order
    ]
    return Figure(region, title, tuple(nodes), tuple(arrows))
