"""A small workflow of our own, and stories about it that are played on a fresh database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from baz.api import Organisation, hookimpl
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.testing.player import Played, Player
from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player

FOLDER = Path(__file__).parent / "proef"
HEAD = """
scenario: {name}
title: Een verhaal
workflow: {workflow}
organisation: proef
people:
  mia: {{name: Mia, kind: staff}}
  an: {{name: An, kind: person}}
  bo: {{name: Bo, kind: person}}
steps:
"""
Play = Callable[..., Played]


class Proef:
    """A plugin as an object: an organisation with one workflow about persons and one about nobody."""

    @hookimpl
    def baz_organisation(self) -> Organisation:
        roles, rights = ("medewerker", "kijker"), {"kijker": "rapport"}
        return Organisation(key="proef", name="De Proef", hue=10, staff_roles=roles, rights=rights)

    @hookimpl
    def baz_workflows(self) -> list[Path]:
        return [FOLDER / "workflows"]

    @hookimpl
    def baz_letters(self) -> list[Path]:
        return [FOLDER / "letters"]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """What core and the plugin of these tests give."""
    plugins = Plugins.discover(found=[])
    plugins.register("proef", Proef())
    found = assemble(plugins)
    assert [str(f) for f in found.failures] == []
    assert [p.message for p in found.problems] == []
    return found


@pytest.fixture
def player(catalogue: Catalogue) -> Iterator[Player]:
    """A player on a database of its own."""
    with ExitStack() as stack:
        yield stack.enter_context(scratch_player(catalogue))


@pytest.fixture
def play(player: Player, catalogue: Catalogue) -> Play:
    """`play(steps)`: tell a story about a circle; every step must go as it says."""
    numbers = iter(range(1, 1000))

    def tell(steps: str, workflow: str = "proef/kring", failures: int = 0) -> Played:
        name = f"verhaal_{next(numbers)}"
        text = HEAD.format(name=name, workflow=workflow) + steps
        played = player.play(load_story(text, f"{name}.yaml", catalogue))
        assert len(played.failures) == failures, [str(f) for f in played.failures]
        return played

    return tell
