"""A database for once, with an engine whose clock a story moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from baz.engine.engine import Engine
from baz.plugins.catalogue import Catalogue
from baz.store.database import Database, open_database
from baz.store.ids import Ids, NumberedIds
from baz.store.schema import migrate
from baz.testing.player import Player, Progress, StoryClock, Ticks


def player_on(
    database: Database,
    catalogue: Catalogue,
    *,
    ids: Ids | None = None,
    ticks: Ticks = "waits",
    looking: bool = True,
    progress: Progress | None = None,
) -> Player:
    """A player on an open database. `ids` are numbered ones unless given: never use those for real people."""
    clock = StoryClock()
    engine = Engine(database, catalogue, clock=clock, ids=ids or NumberedIds())
    return Player(engine, clock, ticks=ticks, looking=looking, progress=progress)


@contextmanager
def scratch_player(
    catalogue: Catalogue, *, ticks: Ticks = "waits", progress: Progress | None = None
) -> Iterator[Player]:
    """A player on a database of its own, which is gone when the block ends."""
    with TemporaryDirectory(prefix="baz-play-") as folder:
        path = str(Path(folder) / "play.db")
        migrate(path)
        database = open_database(path)
        try:
            yield player_on(database, catalogue, ticks=ticks, progress=progress)
        finally:
            database.close()
