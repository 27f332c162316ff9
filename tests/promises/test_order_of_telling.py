"""Consistent facts give one case in every order of telling; the clock needs no worker (promises 5, 6)."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from baz.ground.errors import BazError
from baz.kernel.acts import Act, Event, Held, Step, Withdraw, Yes
from baz.kernel.fold import counted
from baz.kernel.when import When
from baz.store import log
from promises.stories import Story
from promises.world import SEEDS, STORY, World, fresh, workflows


def _world(workflow: str, factory: pytest.TempPathFactory) -> World:
    return World.on(fresh(factory.mktemp("world")), workflow)


def _shape(world: World, case: str) -> dict[str, Any]:
    """What must be the same: states, people, tasks with their dates, meetings; not the numbers of lines.

    Nor the task "wat nu?": it says that something left the house which a later telling made untrue.
    """
    view = asdict(world.engine.show(case, world.staff))
    asked = [t for t in view["tasks"] if t["name"] != "wat_nu"]
    tasks = sorted((t["name"], t["due_on"], t["status"], t["owner_name"]) for t in asked)
    roles = sorted((r["role"], r["name"], r["standing"], r["frm"], r["to"]) for r in view["roles"])
    meetings = sorted((m["kind"], m["status"], m["day"]) for m in view["meetings"])
    kept = {
        k: view[k]
        for k in ("state", "regions", "paused", "outcome", "ended_on", "opened_on", "way", "fields")
    }
    return {**kept, "tasks": tasks, "roles": roles, "meetings": meetings}


Telling = tuple[Act, When, dict[str, str]]


def _walk(world: World, seed: int, turns: int) -> list[Telling]:
    """A story of steps and meetings that all fitted, on days of their own or several on one day."""
    rnd = random.Random(seed)
    story = Story(world, seed, world.open(rnd).case)
    told: list[Telling] = []
    for _ in range(turns * 3):
        world.now += timedelta(days=rnd.choice([0, 0, 1, 6, 40]), minutes=1)
        on = When(world.now.date(), "day")
        act, more = _something(story, rnd)
        if act is None:
            continue
        receipt = world.attempt(act, story.case, on, **more)
        if isinstance(receipt, BazError):
            continue
        if receipt.held:
            # it did not fit: this story goes on without it
            world.tell(Withdraw(event=_last(world, story.case), reason="paste niet"), story.case)
            continue
        told.append((act, on, more))
        if len(told) == turns:
            break
    return told


def _something(story: Story, rnd: random.Random) -> tuple[Act | None, dict[str, str]]:
    kinds = list(story.plan.workflow.meetings)
    if rnd.random() < 0.3 and kinds:
        return Held(name=rnd.choice(kinds), count=3), {}
    act, more = story.step()
    opens = isinstance(act, Step) and any(e.kind == "open" for e in story.plan.edges[act.name].step.then)
    if opens or not isinstance(act, Step):
        return None, {}
    everybody = tuple(Yes(p, "telefoon") for p in story.world.people)
    return replace(act, agreed=everybody, waive="zo was het"), more


def _last(world: World, case: str) -> int:
    with world.engine.database.read() as connection:
        return max(e.seq for e in counted(log.read(case, connection=connection)))


@pytest.mark.parametrize("workflow", workflows())
@STORY
@given(seed=SEEDS)
def test_the_order_of_telling_makes_no_difference(
    workflow: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same facts, told in other orders, with a worker that runs often or never, lead to the same case."""
    first = _world(workflow, tmp_path_factory)
    told = _walk(first, seed, 7)
    end = first.now + timedelta(days=30)
    shapes = []
    for number in range(3):
        world = _world(workflow, tmp_path_factory)
        rnd = random.Random(seed)
        case = world.open(rnd).case
        order = list(told)
        if number:
            random.Random(number).shuffle(order)
        world.now = end - timedelta(days=len(order) + 1)
        for act, on, more in order:
            world.tell(act, case, on, **more)
            world.now += timedelta(days=1)
            if number == 2:
                world.engine.tick()
        world.now = end
        shapes.append(_shape(world, case))
        assert world.engine.verify() == []
        world.engine.database.close()
    first.engine.database.close()
    assert shapes[1] == shapes[0]
    assert shapes[2] == shapes[0]


@pytest.mark.parametrize("workflow", workflows())
@STORY
@given(seed=SEEDS)
def test_a_worker_makes_no_difference(
    workflow: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One world ticks every week, the other never; both end alike, with the same clock lines."""
    shapes, fired = [], []
    for often in (True, False):
        world = _world(workflow, tmp_path_factory)
        story = Story(world, seed, world.open(random.Random(seed)).case)
        for _ in range(8):
            before = world.now
            story.turn()
            if often:
                after, world.now = world.now, before
                while world.now < after:
                    world.now = min(world.now + timedelta(days=7), after)
                    world.engine.tick()
        world.now += timedelta(days=400)
        world.engine.tick()
        shapes.append(_shape(world, story.case))
        fired.append(_fired(world, story.case))
        assert world.engine.verify() == []
        world.engine.database.close()
    assert shapes[0] == shapes[1]
    assert fired[0] == fired[1]


def _fired(world: World, case: str) -> list[tuple[str, str]]:
    """The clock lines that stand: fired and not taken back."""
    standing: dict[str, Event] = {}
    with world.engine.database.read() as connection:
        for event in log.read(case, connection=connection):
            if event.kind == "fired":
                standing[event.data["key"]] = event
            elif event.kind == "unfollowed":
                standing.pop(event.data["key"], None)
    return sorted((key, str(event.occurred)) for key, event in standing.items())
