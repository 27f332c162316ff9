"""A definition made ready to run, once: machines built, guards compiled, state sets worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from baz.definition.guards import FunctionSignature, Guard, Scope, compile_guard
from baz.definition.model import Condition, Meeting, OpenEffect, Task, Transition, Workflow
from baz.definition.moment import Moment, parse_moment
from baz.kernel.machine import BEGIN, RegionMachine

MAIN = "main"
PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Test:
    """A compiled condition. `key` names it in the log; `once`: its verdict is stored (promise 7); `role`: the
    title of the role that it asks something of."""

    key: str
    condition: Condition
    guard: Guard
    sentence: str
    once: bool
    parameters: frozenset[str]
    answered: frozenset[str] = frozenset()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A transition with all that a fold asks of it. `order` is its place in the definition."""

    name: str
    region: str
    order: int
    step: Transition
    sources: frozenset[str]
    tests: tuple[Test, ...]
    opens: bool
    trigger: str
    clock: bool
    paused_too: bool
    agree: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """A task with its states per region worked out. A rhythm is a duty too."""

    name: str
    task: Task
    order: int
    during: Mapping[str, frozenset[str]]
    pause_too: bool
    when: Test | None
    meeting: str = ""
    rhythm: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled definition. `hash` is what a case pins."""

    hash: str
    workflow: Workflow
    machines: Mapping[str, RegionMachine]
    edges: Mapping[str, Edge]
    by_state: Mapping[tuple[str, str], tuple[Edge, ...]]
    needs: Mapping[str, tuple[Test, ...]]
    duties: Mapping[str, Duty]
    meeting_states: Mapping[str, Mapping[str, frozenset[str]]]
    order: Mapping[str, int]

    @property
    def openings(self) -> tuple[Edge, ...]:
        """The steps that open a case."""
        return tuple(e for e in self.edges.values() if e.opens and e.region == MAIN)

    def final(self, state: str) -> tuple[str, ...]:
        """The outcomes of a main state; empty when it is not final."""
        found = self.workflow.states.get(state)
        return found.final if found else ()

    def states_of(self, names: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Region -> states, for a list of states, phases and `region.state` names."""
        found: dict[str, set[str]] = {}
        for name in names:
            region, local = self.locate(name)
            if region and local != PAUSE:
                found.setdefault(region, set()).update(self.machines[region].members(local))
        return {r: frozenset(s) for r, s in found.items()}

    def locate(self, name: str) -> tuple[str, str]:
        """(region, state or phase) of a name as a definition writes it."""
        head, _, tail = name.partition(".")
        if tail and head in self.machines:
            return head, tail
        if name == PAUSE or name in self.workflow.states or name in self.workflow.phases:
            return MAIN, name
        for region, machine in self.machines.items():
            if name in machine.states or name in machine.phases:
                return region, name
        return "", name


def _test(
    key: str,
    condition: Condition,
    scope: Scope,
    functions: Mapping[str, FunctionSignature],
    role: str = "",
) -> Test:
    guard = compile_guard(condition.that or condition.call, scope)
    sentence = condition.because
    if not sentence and guard.calls:
        sentence = functions[min(guard.calls)].sentence
    names = frozenset(path[1] for path in guard.reads if path[0] == "params")
    fields = frozenset(path[1] for path in guard.reads if path[0] == "fields")
    return Test(key, condition, guard, sentence, guard.once, names, fields, role)


def _tests(
    key: str,
    conditions: tuple[Condition, ...],
    scope: Scope,
    functions: Mapping[str, FunctionSignature],
    role: str = "",
) -> tuple[Test, ...]:
    return tuple(_test(f"{key}.{i}", c, scope, functions, role) for i, c in enumerate(conditions))


