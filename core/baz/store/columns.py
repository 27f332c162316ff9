"""What the tables are made of: the metadata that they share, and a short word for each kind of column."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Integer, MetaData, Text, text
from sqlalchemy.types import TypeEngine

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


def text_(name: str, *args: Any, null: bool = False, **options: Any) -> Column[Any]:
    """A column of text."""
    return Column(name, TEXT, *args, nullable=null, **options)


def key_(name: str, *args: Any) -> Column[Any]:
    """A column of text that is (part of) the primary key."""
    return Column(name, TEXT, *args, primary_key=True)


def number(name: str, *, null: bool = False, **options: Any) -> Column[Any]:
    """A column of whole numbers."""
    return Column(name, Integer, nullable=null, **options)


def case_(*, primary_key: bool = False, null: bool = False) -> Column[Any]:
    """The case that a row belongs to."""
    return Column("case_id", TEXT, ForeignKey("cases.id"), primary_key=primary_key, nullable=null)


def only(predicate: str) -> dict[str, Any]:
    """The options of a partial index. The predicate is a literal: else SQLite would not use it."""
    return {"sqlite_where": text(predicate), "postgresql_where": text(predicate)}


def counter() -> Column[Any]:
    """A number that the database counts up."""
    return Column("id", BIG, Identity(), primary_key=True)
