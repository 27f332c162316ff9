"""What was found when every page was looked at (`make accessibility`), for the page that says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Statement:
    """How many pages were looked at, at which widths, and what was found on which: (page, width, rule)."""

    pages: int
    widths: tuple[int, ...]
    problems: tuple[tuple[str, int, str], ...]
    version: str


@cache
def statement() -> Statement | None:
    """What was found last; None where nobody looked yet."""
    file = files("baz.web") / "accessible.json"
    if not file.is_file():
        return None
    found = json.loads(file.read_text(encoding="utf-8"))
    lines = found["pages"]
    return Statement(
        len({line["page"] for line in lines}),
        tuple(sorted({line["width"] for line in lines})),
        tuple((line["page"], line["width"], rule) for line in lines for rule in line["found"]),
        found["axe"],
    )
