"""Parts of a panel as their templates want them: what kind of part it is, and points of a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from baz.plugins.panels import Bars, Cell, Part, Tick
from baz.services.reports import charts
from baz.services.reports.charts import Column

_NUMBER = re.compile(r"[+−]?\s?\d+(,\d+)?( %)?")
CORNERS = ((-1, -1), (-1, 1), (1, 1), (1, -1))
"""The four roles from top left against the clock: left and up are below nought."""
MIDDLE, REACH, MOST = (170, 157), 20.0, 10
"""The middle of the picture and how many pixels a piece is, along each axis."""


def kind(part: Part) -> str:
    """The name of the macro that draws a part."""
    return type(part).__name__.lower()


def number(cell: Cell) -> bool:
    """Whether a cell stands right: a number, also one in words such as `+ 1,6` or `84 %`."""
    return isinstance(cell, int) or (isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None)


def tick(cell: Cell) -> bool:
    """Whether a cell is a yes or no."""
    return isinstance(cell, Tick)


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the two shapes of a scan: its way and its points."""

    way: str
    points: tuple[tuple[int, int], ...]


def shape(numbers: tuple[float, ...]) -> Shape | None:
    """Pieces over four roles as a shape; None when nothing is known."""
    if len(numbers) != len(CORNERS):
        return None
    points = tuple(
        (round(MIDDLE[0] + x * REACH * _held(n)), round(MIDDLE[1] + y * REACH * _held(n) * 0.85))
        for (x, y), n in zip(CORNERS, numbers, strict=True)
    )
    return Shape("M" + "L".join(f"{x} {y}" for x, y in points) + "Z", points)


def _held(number: float) -> float:
    """Within the picture; four pieces in one corner are already far out."""
    return float(min(max(number, 0), MOST) ** 0.8) * 1.2


def bars(part: Bars, key: str) -> str:
    """A picture of standing bars."""
    columns = [Column(label, n, str(n)) for label, n in part.bars]
    return charts.standing(key, part.title, part.said, columns)


def drawing() -> dict[str, Any]:
    """What the templates of panels use."""
    return {"part_kind": kind, "is_number": number, "is_tick": tick, "scan_shape": shape, "draw_bars": bars}
