"""Whether the kept figures are what the log says, and counting them again from nothing."""

from __future__ import annotations

from collections import Counter as Tallied
from collections.abc import Iterator

from baz.engine.engine import Engine
from baz.engine.work import Work
from baz.services.reports import kept, renewing
from baz.services.reports.kept import PAGE
from baz.services.reports.period import Period
from baz.services.reports.scopes import Scope
from baz.services.reports.slips import BASIS, Slip
from baz.store import cases, counted, log
from baz.store.counted import ALL, Spot, Year

_MANY = 1_000_000_000


def wrong(engine: Engine) -> list[str]:
    """What does not agree; an empty list is good. What still has to be counted again is no mistake."""
    with engine.reading() as work:
        years = [y for y in counted.years(connection=work.connection) if y.at <= work.at]
        return [sentence for year in years for sentence in _wrong(work, year)]


def again(engine: Engine) -> int:
    """Throw away what was kept and count the same years again; gives how many cases were looked at.

    Raises:
        Busy: others write all the time; the next round of a worker goes on.
    """
    with engine.work() as work:
        counted.clear(connection=work.connection)
    return renewing.renew(engine)


def _wrong(work: Work, year: Year) -> Iterator[str]:
    scope = Scope(work, year.scope, Period.of_year(year.year))
    stale = set(kept.stale(scope, year.year, _MANY))
    numbers: Tallied[Spot] = Tallied()
    people: Tallied[tuple[Spot, str]] = Tallied()
    slips = counted.slips(year.scope, year.year, "", connection=work.connection)
    where = f"de cijfers van {year.year}{f' van {year.scope}' if year.scope else ''}"
    for page in (slips[n : n + PAGE] for n in range(0, len(slips), PAGE)):
        fresh = _fresh(scope, [case for case, _ in page if case not in stale])
        for case, text in page:
            slip = Slip.load(text)
            for spot, number in slip.spread():
                numbers[spot] += number
            people.update(slip.spread_people())
            if case not in stale and fresh.get(case) != text:
                yield f"{case}: {where} zijn niet wat het logboek zegt."
    numbers.update(Tallied(spot for spot, _ in people))
    if _totals(work, year, numbers) or _people(work, year, people):
        yield f"{where[:1].upper()}{where[1:]} zijn niet de som van hun trajecten."


def _fresh(scope: Scope, ids: list[str]) -> dict[str, str]:
    """The slips as the log gives them now."""
    here, found = scope.work.connection, {}
    for line in cases.report_lines(ids, connection=here):
        if line.concerns(scope.period.first, scope.period.last):
            made = scope.slip(line, scope.reader.admitted(log.read(line.id, connection=here)))
            found[line.id] = made[0].dump() if made else ""
    return found


def _totals(work: Work, year: Year, numbers: Tallied[Spot]) -> bool:
    """Whether a total is another one than the sum."""
    places = {ALL, *(spot[0] for spot in numbers)}
    known = {
        spot: number
        for place in places
        for spot, number in counted.totals(
            year.scope, year.year, place, (), connection=work.connection
        ).items()
        if spot[2] != BASIS
    }
    return known != {spot: number for spot, number in numbers.items() if number}


def _people(work: Work, year: Year, people: Tallied[tuple[Spot, str]]) -> bool:
    """Whether somebody is on another number of slips than is kept."""
    return counted.times(year.scope, year.year, people, connection=work.connection) != dict(people)
