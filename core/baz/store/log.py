"""The append-only log of a case, chained by hashes so that no line can change or vanish unseen.

The hash of a line is SHA-256 over the hash of the line before it (nothing for the first) followed by
the canonical JSON of the list [case, seq, kind, name, occurred, recorded, actor, behalf, how, data].
Nothing in a line names a person (design, promise 13), so erasing somebody leaves the chain whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from baz.ground.errors import Broken
from baz.kernel.acts import Event
from baz.kernel.when import When
from baz.store.codec import canonical, day_text, digest, moment, moment_text, plain, quoted
from baz.store.prepared import Prepared, Values
from baz.store.tables import cases, events

_COLUMNS = tuple(column.name for column in events.c if column.name != "id")
_LINE = (
    events.c.seq, events.c.kind, events.c.name, events.c.data, events.c.occurred, events.c.recorded_at,
    events.c.actor, events.c.behalf, events.c.how, events.c.hash, events.c.day,
)  # fmt: skip

_append = Prepared(insert(events).inline(), _COLUMNS)
_read = Prepared(
    select(*_LINE).where(events.c.case_id == bindparam("case")).order_by(events.c.seq), ("case",)
)
_read_known = Prepared(
    select(*_LINE)
    .where(events.c.case_id == bindparam("case"), events.c.recorded_at <= bindparam("until"))
    .order_by(events.c.seq),
    ("case", "until"),
)
_read_from = Prepared(
    select(*_LINE)
    .where(events.c.case_id == bindparam("case"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq),
    ("case", "after"),
)
_last = select(func.max(events.c.id))
_head = Prepared(select(cases.c.head, cases.c.seq).where(cases.c.id == bindparam("case")), ("case",))
_set_head = Prepared(
    update(cases)
    .where(cases.c.id == bindparam("case"))
    .values(head=bindparam("new_head"), seq=bindparam("new_seq")),
    ("new_head", "new_seq", "case"),
)


def append(case_id: str, after: str, lines: Sequence[Event], *, connection: Connection) -> str:
    """Add lines to the log of a case, in one statement; gives the new head of the chain.

    `after` is the head so far, "" for a new case. The caller numbers the lines (`seq`) and writes the
    new head and seq into the case row (`cases.update`).

    Raises:
        Outdated: when a line with this number is already there.
        BadInput: when a text holds half a character.
    """
    rows: list[Values] = []
    head, told, recorded = after, None, ""
    for line in lines:
        data = canonical(line.data)
        occurred = str(line.occurred)
        if line.recorded is not told:  # lines of one command share their moment
            told, recorded = line.recorded, moment_text(line.recorded)
        front = (line.seq, line.kind, line.name, occurred, recorded, line.actor, line.behalf, line.how)
        head = _hash(head, case_id, front, data)
        rows.append(
            (case_id, line.seq, line.kind, line.name, data, occurred, day_text(line.occurred.day), recorded,
             line.actor, line.behalf, line.how, head)
        )  # fmt: skip
    _append.many(connection, rows)
    return head


def read(
    case_id: str, *, connection: Connection, known_until: datetime | None = None, after: int = 0
) -> list[Event]:
    """The lines of a case in the order in which they were told.

    `known_until` leaves out what was recorded after that moment, so that a report can be made as it
    would have been made then. `after` gives only the lines with a higher number.
    """
    if known_until is not None:
        rows = _read_known.rows(connection, case_id, moment_text(known_until))
        return [_event(row) for row in rows if row[0] > after]
    if after:
        return [_event(row) for row in _read_from.rows(connection, case_id, after)]
    return [_event(row) for row in _read.rows(connection, case_id)]


def tellers(lines: Iterable[tuple[str, int]], *, connection: Connection) -> dict[tuple[str, int], str]:
    """For whom each of these lines (case, number) was told: {line: party}. One query, however many."""
    wanted = set(lines)
    query = select(events.c.case_id, events.c.seq, events.c.actor, events.c.behalf).where(
        events.c.case_id.in_({case for case, _ in wanted}), events.c.seq.in_({seq for _, seq in wanted})
    )
    found = {(row.case_id, row.seq): row.behalf or row.actor for row in connection.execute(query)}
    return {line: party for line, party in found.items() if line in wanted}


def days(lines: Iterable[tuple[str, int]], *, connection: Connection) -> dict[tuple[str, int], str]:
    """On which day each of these lines (case, number) happened, "" when that is not known. One query."""
    wanted = set(lines)
    query = select(events.c.case_id, events.c.seq, events.c.day).where(
        events.c.case_id.in_({case for case, _ in wanted}), events.c.seq.in_({seq for _, seq in wanted})
    )
    found = {(row.case_id, row.seq): row.day or "" for row in connection.execute(query)}
    return {line: found.get(line, "") for line in wanted}


def told_by(
    party: str, case_ids: Iterable[str], kinds: Sequence[str], most: int, *, connection: Connection
) -> list[tuple[str, Event]]:
    """What somebody told in these cases and did not take back: (case, line), the newest first."""
    gone = events.alias("gone")
    query = (
        select(events.c.case_id, *_LINE)
        .where(
            events.c.case_id.in_(sorted(case_ids)),
            or_(events.c.actor == party, events.c.behalf == party),
            events.c.kind.in_(kinds),
        )
        .order_by(events.c.recorded_at.desc(), events.c.id.desc())
        .limit(most * 3)
    )
    taken = select(gone.c.case_id, gone.c.data).where(
        gone.c.case_id.in_(sorted(case_ids)), gone.c.kind == "withdrawn"
    )
    back = {(row.case_id, plain(row.data).get("event")) for row in connection.execute(taken)}
    found = [(row[0], _event(tuple(row[1:]))) for row in connection.execute(query)]
    return [(case, event) for case, event in found if (case, event.seq) not in back][:most]


def hashes(case_id: str, *, connection: Connection) -> list[str]:
    """The hash of every line, first to last: two databases with the same log give the same list."""
    return [row[9] for row in _read.rows(connection, case_id)]


def verify_chain(case_id: str, *, connection: Connection) -> int:
    """Recompute every hash of a case; gives the number of lines.

    Raises:
        Broken: naming the first line that was changed, removed or put in.
    """
    head = ""
    rows = _read.rows(connection, case_id)
    for number, row in enumerate(rows, start=1):
        if row[0] != number:
            raise Broken(f"In het logboek van {case_id} ontbreekt regel {number}.", hint=_HINT)
        head = _hash(head, case_id, (*row[:3], *row[4:9]), row[3])
        if head != row[9]:
            raise Broken(f"Regel {number} in het logboek van {case_id} werd veranderd.", hint=_HINT)
        if row[10] != day_text(When.parse(row[4]).day):  # for searching; the hash does not hold it
            raise Broken(
                f"De dag van regel {number} in het logboek van {case_id} werd veranderd.", hint=_HINT
            )
    case = _head.row(connection, case_id)
    if case is not None and case != (head, len(rows)):
        raise Broken(f"Het logboek van {case_id} heeft een ander einde dan het traject zelf.", hint=_HINT)
    return len(rows)


def next_hash(before: str, case_id: str, line: Event) -> str:
    """The hash that a line gets after one with the hash `before`, without writing anything."""
    front = (line.seq, line.kind, line.name, str(line.occurred), moment_text(line.recorded))
    return _hash(before, case_id, (*front, line.actor, line.behalf, line.how), canonical(line.data))


def set_head(case_id: str, head: str, seq: int, *, connection: Connection) -> None:
    """Write only the head and the last number of a case, where nothing else of it changes."""
    _set_head.run(connection, head, seq, case_id)


_HINT = "Vergelijk met een reservekopie."


def _hash(before: str, case_id: str, front: Values, data: str) -> str:
    # Written out by hand: `data` is canonical already, and a list of texts needs no encoder.
    seq, *texts = front
    return digest(f"{before}[{quoted(case_id)},{seq},{','.join(map(quoted, texts))},{data}]")


def _event(row: Values) -> Event:
    return Event(
        seq=row[0],
        kind=row[1],
        name=row[2],
        data=plain(row[3]),
        occurred=When.parse(row[4]),
        recorded=moment(row[5]),
        actor=row[6],
        behalf=row[7],
        how=row[8],
    )


def last(*, connection: Connection) -> int:
    """The number of the line that was written last, in any case; 0 for an empty log."""
    return connection.execute(_last).scalar() or 0
