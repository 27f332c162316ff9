"""What cases count for in reports, kept beside them; and which cases have to be counted again.

A copy of what `page_tables.py` was then. Never changed; later migrations alter it.
"""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")


def text_(name: str, *args: Any, null: bool = False) -> Column[Any]:
    return Column(name, TEXT, *args, nullable=null)


def key_(name: str, *args: Any) -> Column[Any]:
    return Column(name, TEXT, *args, primary_key=True)


def only(predicate: str) -> dict[str, Any]:
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


# The new tables refer to these two, which are there already.
Table("parties", metadata, key_("id"))
Table("cases", metadata, key_("id"))

counted_years = Table(
    "counted_years",
    metadata,
    key_("scope"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    text_("upto", null=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

counted = Table(
    "counted",
    metadata,
    key_("case_id", ForeignKey("cases.id")),
    key_("scope"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    text_("workflow"),
    text_("basis"),
    text_("read"),
    Column("until", BigInteger, nullable=True),
    text_("slip"),
    Index("ix_counted_until", "scope", "year", "until", **only("until IS NOT NULL")),
    Index("ix_counted_basis", "scope", "year", "workflow", "basis"),
    sqlite_with_rowid=False,
)

tallies = Table(
    "tallies",
    metadata,
    key_("scope"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    key_("place"),
    key_("workflow"),
    key_("measure"),
    key_("line"),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

counted_people = Table(
    "counted_people",
    metadata,
    key_("scope"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    key_("place"),
    key_("workflow"),
    key_("measure"),
    key_("line"),
    key_("party_id", ForeignKey("parties.id")),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    """Make the tables, and a mark on each case: all have to be counted when a report is asked."""
    new = [t for name, t in metadata.tables.items() if name not in ("parties", "cases")]
    metadata.create_all(op.get_bind(), tables=new)
    op.add_column("cases", Column("uncounted", Integer, nullable=False, server_default="1"))
    op.create_index("ix_cases_uncounted", "cases", ["organisation", "id"], **only("uncounted > 0"))
