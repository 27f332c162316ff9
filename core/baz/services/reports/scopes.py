"""What a report of an organisation (or of all together) counts, and on what those numbers rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from baz.definition.guards import FunctionSignature
from baz.engine import membership
from baz.engine.work import Work
from baz.ground.errors import NotFound
from baz.kernel.acts import Event
from baz.kernel.plan import Plan
from baz.kernel.when import DAY, Stamp
from baz.services.reports.counting import Counter, counters
from baz.services.reports.happenings import Story
from baz.services.reports.ledger import Counted
from baz.services.reports.period import Period
from baz.services.reports.slips import Slip, slip_of
from baz.services.reports.stories import Reader, Unread
from baz.store import definitions
from baz.store.cases import ReportLine

CODE = ("kernel", "definition", "engine/gather.py", "engine/project.py", "services/reports")
"""The code that decides what a case counts for."""
ALWAYS_OVER: Stamp = 0
"""Until when a slip holds that depends on more than its case: never, it is made again for each report."""


@cache
def code() -> str:
    """A hash of that code: numbers that were kept by other code are counted again."""
    root, found = Path(__file__).parents[2], hashlib.sha256(version("holidays").encode())
    for name in CODE:
        path = root / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else (path,):
            found.update(file.read_bytes())
    return found.hexdigest()


@dataclass(slots=True)
class Scope:
    """An organisation ("" for all together) and a period, as known at a moment (None: now)."""

    work: Work
    key: str
    period: Period
    known: datetime | None = None
    reader: Reader = field(init=False)
    visible: dict[str, Plan] = field(init=False)
    _targets: dict[str, Plan] = field(default_factory=dict)
    _counters: dict[str, dict[str, Counter]] = field(default_factory=dict)
    _bases: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        work = self.work
        chosen = membership.chosen(work, self.key) if self.key else None
        found = work.catalogue.workflows(self.key, chosen)
        self.visible = {w.workflow: work.plans.compiled(w) for w in found}
        self.reader = Reader(work, self.period, self.known, self.target, self._outside)

    def target(self, workflow: str) -> Plan:
        """The plan of which the indicators count: the newest that is seen here; of a workflow that is gone
        the newest that was kept.

        Raises:
            NotFound: there was never such a workflow.
        """
        if workflow in self.visible:
            return self.visible[workflow]
        if workflow not in self._targets:
            found = definitions.listing(connection=self.work.connection, workflow=workflow)
            if not found:
                raise NotFound("Dit cijfer staat niet in het rapport.")
            newest = max(found, key=lambda d: (d.organisation == self.key, d.version, d.recorded_at, d.hash))
            self._targets[workflow] = self.work.plans.load(newest.hash, connection=self.work.connection)
        return self._targets[workflow]

    def counters(self, workflow: str) -> dict[str, Counter]:
        """The indicators of a workflow, ready to count."""
        if workflow not in self._counters:
            functions = signatures(self.work)
            self._counters[workflow] = counters(self.target(workflow), self.period, functions)
        return self._counters[workflow]

    def counted(self, workflow: str) -> Counted:
        """A workflow of which nothing was counted yet."""
        return Counted(self.target(workflow), self.counters(workflow))

    def basis(self, organisation: str, workflow: str) -> str:
        """A hash of all that decides what a case counts for, besides its log."""
        key = (organisation, workflow)
        if key not in self._bases:
            values = sorted(self.reader.settings(organisation, workflow).items())
            text = f"{code()} {self.target(workflow).hash} {values!r}"
            self._bases[key] = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self._bases[key]

    def slip(self, line: ReportLine, events: list[Event]) -> tuple[Slip, Stamp | None] | None:
        """What a case adds, and until when that holds (None: for good); None when it had not begun."""
        story = self.reader.story(line, events)
        if story is None:
            return None
        mine = self.counters(line.workflow)
        made = slip_of(story, mine, self.period, self.target(line.workflow).workflow.model[0])
        return made, self._until(story, mine.values())

    def _outside(self, workflow: str) -> bool:
        return any(c.outside for c in self.counters(workflow).values())

    def _until(self, story: Story | Unread, mine: Iterable[Counter]) -> Stamp | None:
        if isinstance(story, Unread):
            return None
        if story.loose or any(c.loose for c in mine):
            return ALWAYS_OVER
        now, end = self.work.at, self.period.end
        if self.known is not None or now >= end:
            return None
        turn = _turn(story, [c for c in mine if c.test is not None], now, end)
        found = [t for t in (story.due, turn) if t is not None and t <= end]
        return min(found, default=None)


def _turn(story: Story, conditions: list[Counter], now: Stamp, end: Stamp) -> Stamp | None:
    """The first midnight on which a condition says something else of the same case: conditions know days, and
    parameters that change on one."""
    look = story.look
    before = look.at
    said = [c.verdict(look) for c in conditions if _moves(c, story)]
    moving = [c for c in conditions if _moves(c, story)]
    try:
        for at in range((now // DAY + 1) * DAY, end, DAY) if moving else ():
            look.at = at
            if [c.verdict(look) for c in moving] != said:
                return at
    finally:
        look.at = before
    return None


def _moves(counter: Counter, story: Story) -> bool:
    """Whether a condition can turn by the passing of time alone."""
    test = counter.test
    if test is None:
        return False
    days = any(p[0] in ("today", "meetings") and p[-1] in _OF_TODAY for p in test.guard.reads)
    return days or any(name in story.look.facts.settings for name in test.parameters)


_OF_TODAY = ("today", "year", "month", "missed", "this_year")


def signatures(work: Work) -> dict[str, FunctionSignature]:
    """The guard functions of the plugins, by name."""
    return {name: f.signature for name, f in work.catalogue.guard_functions.items()}
