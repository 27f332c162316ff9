"""Plays stories on an engine whose clock follows them: `told` moves the clock, `on` is when it happened.

    clock = StoryClock()
    player = Player(Engine(database, catalogue, clock=clock, ids=...), clock)
    played = player.play(story)
    assert not played.failures

What was done already is skipped, by its key: a replay that was killed in the middle is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from baz.engine.engine import Engine
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.kernel.when import moment_of
from baz.testing.coverage import Coverage
from baz.testing.happened import Failure, Happened
from baz.testing.story import Entry, Story
from baz.testing.telling import Telling

Ticks = Literal["never", "waits", "daily"]
Progress = Callable[[int, int], None]
MORNING = time(9)
WORKER = time(6)
"""When a worker runs, on a day on which it does: before anybody tells something."""
_LONG = 4000


class StoryClock:
    """A clock that stands still until the story moves it, and never goes back."""

    def __init__(self, start: datetime | None = None) -> None:
        self.now = start or datetime(1, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The story's present."""
        return self.now

    def tell(self, entry: Entry) -> None:
        """To the moment at which a step is told: nine in the morning, a minute after the step before, and not
        before the hour at which it happened."""
        moment = max(self.now + timedelta(minutes=1), datetime.combine(entry.told, MORNING, BRUSSELS))
        if entry.on is not None and entry.on.timed and entry.on.earliest is not None:
            moment = max(moment, moment_of(entry.on.earliest))
        self.now = moment.astimezone(UTC)

    def early(self, day: date) -> None:
        """To the hour at which a worker runs on a day, unless that has passed."""
        self.now = max(self.now, datetime.combine(day, WORKER, BRUSSELS).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Played:
    """A story that was played. `cases` and `people` are ids by the story's names; `failures` what was not as
    expected."""

    story: Story
    steps: tuple[Happened, ...]
    failures: tuple[Failure, ...]
    coverage: Coverage
    cases: dict[str, str]
    people: dict[str, str]


class Player:
    """Plays stories.

    Args:
        engine: it must have been made with this clock.
        clock: moved by what is told.
        ticks: when a worker runs: `never`, where a story waits, or every day. Results do not depend on it.
        looking: look at the case after every step, for its state, tasks and what the stories cover; without
            it only where something is expected (a replay is faster so).
        progress: called with (steps done, steps in all).
    """

    def __init__(
        self,
        engine: Engine,
        clock: StoryClock,
        *,
        ticks: Ticks = "waits",
        looking: bool = True,
        progress: Progress | None = None,
    ) -> None:
        if engine.clock is not clock:
            raise ValueError("the engine must have the clock that the story moves")
        self.engine = engine
        self.clock = clock
        self.ticks = ticks
        self.looking = looking
        self.progress = progress

    def play(self, story: Story, *, batch: bool = False) -> Played:
        """Play one story from its beginning to its end."""
        return self.replay([story], batch=batch)[0]

    def replay(
        self,
        stories: Sequence[Story],
        *,
        until: date | None = None,
        after: date | None = None,
        batch: bool = False,
    ) -> list[Played]:
        """Play stories through each other, in the order in which their steps were told.

        Args:
            stories: which ones.
            until: leave out what was told after this day.
            after: leave out what was told up to this day; it was played before.
            batch: all in one transaction: much faster, all or nothing.
        """
        tellings = [Telling(self.engine, story, looking=self.looking) for story in stories]
        order = _in_order(tellings, until, after)
        with self.engine.batch() if batch else nullcontext():
            for telling in tellings:
                telling.remember()
                for entry in telling.story.steps:
                    if after is not None and entry.told <= after:
                        telling.recall(entry)
            for number, (telling, entry) in enumerate(order, 1):
                self._worker(entry)
                self.clock.tell(entry)
                telling.tell(entry)
                if self.progress:
                    self.progress(number, len(order))
            for telling in tellings:
                telling.look_around()
        return [
            Played(t.story, tuple(t.happened), tuple(t.failures), t.coverage, t.cases, t.people)
            for t in tellings
        ]

    def _worker(self, entry: Entry) -> None:
        """Let the worker run up to the morning of a step, as often as the switch says."""
        if self.ticks == "never":
            return
        today = today_in_brussels(self.clock.now)
        if self.ticks == "daily" and today.year > 1:
            for ahead in range(1, min((entry.told - today).days, _LONG) + 1):
                self.clock.early(today + timedelta(days=ahead))
                self.engine.tick()
        elif entry.verb == "wait":
            self.clock.early(entry.told)
            self.engine.tick()


def _in_order(
    tellings: Iterable[Telling], until: date | None, after: date | None
) -> list[tuple[Telling, Entry]]:
    found = [
        (entry.told, number, entry.number, telling, entry)
        for number, telling in enumerate(tellings)
        for entry in telling.story.steps
        if (until is None or entry.told <= until) and (after is None or entry.told > after)
    ]
    return [(telling, entry) for *_, telling, entry in sorted(found, key=lambda f: f[:3])]
