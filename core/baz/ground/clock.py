"""The only place that asks what time it is, and the calendar zone that due days live in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

Clock = Callable[[], datetime]
"""Gives an aware UTC moment. Tests, scenarios and the demo inject one."""


def system_clock() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def today_in_brussels(moment: datetime) -> date:
    """The calendar day in Brussels at an aware moment."""
    return moment.astimezone(BRUSSELS).date()
