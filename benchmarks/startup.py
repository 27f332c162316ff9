"""How long `baz --help` takes, against `python -c "import click"`."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from benchmarks.table import Row, median

TIMES = 11


def _seconds(*words: str) -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def measure() -> Row:
    """The row of the table."""
    _seconds("-m", "baz.cli.main", "--help")
    pairs = [(_seconds("-m", "baz.cli.main", "--help"), _seconds("-c", "import click")) for _ in range(TIMES)]
    return Row(
        "baz --help", median([a for a, _ in pairs]), "import click", median([b for _, b in pairs]), 1.5, True
    )
