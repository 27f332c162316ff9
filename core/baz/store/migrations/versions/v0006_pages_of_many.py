"""Indexes for pages that cost as much among many cases as among few; from whom a referral is, since when."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import Column, Text, text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GONE = (
    ("ix_participations_asked", "participations"),
    ("ix_links_organisation_status", "links"),
)
NEW = (
    ("ix_participations_asked", "participations", ["from_day", "case_id", "id"], "standing = 'asked'"),
    ("ix_tasks_rhythms", "tasks", ["organisation", "agenda_on"],
     "name >= 'ritme.' AND name < 'ritme/' AND agenda_on IS NOT NULL"),
    ("ix_meetings_by_hour", "meetings", ["organisation", "day", "minute"], ""),
    ("ix_links_in", "links", ["organisation", "id"], "status <> 'opened'"),
    ("ix_links_out", "links", ["sender", "id"], "status <> 'opened'"),
    ("ix_links_waiting_in", "links", ["organisation", "since", "id"], "status = 'waiting'"),
    ("ix_links_waiting_out", "links", ["sender", "since", "id"], "status = 'waiting'"),
    # the last two so that who counts reads nothing but the index
    ("ix_cases_near", "cases", ["organisation", "workflow", "area", "state", "since", "about", "ended_on"],
     "ended_on IS NULL AND about IS NOT NULL"),
)  # fmt: skip


def only(predicate: str) -> dict[str, Any]:
    if not predicate:
        return {}
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


LINKS = """
UPDATE links SET
  sender = (SELECT organisation FROM cases WHERE cases.id = links.parent_case),
  since = coalesce((SELECT recorded_at FROM events
                    WHERE events.case_id = links.parent_case AND events.seq = links.parent_seq), '')
"""


def upgrade() -> None:
    """Take away what the new ones replace, say of each link who sent it and when, and make the indexes."""
    for column in ("sender", "since"):
        kind = Text().with_variant(Text(collation="C"), "postgresql")
        op.add_column("links", Column(column, kind, nullable=False, server_default=""))
    op.execute(LINKS)
    for name, table in GONE:
        op.drop_index(name, table)
    for name, table, columns, predicate in NEW:
        op.create_index(name, table, columns, **only(predicate))
