"""Rows that follow from a case's log: participations, meetings, tasks. Only the difference is written.

The engine gives the rows before and after a step, both by id; what is new or changed is put in one
batch, what is gone is deleted. The rows of the whole case equal a fold over its log (`baz verify`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store.prepared import Prepared, Values
from baz.store.tables import meetings, participations, tasks


class ParticipationRow(NamedTuple):
    """A party in a role of a case. Days are ISO text; `standing`: asked, reserve, active, declined, ended."""

    role: str
    party_id: str
    standing: str
    from_day: str | None = None
    to_day: str | None = None


class MeetingRow(NamedTuple):
    """A meeting. `status`: planned, held, cancelled. `people` is a number, `place` a personal value's id."""

    organisation: str
    kind: str
    status: str
    day: str | None
    minute: int | None
    precision: str
    mode: str
    people: int | None = None
    place: str | None = None


class TaskRow(NamedTuple):
    """A task. `status`: open, waiting (known but not due), snoozed, done, gone. `owner` is a party id."""

    name: str
    title: str
    organisation: str
    owner_role: str
    owner: str | None
    due_on: str | None
    due_minute: int | None
    status: str
    snoozed_until: str | None
    since: str
    pinned: bool = False
    area: str | None = None


R = TypeVar("R", bound=tuple[Any, ...])


class Projection(Generic[R]):
    """One of the three tables, with the class of its rows. `extra` are columns computed from a row."""

    def __init__(
        self,
        table: Table,
        make: Callable[[Values], R],
        fields: tuple[str, ...],
        extra: Mapping[str, Callable[[R], Any]],
    ) -> None:
        self.table = table
        self.make = make
        self._extra = tuple(extra.values())
        names: tuple[str, ...] = (*fields, *extra)
        self.put = Prepared(_upsert(table, names), ("case_id", "id", *names))
        self.remove = Prepared(
            delete(table).where(table.c.case_id == bindparam("case"), table.c.id == bindparam("key")),
            ("case", "key"),
        )
        self.select = Prepared(
            select(table.c.id, *(table.c[name] for name in fields))
            .where(table.c.case_id == bindparam("case"))
            .order_by(table.c.id),
            ("case",),
        )

    def values(self, case_id: str, key: str, row: R) -> Values:
        """The parameters of `put` for one row."""
        if not self._extra:
            return (case_id, key, *row)
        return (case_id, key, *row, *(compute(row) for compute in self._extra))


def _upsert(table: Table, names: tuple[str, ...]) -> Callable[[str], CompilerElement]:
    def build(dialect: str) -> CompilerElement:
        insert: Any = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
        changed: CompilerElement = insert.on_conflict_do_update(
            index_elements=["case_id", "id"], set_={name: insert.excluded[name] for name in names}
        )
        return changed

    return build


def _agenda_on(row: TaskRow) -> str | None:
    match row.status:
        case "open" | "waiting":
            # A task without a due day has been there since its beginning.
            return row.due_on or row.since[:10]
        case "snoozed":
            return row.snoozed_until or row.due_on or row.since[:10]
    return None


def _task(values: Values) -> TaskRow:
    # SQLite has no booleans: `pinned`, the last but one, comes back as 0 or 1.
    return TaskRow._make((*values[:-2], bool(values[-2]), values[-1]))


PARTICIPATIONS: Projection[ParticipationRow] = Projection(
    participations, ParticipationRow._make, ParticipationRow._fields, {}
)
MEETINGS: Projection[MeetingRow] = Projection(meetings, MeetingRow._make, MeetingRow._fields, {})
TASKS: Projection[TaskRow] = Projection(tasks, _task, TaskRow._fields, {"agenda_on": _agenda_on})


def write_rows(
    projection: Projection[R],
    case_id: str,
    before: Mapping[str, R],
    after: Mapping[str, R],
    *,
    connection: Connection,
) -> None:
    """Bring the rows of a case from `before` to `after`, both by id, in at most two statements."""
    changed = [projection.values(case_id, key, row) for key, row in after.items() if before.get(key) != row]
    gone = [(case_id, key) for key in before if key not in after]
    projection.put.many(connection, changed)
    projection.remove.many(connection, gone)


def read_rows(projection: Projection[R], case_id: str, *, connection: Connection) -> dict[str, R]:
    """The rows of a case by id, in order of id."""
    return {row[0]: projection.make(row[1:]) for row in projection.select.rows(connection, case_id)}
