"""Everything that is counted while the cases pass by, and how those numbers add up."""

from __future__ import annotations

from collections import Counter as Tallied
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from baz.engine.project import area
from baz.kernel.plan import Plan
from baz.services.reports import small
from baz.services.reports.counting import Counter, active_from, existed
from baz.services.reports.figures import Conduct, Figure
from baz.services.reports.happenings import Story
from baz.services.reports.masking import Sum
from baz.services.reports.period import Period
from baz.services.reports.stories import Unread

ATOMS = ("opened", "ended", "paused", "steps", "meetings")


@dataclass(slots=True)
class Counted:
    """What is counted of one workflow. `happened` are steps, meetings and the like, each on its own."""

    plan: Plan
    counters: dict[str, Counter]
    conduct: Conduct
    places: Tallied[str] = field(default_factory=Tallied)
    happened: Tallied[tuple[str, str]] = field(default_factory=Tallied)

    @property
    def name(self) -> str:
        """The workflow."""
        return self.plan.workflow.workflow

    @property
    def about_persons(self) -> bool:
        """Whether its cases are about a person."""
        return small.about_persons(self.plan.workflow)

    def add(self, story: Story, period: Period) -> None:
        """Count one case."""
        for counter in self.counters.values():
            counter.add(story)
        seen = [h for h in story.happenings if period.place(h.when, h.told) in ("in", "undated")]
        self.happened.update((h.sort, h.name) for h in seen)
        if existed(story, period):
            self.places[area(story.look.plan, story.run) or ""] += 1
        self._conduct(story, Tallied(h.sort for h in seen), existed(story, period))

    def _conduct(self, story: Story, seen: Tallied[str], here: bool) -> None:
        so_far = self.conduct
        more = {
            "running": story.run.ended is None,
            "opened": seen["opened"],
            "ended": seen["ended"],
            "out_of_order": seen["jumped"],
            "waived": seen["waived"],
            "held": story.held,
            "existed": here,
        }
        self.conduct = replace(
            so_far,
            organisations=so_far.organisations | {story.organisation},
            **{name: getattr(so_far, name) + number for name, number in more.items()},
        )

    def skip(self, story: Unread) -> None:
        """A case that cannot be read."""
        so_far = self.conduct
        there = so_far.organisations | {story.organisation}
        self.conduct = replace(so_far, unread=(so_far.unread or 0) + 1, organisations=there)


