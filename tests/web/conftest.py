from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from town import Town, build, opened


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database in which the stories of today were told."""
    return build(tmp_path_factory.mktemp("dorp"))


@pytest.fixture
def town(told: Path, tmp_path: Path) -> Iterator[Town]:
    """The demo, for one test."""
    with opened(told, tmp_path) as found:
        yield found
