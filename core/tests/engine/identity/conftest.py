from __future__ import annotations

from collections.abc import Callable

import pytest
from engine_world import World

from baz.engine.identity import links, persons, sessions
from baz.engine.identity.sessions import Opened


@pytest.fixture
def ada(world: World) -> str:
    """The manager of huis."""
    world.people["ada"] = world.people["baas"]
    return world.people["ada"]


@pytest.fixture
def sign_in(world: World) -> Callable[..., Opened]:
    """Signs somebody in by a link."""

    def sign(name: str, *, remember: bool = False, earlier: str = "", device: str = "Firefox") -> Opened:
        with world.engine.work() as work:
            who = persons.person(work, world.people[name])
            assert who is not None
            secret = links.give(work, who, "mail", remember=remember).secret
            return links.use(work, secret, device=device, earlier=earlier)

    return sign


@pytest.fixture
def devices(world: World) -> Callable[[str], list[sessions.Device]]:
    """Where somebody is signed in."""

    def found(name: str) -> list[sessions.Device]:
        with world.engine.reading() as work:
            return sessions.devices(work, world.people[name])

    return found
