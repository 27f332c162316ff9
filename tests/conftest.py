"""The repository as the cross tests see it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

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
