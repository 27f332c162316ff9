"""Who gets which report: the rights of who asks, and what somebody from outside an organisation may see of
it.

Whoever works for an organisation and may see the rows behind a number sees every number of it. Whoever may
only see reports gets what the organisation publishes. Staff of BAZ see the counts of all organisations
without a small number in them: of whole years, as known now, and of the same table each time, because two
tables that differ a little would give away what each of them hides.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from baz.engine import membership, rights
from baz.engine.engine import Engine
from baz.engine.rights import Right
from baz.ground.errors import BadInput, Busy, NotFound
from baz.kernel.acts import ENGINE, Actor
from baz.kernel.when import Stamp, stamp_of
from baz.services.reports import kept, renewing
from baz.services.reports.figures import Audience, Conduct, Earlier, Figure, Group, Report, Tile
from baz.services.reports.period import Period
from baz.services.reports.walking import Wanted, counted
from baz.store import cases, log

logger = logging.getLogger("baz.reports")
SEE = Right.SEE_REPORTS
FRESH = timedelta(minutes=5)
"""How long a report that was made may be shown again while nothing new was told."""
MANY = 2000
"""So many cases may there be before a page shows only those years beside its own that were counted before."""
_Key = tuple[Wanted, Audience, frozenset[str], int]
_made: WeakKeyDictionary[Engine, dict[_Key, tuple[Stamp, Report]]] = WeakKeyDictionary()


def report(
    engine: Engine, organisation: str, year: int, as_known_on: date | None = None, *, actor: Actor
) -> Report:
    """The report of a calendar year, as an organisation publishes it.

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
    return ask(engine, actor, Wanted(organisation, period, as_known_on), publish=True)


def ask(engine: Engine, actor: Actor, wanted: Wanted, *, publish: bool = False, years: int = 0) -> Report:
    """The report that an actor may see.

    Args:
        engine: only read.
        actor: who asks.
        wanted: of what.
        publish: as the organisation publishes it, also for who may see more: for a file that leaves the
        house. years: how many years before are shown beside it, when it is about one year.

    Raises:
        Forbidden: no reports of this organisation for this actor.
        NotFound: there is no such organisation.
        BadInput: a period that is not given to who looks from outside.
    """
    audience = audience_of(engine, actor, wanted.organisation)
    if publish and audience == "own":
        audience = "published"
    year = wanted.period.year
    if year is None:
        return _one(engine, actor, wanted, audience)
    before = [year - n for n in range(years, 0, -1)]
    if wanted.known_on is None:
        before = _kept(engine, wanted.organisation if audience != "outside" else "", year, before)
    made = _one(engine, actor, wanted, audience)
    told = [_one(engine, actor, replace(wanted, period=Period.of_year(y)), audience) for y in before]
    return beside(made, told) if years else made


def _kept(engine: Engine, scope: str, year: int, before: Sequence[int]) -> list[int]:
    """Keep the figures of these years, and give the years before that can be shown. With many cases the first
    count of a year takes long: then only the year before is counted at once, the others by a worker."""
    with engine.reading() as work:
        many = cases.more_than(MANY, connection=work.connection)
    try:
        renewing.keep(engine, scope, [year, *(before[-1:] if many else before)])
        if not many:
            return list(before)
        renewing.begin(engine, scope, before)
    except Busy:
        # others write: what is not written down is read again
        logger.info("the figures of %s could not be kept now", year)
    with engine.reading() as work:
        return [y for y in before if kept.is_kept(work, scope, y) or y == year - 1]


def audience_of(engine: Engine, actor: Actor, organisation: str) -> Audience:
    """What an actor is to an organisation ("" for all together).

    Raises:
        Forbidden: nobody who may see its reports.
        NotFound: there is no such organisation.
    """
    rights.require_counts(engine.catalogue, actor, organisation)
    everything = actor.operator or actor.party == ENGINE
    if not everything and not (organisation and rights.may(engine.catalogue, actor, organisation, SEE)):
        with engine.reading() as work:
            if organisation and organisation not in membership.organisations(work):
                raise NotFound(f"Er is geen organisatie '{organisation}'.")
        return "outside"
    rows = everything or rights.may(engine.catalogue, actor, organisation, Right.SEE_ROWS)
    return "own" if rows else "published"


