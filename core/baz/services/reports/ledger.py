"""Everything that is counted, workflow by workflow, and how those numbers add up."""

from __future__ import annotations

from collections import Counter as Tallied
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from baz.kernel.plan import Plan
from baz.services.reports import small
from baz.services.reports.counting import Counter, Tally
from baz.services.reports.figures import Conduct, Figure
from baz.services.reports.masking import Sum
from baz.services.reports.period import Period
from baz.services.reports.relations import relations
from baz.services.reports.slips import BESIDE, PRESENT, REST, UNREAD, VOLUNTEERS, Mark, Slip

CONDUCT = ("running", "opened", "ended", "out_of_order", "waived", "held", "existed")


@dataclass(slots=True)
class Counted:
    """What is counted of one workflow."""

    plan: Plan
    counters: dict[str, Counter]
    numbers: Tallied[Mark] = field(default_factory=Tallied)
    people: set[tuple[Mark, str]] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The workflow."""
        return self.plan.workflow.workflow

    @property
    def about_persons(self) -> bool:
        """Whether its cases are about a person."""
        return small.about_persons(self.plan.workflow)

    def add(self, slip: Slip) -> None:
        """Add what one case counts for."""
        self.numbers.update(slip.numbers)
        self.people |= slip.people

    def lines(self, measure: str) -> Tallied[str]:
        """The lines of what is counted."""
        return Tallied({line: n for (what, line), n in self.numbers.items() if what == measure})

    @property
    def places(self) -> Tallied[str]:
        """The cases per municipality."""
        return self.lines("place")

    @property
    def happened(self) -> dict[tuple[str, str], int]:
        """Steps, meetings and the like, each on its own."""
        return {
            (what.removeprefix("did:"), name): n
            for (what, name), n in self.numbers.items()
            if what.startswith("did:")
        }

    @property
    def conduct(self) -> Conduct:
        """How the work went."""
        unread = self.lines(UNREAD)
        running, opened, ended, jumped, waived, held, there = (self.numbers[name, ""] for name in CONDUCT)
        return Conduct(
            self.name,
            self.plan.workflow.title,
            running,
            opened,
            ended,
            jumped,
            waived,
            held,
            existed=there,
            unread=sum(unread.values()),
            model=self.plan.workflow.model[0],
            organisations=frozenset(unread) | frozenset(self.lines(PRESENT)),
        )

    def tallied(self) -> None:
        """Give each counter its numbers, once all is added."""
        people = Tallied(mark for mark, _ in self.people)
        for name, counter in self.counters.items():
            total = self.numbers[f"total:{name}", ""] + people[f"total:{name}", ""]
            undated, doubtful, unjudged = (self.numbers[f"{what}:{name}", ""] for what in REST)
            groups = self.lines(f"line:{name}")
            groups.update({x: n for (what, x), n in people.items() if what == f"line:{name}"})
            counter.tally = Tally(total, undated, doubtful, unjudged, {x: n for x, n in groups.items() if n})


@dataclass(slots=True)
class Ledger:
    """The numbers of all workflows, by `target`: what a workflow's indicators are. `model` and `place` say to
    what it is narrowed."""

    period: Period
    target: Callable[[str], Counted]
    works: dict[str, Counted]
    model: str = ""
    place: str = ""
    volunteers: int = 0
    _people: set[str] = field(default_factory=set)

    def add(self, slip: Slip) -> None:
        """Add what one case counts for."""
        work = self._work(slip.workflow)
        if work is None:
            return
        if self.place not in ("", slip.place):
            # the workflow is there, and what could not be read is named in every report
            slip = replace(
                slip, numbers={m: n for m, n in slip.numbers.items() if m[0] in BESIDE}, people=set()
            )
        work.add(slip)
        self._people |= {party for (measure, _), party in slip.people if measure == VOLUNTEERS}
        self.volunteers = len(self._people)

    def put(self, workflow: str, mark: Mark, number: int) -> None:
        """Put down a total that was kept."""
        if workflow == (f"={self.model}" if self.model else ""):
            self.volunteers += number
        elif workflow and not workflow.startswith("=") and (work := self._work(workflow)):
            work.numbers[mark] += number

    def _work(self, workflow: str) -> Counted | None:
        """A workflow that is gone, or not seen any more, still counts what was done in it."""
        if workflow not in self.works:
            found = self.target(workflow)
            if self.model not in ("", found.plan.workflow.model[0]):
                return None
            self.works[workflow] = found
        return self.works[workflow]

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
        secrets: dict[str, str] = {}
        links: dict[str, int] = {}
        for name, work in self.works.items():
            found = relations(name, work.counters, values)
            values |= found.values
            sums += found.sums
            secrets |= found.secrets
            links |= found.links
        return small.Book(values, sums, frozenset(personal), frozenset(known), secrets, links)

    def _counts(self) -> tuple[dict[str, int], list[Sum]]:
        values: dict[str, int] = {"people|volunteers": self.volunteers}
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
