"""Who works for an organisation: the roles with their days, and helping who cannot get in any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baz.engine import rights
from baz.engine.identity import links, means, persons, sessions
from baz.engine.identity.links import Given
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import people, standing


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One role of one person, from a day to a day (None while it goes on). `active`: today."""

    party: str
    name: str
    mail: str
    role: str
    frm: date
    to: date | None
    active: bool


def listing(work: Work, who: Actor, organisation: str) -> list[StaffLine]:
    """Everybody who works or worked for an organisation; who does so now comes first.

    Raises:
        Forbidden: she may not manage this organisation.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    rows, today = standing.accounts_of(organisation, connection=work.connection), day_of(work.at)
    known = people.of_parties({r.party_id for r in rows}, ("name", "mail"), connection=work.connection)
    lines = []
    for row in rows:
        frm, to = date.fromisoformat(row.from_day), date.fromisoformat(row.to_day) if row.to_day else None
        told = known.get(row.party_id, {})
        active = frm <= today and (to is None or to >= today)
        lines.append(
            StaffLine(row.party_id, told.get("name", ""), told.get("mail", ""), row.role, frm, to, active)
        )
    return sorted(lines, key=lambda line: (not line.active, line.name.casefold(), line.role))


def end_role(work: Work, who: Actor, organisation: str, party: str, role: str, last: date) -> None:
    """Somebody works in a role until a day, that day included; a day that has passed ends it at once.

    Raises:
        Forbidden: she may not manage this organisation.
        NotFound: the person has no such role that goes on.
        BadInput: nobody would be left to manage the organisation.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    if role == rights.MANAGER and not _other_managers(work, organisation, party):
        raise BadInput(
            "Dit is de enige beheerder van deze organisatie.", hint="Maak eerst iemand anders beheerder."
        )
    if not standing.end_account(party, organisation, role, last, connection=work.connection):
        raise NotFound("Deze rol is er niet, of heeft al een laatste dag.")
    if persons.person(work, party) is None:
        sessions.end_all(work, party)


def _other_managers(work: Work, organisation: str, party: str) -> bool:
    rows = standing.accounts_of(organisation, connection=work.connection)
    return any(r.role == rights.MANAGER and r.party_id != party and r.to_day is None for r in rows)


def recover(work: Work, who: Actor, organisation: str, party: str) -> Given:
    """Somebody lost her phone or keys: all her means go, all her devices are signed out, and she gets a link.

    Raises:
        Forbidden: the person works elsewhere too, or the actor may not manage this organisation.
        NotFound: she may not come in at all.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    found = persons.person(work, party)
    if found is None or organisation not in found.actor.organisations:
        raise NotFound("Deze persoon werkt hier niet.")
    if found.actor.organisations != {organisation}:
        raise Forbidden("Deze persoon werkt ook elders.", hint="Die vraagt zelf een link per mail.")
    means.drop_all(work, party)
    return links.give(work, found, "invitation", remember=False, to="/mij")
