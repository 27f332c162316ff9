"""What cases count for, kept from one report to the next (`baz.store.counted`).

Kept are whole years, as known now. A report reads their totals. A case that changed since, or of which the
day changed what it counts for, is read again: its old slip goes off the totals, its new one on. A report does
that by itself; `renewing` writes it down too. So a report never depends on whether a worker ran.
"""

from __future__ import annotations

import hashlib
from collections import Counter as Tallied
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from baz.engine.work import Work
from baz.ground.errors import BazError
from baz.kernel.acts import Event
from baz.kernel.when import Stamp
from baz.services.reports.ledger import Ledger
from baz.services.reports.scopes import ALWAYS_OVER, Scope
from baz.services.reports.slips import BASIS, BESIDE, Slip
from baz.store import cases, counted, log
from baz.store.cases import ReportLine
from baz.store.counted import ALL, Row, Spot

PAGE = 50
"""So many cases are read at once, and then written down in one short transaction, so that nobody waits."""
_MANY = 1_000_000_000
Made = tuple[Slip, Stamp | None] | None


def blank(scope: Scope, model: str, place: str) -> Ledger:
    """A ledger with the workflows that are seen, before anything is counted."""
    works = {w: scope.counted(w) for w, p in scope.visible.items() if model in ("", p.workflow.model[0])}
    return Ledger(scope.period, scope.counted, works, model, place)


def ledger(scope: Scope, model: str, place: str) -> Ledger | None:
    """The numbers of a year from what was kept; None when it is not kept (or was, by a later clock)."""
    year, work = scope.period.year, scope.work
    if year is None or scope.known is not None or not is_kept(work, scope.key, year):
        return None
    spot = place or ALL
    found = Tallied(counted.totals(scope.key, year, spot, BESIDE, connection=work.connection))
    moves = Moves()
    again = cases.report_lines(stale(scope, year, _MANY), connection=work.connection)
    for change in changes(work, [(year, scope)], again):
        moves.add(change)
    numbers, _ = moves.settled(work, scope.key, year)
    found.update({s: n for s, n in numbers.items() if s[0] == spot or (s[0] == ALL and s[2] in BESIDE)})
    made = blank(scope, model, place)
    for (_, workflow, measure, line), number in sorted(found.items()):
        if number and measure != BASIS:
            made.put(workflow, (measure, line), number)
    return made


def slips(scope: Scope, workflow: str) -> list[tuple[str, Slip | None]] | None:
    """The slips of a year by case, of one workflow or of all for ""; without a slip what must be read again.
    None when the year is not kept."""
    year, work = scope.period.year, scope.work
    if year is None or scope.known is not None or not is_kept(work, scope.key, year):
        return None
    again = set(stale(scope, year, _MANY))
    found = counted.slips(scope.key, year, workflow, connection=work.connection)
    return [
        *((c, Slip.load(text)) for c, text in found if c not in again),
        *((c, None) for c in sorted(again)),
    ]


def is_kept(work: Work, scope: str, year: int) -> bool:
    """Whether a year was counted to the end, and not by a later clock."""
    found = counted.years(connection=work.connection)
    return any((y.scope, y.year, y.upto) == (scope, year, None) and y.at <= work.at for y in found)


# --- which


def stale(scope: Scope, year: int, limit: int, after: Stamp = -1) -> list[str]:
    """Cases of which the slip of a year may say something else by now."""
    at, here = scope.work.at, scope.work.connection
    found = dict.fromkeys(counted.marked(scope.key, connection=here, limit=limit))
    found |= dict.fromkeys(counted.over(scope.key, year, at, connection=here, limit=limit, after=after))
    for workflow, organisation, basis in _bases(scope, year):
        if basis and scope.basis(organisation, workflow) != basis:
            more = counted.on_basis(scope.key, year, workflow, basis, connection=here, limit=limit)
            found |= dict.fromkeys(more)
    return list(found)


def _bases(scope: Scope, year: int) -> Iterator[tuple[str, str, str]]:
    """On which definitions and values the slips of a year rest: workflow, organisation, basis."""
    spots = counted.lines(scope.key, year, BASIS, connection=scope.work.connection)
    for workflow, line in spots:
        organisation, _, basis = line.rpartition(" ")
        yield workflow, organisation, basis


