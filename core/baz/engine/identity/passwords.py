"""Passwords: argon2, long enough, no rules of composition. One works only together with a second means.

The cost is the library's own (RFC 9106, the profile for machines with little memory); a hash of an older cost
is renewed when its password is given again.
"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from baz.engine.identity import persons
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.when import day_of
from baz.store import credentials
from baz.store.codec import storable
from baz.store.credentials import CredentialRow

KIND = "password"
LEAST, MOST = 12, 200
SECOND = ("totp", "passkey")
"""What may stand beside a password."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def sealed(work: Work, party: str, password: str) -> str:
    """The hash of a password that somebody chose.

    Raises:
        BadInput: it is too short, too long, too plain, or she has no second means yet.
    """
    if len(password) < LEAST:
        raise BadInput(
            f"Kies een wachtwoord van minstens {LEAST} tekens.", hint="Een zin van vier woorden is goed."
        )
    if len(password) > MOST:
        raise BadInput(f"Een wachtwoord is hoogstens {MOST} tekens lang.")
    own = (persons.mail_of(work, party), persons.name_of(work, party).casefold())
    if len(set(password)) < 5 or password.casefold() in own:
        raise BadInput("Dit wachtwoord is te makkelijk te raden.", hint="Een zin van vier woorden is goed.")
    if not has_second(work, party):
        raise BadInput(
            "Een wachtwoord werkt alleen samen met een code of een sleutel.",
            hint="Voeg eerst een app of een sleutel toe.",
        )
    return _hasher().hash(storable(password))


def has_second(work: Work, party: str) -> bool:
    """Whether somebody has a means that may stand beside a password."""
    return any(row.kind in SECOND for row in credentials.of_party(party, connection=work.connection))


def keep(work: Work, party: str, hashed: str) -> None:
    """From now somebody has this password, of which `sealed` gave the hash."""
    remove(work, party)
    credentials.add(party, KIND, hashed, now=work.now, ids=work.ids, connection=work.connection)


def remove(work: Work, party: str) -> None:
    """Somebody has no password any more."""
    credentials.remove(party, (KIND,), connection=work.connection)


def exists(work: Work, party: str) -> bool:
    """Whether somebody has a password."""
    return bool(credentials.of_party(party, KIND, connection=work.connection))


def of_mail(work: Work, mail: str) -> list[CredentialRow]:
    """The passwords of everybody who may come in and is reached at an address."""
    found = [who.actor.party for who in persons.by_mail(work, mail)]
    return [row for party in found for row in credentials.of_party(party, KIND, connection=work.connection)]


def right_one(rows: list[CredentialRow], password: str) -> CredentialRow | None:
    """The one that a password fits. For an address without password it takes as long to say no."""
    fitting = [row for row in rows if _fits(row.value, password)]
    if not rows:
        _fits(_nobodys(), password)
    return fitting[0] if fitting else None


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password[: MOST + 1])
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def renewed(row: CredentialRow, password: str) -> str:
    """The hash at today's cost, when that of a right password is of an older one; else empty."""
    return _hasher().hash(password) if _hasher().check_needs_rehash(row.value) else ""


def used(work: Work, row: CredentialRow, renewed: str) -> None:
    """A password was given."""
    credentials.change(row, renewed or row.value, day_of(work.at).isoformat(), connection=work.connection)
