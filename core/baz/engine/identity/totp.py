"""Codes of an app (RFC 6238), and the codes on paper for when the app is gone. Each code works once."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass

import pyotp

from baz.engine.identity import waiting
from baz.engine.identity.secrets import new_code, tidy_code
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.when import day_of
from baz.store import credentials
from baz.store.codec import canonical, digest
from baz.store.credentials import CredentialRow

KIND, PAPER = "totp", "recovery"
STEP = 30
DRIFT = (0, -1, 1)
"""A phone's clock may be half a minute off."""
PAPERS = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """An app to be set up: `secret` to type over, `address` for the QR code, `token` to confirm with."""

    token: str
    secret: str
    address: str


def offer(work: Work, party: str, label: str) -> Offer:
    """A new secret for an app; it counts once a code of it was confirmed. `label` is how the app calls it."""
    secret = pyotp.random_base32()
    token = waiting.begin(work, "totp", party, secret=secret, label=label)
    return Offer(token, secret, _address(secret, label))


def offered(work: Work, party: str, token: str) -> Offer:
    """The offer of before, to show it again after a wrong code.

    Raises:
        BadInput: it is over.
    """
    told = waiting.look(work, "totp", token, party).told
    return Offer(token, told["secret"], _address(told["secret"], told["label"]))


def _address(secret: str, label: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name="BurgersAanZet")


def confirm(work: Work, party: str, token: str, code: str) -> list[str]:
    """The app is set up: it gave a right code. An earlier app goes. Gives the codes on paper, shown once.

    Raises:
        BadInput: the code is not right (the offer stays), or the offer is over.
    """
    told = waiting.look(work, "totp", token, party).told
    step = _step(work, told["secret"], code, -1)
    if step is None:
        raise BadInput("Deze code klopt niet.", hint="Kijk of de klok van je telefoon juist staat.")
    waiting.take(work, "totp", token, party)
    credentials.remove(party, (KIND,), connection=work.connection)
    value = canonical({"secret": told["secret"], "step": step})
    credentials.add(party, KIND, value, now=work.now, ids=work.ids, connection=work.connection)
    return papers(work, party)


def papers(work: Work, party: str) -> list[str]:
    """New codes on paper in place of the earlier ones; only their digests are kept."""
    credentials.remove(party, (PAPER,), connection=work.connection)
    codes = [new_code(3) for _ in range(PAPERS)]
    for code in codes:
        credentials.add(
            party, PAPER, digest(f"{party} {code}"), now=work.now, ids=work.ids, connection=work.connection
        )
    return codes


def check(work: Work, party: str, code: str) -> bool:
    """Whether a code of the app is right and was not used before; if so it is used now."""
    for row in credentials.of_party(party, KIND, connection=work.connection):
        told = json.loads(row.value)
        step = _step(work, told["secret"], code, told["step"])
        if step is not None:
            # two browsers with the same code: the value was changed for the second
            value = canonical({"secret": told["secret"], "step": step})
            return credentials.change(row, value, day_of(work.at).isoformat(), connection=work.connection)
    return False


def check_paper(work: Work, party: str, code: str) -> bool:
    """Whether a code on paper is right; it is struck off."""
    wanted = digest(f"{party} {tidy_code(code)}")
    for row in credentials.of_party(party, PAPER, connection=work.connection):
        if hmac.compare_digest(row.value, wanted):
            return credentials.remove(party, (PAPER,), only=row.id, connection=work.connection) == 1
    return False


def _step(work: Work, secret: str, code: str, after: int) -> int | None:
    """The step of time that a code belongs to, when it is near now and later than the last one used."""
    typed = "".join(code.split())
    app, now = pyotp.TOTP(secret), int(work.now.timestamp()) // STEP
    if not (typed.isascii() and typed.isdigit()):
        return None
    fitting = [now + d for d in DRIFT if hmac.compare_digest(app.generate_otp(now + d), typed)]
    return next((step for step in fitting if step > after), None)


def app_of(work: Work, party: str) -> CredentialRow | None:
    """The app of somebody."""
    rows = credentials.of_party(party, KIND, connection=work.connection)
    return rows[0] if rows else None


def papers_left(work: Work, party: str) -> int:
    """How many codes on paper are left."""
    return len(credentials.of_party(party, PAPER, connection=work.connection))
