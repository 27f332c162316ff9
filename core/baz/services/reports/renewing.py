"""Writing down what cases count for: changes are read without a lock, and written in short transactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baz.engine.engine import Engine
from baz.engine.work import Work
from baz.services.reports import kept
from baz.services.reports.kept import PAGE, Change, Moves
from baz.services.reports.period import Period
from baz.services.reports.scopes import ALWAYS_OVER, Scope
from baz.store import cases, counted
from baz.store.cases import ReportLine
from baz.store.counted import Year

ROUND = 500
"""So many cases does a worker count in one round, so that letters do not wait."""


def keep(engine: Engine, scope: str, years: Iterable[int]) -> None:
    """Keep these years of a scope from now on, and count what is not counted yet.

    Raises:
        Busy: others write all the time; what was counted so far stays.
    """
    begin(engine, scope, years)
    renew(engine, scope)


def begin(engine: Engine, scope: str, years: Iterable[int]) -> None:
    """Keep these years of a scope from now on; the next `renew` counts them."""
    with engine.reading() as work:
        known = {(y.scope, y.year) for y in counted.years(connection=work.connection)}
    if new := [y for y in years if (scope, y) not in known]:
        with engine.work() as work:
            for year in new:
                counted.begin(scope, year, work.at, connection=work.connection)


def next_year(engine: Engine, year: int) -> None:
    """When a year begins, keep it for whoever has the year before."""
    with engine.reading() as work:
        known = {(y.scope, y.year) for y in counted.years(connection=work.connection)}
    for scope in sorted(s for s, y in known if y == year - 1 and (s, year) not in known):
        begin(engine, scope, [year])


def renew(engine: Engine, scope: str | None = None, most: int | None = None) -> int:
    """Count again what changed, in the years that are kept; gives how many cases were looked at.

    Args:
        engine: read, then written to.
        scope: only what a report of this scope needs; None for all.
        most: stop after about so many.

    Raises:
        Busy: others write all the time; what was counted so far stays.
    """
    done = 0
    while (most is None or done < most) and (number := _page(engine, scope)):
        done += number
    return done


@dataclass(frozen=True, slots=True)
class _Todo:
    """A page of cases to count, how often each had changed, and the years of which this is the next page."""

    lines: Sequence[ReportLine]
    changes: Sequence[Change]
    filling: Sequence[Year]


def _page(engine: Engine, scope: str | None) -> int:
    with engine.reading() as work:
        todo = _read(work, scope)
    if todo is None:
        return 0
    with engine.work() as writing:
        _write(writing, todo, work.at)
    return max(len(todo.lines), 1)


def _read(work: Work, scope: str | None) -> _Todo | None:
    """The next page, and what it changes; None when everything was counted."""
    years = [y for y in counted.years(connection=work.connection) if y.at <= work.at]
    wanted = [y for y in years if scope is None or y.scope == scope]
    filling = _filling(wanted)
    if filling:
        first = filling[0]
        ids = cases.ids(
            connection=work.connection, after=first.upto or "", limit=PAGE, organisation=first.scope
        )
    else:
        scopes = [(y.year, Scope(work, y.scope, Period.of_year(y.year))) for y in wanted]
        ids = next(filter(None, (_stale(year, one) for year, one in scopes)), [])
        if not ids:
            return None
    lines = cases.report_lines(ids, connection=work.connection)
    homes = {"", *(line.organisation for line in lines)}
    scopes = [(y.year, Scope(work, y.scope, Period.of_year(y.year))) for y in years if y.scope in homes]
    return _Todo(lines, list(kept.changes(work, scopes, lines, forgiving=True)), filling)


def _stale(year: int, scope: Scope) -> list[str]:
    return kept.stale(scope, year, PAGE, after=ALWAYS_OVER)[:PAGE]


def _filling(years: Sequence[Year]) -> list[Year]:
    """The years of one scope that are not counted to the end, and came equally far."""
    first = next((y for y in years if y.upto is not None), None)
    return [y for y in years if first and (y.scope, y.upto) == (first.scope, first.upto)]


def _write(work: Work, todo: _Todo, at: int) -> None:
    """Write a page. What somebody else counted meanwhile stays for the next time."""
    here = work.connection
    now = {(y.scope, y.year): y for y in counted.years(connection=here, lock=True)}
    stored = counted.rows([line.id for line in todo.lines], connection=here)
    strange = {c.line.id for c in todo.changes if stored.get((c.line.id, c.scope.key, c.year)) != c.before}
    mine = [c for c in todo.changes if c.line.id not in strange]
    counted.put(
        [c.now for c in mine if c.now],
        [(c.line.id, c.scope.key, c.year) for c in mine if c.now is None],
        connection=here,
    )
    moves: dict[tuple[str, int], Moves] = {}
    for change in mine:
        moves.setdefault((change.scope.key, change.year), Moves()).add(change)
    for (scope, year), moved in sorted(moves.items(), key=lambda pair: pair[0]):
        numbers, people = moved.settled(work, scope, year)
        counted.shift(scope, year, numbers, people, connection=here)
    counted.settle([(x.id, x.uncounted) for x in todo.lines if x.id not in strange], connection=here)
    whole = len(todo.lines) < PAGE
    for one in todo.filling:
        if now.get((one.scope, one.year)) == one and not strange:
            upto = None if whole else todo.lines[-1].id
            counted.reached(one.scope, one.year, upto, at, connection=here)
    for key in sorted({(c.scope.key, c.year) for c in mine}):
        counted.later(*key, at, connection=here)
