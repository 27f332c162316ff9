"""Who waits: places without anybody, and volunteers without a place. Whom nothing was offered is flagged.

Nobody recruits volunteers for whom there is nothing to do (D8 of the domain). A volunteer waits in a state of
her own case that she leaves when she joins a role elsewhere. How long that may last says her workflow: by the
parameter `niets_aangeboden`; without it, or with `off`, nobody is flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baz.definition.values import Duration
from baz.engine import desk
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel import calendar
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN, Plan
from baz.kernel.when import Stamp, day_of, stamp
from baz.services.matching.candidates import Vacancy, asking, is_free, vacancy, volunteers
from baz.store import cases, people, standing

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
    """Places that a volunteer can be asked for now, and volunteers without one; the longest first."""

    places: tuple[Vacancy, ...]
    volunteers: tuple[Waiting, ...]


def waiting_list(work: Work, organisation: str, actor: Actor) -> WaitingList:
    """Everybody of an organisation who waits.

    Raises:
        Forbidden: the actor may not see the people of this organisation.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    places = sorted(_places(work, organisation, actor), key=lambda p: (p.since, p.case, p.role))
    found = sorted(_volunteers(work, organisation, actor), key=lambda w: (w.since, w.name, w.case))
    return WaitingList(tuple(places), tuple(found))


def _places(work: Work, organisation: str, actor: Actor) -> list[Vacancy]:
    """The open places for a volunteer in running cases, of every role that some step asks."""
    found = []
    for line in cases.listing(organisation, connection=work.connection, limit=100_000):
        plan = work.plans.load(line.definition, connection=work.connection)
        roles = [
            name
            for name, role in plan.workflow.roles.items()
            if role.kind == "volunteer" and name != plan.workflow.about and asking(plan, name)
        ]
        if not roles:
            continue
        opened = desk.open_case(work, line.id, actor)
        names = desk.names_for(work, opened, actor)
        free = [vacancy(opened, role, names, work.at) for role in roles if is_free(opened, role)]
        found += [place for place in free if not place.closed]
    return found


def _volunteers(work: Work, organisation: str, actor: Actor) -> list[Waiting]:
    known = volunteers(work, organisation)
    names = people.of_parties(sorted(known), connection=work.connection)
    found = []
    for party, rows in known.items():
        for row in rows:
            opened = desk.open_case(work, row.id, actor)
            run = opened.run
            if run.paused or run.ended is not None or run.main.state not in _seeking(opened.plan):
                continue
            since = day_of(run.main.since)
            offered = _offered(work, organisation, party, since)
            quiet = max(run.main.since, stamp(offered) if offered else 0)
            name, w = names.get(party, {}).get("name", ""), opened.plan.workflow
            flagged = _too_long(opened, quiet, work.at)
            area = row.area or ""
            found.append(Waiting(row.id, party, name, w.workflow, w.title, area, since, offered, flagged))
    return found


def _seeking(plan: Plan) -> frozenset[str]:
    """The states in which somebody waits for a place: those that joining a role elsewhere ends."""
    found: set[str] = set()
    for edge in plan.edges.values():
        if edge.region == MAIN and edge.step.at is not None and edge.step.at.anchor.kind == "joins":
            found |= edge.sources
    return frozenset(found)


def _offered(work: Work, organisation: str, party: str, since: date) -> date | None:
    """The last day, from a day on, on which she was asked for a role in a case that is not about her."""
    days = [
        date.fromisoformat(role.from_day[:10])
        for role in standing.roles_of(party, connection=work.connection)
        if role.organisation == organisation and role.from_day and role.about != party
    ]
    return max((day for day in days if day >= since), default=None)


def _too_long(found: desk.Opened, quiet: Stamp, at: Stamp) -> bool:
    if LIMIT not in found.plan.workflow.parameters:
        return False
    limit = found.facts.parameter(found.plan, LIMIT, at)
    return isinstance(limit, Duration) and calendar.due(quiet, limit) <= at
