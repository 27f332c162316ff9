"""Small pictures for the page: bars that lie and bars that stand. A table beside them has the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from baz.services.reports.figures import Group

_HEIGHT = 150
_ROOM = 22


def lying(value: int, most: int) -> str:
    """One bar of a row in a table, hidden from who hears the page: the cell before it says the number."""
    share = 100 * value / most if most else 0
    return f'<svg aria-hidden="true"><rect class="c1" width="{share:.1f}%" height="18" rx="3"/></svg>'


def standing(key: str, title: str, groups: Sequence[Group], letters: Sequence[str], line: int | None) -> str:
    """Standing bars, one for each group; `line` is the target. Sideways in percentages, upwards in pixels, so
    that letters never shrink."""
    return "".join(_standing(key, title, groups, letters, line))


def _standing(
    key: str, title: str, groups: Sequence[Group], letters: Sequence[str], line: int | None
) -> Iterator[str]:
    most = max([*(g.value or 0 for g in groups), line or 0, 1])
    ground = _ROOM + _HEIGHT
    yield f'<svg class="chart" height="{ground + 24}" role="img" aria-labelledby="{key}-t {key}-d">'
    yield f'<title id="{key}-t">{escape(title)}</title>'
    yield f'<desc id="{key}-d">De cijfers staan in de tabel.{f" Het doel is {line}." if line else ""}</desc>'
    yield f'<line class="axis" x1="0" x2="100%" y1="{ground}" y2="{ground}"/>'
    width = 100 / max(len(groups), 1)
    for i, (group, letter) in enumerate(zip(groups, letters, strict=True)):
        yield _one(i * width, width, _HEIGHT * (group.value or 0) / most, str(group.value or 0), letter)
    if line:
        y = ground - _HEIGHT * line / most
        yield f'<line class="target" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield "</svg>"


def _one(left: float, width: float, height: float, number: str, letter: str) -> str:
    top, middle = _ROOM + _HEIGHT - height, left + width / 2
    box = f'x="{left + width / 5:.2f}%" width="{width * 3 / 5:.2f}%" y="{top:.1f}" height="{height:.1f}"'
    above = f'<text x="{middle:.2f}%" y="{top - 6:.1f}" text-anchor="middle">{number}</text>'
    place = f'x="{middle:.2f}%" y="{_ROOM + _HEIGHT + 20}"'
    under = f'<text class="dim" {place} text-anchor="middle">{escape(letter)}</text>'
    return f'<rect class="c1" {box} rx="4"/>{above}{under}'
