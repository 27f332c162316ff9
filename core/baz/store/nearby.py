"""Running cases that are about somebody, by where they are: how many there are, and who of some of them.

What is counted is read from an index alone, so that an organisation with very many volunteers costs little
more than one with few.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from baz.store.tables import cases


class Group(NamedTuple):
    """Running cases of one workflow in one municipality ("" when it is not known) and one state."""

    workflow: str
    area: str
    state: str
    many: int


def groups(organisation: str, workflows: Collection[str], *, connection: Connection) -> list[Group]:
    """Every group of these workflows in an organisation."""
    c = cases.c
    place = (c.workflow, c.area, c.state)
    query = (
        select(*place, func.count()).where(*_here(organisation, workflows)).group_by(*place).order_by(*place)
    )
    found = connection.execute(query)
    return [Group(workflow, area or "", state, many) for workflow, area, state, many in found]


def about(organisation: str, wanted: Sequence[Group], limit: int, *, connection: Connection) -> list[str]:
    """Whom the cases of these groups are about, so many at most: of the last group those who are longest in
    their state, of the others everybody."""
    if not wanted:
        return []
    *whole, last = wanted
    c, found = cases.c, list[str]()
    for known in (True, False):
        some = [g for g in whole if bool(g.area) is known]
        place: list[ColumnElement[Any]] = [c.workflow, c.state, *([c.area] if known else [])]
        keys = [(g.workflow, g.state, *([g.area] if known else [])) for g in some]
        query = select(c.about).where(
            *_here(organisation, {g.workflow for g in some}), tuple_(*place).in_(keys)
        )
        found += connection.execute(query if known else query.where(c.area.is_(None))).scalars()
    place_of_last = c.area == last.area if last.area else c.area.is_(None)
    query = select(c.about).where(*_here(organisation, [last.workflow]), c.state == last.state, place_of_last)
    rest = connection.execute(query.order_by(c.since, c.about).limit(max(0, limit - len(found)))).scalars()
    return list(dict.fromkeys([*found, *rest]))


def _here(organisation: str, workflows: Collection[str]) -> list[ColumnElement[bool]]:
    c = cases.c
    named = c.workflow.in_(sorted(workflows))
    return [c.organisation == organisation, named, c.ended_on.is_(None), c.about.is_not(None)]
