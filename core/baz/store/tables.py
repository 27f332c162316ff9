"""The tables, as SQLAlchemy Core metadata. `docs/storage.md` explains every column.

Days are ISO text of ten characters, moments ISO text in UTC with microseconds, JSON is canonical
text: all three sort and compare alike on SQLite and on PostgreSQL, and read the same in the log.
Text is compared byte by byte (collation "C" on PostgreSQL), which is what SQLite does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

HEAD = "0002"
"""The schema version that this code needs: the newest file in `migrations/versions`."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
BIG: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, *args: Any, null: bool = False, **options: Any) -> Column[Any]:
    return Column(name, TEXT, *args, nullable=null, **options)


def _key(name: str, *args: Any) -> Column[Any]:
    return Column(name, TEXT, *args, primary_key=True)


def _number(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null)


def _case(*, primary_key: bool = False, null: bool = False) -> Column[Any]:
    return Column("case_id", TEXT, ForeignKey("cases.id"), primary_key=primary_key, nullable=null)


def _only(predicate: str) -> dict[str, Any]:
    # A partial index. The predicate is a literal: with a bound parameter SQLite would not use the index.
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


def _counter() -> Column[Any]:
    return Column("id", BIG, Identity(), primary_key=True)


organisations = Table(
    "organisations",
    metadata,
    _key("key"),
    _text("name"),
    _text("member_from", null=True),
    _text("member_to", null=True),
    _text("alias_of", null=True),
)

