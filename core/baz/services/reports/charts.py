"""Small pictures: bars that lie in a table, and bars that stand beside one.

They have no viewBox: sideways they count in percentages, upwards in pixels, so that letters never shrink. Who
hears the page gets a title and a sentence; the numbers stand in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_HEIGHT = 150
_ROOM = 26
_INSIDE = 24
"""How high a bar must be before its number fits inside."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bar that stands: the word under it, its value (None: not shown) and the words for that; `now` for
    what the picture is about, softer for what was before."""

    label: str
    value: int | None
    text: str
    now: bool = True


def lying(value: int | None, most: int, before: int | None = None, *, twice: bool = False) -> str:
    """The bar of a row in a table, with a thin one for the year before when `twice`. Hidden from who hears
    the page: the cells before it say the numbers."""
    bars = "" if value is None else _lying("c1", value, most, 0, 13 if twice else 18)
    if twice and before is not None:
        bars += _lying("c2", before, most, 15, 6)
    return f'<svg aria-hidden="true">{bars}</svg>' if bars else ""


def _lying(kind: str, value: int, most: int, top: int, height: int) -> str:
    share = 100 * value / most if most else 0
    return f'<rect class="{kind}" width="{share:.1f}%" y="{top}" height="{height}" rx="2"/>'


def standing(
    key: str, title: str, said: str, columns: Sequence[Column], line: int | None = None, word: str = ""
) -> str:
    """Standing bars. `said` is the picture in a sentence; `line` is the target, with its `word`."""
    return "".join(_standing(key, title, said, columns, line, word))


def _standing(
    key: str, title: str, said: str, columns: Sequence[Column], line: int | None, word: str
) -> Iterator[str]:
    most = max([*(c.value or 0 for c in columns), line or 0, 1])
    ground = _ROOM + _HEIGHT
    yield f'<svg class="chart" height="{ground + 24}" role="img" aria-labelledby="{key}-t {key}-d">'
    told = f"{said} De cijfers staan in de tabel.".strip()
    yield f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(told)}</desc>'
    yield f'<line class="axis" x1="0" x2="100%" y1="{ground}" y2="{ground}"/>'
    width = 100 / max(len(columns), 1)
    for i, column in enumerate(columns):
        yield _column(i * width, width, _HEIGHT * (column.value or 0) / most, column)
    if line:
        y = ground - _HEIGHT * line / most
        yield f'<line class="target" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="strong" x="0" y="{y - 6:.1f}">{escape(word)}</text>'
    yield "</svg>"


def _column(left: float, width: float, height: float, column: Column) -> str:
    top, middle, ground = _ROOM + _HEIGHT - height, left + width / 2, _ROOM + _HEIGHT
    place = f'x="{left + width / 5:.2f}%" width="{width * 3 / 5:.2f}%" y="{top:.1f}" height="{height:.1f}"'
    bar = f'<rect class="{"c1" if column.now else "c2"}" {place} rx="4"/>' if height else ""
    inside = height >= _INSIDE
    kind = ' class="on strong"' if inside and column.now else ""
    above = f'<text{kind} x="{middle:.2f}%" y="{top + 18 if inside else top - 6:.1f}" text-anchor="middle">'
    under = f'<text class="dim" x="{middle:.2f}%" y="{ground + 20}" text-anchor="middle">'
    return f"{bar}{above}{escape(column.text)}</text>{under}{escape(column.label)}</text>"
