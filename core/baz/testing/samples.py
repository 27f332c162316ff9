"""A small case for tests and measurements of the store, written as the engine would write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from baz.kernel.acts import Event
from baz.kernel.when import When
from baz.store import cases, commands, definitions, log, outbox, people
from baz.store.cases import CaseRow
from baz.store.ids import NumberedIds
from baz.store.projections import PARTICIPATIONS, TASKS, ParticipationRow, TaskRow, write_rows

NOW = datetime(2021, 1, 13, 14, 0, tzinfo=UTC)


def at(**later: float) -> datetime:
    """The moment so much after `NOW`: `at(days=10)`."""
    return NOW + timedelta(**later)


def event(
    seq: int, kind: str = "step", name: str = "meld_aan", recorded: datetime = NOW, **data: object
) -> Event:
    """A line of a log, about 13 January 2021."""
    return Event(seq, kind, name, data, When(date(2021, 1, 13)), recorded, "party-1")


def case_row(case_id: str, **values: object) -> CaseRow:
    """The row of a running case at a partner; `values` replaces some of it."""
    row = CaseRow(
        id=case_id, organisation="buurt", workflow="buurt/leesclub", version=1, definition="d1",
        state="vraag",
        regions="{}", since="2021-01-13", paused=None, paused_since=None, paused_until=None, outcome=None,
        opened_on="2021-01-13", opened_precision="day", ended_on=None, about=None, area="antwerpen", seq=0,
        facts=0, head="", held=0, proposed=0, next_due=None, snapshot="{}", erased_at=None,
    )  # fmt: skip
    return row._replace(**values)  # type: ignore[arg-type]  # the caller names the columns


def task(**values: object) -> TaskRow:
    """A task that is due on 20 January 2021; `values` replaces some of it."""
    row = TaskRow(
        "bel",
        "Bel terug",
        "buurt",
        "medewerker",
        "party-1",
        "2021-01-20",
        None,
        "open",
        None,
        "2021-01-13T14:00",
    )
    return row._replace(**values)  # type: ignore[arg-type]  # the caller names the columns


def open_case(connection: Connection, case_id: str, **values: object) -> CaseRow:
    """A case with one line in its log, one participation and one task."""
    definitions.put("d1", "buurt/leesclub", 1, "buurt", "{}", now=NOW, connection=connection)
    if people.party("party-1", connection=connection) is None:
        people.add_party("person", "buurt", now=NOW, ids=NumberedIds(), connection=connection)
    cases.insert_case(case_row(case_id, **values), connection=connection)
    head = log.append(case_id, "", [event(1, "opened", "open")], connection=connection)
    row = case_row(case_id, **{"seq": 1, "facts": 1, "head": head, **values})
    cases.update_case(row, 0, connection=connection)
    begeleider = ParticipationRow("begeleider", "party-1", "active", "2021-01-13")
    write_rows(PARTICIPATIONS, case_id, {}, {"r1": begeleider}, connection=connection)
    write_rows(TASKS, case_id, {}, {"t1": task()}, connection=connection)
    return row


def step(connection: Connection, case_id: str, key: str) -> CaseRow:
    """One durable step: what the engine writes for a transition with a field, a task and a letter."""
    row = cases.load(case_id, connection=connection, lock=True)
    if commands.find(key, connection=connection):
        return row
    seq = row.seq + 1
    head = log.append(case_id, row.head, [event(seq, answers={"leden": seq})], connection=connection)
    after = row._replace(state="zoekt", seq=seq, facts=seq, head=head)
    cases.update_case(after, row.seq, connection=connection)
    write_rows(TASKS, case_id, {}, {f"t{seq}": task(name="schrijf")}, connection=connection)
    entry = outbox.Entry(case_id, seq, f"letter:{seq}", "letter", '{"letter":"welkom"}')
    outbox.enqueue([entry], now=NOW, connection=connection)
    commands.remember(key, commands.CommandRow(case_id, "f", seq, seq, "{}"), now=NOW, connection=connection)
    return after
