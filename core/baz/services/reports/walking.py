"""One walk over the cases, in which every indicator of every workflow that is seen is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from baz.definition.guards import FunctionSignature
from baz.engine import membership
from baz.engine.engine import Engine
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.kernel.plan import Plan
from baz.plugins.catalogue import SHARED
from baz.services.reports import figuring, models, objectives, small
from baz.services.reports.counting import counters
from baz.services.reports.figures import Audience, Conduct, Figure, Group, Report, Section, Tile
from baz.services.reports.happenings import Story
from baz.services.reports.ledger import Counted, Ledger
from baz.services.reports.period import Period
from baz.services.reports.stories import Reader, Unread


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: an organisation ("" for all together) and a period, as known on a day (None: now),
    narrowed to a model or to a municipality ("" for all)."""

    organisation: str
    period: Period
    known_on: date | None = None
    model: str = ""
    place: str = ""


def counted(engine: Engine, wanted: Wanted, audience: Audience, own: frozenset[str] = frozenset()) -> Report:
    """A report for an audience. `own` are the organisations of which somebody from outside knows the numbers.

    This asks for no rights; `making.ask` does.
    """
    with engine.reading() as work:
        ledger, reader = walk(work, wanted)
        known_on = wanted.known_on or today_in_brussels(work.now)
        running = known_on < wanted.period.last
        figures = _figures(work, ledger, reader, wanted.organisation, running)
        made = _report(work, wanted, ledger, figures, known_on)
    match audience:
        case "own":
            return replace(made, audience="own")
        case "published":
            return small.published(made, ledger.book(figures, own))
    return small.outside(made, ledger.book(figures, own))


def walk(work: Work, wanted: Wanted) -> tuple[Ledger, Reader]:
    """Count every case once."""
    ledger, reader = _begun(work, wanted)
    for story in _told(work, ledger, reader, wanted):
        if isinstance(story, Story):
            ledger.add(story)
        else:
            ledger.works[story.workflow].skip(story)
    return ledger, reader


def stories(work: Work, wanted: Wanted) -> tuple[Ledger, Iterator[Story]]:
    """The cases that a report looks at, and the ledger in which they are counted."""
    ledger, reader = _begun(work, wanted)
    told = _told(work, ledger, reader, wanted)
    return ledger, (s for s in told if isinstance(s, Story) and ledger.wants(s))


def _begun(work: Work, wanted: Wanted) -> tuple[Ledger, Reader]:
    known = None if wanted.known_on is None else _end_of(wanted.known_on)
    works = _works(work, wanted)
    outside = frozenset(n for n, w in works.items() if any(c.outside for c in w.counters.values()))
    reader = Reader(work, wanted.period, known, {n: w.plan for n, w in works.items()}, outside)
    return Ledger(wanted.period, works, wanted.model, wanted.place), reader


def _told(work: Work, ledger: Ledger, reader: Reader, wanted: Wanted) -> Iterator[Story | Unread]:
    return (s for s in reader.stories(wanted.organisation) if _admit(ledger, work, s))


def _end_of(day: date) -> datetime:
    """The last moment of a day in Brussels."""
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS) - timedelta(microseconds=1)


def signatures(work: Work) -> dict[str, FunctionSignature]:
    """The guard functions of the plugins, by name."""
    return {name: f.signature for name, f in work.catalogue.guard_functions.items()}


def _works(work: Work, wanted: Wanted) -> dict[str, Counted]:
    """The workflows that an organisation sees, in their newest version."""
    chosen = membership.chosen(work, wanted.organisation) if wanted.organisation else None
    return {
        workflow.workflow: _work(work, work.plans.compiled(workflow), wanted.period)
        for workflow in work.catalogue.workflows(wanted.organisation, chosen)
        if wanted.model in ("", workflow.model[0])
    }


