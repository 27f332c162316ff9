"""The case follows its own clock: clock steps, tasks that fall due, deputies whose time is over.

Whether a worker ran often, seldom or not at all makes no difference: the clock only depends on
the facts, and is followed up to a moment before anything else is decided.
"""

from __future__ import annotations

from baz.definition.moment import Moment
from baz.ground.errors import Broken
from baz.kernel import jobs, moving, roles
from baz.kernel.facts import Look
from baz.kernel.judge import holds
from baz.kernel.moments import fall, stay_since
from baz.kernel.plan import Edge
from baz.kernel.when import DAY, Stamp

_ROUNDS = 200


def edge_due(look: Look, edge: Edge) -> Stamp | None:
    """When the clock may take a step from where the case stands; None when never (yet)."""
    at = edge.step.at
    if at is None or not edge.clock:
        return None
    since = stay_since(look.run, {edge.region: edge.sources})
    if since is None or (look.run.paused and not edge.paused_too):
        return None
    if edge.step.frm == ("pause",):
        # the pause itself is what it waits in, so the pause does not move it
        return fall(look, at, int(look.run.pauses[-1][0]), runs_paused=True) if look.run.paused else None
    if at.anchor.pick == "each" and at.anchor.kind in ("meeting", "step"):
        return _first_each(look, at, since)
    time = fall(look, at, since)
    return None if time is None else max(time, since)


def _first_each(look: Look, at: Moment, since: Stamp) -> Stamp | None:
    """`each`: the first of the moments, one per meeting or step since the stay began."""
    name = at.anchor.name
    if at.anchor.kind == "meeting":
        occasions = [m.at for m in look.run.meetings if m.kind == name and m.status == "held"]
    else:
        occasions = list(look.run.steps.get(name, ()))
    found = [fall(look, at, since, o) for o in occasions if o >= since]
    return min((f for f in found if f is not None), default=None)


def _ready(look: Look) -> Edge | None:
    """The first clock step, in the order of the definition, whose moment is reached now."""
    run = look.run
    for region, lane in run.lanes.items():
        for edge in look.plan.by_state.get((region, lane.state), ()):
            if not edge.clock or moving.legal(look, edge) is not None:
                continue
            due = edge_due(look, edge)
            if due is not None and due <= run.at and all(holds(t, look) for t in edge.tests):
                return edge
    return None


def settle(look: Look) -> None:
    """After an event, or when the clock stands at a due moment: take what is reached, judge tasks again."""
    if look.plan.hash != look.run.plan:
        look.plan = look.facts.plans[look.run.plan]
    _deputies(look)
    for _ in range(_ROUNDS):
        jobs.refresh(look)
        edge = _ready(look)
        if edge is None:
            break
        moving.take_by_clock(look, edge)
    else:
        raise Broken("De klok van dit traject draait in een kring.", hint="baz check wijst de stappen aan.")
    jobs.reach(look, look.run.at)


def _deputies(look: Look) -> None:
    for part in look.run.parts:
        if part.standing == "active" and part.until is not None and part.until <= look.run.at:
            part.standing, part.to = "ended", part.until
            roles.give_back(look, part)


def next_due(look: Look) -> Stamp | None:
    """The next stamp, after the one where the clock stands, at which something may happen by itself."""
    run = look.run
    found: list[Stamp] = []
    for region, lane in run.lanes.items():
        for edge in look.plan.by_state.get((region, lane.state), ()):
            if edge.clock and (due := edge_due(look, edge)) is not None and due > run.at:
                found.append(due)
    for job in run.jobs:
        if job.closed is None and job.reached is None:
            due = job.due if job.due is not None else jobs.nominal(look, job)
            if due is not None and due > run.at:
                found.append(due)
    found += [
        p.until for p in run.parts if p.standing == "active" and p.until is not None and p.until > run.at
    ]
    return min(found, default=None)


def advance(look: Look, until: Stamp) -> None:
    """Follow the clock up to and including `until`."""
    run = look.run
    while (due := next_due(look)) is not None and due <= until:
        run.at = due
        # a due day ends at midnight: what it causes belongs to the day that ends
        look.at = due - 1 if due % DAY == 0 else due
        settle(look)
    run.at = max(run.at, until)
    look.at = run.at
