"""What the pages need: signing in, drafts, saved lists, files that wait, webhooks; and indexes for lists.

A copy of what `page_tables.py` was then. Never changed; later migrations alter it.
"""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"
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


def text_(name: str, *args: Any, null: bool = False, **options: Any) -> Column[Any]:
    return Column(name, TEXT, *args, nullable=null, **options)


def key_(name: str, *args: Any) -> Column[Any]:
    return Column(name, TEXT, *args, primary_key=True)


def only(predicate: str) -> dict[str, Any]:
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


# The new tables refer to these two, which are there already.
Table("parties", metadata, key_("id"))
Table("cases", metadata, key_("id"))
keys = Table(
    "keys",
    metadata,
    key_("id"),
    text_("kind"),
    text_("secret", unique=True),
    text_("party_id", ForeignKey("parties.id"), null=True),
    text_("organisation"),
    text_("name"),
    text_("data"),
    text_("created_at"),
    text_("last_used", null=True),
    text_("expires_at", null=True),
    text_("ended_at", null=True),
    Index(None, "party_id", "kind"),
    Index(None, "organisation", "kind"),
)

credentials = Table(
    "credentials",
    metadata,
    key_("id"),
    text_("party_id", ForeignKey("parties.id")),
    text_("kind"),
    text_("ident"),
    text_("value"),
    text_("name"),
    text_("created_at"),
    text_("last_used", null=True),
    Index(None, "party_id", "kind"),
    Index("ix_credentials_ident", "kind", "ident", unique=True, **only("ident <> ''")),
)

attempts = Table(
    "attempts",
    metadata,
    key_("key"),
    key_("window"),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    key_("party_id", ForeignKey("parties.id")),
    key_("place"),
    text_("case_id", ForeignKey("cases.id"), null=True),
    text_("body"),
    text_("saved_at"),
    Index(None, "saved_at"),
    sqlite_with_rowid=False,
)

views = Table(
    "views",
    metadata,
    key_("id"),
    text_("organisation"),
    text_("party_id", ForeignKey("parties.id"), null=True),
    text_("page"),
    text_("name"),
    text_("query"),
    text_("created_at"),
    Index(None, "organisation", "page"),
)

uploads = Table(
    "uploads",
    metadata,
    key_("id"),
    text_("organisation"),
    text_("party_id", ForeignKey("parties.id"), null=True),
    text_("kind"),
    text_("name"),
    text_("state"),
    text_("body"),
    text_("created_at"),
    text_("expires_at"),
    Index(None, "organisation", "kind"),
    Index(None, "expires_at"),
)

templates = Table(
    "templates",
    metadata,
    key_("organisation"),
    key_("workflow"),
    key_("letter"),
    text_("name"),
    Column("body", LargeBinary, nullable=False),
    text_("recorded_at"),
    text_("actor"),
    sqlite_with_rowid=False,
)

webhooks = Table(
    "webhooks",
    metadata,
    key_("id"),
    text_("organisation"),
    text_("name"),
    text_("url"),
    text_("secret"),
    text_("kinds"),
    text_("created_at"),
    text_("actor"),
    text_("ended_at", null=True),
    Index(None, "organisation"),
)

INDEXES = (
    ("ix_cases_of_workflow", "cases", ["organisation", "workflow", "since", "id"], "ended_on IS NULL"),
    ("ix_cases_proposed", "cases", ["organisation", "id"], "proposed > 0"),
    ("ix_personal_mail", "personal", ["value"], "field = 'mail'"),
    ("ix_personal_names", "personal", ["organisation", "value", "party_id"], "field = 'name'"),
    ("ix_participations_asked", "participations", ["case_id"], "standing = 'asked'"),
)


def upgrade() -> None:
    """Make the tables, a count of proposed steps, the indexes. An older case is counted at its next step."""
    new = [t for name, t in metadata.tables.items() if name not in ("parties", "cases")]
    metadata.create_all(op.get_bind(), tables=new)
    op.add_column("cases", Column("proposed", Integer, nullable=False, server_default="0"))
    for name, table, columns, predicate in INDEXES:
        op.create_index(name, table, columns, **only(predicate))
