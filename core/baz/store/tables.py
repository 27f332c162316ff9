"""The tables, as SQLAlchemy Core metadata. `docs/storage.md` explains every column.

Days are ISO text of ten characters, moments ISO text in UTC with microseconds, JSON is canonical
text: all three sort and compare alike on SQLite and on PostgreSQL, and read the same in the log.
Text is compared byte by byte (collation "C" on PostgreSQL), which is what SQLite does. What only the pages
need stands in `page_tables`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, UniqueConstraint

from baz.store.columns import case_, counter, key_, metadata, number, only, text_

HEAD = "0006"
"""The schema version that this code needs: the newest file in `migrations/versions`."""

organisations = Table(
    "organisations",
    metadata,
    key_("key"),
    text_("name"),
    text_("member_from", null=True),
    text_("member_to", null=True),
    text_("alias_of", null=True),
)

enabled = Table(
    "enabled",
    metadata,
    key_("organisation"),
    key_("plugin"),
    Column("enabled", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

definitions = Table(
    "definitions",
    metadata,
    key_("hash"),
    text_("workflow"),
    number("version"),
    text_("organisation"),
    text_("body"),
    text_("recorded_at"),
    Index(None, "workflow", "version"),
)

parties = Table(
    "parties",
    metadata,
    key_("id"),
    text_("kind"),
    text_("organisation"),
    text_("created_at"),
    text_("erased_at", null=True),
    Index(None, "organisation"),
)

cases = Table(
    "cases",
    metadata,
    key_("id"),
    text_("organisation"),
    text_("workflow"),
    number("version"),
    text_("definition", ForeignKey("definitions.hash")),
    text_("state"),
    text_("regions"),
    text_("since"),
    text_("paused", null=True),
    text_("paused_since", null=True),
    text_("paused_until", null=True),
    text_("outcome", null=True),
    text_("opened_on", null=True),
    text_("opened_precision"),
    text_("ended_on", null=True),
    text_("about", ForeignKey("parties.id"), null=True),
    text_("area", null=True),
    number("seq"),
    number("facts"),
    text_("head"),
    number("held"),
    number("proposed", server_default="0"),
    number("uncounted", server_default="1"),
    Column("next_due", BigInteger, nullable=True),
    text_("snapshot"),
    text_("erased_at", null=True),
    Index("ix_cases_running", "organisation", "since", "id", **only("ended_on IS NULL")),
    Index("ix_cases_ended", "organisation", "ended_on", "id", **only("ended_on IS NOT NULL")),
    Index(None, "next_due", **only("next_due IS NOT NULL")),
    Index(None, "about", **only("about IS NOT NULL")),
    Index(None, "workflow"),
    Index("ix_cases_of_workflow", "organisation", "workflow", "since", "id", **only("ended_on IS NULL")),
    Index("ix_cases_proposed", "organisation", "id", **only("proposed > 0")),
    Index("ix_cases_uncounted", "organisation", "id", **only("uncounted > 0")),
    Index(
        "ix_cases_near",
        *("organisation", "workflow", "area", "state", "since"),
        *("about", "ended_on"),  # so that who counts reads nothing but the index
        **only("ended_on IS NULL AND about IS NOT NULL"),
    ),
    Index(
        "ix_cases_resting", "organisation", "since", "id", **only("paused IS NOT NULL AND ended_on IS NULL")
    ),
)

events = Table(
    "events",
    metadata,
    counter(),
    case_(),
    number("seq"),
    text_("kind"),
    text_("name"),
    text_("data"),
    text_("occurred"),
    text_("day", null=True),
    text_("recorded_at"),
    text_("actor"),
    text_("behalf"),
    text_("how"),
    text_("hash"),
    UniqueConstraint("case_id", "seq"),
    Index(None, "day"),
)

personal = Table(
    "personal",
    metadata,
    key_("id"),
    text_("organisation"),
    case_(null=True),
    text_("party_id", ForeignKey("parties.id"), null=True),
    text_("field"),
    text_("value", null=True),
    text_("sort", null=True),
    text_("salt", null=True),
    text_("purpose"),
    text_("keep_until", null=True),
    text_("created_at"),
    text_("erased_at", null=True),
    Index(None, "case_id"),
    Index(None, "party_id", "field"),
    Index(None, "keep_until", **only("erased_at IS NULL")),
    Index("ix_personal_mail", "value", **only("field = 'mail'")),
    Index("ix_personal_names", "organisation", "sort", "party_id", **only("field = 'name'")),
)

accounts = Table(
    "accounts",
    metadata,
    key_("party_id", ForeignKey("parties.id")),
    key_("organisation"),
    key_("role"),
    key_("from_day"),
    text_("to_day", null=True),
    Index(None, "organisation"),
    sqlite_with_rowid=False,
)

participations = Table(
    "participations",
    metadata,
    case_(primary_key=True),
    key_("id"),
    text_("role"),
    text_("party_id", ForeignKey("parties.id")),
    text_("standing"),
    text_("from_day", null=True),
    text_("to_day", null=True),
    Index(None, "party_id", "standing"),
    Index("ix_participations_asked", "from_day", "case_id", "id", **only("standing = 'asked'")),
    sqlite_with_rowid=False,
)

meetings = Table(
    "meetings",
    metadata,
    case_(primary_key=True),
    key_("id"),
    text_("organisation"),
    text_("kind"),
    text_("status"),
    text_("day", null=True),
    number("minute", null=True),
    text_("precision"),
    text_("mode"),
    number("people", null=True),
    text_("place", null=True),
    Index(None, "organisation", "status", "day"),
    Index("ix_meetings_by_hour", "organisation", "day", "minute"),
    sqlite_with_rowid=False,
)

tasks = Table(
    "tasks",
    metadata,
    case_(primary_key=True),
    key_("id"),
    text_("name"),
    text_("title"),
    text_("organisation"),
    text_("owner_role"),
    text_("owner", null=True),
    text_("due_on", null=True),
    number("due_minute", null=True),
    text_("status"),
    text_("snoozed_until", null=True),
    text_("since"),
    Column("pinned", Boolean, nullable=False),
    text_("area", null=True),
    text_("agenda_on", null=True),
    Index(None, "organisation", "agenda_on", **only("agenda_on IS NOT NULL")),
    Index(None, "owner", "agenda_on", **only("agenda_on IS NOT NULL AND owner IS NOT NULL")),
    Index(
        "ix_tasks_rhythms",
        "organisation",
        "agenda_on",
        **only("name >= 'ritme.' AND name < 'ritme/' AND agenda_on IS NOT NULL"),
    ),
    Index("ix_tasks_nobodys", "organisation", "agenda_on", **only("agenda_on IS NOT NULL AND owner IS NULL")),
    sqlite_with_rowid=False,
)

papers = Table(
    "papers",
    metadata,
    key_("id"),
    text_("party_id", ForeignKey("parties.id")),
    text_("organisation"),
    text_("kind"),
    text_("version", null=True),
    text_("seen_on", null=True),
    text_("issued_on", null=True),
    text_("seen_by", null=True),
    text_("exemption", null=True),
    Column("ok", Boolean, nullable=False),
    case_(null=True),
    number("seq", null=True),
    Index(None, "party_id", "kind"),
    Index(None, "case_id"),
)

parameters = Table(
    "parameters",
    metadata,
    key_("id"),
    text_("organisation"),
    text_("workflow"),
    text_("name"),
    text_("value"),
    text_("from_day"),
    text_("recorded_at"),
    text_("actor"),
    Index(None, "organisation", "workflow", "name", "from_day"),
)

commands = Table(
    "commands",
    metadata,
    key_("key"),
    case_(null=True),
    text_("fingerprint"),
    number("first_seq", null=True),
    number("last_seq", null=True),
    text_("result"),
    text_("recorded_at"),
    Index(None, "recorded_at"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    counter(),
    case_(),
    number("seq"),
    text_("consequence"),
    number("round"),
    text_("kind"),
    text_("payload"),
    text_("status"),
    number("attempts"),
    text_("due_at"),
    text_("leased_until", null=True),
    text_("token", null=True),
    text_("created_at"),
    text_("done_at", null=True),
    text_("error", null=True),
    UniqueConstraint("case_id", "consequence", "round"),
    Index("ix_outbox_waiting", "due_at", **only("status = 'waiting'")),
    Index("ix_outbox_leased", "leased_until", **only("status = 'leased'")),
    Index("ix_outbox_failed", "id", **only("status = 'failed'")),
    sqlite_autoincrement=True,
)

links = Table(
    "links",
    metadata,
    key_("id"),
    text_("parent_case", ForeignKey("cases.id")),
    number("parent_seq"),
    text_("consequence"),
    text_("child_case", ForeignKey("cases.id"), null=True),
    text_("workflow"),
    text_("organisation"),
    text_("status"),
    text_("carried"),
    text_("sender", server_default=""),
    text_("since", server_default=""),
    UniqueConstraint("parent_case", "consequence"),
    Index(None, "child_case"),
    Index("ix_links_in", "organisation", "id", **only("status <> 'opened'")),
    Index("ix_links_out", "sender", "id", **only("status <> 'opened'")),
    Index("ix_links_waiting_in", "organisation", "since", "id", **only("status = 'waiting'")),
    Index("ix_links_waiting_out", "sender", "since", "id", **only("status = 'waiting'")),
)

sharings = Table(
    "sharings",
    metadata,
    case_(primary_key=True),
    key_("organisation"),
    text_("from_day"),
    text_("until"),
    text_("actor"),
    Index(None, "organisation", "until"),
    sqlite_with_rowid=False,
)

places = Table(
    "places",
    metadata,
    key_("key"),
    text_("name"),
    text_("nis"),
    number("latitude"),
    number("longitude"),
    text_("postcodes"),
    text_("zones"),
)