# --- what changes


@dataclass(frozen=True, slots=True)
class Change:
    """The slip of a case in a scope and a year, before and now (None: it does not count)."""

    line: ReportLine
    scope: Scope
    year: int
    before: Row | None
    now: Row | None


def changes(
    work: Work, scopes: Sequence[tuple[int, Scope]], lines: Iterable[ReportLine], *, forgiving: bool = False
) -> Iterator[Change]:
    """What changes for these cases, in these years and scopes. A log is read once for all of them.

    `forgiving`: a case that cannot be counted gets an empty slip that never holds, so that a report stumbles
    over it and a worker goes on.
    """
    for page in _pages(list(lines)):
        kept = counted.rows([line.id for line in page], connection=work.connection)
        for line in page:
            told = log.read(line.id, connection=work.connection)
            made: dict[tuple[int, str], Made] = {}
            for year, scope in scopes:
                if scope.key not in ("", line.organisation):
                    continue
                before = kept.get((line.id, scope.key, year))
                try:
                    now = _row(scope, year, line, told, before, made)
                except BazError:
                    if not forgiving:
                        raise
                    empty = Slip(line.workflow, "", "").dump()
                    now = Row(line.id, scope.key, year, line.workflow, "", "", ALWAYS_OVER, empty)
                if now is not before:
                    yield Change(line, scope, year, before, now)


def _pages(lines: list[ReportLine]) -> Iterator[list[ReportLine]]:
    return (lines[n : n + PAGE] for n in range(0, len(lines), PAGE))


def _row(
    scope: Scope,
    year: int,
    line: ReportLine,
    told: list[Event],
    before: Row | None,
    made: dict[tuple[int, str], Made],
) -> Row | None:
    """The slip as it is now; the very same row when nothing that it rests on changed. `made` are those of the
    same case that were made just now: an organisation and all together mostly count the same."""
    if not line.concerns(scope.period.first, scope.period.last):
        return None
    events = scope.reader.admitted(told)
    read, basis = _read(events, told), scope.basis(line.organisation, line.workflow)
    same = before is not None and (before.read, before.basis) == (read, basis)
    if before is not None and same and (before.until is None or scope.work.at < before.until):
        return before
    key = (year, basis)
    if key not in made:
        made[key] = scope.slip(line, events)
    if (found := made[key]) is None:
        return None
    slip, until = found
    return Row(line.id, scope.key, year, line.workflow, basis, read, until, slip.dump())


def _read(events: list[Event], told: list[Event]) -> str:
    """Which lines were read. A line is never changed, but a value that was erased can change what it says."""
    seen = [e.seq for e in events], [e.seq for e in told if e.kind == "erased"]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Moves:
    """What several changes of one scope and year add up to."""

    numbers: Tallied[Spot] = field(default_factory=Tallied)
    people: Tallied[tuple[Spot, str]] = field(default_factory=Tallied)

    def add(self, change: Change) -> None:
        """Take the old slip off and put the new one on."""
        for row, by in ((change.before, -1), (change.now, 1)):
            if row is None:
                continue
            slip = Slip.load(row.slip)
            self.numbers[ALL, row.workflow, BASIS, f"{change.line.organisation} {row.basis}"] += by
            for spot, number in slip.spread():
                self.numbers[spot] += by * number
            for person in slip.spread_people():
                self.people[person] += by

    def settled(self, work: Work, scope: str, year: int) -> tuple[Tallied[Spot], dict[tuple[Spot, str], int]]:
        """What is added to the totals, and on how many slips people are then."""
        moved = [person for person, by in sorted(self.people.items()) if by]
        before = counted.times(scope, year, moved, connection=work.connection)
        after = {person: before[person] + self.people[person] for person in moved}
        numbers = Tallied(self.numbers)
        for (spot, _), person in zip(moved, moved, strict=True):
            numbers[spot] += (after[person] > 0) - (before[person] > 0)
        return numbers, after