def _one(engine: Engine, actor: Actor, wanted: Wanted, audience: Audience) -> Report:
    if audience != "outside":
        return _remembered(engine, wanted, audience, frozenset())
    if wanted.period.year is None or wanted.known_on is not None or wanted.place:
        raise BadInput(
            "Van andere organisaties zie je hele jaren, voor alle gemeenten samen, zoals nu bekend.",
            hint="Zo kan niemand een klein aantal uitrekenen door twee rapporten te vergelijken.",
        )
    known = frozenset(o for o in actor.organisations if rights.may(engine.catalogue, actor, o, SEE))
    whole = _remembered(engine, Wanted("", wanted.period), audience, known)
    if not wanted.organisation and not wanted.model:
        return whole
    name = engine.catalogue.organisations.get(wanted.organisation)
    made = narrowed(whole, wanted.organisation, wanted.model)
    return replace(made, organisation_name=name.name, hue=name.hue) if name else made


def _remembered(engine: Engine, wanted: Wanted, audience: Audience, own: frozenset[str]) -> Report:
    """A report is made once for its page, its files and the years beside it; what is told makes it anew."""
    with engine.reading() as work:
        key, now = (wanted, audience, own, log.last(connection=work.connection)), work.at
    made = _made.setdefault(engine, {})
    fresh = stamp_of(engine.clock() - FRESH)
    for old in [k for k, (at, _) in made.items() if not fresh <= at <= now or k[3] != key[3]]:
        del made[old]
    if key not in made:
        made[key] = now, counted(engine, wanted, audience, own)
    return made[key][1]


# --- narrowed: lines of the whole, never counted anew


def narrowed(whole: Report, organisation: str = "", model: str = "") -> Report:
    """The lines of one organisation or model, out of a report from which small numbers were taken. What
    several organisations did in one workflow stands only in the whole."""
    lines = tuple(
        c
        for c in whole.conduct
        if model in ("", c.model)
        and organisation in ("", *(c.organisations if len(c.organisations) == 1 else ()))
    )
    kept = {c.workflow for c in lines}
    sections = tuple(
        replace(s, figures=tuple(f for f in s.figures if f.workflow in kept)) for s in whole.sections
    )
    return replace(
        whole,
        organisation=organisation,
        model=model,
        sections=tuple(s for s in sections if s.figures),
        conduct=lines,
        tiles=tuple(_tiles(lines)),
        models=() if model else tuple(_models(whole.models, lines)),
        places=(),
        places_note="",
    )


def _tiles(lines: Sequence[Conduct]) -> Iterator[Tile]:
    for name, words in (
        ("existed", "trajecten liepen"),
        ("opened", "trajecten begonnen"),
        ("ended", "trajecten afgelopen"),
        ("running", "liepen nog op het einde"),
    ):
        numbers = [getattr(c, name) for c in lines]
        gap = "zonder wat we niet tonen" if None in numbers else ""
        yield Tile(name, words, sum(n or 0 for n in numbers), note=gap)


def _models(whole: Sequence[Group], lines: Sequence[Conduct]) -> Iterator[Group]:
    for group in whole:
        numbers = [c.existed for c in lines if c.model == group.key]
        if None in numbers:
            yield replace(group, value=None, hidden="other")
        elif numbers:
            yield replace(group, value=sum(n or 0 for n in numbers), hidden="")


# --- the years before


def beside(made: Report, before: Sequence[Report]) -> Report:
    """A report with the same figures of the years before; years without anything at all are left out."""
    told = [r for r in before if any(f.value or f.hidden for f in r.figures) or any(t.value for t in r.tiles)]
    sections = tuple(replace(s, figures=tuple(_with(f, told) for f in s.figures)) for s in made.sections)
    last = told[-1] if told and told[-1].period.last + timedelta(days=1) == made.period.first else None
    return replace(made, sections=sections, models_before=last.models if last else ())


def _with(figure: Figure, before: Sequence[Report]) -> Figure:
    found = []
    for one in before:
        year, same = one.period.first.year, next((f for f in one.figures if f.key == figure.key), None)
        if same is not None:
            found.append(Earlier(year, same.value, same.whole, same.share, same.hidden))
    return replace(figure, earlier=tuple(found))