enabled = Table(
    "enabled",
    metadata,
    _key("organisation"),
    _key("plugin"),
    Column("enabled", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

definitions = Table(
    "definitions",
    metadata,
    _key("hash"),
    _text("workflow"),
    _number("version"),
    _text("organisation"),
    _text("body"),
    _text("recorded_at"),
    Index(None, "workflow", "version"),
)

parties = Table(
    "parties",
    metadata,
    _key("id"),
    _text("kind"),
    _text("organisation"),
    _text("created_at"),
    _text("erased_at", null=True),
    Index(None, "organisation"),
)

cases = Table(
    "cases",
    metadata,
    _key("id"),
    _text("organisation"),
    _text("workflow"),
    _number("version"),
    _text("definition", ForeignKey("definitions.hash")),
    _text("state"),
    _text("regions"),
    _text("since"),
    _text("paused", null=True),
    _text("paused_since", null=True),
    _text("paused_until", null=True),
    _text("outcome", null=True),
    _text("opened_on", null=True),
    _text("opened_precision"),
    _text("ended_on", null=True),
    _text("about", ForeignKey("parties.id"), null=True),
    _text("area", null=True),
    _number("seq"),
    _number("facts"),
    _text("head"),
    _number("held"),
    Column("next_due", BigInteger, nullable=True),
    _text("snapshot"),
    _text("erased_at", null=True),
    Index("ix_cases_running", "organisation", "since", "id", **_only("ended_on IS NULL")),
    Index("ix_cases_ended", "organisation", "ended_on", "id", **_only("ended_on IS NOT NULL")),
    Index(None, "next_due", **_only("next_due IS NOT NULL")),
    Index(None, "about", **_only("about IS NOT NULL")),
    Index(None, "workflow"),
)

events = Table(
    "events",
    metadata,
    _counter(),
    _case(),
    _number("seq"),
    _text("kind"),
    _text("name"),
    _text("data"),
    _text("occurred"),
    _text("day", null=True),
    _text("recorded_at"),
    _text("actor"),
    _text("behalf"),
    _text("how"),
    _text("hash"),
    UniqueConstraint("case_id", "seq"),
    Index(None, "day"),
)

personal = Table(
    "personal",
    metadata,
    _key("id"),
    _text("organisation"),
    _case(null=True),
    _text("party_id", ForeignKey("parties.id"), null=True),
    _text("field"),
    _text("value", null=True),
    _text("salt", null=True),
    _text("purpose"),
    _text("keep_until", null=True),
    _text("created_at"),
    _text("erased_at", null=True),
    Index(None, "case_id"),
    Index(None, "party_id", "field"),
    Index(None, "keep_until", **_only("erased_at IS NULL")),
)

accounts = Table(
    "accounts",
    metadata,
    _key("party_id", ForeignKey("parties.id")),
    _key("organisation"),
    _key("role"),
    _key("from_day"),
    _text("to_day", null=True),
    Index(None, "organisation"),
    sqlite_with_rowid=False,
)

participations = Table(
    "participations",
    metadata,
    _case(primary_key=True),
    _key("id"),
    _text("role"),
    _text("party_id", ForeignKey("parties.id")),
    _text("standing"),
    _text("from_day", null=True),
    _text("to_day", null=True),
    Index(None, "party_id", "standing"),
    sqlite_with_rowid=False,
)

meetings = Table(
    "meetings",
    metadata,
    _case(primary_key=True),
    _key("id"),
    _text("organisation"),
    _text("kind"),
    _text("status"),
    _text("day", null=True),
    _number("minute", null=True),
    _text("precision"),
    _text("mode"),
    _number("people", null=True),
    _text("place", null=True),
    Index(None, "organisation", "status", "day"),
    sqlite_with_rowid=False,
)

tasks = Table(
    "tasks",
    metadata,
    _case(primary_key=True),
    _key("id"),
    _text("name"),
    _text("title"),
    _text("organisation"),
    _text("owner_role"),
    _text("owner", null=True),
    _text("due_on", null=True),
    _number("due_minute", null=True),
    _text("status"),
    _text("snoozed_until", null=True),
    _text("since"),
    Column("pinned", Boolean, nullable=False),
    _text("area", null=True),
    _text("agenda_on", null=True),
    Index(None, "organisation", "agenda_on", **_only("agenda_on IS NOT NULL")),
    Index(None, "owner", "agenda_on", **_only("agenda_on IS NOT NULL AND owner IS NOT NULL")),
    sqlite_with_rowid=False,
)

papers = Table(
    "papers",
    metadata,
    _key("id"),
    _text("party_id", ForeignKey("parties.id")),
    _text("organisation"),
    _text("kind"),
    _text("version", null=True),
    _text("seen_on", null=True),
    _text("issued_on", null=True),
    _text("seen_by", null=True),
    _text("exemption", null=True),
    Column("ok", Boolean, nullable=False),
    _case(null=True),
    _number("seq", null=True),
    Index(None, "party_id", "kind"),
    Index(None, "case_id"),
)

parameters = Table(
    "parameters",
    metadata,
    _key("id"),
    _text("organisation"),
    _text("workflow"),
    _text("name"),
    _text("value"),
    _text("from_day"),
    _text("recorded_at"),
    _text("actor"),
    Index(None, "organisation", "workflow", "name", "from_day"),
)

commands = Table(
    "commands",
    metadata,
    _key("key"),
    _case(null=True),
    _text("fingerprint"),
    _number("first_seq", null=True),
    _number("last_seq", null=True),
    _text("result"),
    _text("recorded_at"),
    Index(None, "recorded_at"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    _counter(),
    _case(),
    _number("seq"),
    _text("consequence"),
    _number("round"),
    _text("kind"),
    _text("payload"),
    _text("status"),
    _number("attempts"),
    _text("due_at"),
    _text("leased_until", null=True),
    _text("token", null=True),
    _text("created_at"),
    _text("done_at", null=True),
    _text("error", null=True),
    UniqueConstraint("case_id", "consequence", "round"),
    Index("ix_outbox_waiting", "due_at", **_only("status = 'waiting'")),
    Index("ix_outbox_leased", "leased_until", **_only("status = 'leased'")),
    Index("ix_outbox_failed", "id", **_only("status = 'failed'")),
    sqlite_autoincrement=True,
)

links = Table(
    "links",
    metadata,
    _key("id"),
    _text("parent_case", ForeignKey("cases.id")),
    _number("parent_seq"),
    _text("consequence"),
    _text("child_case", ForeignKey("cases.id"), null=True),
    _text("workflow"),
    _text("organisation"),
    _text("status"),
    _text("carried"),
    UniqueConstraint("parent_case", "consequence"),
    Index(None, "child_case"),
    Index(None, "organisation", "status"),
)

sharings = Table(
    "sharings",
    metadata,
    _case(primary_key=True),
    _key("organisation"),
    _text("from_day"),
    _text("until"),
    _text("actor"),
    Index(None, "organisation", "until"),
    sqlite_with_rowid=False,
)

places = Table(
    "places",
    metadata,
    _key("key"),
    _text("name"),
    _text("nis"),
    _number("latitude"),
    _number("longitude"),
    _text("postcodes"),
    _text("zones"),
)
