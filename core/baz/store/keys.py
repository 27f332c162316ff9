"""What opens a door: links, sessions, tokens, calendars. Of a secret only its digest is kept.

A key is used by who holds its secret, until it ends or its time is over. A key for one use is taken: of two
who come at once, one gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from baz.store.codec import canonical, digest, moment_text, plain
from baz.store.ids import Ids
from baz.store.page_tables import keys
from baz.store.prepared import Prepared


class KeyRow(NamedTuple):
    """A key. `party_id`: whose it is, None for one that is nobody's yet. `name`: what people call it (a
    device, a token). `data`: canonical JSON. Moments are text; `last_used` is a day."""

    id: str
    kind: str
    party_id: str | None
    organisation: str
    name: str
    data: str
    created_at: str
    last_used: str | None
    expires_at: str | None
    ended_at: str | None

    @property
    def told(self) -> dict[str, Any]:
        """The data as values."""
        found: dict[str, Any] = plain(self.data)
        return found

    def open_at(self, now: datetime) -> bool:
        """Whether it still opens something."""
        return self.ended_at is None and (self.expires_at is None or self.expires_at > moment_text(now))


_columns = tuple(keys.c[name] for name in KeyRow._fields)
_by_secret = Prepared(
    select(*_columns).where(keys.c.secret == bindparam("secret"), keys.c.kind == bindparam("kind")),
    ("kind", "secret"),
)


def add(
    kind: str,
    secret: str,
    party: str | None,
    organisation: str,
    *,
    name: str = "",
    data: Mapping[str, Any] | None = None,
    expires: datetime | None = None,
    now: datetime,
    ids: Ids,
    connection: Connection,
) -> str:
    """A new key for who holds the secret; gives its id."""
    key = ids.new_id("key")
    row = {
        "id": key, "kind": kind, "secret": digest(secret), "party_id": party, "organisation": organisation,
        "name": name, "data": canonical(dict(data or {})), "created_at": moment_text(now),
        "expires_at": moment_text(expires) if expires else None,
    }  # fmt: skip
    connection.execute(insert(keys).values(**row))
    return key


def find(kind: str, secret: str, *, connection: Connection) -> KeyRow | None:
    """The key of a secret, also when it ended or is over its time; None when there never was one."""
    row = _by_secret.row(connection, kind, digest(secret))
    return None if row is None else KeyRow._make(row)


def load(key: str, *, connection: Connection) -> KeyRow | None:
    """A key by its id."""
    row = connection.execute(select(*_columns).where(keys.c.id == key)).one_or_none()
    return None if row is None else KeyRow._make(row)


def of_party(party: str, kind: str, *, now: datetime, connection: Connection) -> list[KeyRow]:
    """The keys of a party that still open something, the newest first."""
    return _open(keys.c.party_id == party, kind, now, connection)


def of_organisation(organisation: str, kind: str, *, now: datetime, connection: Connection) -> list[KeyRow]:
    """The keys of an organisation that still open something, the newest first."""
    return _open(keys.c.organisation == organisation, kind, now, connection)


def _open(whose: Any, kind: str, now: datetime, connection: Connection) -> list[KeyRow]:
    query = select(*_columns).where(
        whose,
        keys.c.kind == kind,
        keys.c.ended_at.is_(None),
        or_(keys.c.expires_at.is_(None), keys.c.expires_at > moment_text(now)),
    )
    found = connection.execute(query.order_by(keys.c.created_at.desc(), keys.c.id.desc()))
    return [KeyRow._make(row) for row in found]


def take(key: str, *, now: datetime, connection: Connection) -> bool:
    """Use up a key that is good for one use; False when somebody was first or its time is over."""
    change = update(keys).where(
        keys.c.id == key,
        keys.c.ended_at.is_(None),
        or_(keys.c.expires_at.is_(None), keys.c.expires_at > moment_text(now)),
    )
    return connection.execute(change.values(ended_at=moment_text(now))).rowcount == 1


def used(key: str, day: str, expires: datetime | None, *, connection: Connection) -> None:
    """A key was used on a day; from then it is good until `expires`."""
    until = moment_text(expires) if expires else None
    connection.execute(update(keys).where(keys.c.id == key).values(last_used=day, expires_at=until))


def say(key: str, data: Mapping[str, Any], organisation: str, *, connection: Connection) -> None:
    """Change what a key says and where it is used."""
    change = update(keys).where(keys.c.id == key)
    connection.execute(change.values(data=canonical(dict(data)), organisation=organisation))


def end(key: str, *, now: datetime, connection: Connection) -> bool:
    """A key opens nothing any more; False when that was so already."""
    change = update(keys).where(keys.c.id == key, keys.c.ended_at.is_(None))
    return connection.execute(change.values(ended_at=moment_text(now))).rowcount == 1


def end_all(
    party: str, kinds: tuple[str, ...], *, but: str = "", now: datetime, connection: Connection
) -> int:
    """All keys of these kinds of a party end, but for one; gives how many."""
    change = update(keys).where(
        keys.c.party_id == party, keys.c.kind.in_(kinds), keys.c.ended_at.is_(None), keys.c.id != but
    )
    return connection.execute(change.values(ended_at=moment_text(now))).rowcount


def sweep(before: datetime, *, connection: Connection) -> int:
    """Remove what ended or was over its time before a moment; gives how many."""
    text = moment_text(before)
    return connection.execute(
        delete(keys).where(or_(keys.c.ended_at < text, keys.c.expires_at < text))
    ).rowcount
