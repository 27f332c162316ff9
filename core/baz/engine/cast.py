"""The invented people of a demo, to come in as: staff, volunteers, and those whom a case is about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from baz.engine.work import Work
from baz.kernel.when import day_of
from baz.store import people
from baz.store.tables import accounts, cases, participations


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to come in as. `role` is a staff role, or the title of a role in cases; `staff`: which."""

    party: str
    name: str
    organisation: str
    role: str
    staff: bool


def cast(work: Work, most: int = 4) -> list[Player]:
    """Who can be played: all staff, and of each organisation the volunteers with most to do."""
    today = day_of(work.at).isoformat()
    rows = work.connection.execute(
        select(accounts.c.party_id, accounts.c.organisation, accounts.c.role)
        .where((accounts.c.to_day.is_(None)) | (accounts.c.to_day >= today))
        .order_by(accounts.c.organisation, accounts.c.role, accounts.c.party_id)
    )
    staff = {(r.organisation, r.party_id): r.role.replace("_", " ") for r in rows}
    found = _volunteers(work, {party for _, party in staff}, most)
    names = people.of_parties(
        {party for _, party in staff} | {p for _, p, _ in found}, connection=work.connection
    )

    def name(party: str) -> str:
        return names.get(party, {}).get("name", "")

    known = [Player(p, name(p), o, role, True) for (o, p), role in staff.items()]
    known += [Player(p, name(p), o, role, False) for o, p, role in found]
    return [player for player in known if player.name]


def _volunteers(work: Work, staff: set[str], most: int) -> list[tuple[str, str, str]]:
    """(organisation, party, title of the role) of volunteers who are active, with those who do most first."""
    rows = work.connection.execute(
        select(cases.c.organisation, cases.c.definition, participations.c.role, participations.c.party_id)
        .join(cases, cases.c.id == participations.c.case_id)
        .where(participations.c.standing == "active", cases.c.ended_on.is_(None))
        .order_by(cases.c.organisation, participations.c.party_id)
    )
    load: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        plan = work.plans.load(row.definition, connection=work.connection)
        role = plan.workflow.roles.get(row.role)
        if role is not None and role.kind == "volunteer" and row.party_id not in staff:
            load.setdefault((row.organisation, row.party_id), []).append(role.title)
    chosen: list[tuple[str, str, str]] = []
    for home in sorted({o for o, _ in load}):
        mine = sorted((k for k in load if k[0] == home), key=lambda k: (-len(load[k]), k[1]))[:most]
        chosen += [(home, party, load[home, party][0]) for _, party in mine]
    return chosen
