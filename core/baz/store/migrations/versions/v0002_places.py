"""Municipalities with their centres, for the distance between a case and who could help."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, Text
from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "places",
        Column("key", TEXT, primary_key=True),
        *(Column(name, TEXT, nullable=False) for name in ("name", "nis")),
        *(Column(name, Integer, nullable=False) for name in ("latitude", "longitude")),
        *(Column(name, TEXT, nullable=False) for name in ("postcodes", "zones")),
    )
