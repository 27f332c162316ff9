"""Measure everything and print the table. Ends with 0 whatever it finds: a busy machine is no mistake."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import durable, memory, pages, replay, reporting, startup, world
from benchmarks.table import show


def main() -> None:
    """Every row, one after the other."""
    known = world.catalogue()
    # beside the code and not in /tmp, which may lie in memory: a durable step waits for the disk
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        step, speed = durable.measure(Path(folder), known)
        rows = [step, memory.measure(known), replay.measure(Path(folder), known, speed)]
        rows += [*reporting.measure(Path(folder), known), startup.measure(), *pages.measure(Path(folder))]
    print(show(rows))


if __name__ == "__main__":
    main()