def build(workflow: Workflow, digest: str, functions: Mapping[str, FunctionSignature] | None = None) -> Plan:
    """Compile a sound definition.

    Args:
        workflow: a definition that the checks found sound, overlays merged.
        digest: its hash, which cases pin.
        functions: the guard functions that plugins registered.
    """
    functions = functions or {}
    scope = Scope.of(workflow, functions)
    machines = {MAIN: RegionMachine(workflow.states, workflow.phases, workflow.transitions)}
    for name, region in workflow.regions.items():
        machines[name] = RegionMachine(region.states, region.phases, region.transitions)
    edges: dict[str, Edge] = {}
    sources = [(MAIN, workflow.transitions), *((n, r.transitions) for n, r in workflow.regions.items())]
    for place, steps in sources:
        for name, step in steps.items():
            edges[name] = _edge(name, place, len(edges), step, machines[place], scope, functions)
    plan = Plan(
        digest,
        workflow,
        machines,
        edges,
        _by_state(edges, machines),
        {
            n: _tests(f"role.{n}", r.needs, scope.for_needs(), functions, r.title)
            for n, r in workflow.roles.items()
        },
        {},
        {},
        _order(workflow, edges),
    )
    duties = {n: _duty(plan, n, i, t, scope, functions) for i, (n, t) in enumerate(workflow.tasks.items())}
    for name, meeting in workflow.meetings.items():
        if meeting.every:
            duties[f"ritme.{name}"] = _rhythm(plan, name, meeting, len(duties))
    during = {n: plan.states_of(m.during) for n, m in workflow.meetings.items()}
    return replace(plan, duties=duties, meeting_states=during)


def _edge(
    name: str,
    region: str,
    order: int,
    step: Transition,
    machine: RegionMachine,
    scope: Scope,
    functions: Mapping[str, FunctionSignature],
) -> Edge:
    trigger, clock = "", False
    if step.at is not None:
        trigger, clock = _trigger(step.at)
    return Edge(
        name,
        region,
        order,
        step,
        machine.sources(name),
        _tests(f"step.{name}", step.when, scope, functions),
        not step.frm,
        trigger,
        clock,
        "any" in step.frm or PAUSE in step.frm,
        _agree(step),
    )


def _agree(step: Transition) -> tuple[str, ...]:
    """Whose yes a step needs: its own `agree`, and that of what it opens (a referral needs the person's)."""
    opens = [r for e in step.then if isinstance(e.value, OpenEffect) for r in e.value.agree]
    return tuple(dict.fromkeys([*step.agree, *opens]))


def _trigger(at: Moment) -> tuple[str, bool]:
    """(what makes an `at` step happen at once: `meeting:groep`, `joins:..`; whether the clock takes it)."""
    if at.anchor.kind in ("joins", "leaves") and at.duration in (None, "0 days"):
        return f"{at.anchor.kind}:{at.anchor.name}", False
    if (
        at.anchor.kind == "meeting"
        and at.duration in (None, "0 days")
        and at.anchor.pick in ("each", "last", "first")
    ):
        return f"meeting:{at.anchor.name}", False
    return "", True


def _by_state(
    edges: Mapping[str, Edge], machines: Mapping[str, RegionMachine]
) -> dict[tuple[str, str], tuple[Edge, ...]]:
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges.values():
        for state in edge.sources:
            found.setdefault((edge.region, state), []).append(edge)
    for region in machines:
        found.setdefault((region, BEGIN), [])
    return {k: tuple(v) for k, v in found.items()}


def _duty(
    plan: Plan, name: str, order: int, task: Task, scope: Scope, functions: Mapping[str, FunctionSignature]
) -> Duty:
    when = (
        _test(f"task.{name}", Condition(that=task.when, because=""), scope, functions) if task.when else None
    )
    anchor = task.due.anchor
    meeting = anchor.name if anchor.kind == "meeting" and anchor.pick == "each" else ""
    return Duty(name, task, order, plan.states_of(task.during), PAUSE in task.during, when, meeting)


def _rhythm(plan: Plan, kind: str, meeting: Meeting, order: int) -> Duty:
    roles = plan.workflow.roles
    owners = tuple(
        r for r in (meeting.by or meeting.people) if r in roles and roles[r].kind in ("staff", "volunteer")
    )
    owners = owners or tuple(r for r, d in roles.items() if d.kind == "staff")[:1]
    task = Task.model_construct(
        title=f"Plan een nieuwe datum: {meeting.title}",
        during=meeting.during,
        due=parse_moment(f"{meeting.every} after last meetings.{kind}"),
        owner=owners,
        when="",
        ask=(),
        optional=(),
        letter="",
    )
    return Duty(
        f"ritme.{kind}",
        task,
        order,
        plan.states_of(meeting.during),
        PAUSE in meeting.during,
        None,
        kind,
        True,
    )


def _order(workflow: Workflow, edges: Mapping[str, Edge]) -> dict[str, int]:
    """The order of the definition, for facts of one day: steps, then meetings, then what is built in."""
    names = [*(f"step:{n}" for n in edges), *(f"held:{n}" for n in workflow.meetings)]
    return {name: i for i, name in enumerate(names)}
