"""By what somebody proves who she is: a password, an app, a passkey, the account of her organisation."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from baz.store.codec import moment_text
from baz.store.ids import Ids
from baz.store.page_tables import credentials


class CredentialRow(NamedTuple):
    """One means. `ident` finds it from outside (the id of a passkey, the subject at a provider), "" when
    nothing does; `value` is what a proof is compared with; `last_used` is a day."""

    id: str
    party_id: str
    kind: str
    ident: str
    value: str
    name: str
    created_at: str
    last_used: str | None


_columns = tuple(credentials.c[name] for name in CredentialRow._fields)


def add(
    party: str,
    kind: str,
    value: str,
    *,
    ident: str = "",
    name: str = "",
    now: datetime,
    ids: Ids,
    connection: Connection,
) -> str:
    """A new means of a party; gives its id.

    Raises:
        Outdated: somebody has a means with this ident already.
    """
    key = ids.new_id("credential")
    row = CredentialRow(key, party, kind, ident, value, name, moment_text(now), None)
    connection.execute(insert(credentials).values(**row._asdict()))
    return key


def of_party(party: str, kind: str = "", *, connection: Connection) -> list[CredentialRow]:
    """The means of a party, or those of one kind, the oldest first."""
    query = select(*_columns).where(credentials.c.party_id == party)
    if kind:
        query = query.where(credentials.c.kind == kind)
    found = connection.execute(query.order_by(credentials.c.created_at, credentials.c.id))
    return [CredentialRow._make(row) for row in found]


def find(kind: str, ident: str, *, connection: Connection) -> CredentialRow | None:
    """The means with an ident."""
    query = select(*_columns).where(credentials.c.kind == kind, credentials.c.ident == ident)
    row = connection.execute(query.where(credentials.c.ident != "")).one_or_none()
    return None if row is None else CredentialRow._make(row)


def change(row: CredentialRow, value: str, day: str, *, connection: Connection) -> bool:
    """Keep a new value, used on a day; False when somebody changed it since it was read."""
    asked = update(credentials).where(credentials.c.id == row.id, credentials.c.value == row.value)
    return connection.execute(asked.values(value=value, last_used=day)).rowcount == 1


def remove(party: str, kinds: tuple[str, ...], *, only: str = "", connection: Connection) -> int:
    """Remove the means of these kinds of a party, or only the one with an id; gives how many."""
    asked = delete(credentials).where(credentials.c.party_id == party, credentials.c.kind.in_(kinds))
    if only:
        asked = asked.where(credentials.c.id == only)
    return connection.execute(asked).rowcount
