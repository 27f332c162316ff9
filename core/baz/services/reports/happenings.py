"""What happened in one folded case, each with the date that people gave and its precision.

A run knows stamps; how precisely people knew them stands in the log. What the clock did has the day on
which it was due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from baz.kernel.acts import Event
from baz.kernel.facts import Look
from baz.kernel.run import Run
from baz.kernel.when import Stamp, When, day_of

Sort = Literal["opened", "ended", "paused", "steps", "meetings", "jumped", "waived"]
_STEPS = ("step", "opened", "agreed")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that can be counted. `name` is the step, kind of meeting, outcome or reason; `values` are
    those of a meeting."""

    sort: Sort
    name: str
    when: When
    told: datetime | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A case as a report sees it: how it stood at the end of the period (`look`), and what happened. `due`:
    when its own clock next has something to do; `loose`: what the clock does depends on more than its log."""

    case: str
    organisation: str
    look: Look
    happenings: tuple[Happening, ...]
    held: int = 0
    due: Stamp | None = None
    loose: bool = False

    @property
    def run(self) -> Run:
        """The folded case."""
        return self.look.run


class _Facts:
    """The facts that took place, by where the fold placed them."""

    def __init__(self, run: Run, events: Iterable[Event]) -> None:
        self.by_seq: dict[int, Event] = {}
        self._placed: dict[tuple[str, str, Stamp], list[Event]] = {}
        for event in events:
            if event.seq in run.placed:
                self.by_seq[event.seq] = event
                kind = "step" if event.kind in _STEPS else event.kind
                self._placed.setdefault((kind, event.name, run.placed[event.seq]), []).append(event)

    def take(self, kind: str, name: str, at: Stamp) -> Event | None:
        """The fact that stands here; each is given once."""
        found = self._placed.get((kind, name, at))
        return found.pop(0) if found else None

    def peek(self, kind: str, name: str, at: Stamp) -> Event | None:
        """The fact that stands here, without using it up."""
        found = self._placed.get((kind, name, at))
        return found[0] if found else None


def _happening(sort: Sort, name: str, at: Stamp, event: Event | None, **values: Any) -> Happening:
    if event is None:
        return Happening(sort, name, When(day_of(at)), None, **values)
    return Happening(sort, name, event.occurred, event.recorded, **values)


def happenings(look: Look, events: Sequence[Event]) -> tuple[Happening, ...]:
    """Everything that can be counted in a folded case; `events` are the lines that were folded."""
    run = look.run
    facts = _Facts(run, events)
    found: list[Happening] = []
    for event in facts.by_seq.values():
        if event.kind == "opened":
            found.append(Happening("opened", event.name, event.occurred, event.recorded))
        elif event.kind == "jumped":
            found.append(Happening("jumped", event.name, event.occurred, event.recorded))
        waived = event.data.get("waived", ())
        found += [Happening("waived", test, event.occurred, event.recorded) for test in waived]
    for meeting in run.meetings:
        if meeting.status == "held":
            told = facts.by_seq.get(meeting.told)
            found.append(_happening("meetings", meeting.kind, meeting.at, told, values=meeting.values))
    for start, _, reason, *_ in run.pauses:
        found.append(_happening("paused", reason, start, facts.peek("paused", reason, start)))
    for name, stamps in run.steps.items():
        found += [_happening("steps", name, at, _taken(look, facts, name, at)) for at in stamps]
    if run.ended is not None:
        found.append(_happening("ended", run.outcome, run.ended, _ending(look, facts, run.ended)))
    return tuple(found)


def _taken(look: Look, facts: _Facts, name: str, at: Stamp) -> Event | None:
    """The fact behind a step: its own, or the meeting that took it; None when the clock did."""
    return facts.take("step", name, at) or _meeting_behind(look, facts, name, at)


def _meeting_behind(look: Look, facts: _Facts, name: str, at: Stamp) -> Event | None:
    edge = look.plan.edges.get(name)
    if edge is None or not edge.trigger.startswith("meeting:"):
        return None
    return facts.peek("held", edge.trigger.removeprefix("meeting:"), at)


def _ending(look: Look, facts: _Facts, at: Stamp) -> Event | None:
    trail = look.run.main.trail
    if not trail or trail[-1][1] != at:
        return None
    _, _, step, seq = trail[-1]
    return facts.by_seq.get(seq) or _meeting_behind(look, facts, step, at)
