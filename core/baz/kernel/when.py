"""When something happened, as precisely as it is known.

Inside the kernel a moment is a `Stamp`: whole minutes of Brussels wall-clock time, counted as
`day.toordinal() * 1440 + minute`. A due day ends at minute 1440, which is the next day's 0.
A fact has an interval [`earliest`, `latest`] of stamps; it takes place at the first moment in
it where it is legal (docs/decisions/0002).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from baz.ground.clock import BRUSSELS

Stamp = int
DAY = 1440
Precision = Literal["minute", "day", "month", "year", "unknown"]
_TEXT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d))?)?)?$")


def stamp(day: date, minute: int = 0) -> Stamp:
    """The stamp of a day and a minute of it (0 to 1440)."""
    return day.toordinal() * DAY + minute


def day_of(at: Stamp) -> date:
    """The calendar day that a stamp lies in."""
    return date.fromordinal(at // DAY)


def due_day(at: Stamp) -> date:
    """The day of a due stamp: one that ends at midnight belongs to the day that ends."""
    return date.fromordinal((at - 1) // DAY)


def stamp_of(moment: datetime) -> Stamp:
    """The stamp of an aware moment, in Brussels time."""
    local = moment.astimezone(BRUSSELS)
    return stamp(local.date(), local.hour * 60 + local.minute)


def moment_of(at: Stamp) -> datetime:
    """The aware moment of a stamp, in Brussels time."""
    return datetime.combine(day_of(at), time(), BRUSSELS) + timedelta(minutes=at % DAY)


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision. `day` is the first day of the month or year; None when unknown."""

    day: date | None
    precision: Precision = "day"
    minute: int = 0

    @classmethod
    def parse(cls, text: str) -> When:
        """`2021-01-13`, `2021-01-13T19:30`, `2021-01`, `2021` or `?`.

        Raises:
            ValueError: when the text is none of these.
        """
        if text == "?":
            return cls(None, "unknown")
        m = _TEXT.match(text)
        if not m:
            raise ValueError(f"'{text}' is geen datum; schrijf 2021-01-13, 2021-01, 2021 of ?")
        year, month, day, hour, minute = (int(g) if g else 0 for g in m.groups())
        if m[4] is not None:
            if hour > 23 or minute > 59:
                raise ValueError(f"'{text}' heeft een uur dat niet bestaat")
            return cls(date(year, month, day), "minute", hour * 60 + minute)
        precision: Precision = "day" if day else "month" if month else "year"
        return cls(date(year, month or 1, day or 1), precision)

    @classmethod
    def at(cls, moment: datetime) -> When:
        """Exactly at an aware moment."""
        local = moment.astimezone(BRUSSELS)
        return cls(local.date(), "minute", local.hour * 60 + local.minute)

    def __str__(self) -> str:
        if self.day is None:
            return "?"
        iso = self.day.isoformat()
        match self.precision:
            case "minute":
                return f"{iso}T{self.minute // 60:02}:{self.minute % 60:02}"
            case "month":
                return iso[:7]
            case "year":
                return iso[:4]
        return iso

    @property
    def timed(self) -> bool:
        """Whether the hour is known."""
        return self.precision == "minute"

    @property
    def earliest(self) -> Stamp | None:
        """First stamp at which it may have happened; None when nothing is known."""
        return None if self.day is None else stamp(self.day, self.minute)

    @property
    def latest(self) -> Stamp | None:
        """Last stamp at which it may have happened; None when nothing is known."""
        if self.day is None:
            return None
        match self.precision:
            case "minute":
                return stamp(self.day, self.minute)
            case "day":
                return stamp(self.day, DAY - 1)
            case "month":
                return stamp(
                    self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1]), DAY - 1
                )
        return stamp(self.day.replace(month=12, day=31), DAY - 1)
