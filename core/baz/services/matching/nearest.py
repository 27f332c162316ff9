"""Which volunteers are looked at for a place: the nearest, and who waits for one before who has one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from baz.engine import roster
from baz.engine.work import Work
from baz.kernel.plan import MAIN, Plan
from baz.services.matching.distance import kilometres
from baz.store import cases, nearby, places
from baz.store.cases import CaseRow
from baz.store.nearby import Group

UNKNOWN_KM = 40.0
"""What an unknown distance counts for when a choice must be made: neither near nor out of reach."""
PER_CASE = 15.0
"""How many kilometres a case that somebody has counts for."""


class Volunteers(NamedTuple):
    """Who is looked at, with the running volunteers' cases about each; `more`: there are others."""

    lines: dict[str, list[CaseRow]]
    more: bool


def volunteers(
    work: Work, organisation: str, area: str, most: int, without: Collection[str] = ()
) -> Volunteers:
    """The volunteers of an organisation: who a running volunteers' case is about.

    Args:
        area: where the place is; "" when nobody knows.
        most: so many at most, the nearest; who waits for a place comes before who lives as near and has one.
        without: never these.
    """
    connection = work.connection
    seeking: dict[str, set[str]] = {}
    for workflow in roster.volunteering(work):
        waits = seeking_in(work.plans.compiled(workflow))
        seeking.setdefault(workflow.workflow, set()).update(waits)
    groups = nearby.groups(organisation, seeking, connection=connection)
    away = _away(work, area, groups)
    groups.sort(key=lambda g: (away(g.area) + PER_CASE * (g.state not in seeking[g.workflow]), g))
    room = most + len(without)
    wanted, taken = list[Group](), 0
    while groups and taken < room:
        wanted.append(groups.pop(0))
        taken += wanted[-1].many
    found = nearby.about(organisation, wanted, room, connection=connection)
    parties = [party for party in found if party not in without]
    lines: dict[str, list[CaseRow]] = {}
    for row in cases.about_any(parties[:most], organisation, connection=connection):
        if row.ended_on is None and row.workflow in seeking:
            lines.setdefault(row.about or "", []).append(row)
    return Volunteers(lines, bool(groups or parties[most:] or taken > room))


def _away(work: Work, area: str, groups: Collection[Group]) -> Callable[[str], float]:
    known = places.find_all({g.area for g in groups if g.area} | {area}, connection=work.connection)
    here = known.get(area)
    found = {name: kilometres(here, there) for name, there in known.items()} if here else {}
    return lambda name: found.get(name, UNKNOWN_KM)


def waits_for(plan: Plan) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(workflow, role, the states in which somebody waits for it): joining that role ends them."""
    for edge in plan.edges.values():
        if edge.region == MAIN and edge.step.at is not None and edge.step.at.anchor.kind == "joins":
            target, _, role = edge.step.at.anchor.name.rpartition(".")
            yield target, role, edge.sources


def seeking_in(plan: Plan) -> frozenset[str]:
    """The states in which somebody waits for a place."""
    return frozenset().union(*(states for _, _, states in waits_for(plan)))
