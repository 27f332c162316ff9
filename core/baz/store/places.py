"""Municipalities with their centres, for distances. Imported; only those of our own stories are shipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from baz.store.prepared import Prepared
from baz.store.tables import places


class Place(NamedTuple):
    """A municipality. `latitude` and `longitude` are millionths of a degree (WGS84); `postcodes` and `zones`
    stand apart by spaces and semicolons, as they were imported."""

    name: str
    nis: str
    latitude: int
    longitude: int
    postcodes: str = ""
    zones: str = ""


_put = Prepared(insert(places), ("key", *Place._fields))
_one = Prepared(
    select(*(places.c[name] for name in Place._fields)).where(places.c.key == bindparam("wanted")),
    ("wanted",),
)


def replace_all(rows: Sequence[Place], *, connection: Connection) -> int:
    """Put these places in the place of all that were there; gives how many."""
    connection.execute(delete(places))
    _put.many(connection, [(row.name.casefold(), *row) for row in rows])
    return len(rows)


def add_missing(rows: Iterable[Place], *, connection: Connection) -> None:
    """Add the places that are not known yet, by name."""
    known = {row[0] for row in connection.execute(select(places.c.key))}
    _put.many(connection, [(r.name.casefold(), *r) for r in rows if r.name.casefold() not in known])


def find(name: str, *, connection: Connection) -> Place | None:
    """A municipality by its name, capitals aside; None when it is not known."""
    row = _one.row(connection, name.strip().casefold())
    return None if row is None else Place._make(row)


def find_all(wanted: Iterable[str], *, connection: Connection) -> dict[str, Place]:
    """Municipalities by their names as they were given; one that is not known is left out."""
    keys = {name: name.strip().casefold() for name in wanted}
    query = select(places.c.key, *(places.c[name] for name in Place._fields))
    rows = connection.execute(query.where(places.c.key.in_(sorted(set(keys.values())))))
    known = {row[0]: Place._make(row[1:]) for row in rows}
    return {name: known[key] for name, key in keys.items() if key in known}


def names(*, connection: Connection) -> list[str]:
    """The names of all municipalities that are known."""
    return list(connection.execute(select(places.c.name).order_by(places.c.key)).scalars())


def count(*, connection: Connection) -> int:
    """How many municipalities are known."""
    return connection.execute(select(func.count()).select_from(places)).scalar_one()
