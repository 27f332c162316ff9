"""Passkeys (WebAuthn): a phone, a laptop or a key that proves who somebody is. Alone, or beside a password.

The browser speaks to the authenticator; here the question is made and the answer checked (py_webauthn).
The person shows herself to it (a finger, a face, a PIN), so one passkey is two means in one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from baz.engine.identity import waiting
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.when import day_of
from baz.store import credentials
from baz.store.codec import canonical
from baz.store.credentials import CredentialRow

KIND = "passkey"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are: `https://baz.example`. A passkey belongs to its host."""

    origin: str

    @property
    def host(self) -> str:
        """The part without scheme and port."""
        return urlsplit(self.origin).hostname or ""

    @property
    def named(self) -> bool:
        """Whether passkeys work there: they belong to a name, never to a number."""
        return ":" not in self.host and not self.host.replace(".", "").isdigit()


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser asks the authenticator: `options` as JSON; `token` comes back with the answer."""

    token: str
    options: str


def offer(work: Work, site: Site, party: str, name: str) -> Question:
    """The question that makes a new passkey of somebody."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="BurgersAanZet",
        user_id=party.encode(),
        user_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_known(work, party),
    )
    token = waiting.begin(work, "passkey", party, challenge=bytes_to_base64url(options.challenge))
    return Question(token, webauthn.options_to_json(options))


def keep(work: Work, site: Site, party: str, token: str, answer: str, name: str) -> None:
    """A new passkey was made.

    Raises:
        BadInput: the answer does not fit the question, or the question is over.
    """
    told = waiting.take(work, "passkey", token, party)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(told["challenge"]),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise _wrong() from error
    value = {"key": bytes_to_base64url(made.credential_public_key), "count": made.sign_count}
    credentials.add(
        party, KIND, canonical(value), ident=bytes_to_base64url(made.credential_id), name=name.strip()[:60],
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip


def ask(work: Work, site: Site, party: str | None = None) -> Question:
    """The question that proves who somebody is: whoever it may be, or this party beside her password."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(work, party) if party else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    token = waiting.begin(work, "proof", party, challenge=bytes_to_base64url(options.challenge))
    return Question(token, webauthn.options_to_json(options))


def prove(work: Work, site: Site, token: str, answer: str, party: str | None = None) -> str:
    """Who proved herself; gives the party.

    Raises:
        BadInput: the answer does not fit the question, it is of nobody (or somebody else), or the question
            is over.
    """
    told = waiting.take(work, "proof", token, party)
    row = _row(work, answer)
    if party is not None and row.party_id != party:
        raise _wrong()
    known = json.loads(row.value)
    try:
        done = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(told["challenge"]),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=webauthn.base64url_to_bytes(known["key"]),
            credential_current_sign_count=known["count"],
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise _wrong() from error
    value = canonical({**known, "count": done.new_sign_count})
    credentials.change(row, value, day_of(work.at).isoformat(), connection=work.connection)
    return row.party_id


def _row(work: Work, answer: str) -> CredentialRow:
    try:
        ident = json.loads(answer)["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong() from error
    row = credentials.find(KIND, ident, connection=work.connection) if isinstance(ident, str) else None
    if row is None:
        raise _wrong()
    return row


def _known(work: Work, party: str) -> list[PublicKeyCredentialDescriptor]:
    rows = credentials.of_party(party, KIND, connection=work.connection)
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(row.ident)) for row in rows]


def of(work: Work, party: str) -> list[CredentialRow]:
    """The passkeys of somebody."""
    return credentials.of_party(party, KIND, connection=work.connection)


def _wrong() -> BadInput:
    return BadInput("Deze sleutel werd niet aanvaard.", hint="Probeer opnieuw, of vraag een link per mail.")
