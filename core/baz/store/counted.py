"""What each case counts for in the reports of a year, and the totals of all: read without reading a log.

`counted` holds a slip per case, year and scope (an organisation, or "" for all together). `tallies` is always
the sum of those slips, per municipality and over all (`ALL`); somebody who is on several slips counts once in
it, which `counted_people` keeps. A case that changed is marked in `cases.uncounted` by the step itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store.page_tables import counted, counted_people, counted_years, tallies
from baz.store.prepared import Prepared, Values
from baz.store.tables import cases

ALL = "*"
"""The place of totals over all municipalities; no municipality has this name."""

Spot = tuple[str, str, str, str]
"""Place, workflow ("" for all together), what is counted, and the line of its breakdown."""


class Year(NamedTuple):
    """A year that is kept. `upto`: the last case that was counted, None when all were. `at`: the latest stamp
    at which something was counted."""

    scope: str
    year: int
    upto: str | None
    at: int


class Row(NamedTuple):
    """The slip of a case. `basis` says by which definitions and values it was counted, `read` which lines of
    its log were read; it holds before the stamp `until`, or for good."""

    case_id: str
    scope: str
    year: int
    workflow: str
    basis: str
    read: str
    until: int | None
    slip: str


def _upsert(table: Any, keys: Sequence[str], changed: Mapping[str, str] | None = None) -> Any:
    """An insert that changes the row that is there: by what is new, or by an expression."""

    def build(dialect: str) -> CompilerElement:
        fresh: Any = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
        others = [c.name for c in table.columns if c.name not in keys]
        values: dict[str, Any] = {n: literal_column((changed or {}).get(n, f"excluded.{n}")) for n in others}
        done: CompilerElement = fresh.on_conflict_do_update(index_elements=list(keys), set_=values)
        return done

    return build


_SPOT = ("scope", "year", "place", "workflow", "measure", "line")
_PERSON = (*_SPOT, "party_id")
_FIELDS = Row._fields
_put = Prepared(_upsert(counted, _FIELDS[:3]), _FIELDS)
_remove = Prepared(
    delete(counted).where(
        counted.c.case_id == bindparam("case"),
        counted.c.scope == bindparam("scope_"),
        counted.c.year == bindparam("year_"),
    ),
    ("case", "scope_", "year_"),
)
_shift = Prepared(_upsert(tallies, _SPOT, {"number": "tallies.number + excluded.number"}), (*_SPOT, "number"))
_times = Prepared(
    select(counted_people.c.times).where(*(counted_people.c[n] == bindparam(f"{n}_") for n in _PERSON)),
    tuple(f"{n}_" for n in _PERSON),
)
_put_times = Prepared(_upsert(counted_people, _PERSON), (*_PERSON, "times"))
_forget = Prepared(
    delete(counted_people).where(*(counted_people.c[n] == bindparam(f"{n}_") for n in _PERSON)),
    tuple(f"{n}_" for n in _PERSON),
)
_settle = Prepared(
    update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.uncounted == bindparam("seen"))
    .values(uncounted=literal_column("0")),
    ("key", "seen"),
)


# --- years


def years(*, connection: Connection, lock: bool = False) -> list[Year]:
    """The years that are kept. With `lock` nobody else can count until the transaction ends."""
    query = select(*(counted_years.c[n] for n in Year._fields))
    query = query.order_by(counted_years.c.scope, counted_years.c.year)
    if lock and connection.dialect.name != "sqlite":
        query = query.with_for_update()
    return [Year._make(row) for row in connection.execute(query)]


def begin(scope: str, year: int, at: int, *, connection: Connection) -> None:
    """Keep a year from now on; nothing happens when it is kept already."""
    fresh: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"scope": scope, "year": year, "upto": "", "at": at}
    connection.execute(fresh(counted_years).values(row).on_conflict_do_nothing())


def reached(scope: str, year: int, upto: str | None, at: int, *, connection: Connection) -> None:
    """Note how far the counting of a year came."""
    where = (counted_years.c.scope == scope, counted_years.c.year == year)
    connection.execute(update(counted_years).where(*where).values(upto=upto, at=at))


def later(scope: str, year: int, at: int, *, connection: Connection) -> None:
    """Note the latest stamp at which something was counted."""
    where = (counted_years.c.scope == scope, counted_years.c.year == year, counted_years.c.at < at)
    connection.execute(update(counted_years).where(*where).values(at=at))


def clear(*, connection: Connection) -> None:
    """Forget what was counted; the same years are counted again from the first case on."""
    for table in (counted, tallies, counted_people):
        connection.execute(delete(table))
    connection.execute(update(counted_years).values(upto=""))


# --- which cases are to be counted again


def marked(scope: str, *, connection: Connection, limit: int) -> list[str]:
    """Cases that changed since they were counted; of all organisations for ""."""
    query = select(cases.c.id).where(literal_column("uncounted > 0"))
    if scope:
        query = query.where(cases.c.organisation == scope)
    return [
        row[0] for row in connection.execute(query.order_by(cases.c.organisation, cases.c.id).limit(limit))
    ]


def over(
    scope: str, year: int, now: int, *, connection: Connection, limit: int, after: int = -1
) -> list[str]:
    """Cases of which the slip no longer holds; `after` leaves out what was over by then."""
    until = counted.c.until
    query = select(counted.c.case_id).where(
        counted.c.scope == scope, counted.c.year == year, until.is_not(None), until <= now, until > after
    )
    return [row[0] for row in connection.execute(query.order_by(until, counted.c.case_id).limit(limit))]


def on_basis(
    scope: str, year: int, workflow: str, basis: str, *, connection: Connection, limit: int
) -> list[str]:
    """Cases that were counted by these definitions and values."""
    query = select(counted.c.case_id).where(
        counted.c.scope == scope, counted.c.year == year, counted.c.workflow == workflow,
        counted.c.basis == basis,
    )  # fmt: skip
    return [row[0] for row in connection.execute(query.order_by(counted.c.case_id).limit(limit))]


def settle(seen: Iterable[tuple[str, int]], *, connection: Connection) -> None:
    """These cases were counted, as they were when they had changed so many times; not those that changed
    since."""
    _settle.many(connection, sorted(seen))


# --- slips and totals


def rows(case_ids: Iterable[str], *, connection: Connection) -> dict[tuple[str, str, int], Row]:
    """The slips of these cases, by case, scope and year."""
    query = select(*(counted.c[n] for n in _FIELDS)).where(counted.c.case_id.in_(list(case_ids)))
    found = (Row._make(row) for row in connection.execute(query))
    return {row[:3]: row for row in found}


def slips(scope: str, year: int, workflow: str, *, connection: Connection) -> list[tuple[str, str]]:
    """The slips of a year as text, by case: of one workflow, or of all for ""."""
    query = select(counted.c.case_id, counted.c.slip).where(counted.c.scope == scope, counted.c.year == year)
    if workflow:
        query = query.where(counted.c.workflow == workflow)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(counted.c.case_id))]


def put(changed: Sequence[Row], gone: Sequence[tuple[str, str, int]], *, connection: Connection) -> None:
    """Keep slips, and take others away."""
    _put.many(connection, changed)
    _remove.many(connection, gone)


def times(
    scope: str, year: int, people: Iterable[tuple[Spot, str]], *, connection: Connection
) -> dict[tuple[Spot, str], int]:
    """On how many slips each of these people is, per spot; nought included."""
    found = {}
    for spot, party in people:
        row = _times.row(connection, scope, year, *spot, party)
        found[spot, party] = int(row[0]) if row else 0
    return found


def shift(
    scope: str,
    year: int,
    numbers: Mapping[Spot, int],
    people: Mapping[tuple[Spot, str], int],
    *,
    connection: Connection,
) -> None:
    """Add to the totals, and write on how many slips people are now. In a fixed order, so that two who write
    wait for each other instead of locking each other out."""
    moved: list[Values] = [(scope, year, *spot, number) for spot, number in sorted(numbers.items()) if number]
    _shift.many(connection, moved)
    here = [(scope, year, *spot, party, n) for (spot, party), n in sorted(people.items()) if n]
    _put_times.many(connection, here)
    _forget.many(connection, [(scope, year, *spot, p) for (spot, p), n in sorted(people.items()) if not n])


def totals(
    scope: str, year: int, place: str, beside: Sequence[str], *, connection: Connection
) -> dict[Spot, int]:
    """The totals of a place (`ALL` for all of them); with what is counted over all for these measures."""
    wanted = tallies.c.place == place
    if place != ALL:
        wanted = or_(wanted, (tallies.c.place == ALL) & tallies.c.measure.in_(beside))
    query = select(*(tallies.c[n] for n in _SPOT[2:]), tallies.c.number).where(
        tallies.c.scope == scope, tallies.c.year == year, wanted, tallies.c.number != 0
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in connection.execute(query)}


def lines(scope: str, year: int, measure: str, *, connection: Connection) -> list[tuple[str, str]]:
    """The workflows and lines of a measure of which the total over all places is not nought."""
    query = select(tallies.c.workflow, tallies.c.line).where(
        tallies.c.scope == scope, tallies.c.year == year, tallies.c.place == ALL,
        tallies.c.measure == measure, tallies.c.number != 0,
    )  # fmt: skip
    return [(row[0], row[1]) for row in connection.execute(query)]
