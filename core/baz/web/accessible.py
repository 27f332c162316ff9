"""What was found when every page was looked at (`make accessibility`), for the page that says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Statement:
    """How many pages were looked at, at which widths, and what was found on which: (address, width, rule)."""

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
    told = json.loads(file.read_text(encoding="utf-8"))
    problems = [(line["page"], width, rule) for line in told["pages"] for width, rule in line["found"]]
    return Statement(
        sum(line["looked_at"] for line in told["pages"]), tuple(told["widths"]), tuple(problems), told["axe"]
    )
