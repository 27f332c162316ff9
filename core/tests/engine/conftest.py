from __future__ import annotations

import pytest
from engine_world import World

from baz.store.database import Database


@pytest.fixture
def world(database: Database) -> World:
    """A fresh world; each test runs on SQLite and on PostgreSQL."""
    return World.on(database)
