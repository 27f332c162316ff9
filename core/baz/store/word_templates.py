"""An organisation's own templates of Word: at most one for each letter of a workflow."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, insert, select
from sqlalchemy.sql.elements import ColumnElement

from baz.store.codec import moment_text
from baz.store.page_tables import templates


class TemplateRow(NamedTuple):
    """A template without its body. `name` is that of the file, `actor` who gave it."""

    organisation: str
    workflow: str
    letter: str
    name: str
    recorded_at: str
    actor: str


def put(row: TemplateRow, body: bytes, *, connection: Connection) -> None:
    """Keep a template, instead of the one that was there."""
    remove(row.organisation, row.workflow, row.letter, connection=connection)
    connection.execute(insert(templates).values(**row._asdict(), body=body))


def row_of(
    organisation: str, workflow: str, letter: str, name: str, *, now: datetime, actor: str
) -> TemplateRow:
    """The row of a template that comes now."""
    return TemplateRow(organisation, workflow, letter, name, moment_text(now), actor)


def body(organisation: str, workflow: str, letter: str, *, connection: Connection) -> bytes | None:
    """The template of a letter; None when the organisation has none."""
    query = select(templates.c.body).where(_key(organisation, workflow, letter))
    found = connection.scalar(query)
    return None if found is None else bytes(found)


def listing(organisation: str, *, connection: Connection) -> list[TemplateRow]:
    """The templates of an organisation, by workflow and letter."""
    query = (
        select(*(templates.c[name] for name in TemplateRow._fields))
        .where(templates.c.organisation == organisation)
        .order_by(templates.c.workflow, templates.c.letter)
    )
    return [TemplateRow._make(row) for row in connection.execute(query)]


def remove(organisation: str, workflow: str, letter: str, *, connection: Connection) -> int:
    """Take a template away; gives how many went."""
    return connection.execute(delete(templates).where(_key(organisation, workflow, letter))).rowcount


def _key(organisation: str, workflow: str, letter: str) -> ColumnElement[bool]:
    return and_(
        templates.c.organisation == organisation,
        templates.c.workflow == workflow,
        templates.c.letter == letter,
    )
