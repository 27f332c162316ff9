"""What must still leave the house: letters, cases at partners, whatever follows a step.

A job is written in the transaction of its step. A worker leases some, does the work, and marks each done
in the same transaction as the effect it has here. The lease carries a token; when a worker dies, its
lease runs out and another takes the job over with a new token, so the late one can no longer finish
it: its transaction is refused and rolled back. After three tries a job is `failed` and waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement, CompilerElement

from baz.ground.errors import NotFound, Outdated
from baz.store.codec import moment_text
from baz.store.prepared import Prepared
from baz.store.tables import cases, outbox

TRIES = 3
WEBHOOK = "webhook"
WEBHOOK_TRIES = 8
"""An address of others may be down for a day; nobody here can mend it."""


class Entry(NamedTuple):
    """A job to be done. `consequence` names it within the case: the same one is enqueued only once.

    `payload` is JSON text and names no person; `due_at` is None for at once.
    """

    case_id: str
    seq: int
    consequence: str
    kind: str
    payload: str
    due_at: datetime | None = None


class Job(NamedTuple):
    """A leased job. `attempt` counts from 1; with `token` it is what `done` and `fail` check."""

    id: int
    case_id: str
    seq: int
    consequence: str
    kind: str
    payload: str
    attempt: int
    token: str


class OutboxLine(NamedTuple):
    """A job as a page shows it."""

    id: int
    case_id: str
    seq: int
    consequence: str
    kind: str
    status: str
    attempts: int
    due_at: str
    done_at: str | None
    error: str | None

    @property
    def name(self) -> str:
        """What it is about: the name of a letter, the key of a webhook."""
        return self.consequence.split(":", 1)[-1].split("@")[0]


def _literal(status: str) -> ColumnElement[bool]:
    # Never a bound parameter: the partial indexes are used only when the SQL holds the same literal.
    return text(f"status = '{status}'")  # type: ignore[return-value]  # a TextClause stands where a condition may


def _most() -> ColumnElement[int]:
    """How often a job is tried."""
    return literal_column(f"CASE WHEN outbox.kind = '{WEBHOOK}' THEN {WEBHOOK_TRIES} ELSE {TRIES} END")


_NEW = ("case_id", "seq", "consequence", "kind", "payload", "due_at", "created_at")


def _enqueue(dialect: str) -> CompilerElement:
    make = sqlite.insert(outbox) if dialect == "sqlite" else postgresql.insert(outbox)
    values: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in _NEW}
    fixed: dict[str, ColumnElement[Any]] = {
        "round": literal(1),
        "status": literal("waiting"),
        "attempts": literal(0),
    }
    return make.values({**values, **fixed}).on_conflict_do_nothing().inline()


_put = Prepared(_enqueue, _NEW)
_expired = Prepared(
    update(outbox)
    .where(_literal("leased"), outbox.c.leased_until < bindparam("now"))
    .values(
        status=case((outbox.c.attempts >= _most(), literal("failed")), else_=literal("waiting")),
        error=case((outbox.c.attempts >= _most(), literal("lease-verlopen")), else_=outbox.c.error),
        token=null(),
        leased_until=null(),
    ),
    ("now",),
)
_waiting = Prepared(
    select(outbox.c.id, outbox.c.case_id, outbox.c.seq, outbox.c.consequence, outbox.c.kind, outbox.c.payload,
           outbox.c.attempts)
    .where(_literal("waiting"), outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True),
    ("now", "most"),
)  # fmt: skip
_take = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(
        status=literal("leased"),
        attempts=outbox.c.attempts + 1,
        token=bindparam("new_token"),
        leased_until=bindparam("new_until"),
    ),
    ("new_token", "new_until", "key"),
)
_extend = Prepared(
    update(outbox)
    .where(_literal("leased"), outbox.c.token == bindparam("mine"))
    .values(leased_until=bindparam("new_until")),
    ("new_until", "mine"),
)
_MINE = and_(
    outbox.c.id == bindparam("key"), outbox.c.status == literal("leased"),
    outbox.c.token == bindparam("mine"), outbox.c.attempts == bindparam("attempt"),
)  # fmt: skip
_held = Prepared(select(outbox.c.id).where(_MINE), ("key", "mine", "attempt"))
_done = Prepared(
    update(outbox)
    .where(_MINE)
    .values(
        status=literal("done"), done_at=bindparam("now"), token=null(), leased_until=null(), error=null()
    ),
    ("now", "key", "mine", "attempt"),
)
_fail = Prepared(
    update(outbox)
    .where(_MINE)
    .values(
        status=case((outbox.c.attempts >= _most(), literal("failed")), else_=literal("waiting")),
        error=bindparam("new_error"),
        due_at=bindparam("new_due"),
        token=null(),
        leased_until=null(),
    ),
    ("new_error", "new_due", "key", "mine", "attempt"),
)
_refuse = Prepared(
    update(outbox)
    .where(_MINE)
    .values(status=literal("failed"), error=bindparam("new_error"), token=null(), leased_until=null()),
    ("new_error", "key", "mine", "attempt"),
)
_drop = Prepared(
    update(outbox)
    .where(
        outbox.c.case_id == bindparam("case"),
        outbox.c.consequence == bindparam("what"),
        outbox.c.status.in_([literal("waiting"), literal("failed")]),
    )
    .values(status=literal("dropped"), done_at=bindparam("now")),
    ("now", "case", "what"),
)


def _once_more(*stands: str) -> Prepared:
    """A job that stands so, as a new one: the same work in a next round."""
    made = select(
        outbox.c.case_id, outbox.c.seq, outbox.c.consequence, outbox.c.kind, outbox.c.payload,
        bindparam("due", type_=outbox.c.due_at.type), bindparam("created", type_=outbox.c.due_at.type),
        outbox.c.round + 1, literal("waiting"), literal(0),
    )  # fmt: skip
    made = made.where(outbox.c.id == bindparam("key"), outbox.c.status.in_([literal(s) for s in stands]))
    put = insert(outbox).inline().from_select([*_NEW, "round", "status", "attempts"], made)
    return Prepared(put, ("due", "created", "key"))


_again = _once_more("failed", "dropped")
_repeat = _once_more("done")
_retired = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(status=literal("dropped"), done_at=bindparam("now")),
    ("now", "key"),
)


def enqueue(entries: Sequence[Entry], *, now: datetime, connection: Connection) -> None:
    """Write jobs in the transaction of the step they follow from. One that is there already stays."""
    created = moment_text(now)
    _put.many(
        connection,
        [
            (
                e.case_id,
                e.seq,
                e.consequence,
                e.kind,
                e.payload,
                moment_text(e.due_at) if e.due_at else created,
                created,
            )
            for e in entries
        ],
    )


def lease(limit: int, *, token: str, now: datetime, seconds: float, connection: Connection) -> list[Job]:
    """Take up to `limit` jobs that are due, for `seconds`; `token` must be new each time (`new_id("lease")`).

    Jobs whose lease ran out go back first: to be taken over, or to `failed` after three tries. Two workers
    never get the same job. Commit before the work starts, so that others see what is taken.
    """
    moment = moment_text(now)
    _expired.run(connection, moment)
    rows = _waiting.rows(connection, moment, limit)
    until = moment_text(now + timedelta(seconds=seconds))
    _take.many(connection, [(token, until, row[0]) for row in rows])
    return [Job._make((*row[:6], row[6] + 1, token)) for row in rows]


def renew(job: Job, *, now: datetime, seconds: float, connection: Connection) -> None:
    """A worker that is still busy keeps this job, and the others that it took with it, for `seconds` more.

    Raises:
        Outdated: when the lease ran out and somebody else took the job.
    """
    if _extend.run(connection, moment_text(now + timedelta(seconds=seconds)), job.token) == 0:
        raise _fenced()
    if not _held.rows(connection, job.id, job.token, job.attempt):
        raise _fenced()


def done(job: Job, *, now: datetime, connection: Connection) -> None:
    """The job is done. Call it in the transaction that writes the effect: then that happens once.

    Raises:
        Outdated: when the lease ran out and somebody else took the job; the transaction must roll back.
    """
    if _done.run(connection, moment_text(now), job.id, job.token, job.attempt) != 1:
        raise _fenced()


def fail(job: Job, error: str, *, retry_at: datetime, connection: Connection) -> None:
    """The try did not work: again at `retry_at`, or `failed` after the third. `error` is a code, no name.

    Raises:
        Outdated: when the lease ran out and somebody else took the job.
    """
    if _fail.run(connection, error, moment_text(retry_at), job.id, job.token, job.attempt) != 1:
        raise _fenced()


def refuse(job: Job, error: str, *, connection: Connection) -> None:
    """The try did not work and another would not either: `failed` at once. `error` is a code, no name.

    Raises:
        Outdated: when the lease ran out and somebody else took the job.
    """
    if _refuse.run(connection, error, job.id, job.token, job.attempt) != 1:
        raise _fenced()


def drop(case_id: str, consequence: str, *, now: datetime, connection: Connection) -> bool:
    """The step that asked for this is no longer true. False when the job left the house (or is busy)."""
    return _drop.run(connection, moment_text(now), case_id, consequence) > 0


def again(job_id: int, *, now: datetime, connection: Connection) -> None:
    """A person lets a failed or dropped job be tried anew, in a new round; the old line stays, as `dropped`.

    Raises:
        NotFound: when there is no such job that failed or was dropped.
        Outdated: when somebody did this already.
    """
    moment = moment_text(now)
    if _again.run(connection, moment, moment, job_id) != 1:
        raise NotFound("Deze opdracht kan niet opnieuw: ze is niet mislukt.")
    _retired.run(connection, moment, job_id)


def repeat(job_id: int, *, now: datetime, connection: Connection) -> None:
    """Something that left goes out once more, in a new round; the line of the first time stays as it is.

    Raises:
        NotFound: there is no such job that is done.
        Outdated: it was repeated already; repeat the last one.
    """
    moment = moment_text(now)
    if _repeat.run(connection, moment, moment, job_id) != 1:
        raise NotFound("Dit kan niet opnieuw verstuurd worden: het is nog niet vertrokken.")


def failed(*, connection: Connection, limit: int = 100, organisation: str = "") -> list[OutboxLine]:
    """Jobs that need a person, newest first; of one organisation, or of all."""
    query = _shown().where(_literal("failed")).order_by(outbox.c.id.desc()).limit(limit)
    if organisation:
        query = query.join(cases, cases.c.id == outbox.c.case_id).where(cases.c.organisation == organisation)
    return [OutboxLine._make(row) for row in connection.execute(query)]


def home(job_id: int, *, connection: Connection) -> str:
    """The organisation whose case a job is of; "" when there is no such job."""
    query = select(cases.c.organisation).join(outbox, outbox.c.case_id == cases.c.id)
    return connection.scalar(query.where(outbox.c.id == job_id)) or ""


def of_case(case_id: str, *, connection: Connection) -> list[OutboxLine]:
    """All jobs of a case, oldest first."""
    query = _shown().where(outbox.c.case_id == case_id).order_by(outbox.c.id)
    return [OutboxLine._make(row) for row in connection.execute(query)]


def payloads(case_id: str, kind: str, before: int, *, connection: Connection) -> list[tuple[int, str]]:
    """(id, payload) of the jobs of a kind that were done for a case before another one, oldest first."""
    query = select(outbox.c.id, outbox.c.payload).where(
        outbox.c.case_id == case_id, outbox.c.kind == kind, outbox.c.id < before, _literal("done")
    )
    return [(row.id, row.payload) for row in connection.execute(query.order_by(outbox.c.id))]


def counts(*, connection: Connection) -> dict[str, int]:
    """How many jobs wait, are leased and failed, for the health page."""
    found = {}
    for status in ("waiting", "leased", "failed"):
        found[status] = (
            connection.scalar(select(func.count()).select_from(outbox).where(_literal(status))) or 0
        )
    return found


def overdue(since: datetime, *, connection: Connection) -> int:
    """How many jobs have waited since before this moment for somebody to try them."""
    late = outbox.c.due_at < moment_text(since)
    return connection.scalar(select(func.count()).select_from(outbox).where(_literal("waiting"), late)) or 0


def _shown() -> Select[*tuple[object, ...]]:
    return select(*(outbox.c[name] for name in OutboxLine._fields))


def _fenced() -> Outdated:
    return Outdated("Een andere werker heeft deze opdracht overgenomen.")
