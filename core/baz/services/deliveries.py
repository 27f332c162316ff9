"""What should have left and did not: it stands where people look, until somebody lets it be tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import NotFound
from baz.kernel.acts import Actor
from baz.store import outbox, webhooks
from baz.store.outbox import WEBHOOK, OutboxLine


@dataclass(frozen=True, slots=True)
class Delivery:
    """A job that failed. `what`: the letter, the webhook or the effect; `error` a code that names nobody."""

    id: int
    case: str
    kind: str
    what: str
    attempts: int
    since: str
    error: str


def failed(work: Work, actor: Actor, organisation: str, limit: int = 200) -> list[Delivery]:
    """What failed in the cases of an organisation, newest first.

    Raises:
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    lines = outbox.failed(connection=work.connection, limit=limit, organisation=organisation)
    hooks = {line.name for line in lines if line.kind == WEBHOOK}
    names = webhooks.names(hooks, connection=work.connection) if hooks else {}
    return [_delivery(line, names) for line in lines]


def again(work: Work, actor: Actor, organisation: str, job: int) -> None:
    """Let a failed delivery be tried anew.

    Raises:
        Forbidden: the actor does not manage the organisation.
        NotFound: there is no such delivery that failed.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    if outbox.home(job, connection=work.connection) != organisation:
        raise NotFound("Deze aflevering staat niet in de lijst.")
    outbox.again(job, now=work.now, connection=work.connection)


def _delivery(line: OutboxLine, hooks: Mapping[str, str]) -> Delivery:
    what = line.name
    if line.kind == WEBHOOK:
        what = hooks.get(what, what)
    return Delivery(line.id, line.case_id, line.kind, what, line.attempts, line.due_at, line.error or "")
