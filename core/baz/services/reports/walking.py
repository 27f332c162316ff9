"""A report from the sum of what each case counts for: as it was kept, or from a walk over the cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from baz.engine.engine import Engine
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.plugins.catalogue import SHARED
from baz.services.reports import figuring, kept, models, objectives, small
from baz.services.reports.figures import Audience, Figure, Group, Report, Section, Tile
from baz.services.reports.ledger import Ledger
from baz.services.reports.period import Period
from baz.services.reports.rounding import rounded
from baz.services.reports.scopes import Scope, signatures


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
        scope = scope_of(work, wanted)
        ledger = kept.ledger(scope, wanted.model, wanted.place) or walk(scope, wanted)
        return _made(scope, wanted, ledger, audience, own)


def walked(engine: Engine, wanted: Wanted, audience: Audience = "own") -> Report:
    """The same report, from reading every case."""
    with engine.reading() as work:
        scope = scope_of(work, wanted)
        return _made(scope, wanted, walk(scope, wanted), audience, frozenset())


def _made(scope: Scope, wanted: Wanted, ledger: Ledger, audience: Audience, own: frozenset[str]) -> Report:
    known_on = wanted.known_on or today_in_brussels(scope.work.now)
    figures = _figures(scope, ledger, known_on < wanted.period.last)
    made = _report(scope.work, wanted, ledger, figures, known_on)
    match audience:
        case "own":
            return _own_work(replace(made, audience="own"), ledger)
        case "published":
            return _own_work(small.published(made, ledger.book(figures, own)), ledger)
    book = ledger.book(figures, own)
    return rounded(small.outside(made, book), book.own)


def scope_of(work: Work, wanted: Wanted) -> Scope:
    """What a report counts."""
    known = None if wanted.known_on is None else _end_of(wanted.known_on)
    return Scope(work, wanted.organisation, wanted.period, known)


def walk(scope: Scope, wanted: Wanted) -> Ledger:
    """Read every case once, and add up what each counts for."""
    ledger = kept.blank(scope, wanted.model, wanted.place)
    for line in scope.reader.lines(scope.key):
        found = scope.slip(line, scope.reader.admitted(scope.reader.log(line)))
        if found is not None:
            ledger.add(found[0])
    return ledger


def _end_of(day: date) -> datetime:
    """The last moment of a day in Brussels."""
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS) - timedelta(microseconds=1)


def _figures(scope: Scope, ledger: Ledger, running: bool) -> list[Figure]:
    work, found = scope.work, list[Figure]()
    for name, there in sorted(ledger.works.items()):
        there.tallied()
        known = scope.reader.settings(scope.key, name) if scope.key else {}
        maker = figuring.Maker(
            there.plan, ledger.period, known, signatures(work), work.catalogue.field_types, running
        )
        found += [maker.figure(c, there.counters) for c in there.counters.values()]
    return found


def _own_work(made: Report, ledger: Ledger) -> Report:
    """Without the workflows of others in which this organisation had no case, and their targets."""
    theirs = {
        name
        for name, work in ledger.works.items()
        if made.organisation and not work.numbers and not name.startswith(f"{made.organisation}/")
    }
    sections = [
        replace(s, figures=tuple(f for f in s.figures if f.workflow not in theirs)) for s in made.sections
    ]
    conduct = tuple(c for c in made.conduct if c.workflow not in theirs)
    return (
        replace(made, sections=tuple(s for s in sections if s.figures), conduct=conduct) if theirs else made
    )


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
        Tile("volunteers", "vrijwilligers deden mee", ledger.volunteers, quantity="people|volunteers"),
        Tile("meetings", "samenkomsten", ledger.meetings, quantity="all|meetings"),
    )


def _sections(figures: list[Figure]) -> tuple[Section, ...]:
    by: dict[str, list[Figure]] = {}
    for figure in figures:
        by.setdefault(figure.objective, []).append(figure)
    order = objectives.in_order(by)
    return tuple(Section(o, objectives.title(o), objectives.note(o), tuple(by.get(o, ()))) for o in order)
