"""The report itself: every indicator of every workflow that is seen, in one walk over the cases."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from baz.definition.guards import FunctionSignature
from baz.engine import membership
from baz.engine.engine import Engine
from baz.engine.project import area
from baz.engine.rights import require_counts
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.services.reports import figuring, objectives, small
from baz.services.reports.counting import Counter, counters, existed
from baz.services.reports.figures import Conduct, Figure, Group, Report, Section
from baz.services.reports.happenings import Story
from baz.services.reports.period import Period
from baz.services.reports.stories import Reader, Unread


@dataclass(slots=True)
class _Work:
    """What is counted of one workflow."""

    plan: Plan
    counters: dict[str, Counter]
    conduct: Conduct


@dataclass(slots=True)
class _Ledger:
    """Everything that is counted, while the cases pass by."""

    period: Period
    works: dict[str, _Work]
    places: dict[str, int] = field(default_factory=dict)
    personal: bool = False

    def add(self, story: Story) -> None:
        """Count one case for all indicators of its workflow."""
        work = self.works[story.look.plan.workflow.workflow]
        for counter in work.counters.values():
            counter.add(story)
        work.conduct = _conduct(work.conduct, story, self.period)
        place = area(story.look.plan, story.run)
        if place and existed(story, self.period):
            self.places[place] = self.places.get(place, 0) + 1
            self.personal = self.personal or small.about_persons(work.plan.workflow)


def report(
    engine: Engine, organisation: str, year: int, as_known_on: date | None = None, *, actor: Actor
) -> Report:
    """The report of a calendar year.

    Args:
        engine: only read.
        organisation: its key; "" for all organisations together.
        year: the year.
        as_known_on: count with what had been told by the end of that day; None for all that is known now.
        actor: who looks. Whoever sees BAZ's reports sees the counts of all.

    Raises:
        Forbidden: the actor may not see the figures of this organisation.
    """
    return report_of(engine, organisation, Period.of_year(year), as_known_on, actor=actor)


def report_of(
    engine: Engine, organisation: str, period: Period, as_known_on: date | None = None, *, actor: Actor
) -> Report:
    """The report of any period; see `report`."""
    require_counts(engine.catalogue, actor, organisation)
    known = None if as_known_on is None else _end_of(as_known_on)
    with engine.reading() as work:
        ledger = _Ledger(period, _works(work, organisation, period))
        outside = frozenset(n for n, w in ledger.works.items() if any(c.outside for c in w.counters.values()))
        reader = Reader(work, period, known, {n: w.plan for n, w in ledger.works.items()}, outside)
        for story in reader.stories(organisation):
            _admit(ledger, work, story)
            if isinstance(story, Story):
                ledger.add(story)
            else:
                there = ledger.works[story.workflow]
                there.conduct = replace(there.conduct, unread=there.conduct.unread + 1)
        known_on = today_in_brussels(work.now) if as_known_on is None else as_known_on
        figures = _figures(work, ledger, reader, organisation, known_on < period.last)
        return _report(work, organisation, ledger, figures, known_on)


def _end_of(day: date) -> datetime:
    """The last moment of a day in Brussels."""
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS) - timedelta(microseconds=1)


def signatures(work: Work) -> dict[str, FunctionSignature]:
    """The guard functions of the plugins, by name."""
    return {name: f.signature for name, f in work.catalogue.guard_functions.items()}


def _works(work: Work, organisation: str, period: Period) -> dict[str, _Work]:
    """The workflows that an organisation sees, in their newest version."""
    chosen = membership.chosen(work, organisation) if organisation else None
    found = {}
    for workflow in work.catalogue.workflows(organisation, chosen):
        found[workflow.workflow] = _work(work, work.plans.compiled(workflow), period)
    return found


def _work(work: Work, plan: Plan, period: Period) -> _Work:
    workflow = plan.workflow
    return _Work(plan, counters(plan, period, signatures(work)), Conduct(workflow.workflow, workflow.title))


def _admit(ledger: _Ledger, work: Work, story: Story | Unread) -> None:
    """A workflow that is gone, or not seen any more, still counts what was done in it."""
    if isinstance(story, Story):
        plan = story.look.plan
        ledger.works.setdefault(plan.workflow.workflow, _work(work, plan, ledger.period))
    elif story.workflow not in ledger.works:
        plan = work.plans.load(story.definition, connection=work.connection)
        ledger.works[story.workflow] = _work(work, plan, ledger.period)


def _conduct(so_far: Conduct, story: Story, period: Period) -> Conduct:
    seen = [h.sort for h in story.happenings if period.place(h.when, h.told) in ("in", "undated")]
    return replace(
        so_far,
        running=so_far.running + (story.run.ended is None),
        opened=so_far.opened + seen.count("opened"),
        ended=so_far.ended + seen.count("ended"),
        out_of_order=so_far.out_of_order + seen.count("jumped"),
        waived=so_far.waived + seen.count("waived"),
        held=so_far.held + story.held,
    )


def _figures(work: Work, ledger: _Ledger, reader: Reader, organisation: str, running: bool) -> list[Figure]:
    found: list[Figure] = []
    for name, there in sorted(ledger.works.items()):
        known = reader.settings(organisation, name) if organisation else {}
        maker = figuring.Maker(
            there.plan, ledger.period, known, signatures(work), work.catalogue.field_types, running
        )
        found += [maker.figure(c, there.counters) for c in there.counters.values()]
    return found


def _report(work: Work, organisation: str, ledger: _Ledger, figures: list[Figure], known_on: date) -> Report:
    places = [Group(k, _place_title(work, k), v) for k, v in ledger.places.items()]
    places.sort(key=lambda g: (-(g.value or 0), g.title))
    shown, note = small.protect(places) if ledger.personal else (tuple(places), "")
    known = work.catalogue.organisations.get(organisation)
    name = known.name if known else organisation or "Alle organisaties samen"
    conduct = tuple(w.conduct for _, w in sorted(ledger.works.items()))
    return Report(organisation, name, ledger.period, known_on, _sections(figures), shown, note, conduct)


def _place_title(work: Work, key: str) -> str:
    kind = work.catalogue.field_types.get("municipality")
    return kind.show(key) if kind else key


def _sections(figures: list[Figure]) -> tuple[Section, ...]:
    by: dict[str, list[Figure]] = {}
    for figure in figures:
        by.setdefault(figure.objective, []).append(figure)
    order = objectives.in_order(by)
    return tuple(Section(o, objectives.title(o), objectives.note(o), tuple(by.get(o, ()))) for o in order)
