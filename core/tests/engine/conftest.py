from __future__ import annotations

import pytest

from baz.store.database import Database

from engine_world import World


@pytest.fixture
def world(database: Database) -> World:
    """A fresh world; each test runs on SQLite and on PostgreSQL."""
    return World.on(database)
