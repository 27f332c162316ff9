"""Who waits: places without anybody, and volunteers without a place. Whom nothing was offered is flagged.

Nobody recruits volunteers for whom there is nothing to do (D8 of the domain). A volunteer waits in a state of
her own case that she leaves when she joins a role elsewhere. How long that may last says her workflow: by the
parameter `niets_aangeboden`; without it, or with `off`, nobody is flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baz.definition.values import Duration
from baz.engine import desk, roster
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel import calendar
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN
from baz.kernel.when import Stamp, day_of, stamp
from baz.services.matching.candidates import Vacancy, asking, vacancies
from baz.services.matching.nearest import seeking_in
from baz.store import cases, people, standing
from baz.store.cases import NOWHERE, CaseRow, Place

LIMIT = "niets_aangeboden"
"""The parameter of a volunteers' workflow: how long somebody may wait before something is offered."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A volunteer without a place. `offered`: the last day, while she waits, on which she was asked for one;
    `flagged`: nothing was offered for longer than her workflow allows."""

    case: str
    party: str
    name: str
    workflow: str
    title: str
    area: str
    since: date
    offered: date | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Places that a volunteer can be asked for now, and volunteers without one; the longest first.
    `after_places` and `after_volunteers`: where the next page of each begins, None when there is none."""

    places: tuple[Vacancy, ...]
    volunteers: tuple[Waiting, ...]
    after_places: Place | None = None
    after_volunteers: Place | None = None


def waiting_list(
    work: Work, organisation: str, actor: Actor, most: int | None = None, after: Place = NOWHERE
) -> WaitingList:
    """Everybody of an organisation who waits; with `most` those of so many cases at most, that wait longest,
    after a place in that order.

    Raises:
        Forbidden: the actor may not see the people of this organisation.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    limit, connection = (None if most is None else most + 1), work.connection
    roles = _roles(work)
    vacant = cases.vacant(organisation, roles, connection=connection, limit=limit, after=after)
    states, names = _waits(work)
    free = cases.running_in(
        organisation, names, states=states, limit=limit, after=after, connection=connection
    )
    places = vacancies(work, roles, actor, vacant[:most])
    found = _volunteers(work, organisation, actor, free[:most])
    return WaitingList(
        tuple(sorted(places, key=lambda p: (p.since, p.case, p.role))),
        tuple(sorted(found, key=lambda w: (w.since, w.name, w.case))),
        _next(vacant, most),
        _next(free, most),
    )


def _next(rows: Sequence[CaseRow], most: int | None) -> Place | None:
    return cases.place_of(rows[most - 1]) if most is not None and len(rows) > most else None


def _roles(work: Work) -> dict[tuple[str, str], frozenset[str] | None]:
    """Every role of a volunteer that some step asks, with the states in which it does."""
    roles: dict[tuple[str, str], frozenset[str] | None] = {}
    for plan in map(work.plans.compiled, work.catalogue.definitions.values()):
        w = plan.workflow
        for name, role in w.roles.items():
            edges = asking(plan, name)
            if role.kind != "volunteer" or name == w.about or not edges:
                continue
            # a step of a region can be taken in any state of the main machine
            main = all(edge.region == MAIN for edge in edges)
            states = frozenset().union(*(edge.sources for edge in edges)) if main else None
            before = roles.get((w.workflow, name), frozenset())
            roles[w.workflow, name] = None if states is None or before is None else states | before
    return roles


def _waits(work: Work) -> tuple[list[str], set[str]]:
    """The states in which a volunteer waits for a place, and the workflows about volunteers."""
    known = roster.volunteering(work)
    states = {state for w in known for state in seeking_in(work.plans.compiled(w))}
    return sorted(states), {w.workflow for w in known}


def _volunteers(work: Work, organisation: str, actor: Actor, rows: Sequence[CaseRow]) -> list[Waiting]:
    about = sorted({row.about for row in rows if row.about})
    called = people.of_parties(about, connection=work.connection)
    asked = standing.last_asked(about, organisation, connection=work.connection)
    found = []
    for opened in desk.open_rows(work, [row for row in rows if row.about], actor):
        run, row, w = opened.run, opened.row, opened.plan.workflow
        party = row.about or ""
        if run.paused or run.ended is not None or run.main.state not in seeking_in(opened.plan):
            continue
        since, offered = day_of(run.main.since), asked.get(party)
        offered = offered if offered and offered >= since else None
        quiet = max(run.main.since, stamp(offered) if offered else 0)
        name, flagged = called.get(party, {}).get("name", ""), _too_long(opened, quiet, work.at)
        area = row.area or ""
        found.append(Waiting(row.id, party, name, w.workflow, w.title, area, since, offered, flagged))
    return found


def _too_long(found: desk.Opened, quiet: Stamp, at: Stamp) -> bool:
    if LIMIT not in found.plan.workflow.parameters:
        return False
    limit = found.facts.parameter(found.plan, LIMIT, at)
    return isinstance(limit, Duration) and calendar.due(quiet, limit) <= at
