"""The invented people of a demo, to come in as: staff, volunteers, and those whom a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from baz.engine.rights import EVERYWHERE
from baz.engine.work import Work
from baz.ground.words import spoken
from baz.kernel.when import day_of
from baz.store import people
from baz.store.tables import accounts, cases, participations

Kind = Literal["staff", "volunteer", "participant"]
_KINDS: Mapping[str, Kind] = {
    "volunteer": "volunteer", "person": "participant", "professional": "participant",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to come in as. `role` is a staff role, or the title of a role in cases; `kind` says which."""

    party: str
    name: str
    organisation: str
    role: str
    kind: Kind


def cast(work: Work, volunteers: int = 4, participants: int = 2) -> list[Player]:
    """Who can be played: all staff, and of each organisation so many volunteers and others who take part,
    first those with most to do. By organisation, staff first."""
    today = day_of(work.at).isoformat()
    rows = work.connection.execute(
        select(accounts.c.party_id, accounts.c.organisation, accounts.c.role)
        .where((accounts.c.to_day.is_(None)) | (accounts.c.to_day >= today))
        .order_by(accounts.c.organisation, accounts.c.role, accounts.c.party_id)
    )
    staff = {(r.organisation, r.party_id): spoken(r.role) for r in rows}
    limits: dict[Kind, int] = {"volunteer": volunteers, "participant": participants}
    found = _taking_part(work, {party for _, party in staff}, limits)
    names = people.of_parties(
        {party for _, party in staff} | {p for _, p, *_ in found}, connection=work.connection
    )

    def name(party: str) -> str:
        return names.get(party, {}).get("name", "")

    players = [Player(p, name(p), o, role, "staff") for (o, p), role in staff.items()]
    players += [Player(p, name(p), o, role, kind) for o, p, role, kind in found]
    order = {"staff": 0, "volunteer": 1, "participant": 2}

    def place(player: Player) -> tuple[str, int, bool]:
        return player.organisation, order[player.kind], player.role in EVERYWHERE

    return sorted((p for p in players if p.name), key=place)


def _taking_part(work: Work, staff: set[str], most: Mapping[Kind, int]) -> list[tuple[str, str, str, Kind]]:
    """(organisation, party, title of the role, kind) of who is active in a case that runs; busiest first."""
    rows = work.connection.execute(
        select(cases.c.organisation, cases.c.definition, participations.c.role, participations.c.party_id)
        .join(cases, cases.c.id == participations.c.case_id)
        .where(participations.c.standing == "active", cases.c.ended_on.is_(None))
        .order_by(cases.c.organisation, participations.c.party_id)
    )
    load: dict[tuple[str, Kind, str], list[str]] = {}
    for row in rows:
        role = work.plans.load(row.definition, connection=work.connection).workflow.roles.get(row.role)
        kind = _KINDS.get(role.kind) if role is not None else None
        if role is not None and kind is not None and row.party_id not in staff:
            load.setdefault((row.organisation, kind, row.party_id), []).append(role.title)
    chosen: list[tuple[str, str, str, Kind]] = []
    for home, kind in sorted({key[:2] for key in load}):
        mine = sorted((k for k in load if k[:2] == (home, kind)), key=lambda k: (-len(load[k]), k[2]))
        chosen += [(home, key[2], load[key][0], kind) for key in mine[: most[kind]]]
    return chosen
