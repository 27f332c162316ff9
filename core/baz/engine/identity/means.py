"""The means of one person together: what she has, and what happens when one goes."""

from __future__ import annotations

from dataclasses import dataclass

from baz.engine.identity import passkeys, passwords, sessions, totp
from baz.engine.work import Work
from baz.ground.errors import NotFound
from baz.store import credentials
from baz.store.credentials import CredentialRow

ALL = (passwords.KIND, totp.KIND, totp.PAPER, passkeys.KIND)


@dataclass(frozen=True, slots=True)
class Means:
    """What somebody can sign in with, beside a link. `papers`: how many codes on paper are left."""

    password: bool
    app: CredentialRow | None
    papers: int
    passkeys: tuple[CredentialRow, ...]


def of(work: Work, party: str) -> Means:
    """What somebody has."""
    app, left = totp.app_of(work, party), totp.papers_left(work, party)
    return Means(passwords.exists(work, party), app, left, tuple(passkeys.of(work, party)))


def drop(work: Work, party: str, credential: str, session: str) -> None:
    """An app or a passkey goes; with the last one the password goes too. Other devices are signed out.

    Raises:
        NotFound: she has no such means.
    """
    if not credentials.remove(party, (totp.KIND, passkeys.KIND), only=credential, connection=work.connection):
        raise NotFound("Dit staat niet in je lijst.")
    if totp.app_of(work, party) is None:
        credentials.remove(party, (totp.PAPER,), connection=work.connection)
    if not passwords.has_second(work, party):
        passwords.remove(work, party)
    sessions.end_all(work, party, but=session)


def drop_all(work: Work, party: str) -> None:
    """Everything goes, and every device is signed out: somebody lost her phone, or it was stolen."""
    credentials.remove(party, ALL, connection=work.connection)
    sessions.end_all(work, party)
