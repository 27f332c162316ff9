"""The table that is printed: what, how fast, against what, the ratio and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median as _median


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `ours` and `reference` are per second; with `most` the ratio may be at most the aim
    (then they are seconds), else at least."""

    what: str
    ours: float
    against: str
    reference: float
    aim: float
    most: bool = False

    @property
    def ratio(self) -> float:
        """Ours over the reference."""
        return self.ours / self.reference

    @property
    def good(self) -> bool:
        """Whether the aim is met."""
        return self.ratio <= self.aim if self.most else self.ratio >= self.aim

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        unit = (lambda v: f"{v * 1000:.0f} ms") if self.most else (lambda v: f"{v:,.0f}/s".replace(",", " "))
        aim = f"{'at most' if self.most else 'at least'} {self.aim:g}"
        verdict = "yes" if self.good else "no"
        return (
            self.what,
            unit(self.ours),
            self.against,
            unit(self.reference),
            f"{self.ratio:.2f}",
            aim,
            verdict,
        )


HEAD = ("what", "ours", "reference", "its speed", "ratio", "aim", "met")


def show(rows: Sequence[Row]) -> str:
    """The table as text."""
    lines = [HEAD, *(r.cells() for r in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    shown = [
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
    ]
    return "\n".join([shown[0], "-" * max(map(len, shown)), *shown[1:]])


def median(numbers: Sequence[float]) -> float:
    """The middle one."""
    return float(_median(numbers))
