"""The repository as the cross tests see it."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from town import Town, build, opened

from baz.testing.databases import *  # noqa: F403  # the fixtures, and nothing else
from baz.testing.plugins import *  # noqa: F403  # the fixture, and nothing else

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder."""
    return ROOT


@pytest.fixture(scope="session")
def committed(root: Path) -> dict[str, str]:
    """Every text file that git knows, by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True)
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        if path.is_file():
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database in which the stories of today were told: once in a run, however many workers it has."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    done = base / "dorp"
    with (base / "dorp.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other worker waits, and finds it
        if not done.exists():
            build(tmp_path_factory.mktemp("dorp")).parent.rename(done)
    return done / "dorp.db"


@pytest.fixture
def town(told: Path, tmp_path: Path) -> Iterator[Town]:
    """The demo, for one test."""
    with opened(told, tmp_path) as found:
        yield found
