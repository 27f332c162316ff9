"""A scenario as frozen values: people, steps with dates, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from baz.definition.source import Node
from baz.definition.values import Duration
from baz.kernel.calendar import add
from baz.kernel.when import When, day_of

PersonKind = Literal["person", "volunteer", "staff", "professional", "organisation"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the story. `of`: the organisation whose staff a `staff` is; empty means the story's own.
    `role`: as what she works there; empty means the first of its staff roles."""

    key: str
    name: str
    kind: PersonKind = "person"
    of: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    role: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """What must be so. `what` holds only the keys that were written, `lines` the line of each."""

    line: int
    what: Mapping[str, Any]
    lines: Mapping[str, int]
    case: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a story, as it was told.

    `verb` is the kind of step (`open`, `step`, `meet`, ...), `name` what stands behind it. With `refused` it
    must be refused, with `because` in one of the reasons. `on` None: an act, at the moment that it is told.
    `more` holds the verb's other keys as plain values.
    """

    number: int
    line: int
    verb: str
    name: str
    told: date
    on: When | None = None
    refused: bool = False
    because: str = ""
    case: str = ""
    by: str = ""
    behalf: str = ""
    how: str = ""
    note: str = ""
    label: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    expects: tuple[Expect, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A whole scenario. `file` is where it was read, for messages; `replay` the year it belongs to,
    `demo` whether `baz demo` shows it."""

    key: str
    title: str
    workflow: str
    organisation: str
    file: str
    people: Mapping[str, Person]
    steps: tuple[Entry, ...]
    source: str = ""
    replay: int | None = None
    demo: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which something of it was told."""
        return self.steps[0].told, self.steps[-1].told


def told_on(on: When | None, before: date | None) -> date | None:
    """The day on which a step was told when the story does not say: the day it happened, or the day of the
    step before when that is later. What happened in a month or a year that begins later was told on its first
    day, or on its last when nothing was told before. None when nobody can say."""
    if on is None or on.earliest is None or on.latest is None:
        return before
    if before is None:
        return day_of(on.latest)
    return max(before, day_of(on.earliest))


def later(day: date, duration: Duration) -> date:
    """The day so much later; only days, weeks, months and years make sense in a story."""
    return add(day, duration.high, duration.unit) if duration.unit != "hours" else day + timedelta(days=1)


def plain(node: Node) -> Any:
    """A node as text, yes or no, None, lists and mappings."""
    if node.kind == "map":
        return {key: plain(value) for key, value in node.entries.items()}
    return [plain(item) for item in node.items] if node.kind == "list" else node.value
