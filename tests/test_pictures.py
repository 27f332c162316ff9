"""docs/pages.md and its pictures agree."""

from __future__ import annotations

import re
from pathlib import Path

from pictures import FOLDER, SHOTS, WIDTHS

MOST = 1_500_000
"""How many bytes all pictures together may take."""
SHOWN = re.compile(r"!\[[^\]]+\]\(pictures/([^)]+)\)")


def test_every_picture_is_shown_and_every_picture_that_is_shown_is_there(root: Path) -> None:
    shown = SHOWN.findall((root / "docs" / "pages.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(file.name for file in FOLDER.iterdir())
    assert sorted(shown) == sorted(f"{name}-{width}.jpg" for name in SHOTS for width in WIDTHS)


def test_the_pictures_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < MOST
