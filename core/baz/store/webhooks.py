"""Addresses of other programmes that want to hear what happens in the cases of an organisation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from baz.store.codec import moment_text
from baz.store.page_tables import webhooks
from baz.store.prepared import Prepared


class WebhookRow(NamedTuple):
    """One address. `kinds`: the kinds of event that it wants, with a space between; empty for all."""

    id: str
    organisation: str
    name: str
    url: str
    secret: str
    kinds: str
    created_at: str
    actor: str
    ended_at: str | None


_FIELDS = tuple(webhooks.c[name] for name in WebhookRow._fields)
_targets = Prepared(
    select(webhooks.c.id, webhooks.c.kinds)
    .where(webhooks.c.organisation == bindparam("organisation"), webhooks.c.ended_at.is_(None))
    .order_by(webhooks.c.id),
    ("organisation",),
)


def add(row: WebhookRow, *, connection: Connection) -> None:
    """Keep a new address."""
    connection.execute(insert(webhooks).values(row._asdict()))


def targets(organisation: str, *, connection: Connection) -> list[tuple[str, frozenset[str]]]:
    """(id, the kinds that it wants) of each address that still counts. Asked at every step."""
    return [(row[0], frozenset(row[1].split())) for row in _targets.rows(connection, organisation)]


def find(key: str, *, connection: Connection) -> WebhookRow | None:
    """One address, also when it was ended; None when there is none."""
    row = connection.execute(select(*_FIELDS).where(webhooks.c.id == key)).first()
    return None if row is None else WebhookRow._make(row)


def names(keys: Collection[str], *, connection: Connection) -> dict[str, str]:
    """What these addresses are called, also those that were ended."""
    query = select(webhooks.c.id, webhooks.c.name).where(webhooks.c.id.in_(sorted(keys)))
    return {row.id: row.name for row in connection.execute(query)}


def of_organisation(organisation: str, *, connection: Connection) -> list[WebhookRow]:
    """The addresses of an organisation that still count, the oldest first."""
    query = select(*_FIELDS).where(webhooks.c.organisation == organisation, webhooks.c.ended_at.is_(None))
    rows = connection.execute(query.order_by(webhooks.c.created_at, webhooks.c.id))
    return [WebhookRow._make(row) for row in rows]


def end(key: str, *, now: datetime, connection: Connection) -> None:
    """Nothing goes to this address any more; its secret is forgotten."""
    change = update(webhooks).where(webhooks.c.id == key, webhooks.c.ended_at.is_(None))
    connection.execute(change.values(ended_at=moment_text(now), secret=""))
