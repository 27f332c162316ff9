"""The same stories, told on SQLite and on a real PostgreSQL, give the same log to the last byte."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from baz.store import cases, log
from baz.store.database import open_database
from baz.testing.databases import MakeUrl
from promises.stories import Story
from promises.world import World, workflows


def _hashes(url: str, workflow: str, seed: int) -> tuple[list[str], list[str]]:
    world = World.on(open_database(url), workflow)
    story = Story(world, seed, world.open(random.Random(seed)).case)
    for _ in range(12):
        story.turn()
    world.now += timedelta(days=500)
    world.engine.tick()
    problems = world.engine.verify()
    with world.engine.database.read() as connection:
        found = [
            h for case in cases.ids(connection=connection) for h in log.hashes(case, connection=connection)
        ]
    world.engine.database.close()
    return found, problems


@pytest.mark.parametrize("workflow", workflows())
def test_both_databases_keep_the_same_log(workflow: str, make_url: MakeUrl) -> None:
    """A story of a dozen commands: the hash chains agree, and both verify."""
    for seed in range(1):
        sqlite, bad = _hashes(make_url("sqlite"), workflow, seed)
        postgresql, worse = _hashes(make_url("postgresql"), workflow, seed)
        assert sqlite == postgresql
        assert len(sqlite) > 3
        assert bad == worse == []
