"""Values as Dutch text, and sentences that hold values: `Er zijn minstens {params.min} mensen nodig.`"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Any, Final, Protocol

from baz.definition.values import OFF, Duration, Percent, Range
from baz.ground.words import in_words, spoken


class Unknown(Enum):
    """The one value for what cannot be known (erased, or its plugin is gone): not true, not false."""

    UNKNOWN = "niet bekend"

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false; ask `is True`, `is False` or `is UNKNOWN`")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
NOTHING: Final = None
"""Never filled in, never happened."""


class View(Protocol):
    """What a guard looks at: the facts of one case at one moment. The kernel gives it."""

    def read(self, path: tuple[str, ...]) -> Any:
        """The value at a path, `NOTHING` or `UNKNOWN`."""

    def call(self, name: str, args: tuple[Any, ...]) -> Any:
        """What a registered function answers: a yes or no, `NOTHING` or `UNKNOWN`."""


_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
_UNITS = {
    "hours": ("uur", "uur"),
    "working days": ("werkdag", "werkdagen"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
    "years": ("jaar", "jaar"),
}
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def duration_text(duration: Duration) -> str:
    """`14 days` is "14 dagen", `6..8 weeks` is "6 tot 8 weken"."""
    one, many = _UNITS[duration.unit]
    if duration.low != duration.high:
        return f"{duration.low} tot {duration.high} {many}"
    return f"{duration.low} {one if duration.low == 1 else many}"


def date_text(day: date) -> str:
    """`2021-03-01` is "1 maart 2021"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def times_text(count: int) -> str:
    """`1 keer`; Dutch keeps the singular after a number."""
    return f"{count} keer"


def value_text(value: Any) -> str:
    """Any value that a definition or a case can hold, in Dutch. Nothing and unknown are said in words."""
    match value:
        case None:
            return "nog niet ingevuld"
        case Unknown():
            return "niet meer bekend"
        case bool():
            return "ja" if value else "nee"
        case Duration():
            return duration_text(value)
        case Range():
            return f"{value.low} tot {value.high}"
        case Percent():
            return f"{value.number} %"
        case date():
            return date_text(value)
        case str():
            return spoken(value)
        case list() | tuple() | set() | frozenset():
            return in_words(value_text(v) for v in value) or "niets"
    return "uitgeschakeld" if value is OFF else str(value)


def render_sentence(text: str, view: View) -> str:
    """A sentence with each `{params.x}` or `{fields.x}` replaced by its value in Dutch.

    A placeholder that is no such path stays as it was written; `sentence_problems` reports it at load.
    """

    def value(found: re.Match[str]) -> str:
        path = tuple(found[1].strip().split("."))
        return value_text(view.read(path)) if path[0] in ("params", "fields") and len(path) > 1 else found[0]

    return PLACEHOLDER.sub(value, text)
