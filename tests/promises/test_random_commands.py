"""Random commands on every shipped workflow: the engine keeps its promises whatever people tell it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from baz.kernel.machine import BEGIN
from baz.store import log
from baz.store.tables import metadata
from promises.stories import Story
from promises.world import SEEDS, STORY, World, fresh, workflows


def _everything(world: World) -> list[tuple[object, ...]]:
    """Every row of every table, to see that a refusal leaves nothing."""
    with world.engine.database.read() as connection:
        return [tuple(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]


@pytest.mark.parametrize("workflow", workflows())
@STORY
@given(seed=SEEDS)
def test_no_command_breaks_a_case(workflow: str, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No illegal state, no lost or double line; a refused act changes nothing, the fold is the projection."""
    world = World.on(fresh(tmp_path_factory.mktemp("world")), workflow)
    rnd = random.Random(seed)
    story = Story(world, seed, world.open(rnd).case)
    plan = story.plan
    for _ in range(14):
        before = _everything(world)
        _, _, refusal = story.turn()
        if refusal is not None:
            assert _everything(world) == before, refusal
            continue
        view = world.engine.show(story.case, world.staff)
        assert view.state in plan.machines["main"].states
        for region, (state, _) in view.regions.items():
            assert state == BEGIN or state in plan.machines[region].states
        assert bool(view.ended_on) == bool(plan.final(view.state))
    with world.engine.database.read() as connection:
        told = [event.seq for event in log.read(story.case, connection=connection)]
    assert told == list(range(1, len(told) + 1))
    assert world.engine.verify() == []
    world.engine.database.close()
