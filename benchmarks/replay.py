"""Replay and import: many steps in one transaction, against single durable steps."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from baz.plugins.catalogue import Catalogue
from benchmarks import world
from benchmarks.table import Row

CASES = 600


def measure(folder: Path, known: Catalogue, durable: float) -> Row:
    """The row of the table; `durable` is how many single steps went through in a second."""
    path = folder / "replay.db"
    cases = world.prepare(path, known, CASES)
    with world.opened(path, known) as engine:
        begun = perf_counter()
        with engine.batch():
            for case in cases:
                engine.perform(world.step(case))
        taken = perf_counter() - begun
    return Row("replay, import", CASES / taken, "single durable steps", durable, 10)
