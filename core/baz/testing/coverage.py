"""What stories show of each workflow: states, steps, refusals and letters, and what none of them shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from baz.definition.model import Condition, Workflow
from baz.kernel.acts import Refusal
from baz.kernel.plan import MAIN, Plan, Test
from baz.testing.observe import Seen


@dataclass(slots=True)
class Shown:
    """What was shown of one workflow. A state of a second region is written `region.state`."""

    states: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    refusals: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)

    def add(self, other: Shown) -> None:
        """Take over what another story showed."""
        self.states |= other.states
        self.steps |= other.steps
        self.refusals |= other.refusals
        self.letters |= other.letters


@dataclass(slots=True)
class Coverage:
    """What was shown, by workflow."""

    workflows: dict[str, Shown] = field(default_factory=dict)

    def of(self, workflow: str) -> Shown:
        """What was shown of one workflow."""
        return self.workflows.setdefault(workflow, Shown())

    def add(self, other: Coverage) -> None:
        """Take over what another story showed."""
        for name, shown in other.workflows.items():
            self.of(name).add(shown)

    def saw(self, seen: Seen) -> None:
        """A case was looked at: the way that it came counts."""
        shown = self.of(seen.plan.workflow.workflow)
        for region, lane in seen.run.lanes.items():
            shown.states |= {region_state(region, s) for s, *_ in lane.trail}
        shown.steps |= seen.run.steps.keys()
        shown.letters |= set(seen.letters)

    def refused(self, plan: Plan, refusal: Refusal) -> None:
        """A refusal was shown: the conditions that did not hold count, no other of the same words."""
        shown = self.of(plan.workflow.workflow)
        shown.refusals |= {reason.key for reason in refusal.reasons if reason.key}


def region_state(region: str, state: str) -> str:
    """A state as a definition names it from outside its region."""
    return state if region == MAIN else f"{region}.{state}"


def tests_of(plan: Plan) -> Iterator[Test]:
    """Every condition whose sentence a person can read: of steps that people take, and of roles."""
    for edge in plan.edges.values():
        if edge.step.by:
            yield from edge.tests
    for tests in plan.needs.values():
        yield from tests


def not_shown(plan: Plan, shown: Shown) -> list[str]:
    """What no story shows, in Dutch sentences; an empty list is good."""
    w = plan.workflow
    name = w.workflow
    found = [
        f"geen enkel scenario komt in toestand '{s}' van {name}" for s in _states(w) if s not in shown.states
    ]
    found += [f"geen enkel scenario neemt stap '{s}' van {name}" for s in plan.edges if s not in shown.steps]
    found += [
        f'geen enkel scenario toont deze weigering van {name} ({t.key}): "{t.sentence}"'
        for t in tests_of(plan)
        if t.key not in shown.refusals and not _always_waived(t.condition)
    ]
    found += [
        f"geen enkel scenario verstuurt brief '{n}' van {name}" for n in w.letters if n not in shown.letters
    ]
    return found


def _always_waived(condition: Condition) -> bool:
    return not condition.that and not condition.call


def _states(workflow: Workflow) -> Iterable[str]:
    yield from workflow.states
    for region, machine in workflow.regions.items():
        yield from (f"{region}.{state}" for state in machine.states)
