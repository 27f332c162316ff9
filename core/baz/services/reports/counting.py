"""One indicator over many cases: what is added up, and under which group.

`Counter.add` is called once per case; a case is looked at once for all indicators of its workflow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baz.definition.guards import UNKNOWN, FunctionSignature, Scope, compile_guard
from baz.definition.model import Condition, Indicator, Workflow
from baz.kernel.facts import Look
from baz.kernel.judge import absent, value
from baz.kernel.plan import Plan, Test
from baz.kernel.run import Part
from baz.kernel.when import day_of
from baz.services.reports.happenings import Happening, Story
from baz.services.reports.period import NO_MONTH, Period, month_of

EMPTY = ""
"""The group of cases in which the field was not filled in."""
HIDDEN = "?"
"""The group of values that name somebody, or were erased: counted together, never shown."""
EARLIER = "<"
"""The month of a case that began before the period."""
OUTSIDE = ("fields", "roles", "states", "steps", "meetings", "params", "today")


@dataclass(slots=True)
class Tally:
    """What was added up so far."""

    total: int = 0
    undated: int = 0
    doubtful: int = 0
    unjudged: int = 0
    groups: dict[str, int] = field(default_factory=dict)
    people: dict[str, set[str]] = field(default_factory=dict)

    def add(self, group: Sequence[str], number: int = 1) -> None:
        """Add to the total and to each of these groups (a field with several choices has several)."""
        self.total += number
        for key in group:
            self.groups[key] = self.groups.get(key, 0) + number

    def add_person(self, party: str, group: Sequence[str]) -> None:
        """A person counts once in the total, and once in each group."""
        everybody = self.people.setdefault("", set())
        if party not in everybody:
            everybody.add(party)
            self.total += 1
        for key in group:
            here = self.people.setdefault(f"group:{key}", set())
            if party not in here:
                here.add(party)
                self.groups[key] = self.groups.get(key, 0) + 1


@dataclass(slots=True)
class Counter:
    """An indicator of a workflow, made ready to count."""

    name: str
    indicator: Indicator
    workflow: Workflow
    period: Period
    test: Test | None
    tally: Tally = field(default_factory=Tally)

    @property
    def quantity(self) -> str:
        """What it counts, as a key: two indicators with the same key have the same number."""
        i = self.indicator
        return f"{self.workflow.workflow}|{'+'.join(sorted(i.count))}|{i.sum}|{i.when}"

    @property
    def outside(self) -> bool:
        """Whether its condition looks beyond the case itself."""
        return self.test is not None and any(p[0] not in OUTSIDE for p in self.test.guard.reads)

    @property
    def loose(self) -> bool:
        """Whether what it counts depends on more than the case: on other cases, on papers, on a plugin."""
        return self.outside or (self.test is not None and bool(self.test.guard.calls))

    def verdict(self, look: Look) -> object:
        """What its condition says of a case at the moment of the look."""
        if self.test is None or (self.test.parameters and absent(self.test, look)):
            return True
        return value(self.test, look)

    def counted(self, story: Story) -> Tally:
        """What one case adds."""
        self.tally = Tally()
        self.add(story)
        return self.tally

    def add(self, story: Story) -> None:
        """Count one case."""
        found = self.verdict(story.look)
        if found is UNKNOWN:
            self.tally.unjudged += existed(story, self.period)
        if found is not True:
            return
        if self.indicator.sum:
            self._sum(story, self.indicator.sum.removeprefix("fields."))
        for what in self.indicator.count:
            root, _, name = what.partition(".")
            if root == "cases":
                if existed(story, self.period):
                    self.tally.add(self._group(story, month=self._opening_month(story)))
            elif root == "roles":
                self._people(story, name)
            else:
                self._happened(story, root, name)

    def _happened(self, story: Story, sort: str, name: str) -> None:
        for h in story.happenings:
            if h.sort != sort or (name and h.name != name):
                continue
            match self.period.place(h.when, h.told):
                case "maybe":
                    self.tally.doubtful += 1
                case "undated":
                    self.tally.undated += 1
                    self.tally.add(self._group(story, h, NO_MONTH))
                case "in":
                    self.tally.add(self._group(story, h, month_of(h.when)))

    def _people(self, story: Story, role: str) -> None:
        for part in story.run.parts:
            if part.role == role and (first := active_from(part, self.period)) is not None:
                self.tally.add_person(part.party, self._group(story, month=first))

    def _opening_month(self, story: Story) -> str:
        opening = next((h.when for h in story.happenings if h.sort == "opened"), None)
        if opening is None or opening.latest is None:
            return NO_MONTH
        return EARLIER if day_of(opening.latest) < self.period.first else month_of(opening)

    def _sum(self, story: Story, name: str) -> None:
        if not belongs_to_meetings(self.workflow, name):
            number = story.run.fields.get(name)
            if existed(story, self.period) and isinstance(number, int):
                self.tally.add(self._group(story, month=self._opening_month(story)), number)
            return
        for h in story.happenings:
            number = h.values.get(name)
            if h.sort != "meetings" or not isinstance(number, int):
                continue
            match self.period.place(h.when, h.told):
                case "maybe":
                    self.tally.doubtful += 1
                case "undated":
                    self.tally.undated += number
                    self.tally.add(self._group(story, h, NO_MONTH), number)
                case "in":
                    self.tally.add(self._group(story, h, month_of(h.when)), number)

    def _group(self, story: Story, h: Happening | None = None, month: str = NO_MONTH) -> Sequence[str]:
        match self.indicator.per:
            case "":
                return ()
            case "month":
                return (month,)
            case "outcome":
                return (h.name if h is not None and h.sort in ("ended", "paused") else story.run.outcome,)
        name = self.indicator.per.removeprefix("fields.")
        raw = h.values.get(name) if h is not None else None
        return tuple(_keys(story.run.fields.get(name) if raw is None else raw))


def _keys(raw: Any) -> Iterator[str]:
    if raw is None or raw == []:
        yield EMPTY
    elif isinstance(raw, dict):
        yield HIDDEN
    elif isinstance(raw, list):
        yield from (str(item) for item in raw)
    elif isinstance(raw, bool):
        yield "ja" if raw else "nee"
    else:
        yield str(raw)


def active_from(part: Part, period: Period) -> str | None:
    """The month of the period in which somebody began to take part; None when she took no part in it."""
    if part.began is None or part.standing not in ("active", "ended"):
        return None
    last = part.to if part.standing == "ended" else None
    start = day_of(part.began)
    if start > period.last or (last is not None and day_of(last) < period.first):
        return None
    return start.isoformat()[:7] if start >= period.first else EARLIER


def belongs_to_meetings(workflow: Workflow, name: str) -> bool:
    """Whether a field is kept per meeting: it is asked by one, or by a task after each (rule 9)."""
    if any(name in (*m.ask, *m.optional) for m in workflow.meetings.values()):
        return True
    return any(
        name in (*t.ask, *t.optional) and t.due.anchor.kind == "meeting" and t.due.anchor.pick == "each"
        for t in workflow.tasks.values()
    )


def existed(story: Story, period: Period) -> bool:
    """Whether a case ran on at least one day of the period. It began before the end, else it was not read."""
    return story.run.ended is None or day_of(story.run.ended) >= period.first


def counters(plan: Plan, period: Period, functions: Mapping[str, FunctionSignature]) -> dict[str, Counter]:
    """The indicators of a workflow, ready to count."""
    scope = Scope.of(plan.workflow, functions)
    return {
        name: Counter(name, i, plan.workflow, period, _test(name, i.when, scope))
        for name, i in plan.workflow.indicators.items()
    }


def _test(name: str, text: str, scope: Scope) -> Test | None:
    if not text:
        return None
    guard = compile_guard(text, scope)
    condition = Condition(that=text, because="")
    return Test(f"indicator.{name}", condition, guard, "", guard.once, guard.parameters)
