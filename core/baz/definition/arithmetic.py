"""Calendar arithmetic on plain dates: a date and a duration make a date.

Pure, and without holidays of its own: whoever knows them passes `is_working_day`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from baz.definition.values import Duration

WorkingDay = Callable[[date], bool]
Sign = Literal[1, -1]
_MONTHS = {"months": 1, "years": 12}
_DAYS = {"days": 1, "weeks": 7}


def is_weekday(day: date) -> bool:
    """Monday to Friday; the default where nobody passes the holidays."""
    return day.weekday() < 5


def add_duration(
    day: date, duration: Duration, sign: Sign = 1, is_working_day: WorkingDay = is_weekday
) -> date:
    """The date that lies `duration` after (`sign` 1) or before (`sign` -1) a day.

    A range takes its end going forward and its beginning going back (grammar, rule 2). Months and years
    that would end on a day that does not exist end on the last day of that month. A date has no hours:
    each begun 24 of them count as a day. What would leave the calendar stops at its first or last day.
    """
    count = duration.high if sign == 1 else duration.low
    try:
        if months := _MONTHS.get(duration.unit):
            return _add_months(day, sign * count * months)
        if days := _DAYS.get(duration.unit):
            return day + timedelta(days=sign * count * days)
        if duration.unit == "hours":
            return day + timedelta(days=sign * -(-count // 24))
        return _add_working_days(day, count, sign, is_working_day)
    except (OverflowError, ValueError):
        return date.max if sign == 1 else date.min


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _add_working_days(day: date, count: int, sign: Sign, is_working_day: WorkingDay) -> date:
    step = timedelta(days=sign)
    while count:
        day += step
        count -= is_working_day(day)
    return day
