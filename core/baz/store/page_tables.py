"""The tables of what pages need beside the cases: signing in, drafts, lists, files that wait, webhooks, and
what cases count for in reports."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table

from baz.store.columns import case_, key_, metadata, number, only, text_

__all__ = [
    "attempts",
    "counted",
    "counted_people",
    "counted_years",
    "credentials",
    "drafts",
    "keys",
    "metadata",
    "tallies",
    "templates",
    "uploads",
    "views",
    "webhooks",
]

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
    number("count"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    key_("party_id", ForeignKey("parties.id")),
    key_("place"),
    case_(null=True),
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
    case_(primary_key=True),
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
    number("number"),
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
    number("times"),
    sqlite_with_rowid=False,
)
