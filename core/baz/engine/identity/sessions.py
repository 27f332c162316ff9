"""Sessions: a browser or phone that somebody signed in on. Each can be ended from any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from baz.engine.identity.persons import Person, person
from baz.engine.identity.secrets import new_secret
from baz.engine.work import Work
from baz.ground.clock import today_in_brussels
from baz.ground.errors import NotFound
from baz.store import keys
from baz.store.codec import moment
from baz.store.keys import KeyRow

KIND = "session"
WORKDAY = timedelta(hours=12)
REMEMBERED_STAFF = timedelta(days=30)
REMEMBERED = timedelta(days=183)
"""Somebody who takes part in a case has no password to fall back on, and sees little: half a year."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that began. `secret` is for the cookie, which lives `seconds` (None: until the browser
    closes); `to` is the page where she wanted to be."""

    secret: str
    seconds: int | None
    party: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its owner sees it."""

    id: str
    name: str
    since: date
    last_used: date
    until: date
    remembered: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is good now, and who it is of."""

    row: KeyRow
    person: Person
    organisation: str
    told: dict[str, Any]


def begin(
    work: Work, who: Person, *, means: str, remember: bool, device: str = "", earlier: str = "", to: str = ""
) -> Opened:
    """Somebody signed in. What this browser had before (`earlier`: the secret of its cookie) ends.

    `means` says how (`mail`, `qr`, `passkey`...), `device` what the browser calls itself.
    """
    end_secret(work, earlier)
    secret, length = new_secret(), _length(who.staff, remember)
    keys.add(
        KIND, secret, who.actor.party, who.organisation, name=device[:60],
        data={"staff": who.staff, "remember": remember, "means": means}, expires=work.now + length,
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    seconds = int(length.total_seconds()) if remember else None
    return Opened(secret, seconds, who.actor.party, to)


def _length(staff: bool, remember: bool) -> timedelta:
    if not remember:
        return WORKDAY
    return REMEMBERED_STAFF if staff else REMEMBERED


def resolve(work: Work, secret: str) -> Session | None:
    """The session of a cookie, when it is good now and its owner may still come in as who she was."""
    row = keys.find(KIND, secret, connection=work.connection) if secret else None
    if row is None or not row.open_at(work.now) or row.party_id is None:
        return None
    who, told = person(work, row.party_id), row.told
    if who is None or (told["staff"] and not who.staff):
        return None
    chosen = row.organisation if row.organisation in who.actor.organisations else who.organisation
    return Session(row, who, chosen, told)


def touch(work: Work, session: Session) -> None:
    """It is used today; one that is remembered is good for as long again."""
    remember = bool(session.told["remember"])
    until = (
        work.now + _length(session.person.staff, True) if remember else moment(session.row.expires_at or "")
    )
    keys.used(session.row.id, _day(work.now), until, connection=work.connection)


def used_today(work: Work, session: Session) -> bool:
    """Whether it was used today already."""
    return session.row.last_used == _day(work.now)


def _day(now: datetime) -> str:
    return today_in_brussels(now).isoformat()


def former(work: Work, secret: str) -> str:
    """Whose session ran out by itself: the party, or empty. One that somebody ended is nobody's."""
    row = keys.find(KIND, secret, connection=work.connection) if secret else None
    return row.party_id or "" if row is not None and row.ended_at is None else ""


def prefer(work: Work, session: str, *, organisation: str = "", **told: str) -> None:
    """Remember on this device in which organisation she works now, or what she likes (`language`, `look`).

    Raises:
        NotFound: there is no such session.
    """
    row = keys.load(session, connection=work.connection)
    if row is None or row.kind != KIND:
        raise NotFound("Dit toestel is niet meer aangemeld.")
    keys.say(row.id, {**row.told, **told}, organisation or row.organisation, connection=work.connection)


def devices(work: Work, party: str) -> list[Device]:
    """Where somebody is signed in, the newest first."""
    rows = keys.of_party(party, KIND, now=work.now, connection=work.connection)
    return [_device(row) for row in rows]


def _device(row: KeyRow) -> Device:
    since = today_in_brussels(moment(row.created_at))
    last = date.fromisoformat(row.last_used) if row.last_used else since
    until = today_in_brussels(moment(row.expires_at or row.created_at))
    return Device(row.id, row.name, since, last, until, bool(row.told["remember"]))


def end(work: Work, party: str, session: str) -> None:
    """One device of somebody is signed out.

    Raises:
        NotFound: she has no such device.
    """
    row = keys.load(session, connection=work.connection)
    if row is None or row.kind != KIND or row.party_id != party:
        raise NotFound("Dit toestel staat niet in je lijst.")
    keys.end(row.id, now=work.now, connection=work.connection)


def end_secret(work: Work, secret: str) -> None:
    """The session of a cookie ends; nothing happens when there is none."""
    row = keys.find(KIND, secret, connection=work.connection) if secret else None
    if row is not None:
        keys.end(row.id, now=work.now, connection=work.connection)


def end_all(work: Work, party: str, *, but: str = "") -> int:
    """Every device of somebody is signed out, but for one; gives how many."""
    return keys.end_all(party, (KIND,), but=but, now=work.now, connection=work.connection)
