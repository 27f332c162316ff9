"""Belgian working days, and durations counted on stamps.

A due day ends at midnight in Brussels; with hours a moment has a time (grammar, rule 2).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

import holidays

from baz.definition.values import Duration
from baz.kernel.when import DAY, Stamp, day_of, moment_of, stamp, stamp_of


@cache
def _holidays(year: int) -> frozenset[date]:
    """The ten legal holidays of Belgium (law of 4 January 1974 and its royal decree)."""
    return frozenset(holidays.country_holidays("BE", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no legal holiday in Belgium."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add(day: date, number: int, unit: str) -> date:
    """`number` (may be negative) of `unit` from `day`; months and years clamp to the end of the month."""
    match unit:
        case "days":
            return day + timedelta(days=number)
        case "weeks":
            return day + timedelta(weeks=number)
        case "months" | "years":
            months = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        case "working days":
            return _add_working(day, number)
    raise ValueError(f"no day unit: {unit}")


def _add_working(day: date, number: int) -> date:
    one = timedelta(days=1 if number >= 0 else -1)
    left = abs(number)
    while left:
        day += one
        if is_working_day(day):
            left -= 1
    return day


def due(anchor: Stamp, duration: Duration | None, direction: str = "after") -> Stamp:
    """When a moment falls: the anchor itself, the hour, or the end of the day that the duration leads to."""
    if duration is None:
        return anchor
    number = duration.high if direction == "after" else -duration.low
    if duration.unit == "hours":
        return stamp_of(moment_of(anchor) + timedelta(hours=number))
    return stamp(add(day_of(anchor), number, duration.unit), DAY)