@dataclass(slots=True)
class Ledger:
    """The numbers of all workflows. `model` and `place` say to what is narrowed."""

    period: Period
    works: dict[str, Counted]
    model: str = ""
    place: str = ""
    volunteers: set[str] = field(default_factory=set)

    def add(self, story: Story) -> None:
        """Count one case for all indicators of its workflow."""
        if not self.wants(story):
            return
        plan = story.look.plan
        self.works[plan.workflow.workflow].add(story, self.period)
        kinds = plan.workflow.roles
        for part in story.run.parts:
            role = kinds.get(part.role)
            if role and role.kind == "volunteer" and active_from(part, self.period) is not None:
                self.volunteers.add(part.party)

    def wants(self, story: Story) -> bool:
        """Whether a case lies in what the report is narrowed to."""
        return not self.place or area(story.look.plan, story.run) == self.place

    @property
    def meetings(self) -> int:
        """The meetings that were held."""
        return sum(
            n for w in self.works.values() for (sort, _), n in w.happened.items() if sort == "meetings"
        )

    def places(self) -> Tallied[str]:
        """The cases per municipality; "" where none is known."""
        return sum((w.places for w in self.works.values()), Tallied())

    def per_model(self) -> Tallied[str]:
        """The cases per model; one case counts for one model, the first of its workflow."""
        found: Tallied[str] = Tallied()
        for work in self.works.values():
            found[work.conduct.model] += work.conduct.existed or 0
        return found

    def book(self, figures: list[Figure], own: frozenset[str]) -> small.Book:
        """How these numbers hang together; `own` are the organisations of which the reader knows them."""
        values, sums = self._counts()
        personal = {f"place|{p}" for w in self.works.values() if w.about_persons for p in w.places}
        known: set[str] = set()
        for figure in figures:
            work = self.works[figure.workflow]
            values[figure.quantity] = figure.value or 0
            groups = {g.quantity: g.value or 0 for g in figure.groups}
            values |= groups
            if groups:
                sums.append(Sum(figure.quantity, tuple(groups)))
            if figure.place and work.about_persons:
                personal |= groups.keys()
            if work.conduct.organisations <= own:
                known |= {figure.quantity, *groups}
        for name, work in self.works.items():
            if work.conduct.organisations <= own:
                known |= {small.conduct_quantity(name, count) for count in small.COUNTS}
        return small.Book(values, sums, frozenset(personal), frozenset(known))

    def _counts(self) -> tuple[dict[str, int], list[Sum]]:
        values: dict[str, int] = {"people|volunteers": len(self.volunteers)}
        sums: list[Sum] = []
        for work in self.works.values():
            for one, parts in _of_workflow(work):
                values |= parts
                sums += [Sum(total, tuple(keys)) for total, keys in one]
        for total in ("cases", "opened", "meetings"):
            parts = {f"{name}|{total}||": values[f"{name}|{total}||"] for name in self.works}
            values[f"all|{total}"] = sum(parts.values())
            if total != "cases":
                sums.append(Sum(f"all|{total}", tuple(parts)))
        sums.append(Sum("all|cases", tuple(f"model|{key}" for key in self.per_model())))
        for key, number in self.per_model().items():
            values[f"model|{key}"] = number
            members = (w.name for w in self.works.values() if w.conduct.model == key)
            sums.append(Sum(f"model|{key}", tuple(f"{name}|cases||" for name in members)))
        places = {f"place|{p}": n for p, n in self.places().items()}
        values |= places
        sums.append(Sum("all|cases", tuple(places)))
        self._places(values, sums)
        return values, sums

    def _places(self, values: dict[str, int], sums: list[Sum]) -> None:
        """A municipality's cases are those of each workflow there; an indicator may show just those."""
        for place in self.places():
            parts = []
            for work in self.works.values():
                key = _place_group(work, place)
                values[key] = work.places[place]
                parts.append(key)
            sums.append(Sum(f"place|{place}", tuple(parts)))


def _place_group(work: Counted, place: str) -> str:
    """The key of a workflow's cases in a municipality, as an indicator per municipality has it."""
    kinds = work.plan.workflow.fields
    name = next((n for n, d in kinds.items() if d.type == "municipality"), "")
    return f"{work.name}|cases|||fields.{name}|{place}"


def _of_workflow(work: Counted) -> Iterator[tuple[list[tuple[str, list[str]]], dict[str, int]]]:
    """The sums among the counts of one workflow, each with its numbers."""
    name, conduct = work.name, work.conduct
    there, opened = conduct.existed or 0, conduct.opened or 0
    values = {small.conduct_quantity(name, c): getattr(conduct, c) or 0 for c in small.COUNTS}
    values[f"{name}|before||"] = max(there - opened, 0)
    values[f"{name}|meetings||"] = sum(n for (sort, _), n in work.happened.items() if sort == "meetings")
    yield (
        [
            (f"{name}|cases||", [f"{name}|before||", f"{name}|opened||"]),
            (f"{name}|cases||", [f"{name}|running||", f"{name}|ended||"]),
        ],
        values,
    )
    atoms = {
        f"{name}|{s}.{n}||": number for (s, n), number in work.happened.items() if s in ("steps", "meetings")
    }
    meetings = [key for key in atoms if key.startswith(f"{name}|meetings.")]
    lists = [(f"{name}|meetings||", meetings)]
    for counter in work.counters.values():
        i = counter.indicator
        if len(i.count) > 1 and not i.when and not i.sum:
            lists.append((counter.quantity, [f"{name}|{what}||" for what in i.count]))
    yield lists, atoms
