"""Values that a definition can hold: durations, ranges, percentages and `off`.

A duration is a number of hours, working days, days, weeks, months or years. A range such as
`6..8 weeks` is one duration with two bounds; where a single length is needed, `due` and `after`
take its end, `before` its beginning (grammar, rule 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

UNITS: Final = ("hours", "working days", "days", "weeks", "months", "years")
_SINGULAR: Final = {u[:-1]: u for u in UNITS}
_DURATION: Final = re.compile(
    r"^(\d{1,4})(?:\.\.(\d{1,4}))? (hours?|working days?|days?|weeks?|months?|years?)$"
)
_RANGE: Final = re.compile(r"^(\d{1,6})\.\.(\d{1,6})$")


class Off(Enum):
    """The one value `off`: it makes what names the parameter absent."""

    OFF = "off"

    def __repr__(self) -> str:
        return "off"


OFF: Final = Off.OFF


@dataclass(frozen=True, slots=True)
class Duration:
    """`low` to `high` (inclusive) of `unit`; a plain duration has low == high."""

    low: int
    high: int
    unit: str

    def __str__(self) -> str:
        span = str(self.low) if self.low == self.high else f"{self.low}..{self.high}"
        return f"{span} {self.unit}"

    @property
    def zero(self) -> bool:
        """Whether it is no time at all."""
        return self.high == 0


@dataclass(frozen=True, slots=True)
class Range:
    """Two whole numbers, both inclusive."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage as a whole number, 80 for 80%."""

    number: int

    def __str__(self) -> str:
        return f"{self.number}%"


ParameterValue = Duration | Range | Percent | int | bool | date | Off


def parse_duration(text: str) -> Duration | None:
    """`14 days`, `6..8 weeks`, `1 months` -> Duration; None when the text is none."""
    m = _DURATION.match(text)
    if not m:
        return None
    low = int(m[1])
    high = int(m[2]) if m[2] else low
    if high < low:
        return None
    return Duration(low, high, _SINGULAR.get(m[3], m[3]))


def parse_value(text: str) -> ParameterValue | None:
    """The value of a parameter from its text, or None when it is none of the known kinds."""
    if text == "off":
        return OFF
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if m := re.fullmatch(r"(\d{1,3})%", text):
        return Percent(int(m[1]))
    if m := _RANGE.match(text):
        return Range(int(m[1]), int(m[2])) if int(m[1]) <= int(m[2]) else None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return parse_duration(text)
