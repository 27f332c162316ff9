from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing_world import Pages
from engine_world import World
from web_world import Web, web_on

from baz.store.database import open_database
from baz.testing.databases import MakeUrl


@pytest.fixture
def web(make_url: MakeUrl, tmp_path: Path) -> Iterator[Web]:
    """The town on the web, on SQLite: what differs between databases is tested below the pages."""
    database = open_database(make_url("sqlite"))
    with web_on(database, tmp_path) as found:
        yield found
    database.close()


@pytest.fixture
def world(make_url: MakeUrl) -> Iterator[World]:
    """A fresh world, on SQLite."""
    database = open_database(make_url("sqlite"))
    yield World.on(database)
    database.close()


@pytest.fixture
def pages(world: World, tmp_path: Path) -> Pages:
    """The pages over it, for browsers."""
    return Pages(world, tmp_path)