def _work(work: Work, plan: Plan, period: Period) -> Counted:
    workflow = plan.workflow
    conduct = Conduct(workflow.workflow, workflow.title, model=workflow.model[0])
    return Counted(plan, counters(plan, period, signatures(work)), conduct)


def _admit(ledger: Ledger, work: Work, story: Story | Unread) -> bool:
    """A workflow that is gone, or not seen any more, still counts what was done in it."""
    if isinstance(story, Story):
        plan = story.look.plan
    elif story.workflow in ledger.works:
        return True
    else:
        plan = work.plans.load(story.definition, connection=work.connection)
    if ledger.model not in ("", plan.workflow.model[0]):
        return False
    if plan.workflow.workflow not in ledger.works:
        ledger.works[plan.workflow.workflow] = _work(work, plan, ledger.period)
    return True


def _figures(work: Work, ledger: Ledger, reader: Reader, organisation: str, running: bool) -> list[Figure]:
    found: list[Figure] = []
    for name, there in sorted(ledger.works.items()):
        known = reader.settings(organisation, name) if organisation else {}
        maker = figuring.Maker(
            there.plan, ledger.period, known, signatures(work), work.catalogue.field_types, running
        )
        found += [maker.figure(c, there.counters) for c in there.counters.values()]
    return found


def _report(work: Work, wanted: Wanted, ledger: Ledger, figures: list[Figure], known_on: date) -> Report:
    known = work.catalogue.organisations.get(wanted.organisation or SHARED)
    name = known.name if known and wanted.organisation else wanted.organisation or "Alle organisaties samen"
    return Report(
        organisation=wanted.organisation,
        organisation_name=name,
        period=ledger.period,
        known_on=known_on,
        sections=_sections(figures),
        places=tuple(_places(work, ledger)),
        places_note="",
        conduct=tuple(w.conduct for _, w in sorted(ledger.works.items())),
        tiles=_tiles(ledger),
        models=_models(ledger),
        model=wanted.model,
        place=wanted.place,
        hue=known.hue if known else 312,
    )


def _places(work: Work, ledger: Ledger) -> list[Group]:
    kind = work.catalogue.field_types.get("municipality")
    found = [
        Group(p, (kind.show(p) if kind else p) if p else "gemeente niet bekend", n, quantity=f"place|{p}")
        for p, n in ledger.places().items()
    ]
    if [g.key for g in found] == [""]:
        return []
    return sorted(found, key=lambda g: (g.key == "", -(g.value or 0), g.title))


def _models(ledger: Ledger) -> tuple[Group, ...]:
    found = ledger.per_model()
    order = {m: i for i, m in enumerate(models.TITLES)}
    return tuple(
        Group(m, models.title(m), found[m], quantity=f"model|{m}")
        for m in sorted(found, key=lambda m: order.get(m, len(order)))
    )


def _tiles(ledger: Ledger) -> tuple[Tile, ...]:
    """The four numbers on top."""
    works = ledger.works.values()
    ran, began = (sum(getattr(w.conduct, n) for w in works) for n in ("existed", "opened"))
    places = len([p for p in ledger.places() if p])
    where = "in 1 gemeente" if places == 1 else f"in {places} gemeenten"
    return (
        Tile("cases", "trajecten liepen", ran, note=where if places else "", quantity="all|cases"),
        Tile("opened", "trajecten begonnen", began, quantity="all|opened"),
        Tile("volunteers", "vrijwilligers deden mee", len(ledger.volunteers), quantity="people|volunteers"),
        Tile("meetings", "samenkomsten", ledger.meetings, quantity="all|meetings"),
    )


def _sections(figures: list[Figure]) -> tuple[Section, ...]:
    by: dict[str, list[Figure]] = {}
    for figure in figures:
        by.setdefault(figure.objective, []).append(figure)
    order = objectives.in_order(by)
    return tuple(Section(o, objectives.title(o), objectives.note(o), tuple(by.get(o, ()))) for o in order)
