"""Playing steps on a definition in memory: its machines, its conditions and its answers, and nothing else.

For who designs a workflow and wants to see where ways lead, thousands of steps at a time. It has no log, no
clock, no people, no tasks and no letters; the engine decides on real cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baz.kernel.acts import Reason
from baz.kernel.facts import Facts, Look
from baz.kernel.judge import absent, judge
from baz.kernel.machine import BEGIN
from baz.kernel.moving import legal
from baz.kernel.plan import Plan
from baz.kernel.run import Lane, Run
from baz.kernel.view import RunView
from baz.kernel.when import Stamp

_NONE: Mapping[str, Any] = {}


class Simulation:
    """One case in memory. It begins before the opening step, or in a state that is given.

    Args:
        plan: the compiled definition.
        at: the moment at which everything happens.
        state: where the main machine stands.
        facts: parameters and guard functions; default those of the definition alone.
    """

    __slots__ = ("_look", "_view", "run")

    def __init__(self, plan: Plan, at: Stamp, *, state: str = BEGIN, facts: Facts | None = None) -> None:
        self.run = Run(plan.hash, opened=at, at=at)
        self.run.lanes = {region: Lane(BEGIN, at) for region in plan.machines}
        self.run.main.state = state
        self._look = Look(plan, self.run, facts or Facts({plan.hash: plan}), at)
        self._view = RunView(self._look)

    def state(self, region: str = "main") -> str:
        """Where a region stands."""
        return self.run.lanes[region].state

    def step(
        self, name: str, answers: Mapping[str, Any] = _NONE, *, forced: bool = False
    ) -> tuple[Reason, ...]:
        """Take a transition with its answers; gives the reasons why not, and nothing when it was taken.
        `forced` leaves its conditions aside.

        Raises:
            KeyError: the definition has no such step.
        """
        look, run = self._look, self.run
        edge = look.plan.edges[name]
        lane = run.lanes[edge.region]
        if lane.state not in edge.sources and (reason := legal(look, edge)) is not None:
            return (reason,)
        if edge.tests and not forced:
            view = self._view
            view.answers = dict(answers)
            for test in edge.tests:
                if test.guard(view) is not True and not (test.parameters and absent(test, look)):
                    return tuple(r for _, r in judge(edge.tests, look, view.answers))
        run.fields.update(answers)
        lane.state = look.plan.machines[edge.region].move(lane.state, name)
        run.steps.setdefault(name, []).append(look.at)
        return ()
