"""One region as a flat `transitions` machine, built once per definition.

The machine decides one thing: which state a step leads to. It steps a probe, an object that only
has a `state`; binding a model to it would cost 18 kB and 64 attributes per case. Conditions,
effects and explanations are ours (docs/decisions/0003).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transitions import Machine, MachineError

from baz.definition.model import State, Transition

BEGIN = "·"
"""The state before the opening step; no definition can name it."""


class Probe:
    """What the machine moves: nothing but a state."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class RegionMachine:
    """The arrows of one region: `sources(step)` and `move(state, step)`."""

    def __init__(
        self,
        states: Mapping[str, State],
        phases: Mapping[str, tuple[str, ...]],
        steps: Mapping[str, Transition],
    ) -> None:
        self.states = states
        self.phases = phases
        self._sources = {name: self._expand(step) for name, step in steps.items()}
        self._machine = Machine(
            model=None, states=[BEGIN, *states], initial=BEGIN, auto_transitions=False, send_event=True
        )
        self._moves: dict[tuple[str, str], str] = {}
        self._stays = frozenset(n for n, s in steps.items() if not s.to)
        for name, step in steps.items():
            if step.to:
                for source in sorted(self._sources[name]):
                    self._machine.add_transition(name, source, step.to)

    def _expand(self, step: Transition) -> frozenset[str]:
        if not step.frm:
            return frozenset((BEGIN,))
        found: set[str] = set()
        for name in step.frm:
            if name in ("any", "pause"):
                found.update(s for s, d in self.states.items() if not d.final and s != step.to)
            else:
                found.update(self.members(name))
        return frozenset(found)

    def members(self, name: str) -> tuple[str, ...]:
        """The states that a state or phase name stands for."""
        return self.phases.get(name, (name,))

    def sources(self, step: str) -> frozenset[str]:
        """The states from which a step can be taken."""
        return self._sources[step]

    def move(self, state: str, step: str) -> str:
        """The state after the step.

        Raises:
            MachineError: when the step does not leave from this state.
        """
        if step in self._stays:
            if state in self._sources[step]:
                return state
            raise MachineError(f"{step} does not leave from {state}")
        # an arrow without conditions of its own leads to the same state every time: it is asked once
        found = self._moves.get((state, step))
        if found is None:
            probe: Any = Probe(state)
            self._machine.events[step].trigger(probe)
            found = self._moves[state, step] = str(probe.state)
        return found
