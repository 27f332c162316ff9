"""The days that a report is about, and whether something that happened falls in them.

A date has a precision. What lies wholly in the period counts; what may lie outside it does not, and is
named. A fact without any date counts in the period in which it was told, so that it counts exactly once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from baz.definition.sentences import date_text
from baz.ground.clock import today_in_brussels
from baz.kernel.when import DAY, Stamp, When, day_of, stamp

Place = Literal["in", "out", "maybe", "undated"]
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
NO_MONTH = ""
"""The month of what is only known by its year, or not at all."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` up to and including `last`."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def end(self) -> Stamp:
        """The midnight that ends the last day: how far a case is followed."""
        return stamp(self.last, DAY)

    @property
    def year(self) -> int | None:
        """The year, when the period is exactly one."""
        return self.first.year if self == Period.of_year(self.first.year) else None

    def __str__(self) -> str:
        if self.first.year == self.last.year:
            return f"{self.first.day} {MONTHS[self.first.month - 1]} tot {date_text(self.last)}"
        return f"{date_text(self.first)} tot {date_text(self.last)}"

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def place(self, when: When, told: datetime | None = None) -> Place:
        """Where something lies that happened at `when` and was told at `told`."""
        earliest, latest = when.earliest, when.latest
        if earliest is None or latest is None:
            inside = told is not None and self.covers(today_in_brussels(told))
            return "undated" if inside else "out"
        start, end = day_of(earliest), day_of(latest)
        if self.first <= start and end <= self.last:
            return "in"
        return "out" if end < self.first or start > self.last else "maybe"

    def reached(self, when: When, told: datetime) -> bool:
        """Whether something can have happened before the period was over."""
        known = when.earliest if when.earliest is not None else stamp(today_in_brussels(told))
        return known < self.end

    def months(self) -> Iterator[str]:
        """Its months as `2021-03`, in order."""
        day = self.first.replace(day=1)
        while day <= self.last:
            yield day.isoformat()[:7]
            day = (day + timedelta(days=31)).replace(day=1)

    def month_title(self, month: str) -> str:
        """`maart`, with the year where the period spans several."""
        if month == NO_MONTH:
            return "maand onbekend"
        name = MONTHS[int(month[5:]) - 1]
        return name if self.first.year == self.last.year else f"{name} {month[:4]}"


def month_of(when: When) -> str:
    """`2021-03`, or `NO_MONTH` when only the year is known, or less."""
    if when.day is None or when.precision == "year":
        return NO_MONTH
    return when.day.isoformat()[:7]
