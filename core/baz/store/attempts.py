"""How often somebody tried something in a window of time. The key is a digest: it names nobody."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store.page_tables import attempts
from baz.store.prepared import Prepared


def _counted(dialect: str) -> CompilerElement:
    put = sqlite.insert(attempts) if dialect == "sqlite" else postgresql.insert(attempts)
    one = put.values(key=bindparam("key"), window=bindparam("window"), count=1)
    more: CompilerElement = one.on_conflict_do_update(
        index_elements=["key", "window"], set_={"count": attempts.c.count + 1}
    ).returning(attempts.c.count)
    return more


_count = Prepared(_counted, ("key", "window"))


def count(key: str, window: str, *, connection: Connection) -> int:
    """One more attempt in a window (its first moment, as text); gives how many there are now."""
    row = _count.row(connection, key, window)
    return int(row[0]) if row else 0


def sweep(before: str, *, connection: Connection) -> int:
    """Remove windows that began before a moment; gives how many."""
    return connection.execute(delete(attempts).where(attempts.c.window < before)).rowcount
