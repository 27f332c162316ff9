"""What left the house, as it was then: the body of each letter, a personal row of its case and its reader.

It is kept as long as the other values of the case, and goes with them or with the reader.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, null, select, update

from baz.store.codec import moment_text
from baz.store.prepared import Prepared
from baz.store.tables import outbox, personal

FIELD = "letter"
PURPOSE = "wat verstuurd werd"


class SentRow(NamedTuple):
    """A letter that left. `id` names its job and reader; `value` is its JSON, None when it was erased."""

    id: str
    party_id: str
    value: str | None
    created_at: str


class LetterJob(NamedTuple):
    """A letter or invitation of a case: `kind` letter or invite, `name` as the workflow calls it."""

    id: int
    kind: str
    name: str
    status: str
    done_at: str | None
    error: str | None


_NAMES = (
    "id",
    "organisation",
    "case_id",
    "party_id",
    "field",
    "value",
    "purpose",
    "keep_until",
    "created_at",
)
_keep = Prepared(insert(personal), _NAMES)
_of_case = Prepared(
    select(*(personal.c[name] for name in SentRow._fields))
    .where(personal.c.case_id == bindparam("case"), personal.c.field == bindparam("field"))
    .order_by(personal.c.created_at, personal.c.id),
    ("case", "field"),
)
_one = Prepared(select(personal.c.id).where(personal.c.id == bindparam("key")), ("key",))
_erase = Prepared(
    update(personal)
    .where(
        personal.c.case_id == bindparam("case"),
        personal.c.field == bindparam("what"),
        personal.c.value.is_not(None),
    )
    .values(value=null(), erased_at=bindparam("now")),
    ("now", "case", "what"),
)


def key_of(job: int, party: str) -> str:
    """The id of the row of a job and a reader: the same at every try."""
    return f"sent-{job}-{party}"


def is_there(job: int, party: str, *, connection: Connection) -> bool:
    """Whether this letter left for this reader already."""
    return _one.row(connection, key_of(job, party)) is not None


def keep(
    job: int,
    party: str,
    body: str,
    *,
    organisation: str,
    case: str,
    until: str | None,
    now: datetime,
    connection: Connection,
) -> None:
    """Keep what left for a reader. `body` is its JSON, `until` the ISO day until when it may be kept.

    Raises:
        Outdated: it was kept already.
    """
    row = (key_of(job, party), organisation, case, party, FIELD, body, PURPOSE, until, moment_text(now))
    _keep.run(connection, *row)


def of_case(case: str, *, connection: Connection) -> list[SentRow]:
    """All that left about a case, oldest first."""
    return [SentRow._make(row) for row in _of_case.rows(connection, case, FIELD)]


def letters(case: str, *, connection: Connection) -> list[LetterJob]:
    """The letters and invitations of a case that left, wait or failed, oldest first."""
    columns = ("id", "kind", "payload", "status", "done_at", "error")
    query = select(*(outbox.c[name] for name in columns)).where(
        outbox.c.case_id == case, outbox.c.kind.in_(("letter", "invite")), outbox.c.status != "dropped"
    )
    return [
        LetterJob(row.id, row.kind, json.loads(row.payload)["name"], row.status, row.done_at, row.error)
        for row in connection.execute(query.order_by(outbox.c.id))
    ]


def erase(case: str, *, now: datetime, connection: Connection) -> int:
    """Empty the bodies of all letters of a case; that they left, when and to whom, stays. Gives how many."""
    return _erase.run(connection, moment_text(now), case, FIELD)
