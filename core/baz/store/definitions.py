"""The merged definitions that cases run on, by hash: they stay readable when their plugin is gone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.ground.errors import NotFound
from baz.store.codec import moment_text
from baz.store.prepared import Prepared
from baz.store.tables import definitions


class DefinitionLine(NamedTuple):
    """A stored definition without its body."""

    hash: str
    workflow: str
    version: int
    organisation: str
    recorded_at: str


def _insert(dialect: str) -> CompilerElement:
    if dialect == "sqlite":
        return sqlite.insert(definitions).on_conflict_do_nothing()
    return postgresql.insert(definitions).on_conflict_do_nothing()


_put = Prepared(_insert, ("hash", "workflow", "version", "organisation", "body", "recorded_at"))
_body = Prepared(select(definitions.c.body).where(definitions.c.hash == bindparam("key")), ("key",))


def put(
    key: str,
    workflow: str,
    version: int,
    organisation: str,
    body: str,
    *,
    now: datetime,
    connection: Connection,
) -> None:
    """Keep a merged definition under the hash of its text; nothing happens when it is there already."""
    _put.run(connection, key, workflow, version, organisation, body, moment_text(now))


def body(key: str, *, connection: Connection) -> str:
    """The text of a definition.

    Raises:
        NotFound: when it was never stored.
    """
    row = _body.row(connection, key)
    if row is None:
        raise NotFound("Deze werkwijze is niet bewaard.", hint="Vergelijk met een reservekopie.")
    return str(row[0])


def listing(*, connection: Connection, workflow: str = "") -> list[DefinitionLine]:
    """All stored definitions, or those of one workflow, by name and version."""
    query = select(*(definitions.c[name] for name in DefinitionLine._fields))
    if workflow:
        query = query.where(definitions.c.workflow == workflow)
    query = query.order_by(definitions.c.workflow, definitions.c.version, definitions.c.hash)
    return [DefinitionLine._make(row) for row in connection.execute(query)]
