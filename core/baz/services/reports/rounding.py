"""What somebody from outside sees: numbers near the real ones.

Who holds two reports holds their difference: of two years, of two figures of which one has a condition more,
of the same year seen last week and today. So each number from outside is the nearest multiple of five, the
same one for the same number; and `masking` hides what can be worked out all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from baz.services.reports import wording
from baz.services.reports.figures import Conduct, Figure, Group, Report, Tile
from baz.services.reports.masking import LEAST, near
from baz.services.reports.small import COUNTS, LOOSE, conduct_quantity

NOTE = f"Van buiten de organisatie zie je elk aantal afgerond op {LEAST}. Samen kloppen ze dus niet precies."


def rounded(report: Report, own: frozenset[str]) -> Report:
    """A report of which no number is exact, but for `own`: the keys of numbers that the reader knows."""
    about = _Rounding(own)
    return replace(
        report,
        sections=tuple(
            replace(s, figures=tuple(about.figure(f) for f in s.figures)) for s in report.sections
        ),
        places=about.groups(report.places),
        models=about.groups(report.models),
        tiles=tuple(about.tile(t) for t in report.tiles),
        conduct=tuple(about.conduct(c) for c in report.conduct),
        note=" ".join(filter(None, (report.note, NOTE))),
    )


class _Rounding:
    def __init__(self, own: frozenset[str]) -> None:
        self.own = own

    def number(self, value: int | None, quantity: str) -> int | None:
        return value if value is None or quantity in self.own else near(value)

    def groups(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(replace(g, value=self.number(g.value, g.quantity), reached=None) for g in groups)

    def figure(self, figure: Figure) -> Figure:
        value = self.number(figure.value, figure.quantity)
        whole = self.number(figure.whole, figure.whole_quantity)
        share = (200 * value + whole) // (2 * whole) if whole and value is not None else None
        made = replace(
            figure, value=value, whole=whole, share=share, reached=None, groups=self.groups(figure.groups)
        )
        return replace(made, sentence=wording.sentence(made))

    def tile(self, tile: Tile) -> Tile:
        return replace(tile, value=self.number(tile.value, tile.quantity))

    def conduct(self, conduct: Conduct) -> Conduct:
        mine = conduct_quantity(conduct.workflow, "existed")
        shown: dict[str, Any] = {
            n: self.number(getattr(conduct, n), conduct_quantity(conduct.workflow, n)) for n in COUNTS
        }
        shown |= {n: self.number(getattr(conduct, n), mine) for n in LOOSE}
        return replace(conduct, **shown)
