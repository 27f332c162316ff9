"""Names in the order in which people look for them, and indexes for the morning and for cases that rest."""

from __future__ import annotations

import unicodedata
from typing import Any

from alembic import op
from sqlalchemy import Column, Text, bindparam, column, select, table, text, update

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

personal = table("personal", column("id"), column("field"), column("value"), column("sort"))
INDEXES = (
    ("ix_personal_names", "personal", ["organisation", "sort", "party_id"], "field = 'name'"),
    ("ix_tasks_nobodys", "tasks", ["organisation", "agenda_on"], "agenda_on IS NOT NULL AND owner IS NULL"),
    ("ix_cases_resting", "cases", ["organisation", "since", "id"], "paused IS NOT NULL AND ended_on IS NULL"),
)


def only(predicate: str) -> dict[str, Any]:
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


def folded(name: str) -> str:
    """As `ground.words.folded` was then."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def upgrade() -> None:
    """Give every name its place, and make the indexes."""
    op.add_column("personal", Column("sort", Text().with_variant(Text(collation="C"), "postgresql")))
    connection = op.get_bind()
    named = select(personal.c.id, personal.c.value).where(
        personal.c.field == "name", personal.c.value.is_not(None)
    )
    rows = [{"key": row.id, "to": folded(row.value)} for row in connection.execute(named)]
    if rows:
        change = update(personal).where(personal.c.id == bindparam("key")).values(sort=bindparam("to"))
        connection.execute(change, rows)
    op.drop_index("ix_personal_names", "personal")
    for name, table_, columns, predicate in INDEXES:
        op.create_index(name, table_, columns, **only(predicate))
