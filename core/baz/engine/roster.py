"""Who can be chosen for a role: staff, volunteers, and people of a certain name. For forms."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from baz.definition.model import Workflow
from baz.engine import lists, rights
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import cases as cases_store
from baz.store import people, places, standing
from baz.store.tables import cases

Named = list[tuple[str, str]]
"""(party, name), by name."""
MOST = 200


def staff(work: Work, actor: Actor, organisation: str) -> Named:
    """Who works for an organisation today.

    Raises:
        Forbidden: the actor may not look into its cases.
    """
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    found = {p for p, _ in standing.staff_of(organisation, day_of(work.at), connection=work.connection)}
    return _named(work, found)


def workers(work: Work, actor: Actor, organisation: str) -> Named:
    """Who of the staff of today may work in its cases: whom a case can be given to.

    Raises:
        Forbidden: the actor may not look into its cases.
    """
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    roles: dict[str, list[str]] = {}
    for party, role in standing.staff_of(organisation, day_of(work.at), connection=work.connection):
        roles.setdefault(party, []).append(role)
    may = {
        p for p, held in roles.items() if Right.WORK_CASES in rights.given(work.catalogue, organisation, held)
    }
    return _named(work, may)


def volunteers(work: Work, actor: Actor, organisation: str) -> Named:
    """The volunteers of an organisation: who a running volunteers' case is about.

    Raises:
        Forbidden: the actor may not see its people.
    """
    rights.require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    query = (
        select(cases.c.about, cases.c.definition)
        .where(cases.c.organisation == organisation, cases.c.ended_on.is_(None), cases.c.about.is_not(None))
        .where(cases.c.workflow.in_({w.workflow for w in volunteering(work)}))
        .limit(MOST)
    )
    return _named(work, {row.about for row in work.connection.execute(query)})


def volunteering(work: Work) -> list[Workflow]:
    """The workflows, in every version that is known, of which a case is about a volunteer."""
    known = work.catalogue.definitions.values()
    return [w for w in known if w.about and w.roles[w.about].kind == "volunteer"]


def name_here(work: Work, actor: Actor, organisation: str, party: str) -> str:
    """What somebody is called, for an organisation that knows her: as one of its people, as its staff or from
    one of its cases. Empty for who is none of these: then her name is none of its business.

    Raises:
        Forbidden: the actor may not look into its cases.
    """
    known = {p for p, _ in staff(work, actor, organisation)}
    found = people.party(party, connection=work.connection)
    if found is not None and found.organisation == organisation:
        known.add(party)
    if party not in known:
        roles = standing.roles_of(party, connection=work.connection)
        known |= {party for r in roles if r.organisation == organisation}
    named = _named(work, {party} & known)
    return named[0][1] if named else ""


def called(work: Work, actor: Actor, organisation: str, name: str) -> Named:
    """Who has just this name, capitals aside.

    Raises:
        Forbidden: the actor may not see the organisation's people.
    """
    rights.require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    wanted = " ".join(name.split()).casefold()
    found = people.search(organisation, name.strip(), connection=work.connection) if wanted else []
    return [(party, shown) for party, shown in found if shown.casefold() == wanted]


def _named(work: Work, parties: set[str]) -> Named:
    names = people.of_parties(sorted(parties), connection=work.connection)
    found = [(party, values["name"]) for party, values in names.items() if values.get("name")]
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))


@dataclass(frozen=True, slots=True)
class Held:
    """A staff role that somebody holds in a running case."""

    case: str
    role: str
    title: str
    about: str
    area: str
    person: bool


def caseload(work: Work, actor: Actor, organisation: str, party: str) -> list[Held]:
    """The running cases of an organisation in which somebody holds a staff role, by name of the case.

    Raises:
        Forbidden: the actor may not look into its cases.
    """
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    mine = [
        r
        for r in standing.roles_of(party, connection=work.connection)
        if r.organisation == organisation and r.standing == "active" and r.ended_on is None
    ]
    lines = cases_store.lines([r.case_id for r in mine], connection=work.connection)
    names = people.of_parties(
        {line.about for line in lines.values() if line.about}, connection=work.connection
    )
    found = []
    for role in mine:
        line = lines[role.case_id]
        plan = work.plans.load(line.definition, connection=work.connection)
        kind = plan.workflow.roles.get(role.role)
        if kind is not None and kind.kind == "staff":
            about = names.get(line.about or "", {}).get("name", "")
            found.append(
                Held(
                    line.id, role.role, plan.workflow.title, about, line.area or "", lists.about_person(plan)
                )
            )
    return sorted(found, key=lambda h: (h.title, h.about.casefold(), h.case))


def towns(work: Work) -> list[str]:
    """The municipalities that are known, by name: to choose from while somebody types."""
    return places.names(connection=work.connection)
