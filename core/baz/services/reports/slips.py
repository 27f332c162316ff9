"""What one case adds to a report: a slip. A report is the sum of its slips, whether cases are read one after
the other or their slips were kept."""

from __future__ import annotations

import json
from collections import Counter as Tallied
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from baz.engine.project import area
from baz.services.reports.counting import Counter, Tally, active_from, existed
from baz.services.reports.happenings import Story
from baz.services.reports.period import Period
from baz.services.reports.stories import Unread
from baz.store.counted import ALL, Spot

Mark = tuple[str, str]
"""What is counted, and the line of its breakdown ("" for the whole)."""
VOLUNTEERS = "volunteers"
UNREAD = "unread"
PRESENT = "present"
BASIS = "basis"
REST = ("undated", "doubtful", "unjudged")
"""What is said beside a number: how many have no day, may lie outside the period, or cannot be judged."""
BESIDE = (UNREAD, PRESENT)
"""What a report of one municipality takes over from all: which workflows there are, what was not readable."""


@dataclass(slots=True)
class Slip:
    """What a case adds: numbers, and people who count once however many cases they are in."""

    workflow: str
    model: str
    place: str
    numbers: dict[Mark, int] = field(default_factory=dict)
    people: set[tuple[Mark, str]] = field(default_factory=set)

    def counts(self, mark: Mark) -> int:
        """How often the case counts in a number, its people included."""
        return self.numbers.get(mark, 0) + sum(1 for found, _ in self.people if found == mark)

    def dump(self) -> str:
        """As text, to be kept: codes, numbers and ids of parties, never a name."""
        numbers = sorted([*mark, number] for mark, number in self.numbers.items())
        people = sorted([*mark, party] for mark, party in self.people)
        parts = [self.workflow, self.model, self.place, numbers, people]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Slip:
        """The slip of a text that `dump` made."""
        workflow, model, place, numbers, people = json.loads(text)
        return cls(
            workflow, model, place, {(m, x): n for m, x, n in numbers}, {((m, x), p) for m, x, p in people}
        )

    def spread(self) -> Iterator[tuple[Spot, int]]:
        """Where its numbers are added: over all places and in its own."""
        for place in (ALL, self.place):
            for (measure, line), number in self.numbers.items():
                yield (place, self.workflow, measure, line), number

    def spread_people(self) -> Iterator[tuple[Spot, str]]:
        """Where its people are counted. Volunteers count once over all workflows, and once in each model."""
        for place in (ALL, self.place):
            for (measure, line), party in self.people:
                whole = measure == VOLUNTEERS
                for workflow in ("", f"={self.model}") if whole else (self.workflow,):
                    yield (place, workflow, measure, line), party


def slip_of(story: Story | Unread, counters: Mapping[str, Counter], period: Period, model: str) -> Slip:
    """What a case adds to a report of a period."""
    if isinstance(story, Unread):
        return Slip(story.workflow, model, "", {(UNREAD, story.organisation): 1})
    plan, run = story.look.plan, story.run
    place = area(plan, run) or ""
    made = Slip(plan.workflow.workflow, model, place)
    seen = [h for h in story.happenings if period.place(h.when, h.told) in ("in", "undated")]
    sorts, here = Tallied(h.sort for h in seen), int(existed(story, period))
    numbers: dict[Mark, int] = {
        (PRESENT, story.organisation): 1,
        ("existed", ""): here,
        ("place", place): here,
        ("running", ""): int(run.ended is None),
        ("opened", ""): sorts["opened"],
        ("ended", ""): sorts["ended"],
        ("out_of_order", ""): sorts["jumped"],
        ("waived", ""): sorts["waived"],
        ("held", ""): story.held,
    }
    for (sort, name), number in Tallied((h.sort, h.name) for h in seen).items():
        numbers[f"did:{sort}", name] = number
    for name, counter in counters.items():
        _figure(made, numbers, name, counter.counted(story))
    made.numbers = {mark: number for mark, number in numbers.items() if number}
    kinds = plan.workflow.roles
    for part in run.parts:
        role = kinds.get(part.role)
        if role and role.kind == "volunteer" and active_from(part, period) is not None:
            made.people.add(((VOLUNTEERS, ""), part.party))
    return made


def _figure(made: Slip, numbers: dict[Mark, int], name: str, tally: Tally) -> None:
    """The numbers of one indicator. People stand apart: two cases may have the same."""
    groups = dict(tally.groups)
    total = tally.total
    for group, people in tally.people.items():
        key = group.removeprefix("group:")
        mark = (f"line:{name}", key) if group else (f"total:{name}", "")
        made.people |= {(mark, party) for party in people}
        if group:
            groups[key] -= len(people)
        else:
            total -= len(people)
    numbers |= {(f"line:{name}", key): number for key, number in groups.items()}
    numbers[f"total:{name}", ""] = total
    for what in REST:
        numbers[f"{what}:{name}", ""] = getattr(tally, what)
