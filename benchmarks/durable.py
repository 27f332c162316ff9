"""A durable step through the engine, against its own statements written with the bare `sqlite3` module.

The statements are written down while the engine takes the same steps on a copy of the database, so that the
bare run executes exactly what the engine executes: reads, writes, BEGIN IMMEDIATE and COMMIT with
`synchronous=FULL`, and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event

from baz.engine.engine import Engine
from baz.plugins.catalogue import Catalogue
from baz.store import prepared
from benchmarks import world
from benchmarks.table import Row, median

Statement = tuple[str, Any, bool]
PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-32000",
    "temp_store=MEMORY",
    "journal_mode=WAL",
)
ROUND = 50


class _Notebook:
    """A cursor that writes down what it is asked."""

    def __init__(self, cursor: Any, pages: list[Statement]) -> None:
        self._cursor, self._pages = cursor, pages

    def execute(self, text: str, values: Any = ()) -> Any:
        self._pages.append((text, values, False))
        return self._cursor.execute(text, values)

    def executemany(self, text: str, rows: Any) -> Any:
        self._pages.append((text, list(rows), True))
        return self._cursor.executemany(text, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@contextmanager
def _listening(engine: Engine, pages: list[Statement]) -> Iterator[None]:
    plain = prepared._cursor

    def note(_c: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool) -> None:
        pages.append((text, values, many))

    prepared._cursor = lambda connection: _Notebook(plain(connection), pages)
    event.listen(engine.database._writer, "before_cursor_execute", note)
    try:
        yield
    finally:
        prepared._cursor = plain
        event.remove(engine.database._writer, "before_cursor_execute", note)


def statements(path: Path, known: Catalogue, cases: Sequence[str]) -> list[list[Statement]]:
    """What the engine executes for a step of each of these cases."""
    found = []
    with world.opened(path, known) as engine:
        for case in cases:
            pages: list[Statement] = []
            with _listening(engine, pages):
                engine.perform(world.step(case))
            found.append(pages)
    return found


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _write(connection: sqlite3.Connection, steps: Sequence[list[Statement]]) -> None:
    for pages in steps:
        connection.execute("BEGIN IMMEDIATE")
        cursor = connection.cursor()
        for text, values, many in pages:
            if many:
                cursor.executemany(text, values)
            else:
                cursor.execute(text, values).fetchall()
        connection.execute("COMMIT")


def measure(folder: Path, known: Catalogue, rounds: int = 6) -> tuple[Row, float]:
    """The row of the table, and the engine's durable steps per second."""
    start = folder / "start.db"
    cases = world.prepare(start, known, ROUND * (rounds + 1))
    written = statements(world.copy(start, "noted.db"), known, cases)
    plain = _bare(world.copy(start, "bare.db"))
    ours: list[float] = []
    bare: list[float] = []
    with world.opened(world.copy(start, "engine.db"), known) as engine:
        for number in range(rounds + 1):
            part = slice(number * ROUND, (number + 1) * ROUND)
            begun = perf_counter()
            for case in cases[part]:
                engine.perform(world.step(case))
            between = perf_counter()
            _write(plain, written[part])
            ended = perf_counter()
            if number:  # the first round only warms up
                ours.append(ROUND / (between - begun))
                bare.append(ROUND / (ended - between))
    plain.close()
    count = median([len(s) for s in written])
    row = Row(
        "durable step", median(ours), f"its own {count:.0f} statements, bare sqlite3", median(bare), 0.5
    )
    return row, median(ours)
