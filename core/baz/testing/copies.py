"""Many more rows in a moment: copies of all that is in a database, for tests and measures of size.

A copy is a row with other ids. The log of a copied case reads as the log of the first, but its hashes
do not chain: nothing here is for a database in which people work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from baz.store import page_tables
from baz.store.database import Database

SHARED = frozenset(
    (
        "organisations", "enabled", "definitions", "parameters", "places", page_tables.templates.name,
        "counted", "counted_years", "counted_people", "tallies",
    )
)  # fmt: skip
"""Tables of which there is one for everybody, however many cases there are; figures are counted anew."""
PEOPLE = frozenset(("parties", "accounts"))
_IDS = ("case", "personal", "link", "key", "credential", "view", "import", "forget", "erase", "hook", "paper")
_ALSO = {"commands": "key", "keys": "secret", "credentials": "ident", "drafts": "place"}
"""Columns that are unique and hold something else than an id."""
_PORTION = 2000
_HERE = "\x00"


def copy_rows(
    database: Database, times: int, *, same_people: bool = False, staff: bool = True, first: int = 1
) -> None:
    """Copy everything a number of times.

    Args:
        same_people: the copied cases are of the people who are there already, who get a longer list each;
            otherwise every copy brings people of its own.
        staff: with new people come new colleagues; else the others of an organisation do its work.
        first: the number of the first copy. Give another one when you copy twice.
    """
    kinds = (*_IDS, *(() if same_people else ("party",)))
    pattern = re.compile(rf"\b(?:{'|'.join(kinds)})-[\w-]+")
    with database.write() as connection:
        for table in page_tables.metadata.sorted_tables:
            if table.name in SHARED or (same_people and table.name in PEOPLE):
                continue
            if table.name == "accounts" and not staff:
                continue
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            if same_people:
                rows = [row for row in rows if not _of_a_person(table, row)]
            _write(
                table, [_mould(table, row, pattern) for row in rows], range(first, first + times), connection
            )


def _of_a_person(table: Table, row: Mapping[str, Any]) -> bool:
    """A name, or an address: she has it once."""
    return table.name == "personal" and row["case_id"] is None


def _mould(table: Table, row: dict[str, Any], pattern: re.Pattern[str]) -> dict[str, Any]:
    """A row in which the places of the copy's number are marked."""
    counted = table.c[next(iter(table.primary_key)).name]
    if counted.identity is not None:
        row.pop(counted.name)
    mould = {k: pattern.sub(rf"\g<0>.{_HERE}", v) if isinstance(v, str) else v for k, v in row.items()}
    if table.name == "cases":
        mould["uncounted"] = 1
    also = _ALSO.get(table.name)
    if also and mould[also] and _HERE not in mould[also]:
        mould[also] += f".{_HERE}"
    if table.name == "personal" and row["field"] in ("name", "mail") and row["value"]:
        mould["sort"] = f"{row['sort']} {_HERE}" if row["sort"] else None
        mould["value"] = f"{row['value']} {_HERE}" if row["field"] == "name" else f"{_HERE}.{row['value']}"
    return mould


def _write(table: Table, moulds: Sequence[Mapping[str, Any]], numbers: range, connection: Connection) -> None:
    """Also in portions: a hundred thousand cases do not fit in memory."""
    waiting: list[dict[str, Any]] = []
    for row in _cast(moulds, numbers):
        waiting.append(row)
        if len(waiting) == _PORTION:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)


def _cast(moulds: Sequence[Mapping[str, Any]], numbers: range) -> Iterator[dict[str, Any]]:
    marked = [[k for k, v in m.items() if isinstance(v, str) and _HERE in v] for m in moulds]
    for number in map(str, numbers):
        for mould, places in zip(moulds, marked, strict=True):
            yield {**mould, **{place: mould[place].replace(_HERE, number) for place in places}}
