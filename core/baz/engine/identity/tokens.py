"""Keys for programs: tokens of the API, of an organisation, and addresses of calendars, of a person.

A token may what its maker may, or less, as long as she may it herself; it ends on a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from baz.engine import rights
from baz.engine.identity.persons import Person, person
from baz.engine.identity.secrets import new_secret
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import keys, people
from baz.store.codec import moment
from baz.store.keys import KeyRow

TOKEN, CALENDAR = "token", "calendar"
MARK = "baz_"
"""How a token begins, so that whoever finds one in a program knows what it is."""
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as managers see it."""

    id: str
    name: str
    maker: str
    maker_name: str
    bundle: str
    since: date
    until: date
    last_used: str


def create(work: Work, who: Actor, organisation: str, name: str, bundle: str, until: date) -> str:
    """A token for the API of an organisation, with the rights of a bundle that its maker has; shown once.

    Raises:
        Forbidden: she may not manage this organisation.
        BadInput: no name, no such bundle, or a last day that has passed or is over a year away.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    today = day_of(work.at)
    if not name.strip():
        raise BadInput("Geef de sleutel een naam.", hint="Waarvoor dient ze?")
    if bundle not in rights.BUNDLES:
        raise BadInput(f"'{bundle}' is geen bundel van rechten.")
    if not today <= until <= today + LONGEST:
        raise BadInput("Een sleutel werkt tot een dag binnen het jaar.")
    bound = rights.BUNDLES[bundle] & rights.held(work.catalogue, who, organisation)
    secret = MARK + new_secret()
    keys.add(
        TOKEN, secret, who.party, organisation, name=name.strip()[:60],
        data={"bundle": bundle, "rights": sorted(bound)}, expires=_midnight_after(until),
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    return secret


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS)


def listing(work: Work, who: Actor, organisation: str) -> list[Token]:
    """The tokens of an organisation that work now.

    Raises:
        Forbidden: she may not manage this organisation.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    rows = keys.of_organisation(organisation, TOKEN, now=work.now, connection=work.connection)
    names = people.of_parties({row.party_id for row in rows if row.party_id}, connection=work.connection)
    return [_token(row, names.get(row.party_id or "", {}).get("name", "")) for row in rows]


def _token(row: KeyRow, maker: str) -> Token:
    until = moment(row.expires_at or "") - timedelta(seconds=1)
    return Token(
        row.id, row.name, row.party_id or "", maker, row.told["bundle"],
        today_in_brussels(moment(row.created_at)), today_in_brussels(until), row.last_used or "",
    )  # fmt: skip


def revoke(work: Work, who: Actor, organisation: str, token: str) -> None:
    """A token stops working.

    Raises:
        Forbidden: she may not manage this organisation. NotFound: it has no such token.
    """
    rights.require(work.catalogue, who, organisation, Right.MANAGE)
    row = keys.load(token, connection=work.connection)
    if row is None or row.kind != TOKEN or row.organisation != organisation:
        raise NotFound("Deze sleutel staat niet in de lijst.")
    keys.end(row.id, now=work.now, connection=work.connection)


def holder(work: Work, secret: str) -> tuple[str, Actor, str, bool] | None:
    """Who acts by a token: (its id, the actor, its organisation, whether it was used today already)."""
    row = keys.find(TOKEN, secret, connection=work.connection)
    if row is None or row.party_id is None or not row.open_at(work.now):
        return None
    who = person(work, row.party_id)
    if who is None or row.organisation not in who.actor.organisations:
        return None
    actor = replace(
        who.actor,
        organisations=frozenset((row.organisation,)),
        roles=frozenset(r for r in who.actor.roles if r[0] == row.organisation),
        bound=frozenset(row.told["rights"]),
    )
    return row.id, actor, row.organisation, row.last_used == day_of(work.at).isoformat()


def touch(work: Work, token: str) -> None:
    """A token was used today."""
    row = keys.load(token, connection=work.connection)
    if row is not None:
        until = moment(row.expires_at) if row.expires_at else None
        keys.used(token, day_of(work.at).isoformat(), until, connection=work.connection)


def calendar(work: Work, party: str, organisation: str) -> str:
    """A new secret for the address of somebody's calendar; the earlier address stops working."""
    keys.end_all(party, (CALENDAR,), now=work.now, connection=work.connection)
    secret = new_secret()
    keys.add(CALENDAR, secret, party, organisation, now=work.now, ids=work.ids, connection=work.connection)
    return secret


def calendar_since(work: Work, party: str) -> date | None:
    """Since when somebody has an address for her calendar; None when she has none."""
    rows = keys.of_party(party, CALENDAR, now=work.now, connection=work.connection)
    return today_in_brussels(moment(rows[0].created_at)) if rows else None


def stop_calendar(work: Work, party: str) -> None:
    """The address of somebody's calendar stops working."""
    keys.end_all(party, (CALENDAR,), now=work.now, connection=work.connection)


def calendar_of(work: Work, secret: str) -> Person | None:
    """Whose calendar is behind a secret; None when it stopped working or she may not come in any more."""
    row = keys.find(CALENDAR, secret, connection=work.connection)
    if row is None or row.party_id is None or not row.open_at(work.now):
        return None
    return person(work, row.party_id)
