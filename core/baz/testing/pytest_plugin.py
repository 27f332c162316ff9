"""Fixtures for who tests a workflow with stories. Take them over in `conftest.py`:

    from baz.testing.pytest_plugin import *

    def test_a_story(tell):
        played = tell("scenario: ...")
        assert not played.failures

Everything runs on SQLite; with `BAZ_TEST_DATABASE=postgresql` on a real PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from baz.engine.engine import Engine
from baz.ground.errors import BadInput
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store.database import Database, open_database
from baz.testing.databases import KINDS, MakeUrl, make_url, postgresql, sqlite_file
from baz.testing.player import Played, Player, Ticks
from baz.testing.scenario import load_story
from baz.testing.scratch import player_on

__all__ = [
    "installed",
    "make_url",
    "postgresql",
    "sqlite_file",
    "story_database",
    "story_engine",
    "story_player",
    "tell",
]

VARIABLE = "BAZ_TEST_DATABASE"


class Tell(Protocol):
    """Plays a scenario: its YAML, or the file that it stands in."""

    def __call__(self, story: str | Path, *, ticks: Ticks = "waits", batch: bool = False) -> Played:
        """How it went."""


def chosen_kind() -> str:
    """The kind of database that tests run on.

    Raises:
        BadInput: when the variable names another.
    """
    kind = os.environ.get(VARIABLE) or KINDS[0]
    if kind not in KINDS:
        raise BadInput(f"{VARIABLE} is '{kind}'; het kan {' of '.join(KINDS)} zijn.")
    return kind


@pytest.fixture(scope="session")
def installed() -> Catalogue:
    """Everything that is installed."""
    return assemble(Plugins.discover())


@pytest.fixture
def story_database(make_url: MakeUrl) -> Iterator[Database]:
    """A fresh database of the kind that was asked for."""
    with open_database(make_url(chosen_kind())) as database:
        yield database


@pytest.fixture
def story_player(story_database: Database, installed: Catalogue) -> Player:
    """A player on a fresh database, with everything that is installed."""
    return player_on(story_database, installed)


@pytest.fixture
def story_engine(story_player: Player) -> Engine:
    """The engine of the player, whose clock its stories move."""
    return story_player.engine


@pytest.fixture
def tell(story_player: Player, installed: Catalogue) -> Tell:
    """Plays a scenario on the fresh database."""

    def told(story: str | Path, *, ticks: Ticks = "waits", batch: bool = False) -> Played:
        text = story.read_text(encoding="utf-8") if isinstance(story, Path) else story
        file = str(story) if isinstance(story, Path) else "verhaal.yaml"
        story_player.ticks = ticks
        return story_player.play(load_story(text, file, installed), batch=batch)

    return told
