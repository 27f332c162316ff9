"""Signing in with the account of one's own organisation: OpenID Connect by the code, with PKCE and a nonce.

Who comes back is somebody that the organisation already has as staff: known by the subject of an earlier
time, else by a mail address that the provider verified. Nobody is made by it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from baz.engine.engine import Engine
from baz.engine.identity import persons, sessions, waiting
from baz.engine.identity.persons import Person
from baz.engine.identity.providers import Provider
from baz.engine.identity.sessions import Opened
from baz.engine.identity.signing import Browser
from baz.engine.work import Work
from baz.ground.errors import BadInput, Forbidden, SetupError
from baz.store import credentials

KIND = "oidc"
SECONDS = 8.0
SKEW = 60
"""Seconds that the clock of the provider may be off."""
AWAY = "aanmelddienst"
"""Code of the `SetupError` for a provider that does not answer or cannot be trusted."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the browser goes, and the secret that it takes in a cookie and must bring back."""

    address: str
    state: str


def begin(engine: Engine, provider: Provider, back: str, *, remember: bool = False, to: str = "") -> Leaving:
    """Send somebody to the provider of her organisation; `back` is our address where she returns.

    Raises:
        SetupError: the provider does not answer, or is another than `baz.toml` says.
    """
    found = _discover(provider)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with engine.work() as work:
        state = waiting.begin(
            work, "oidc", None, organisation=provider.organisation, verifier=verifier, nonce=nonce,
            remember=remember, to=to,
        )  # fmt: skip
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            found["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
        )
    return Leaving(address, state)


def finish(
    engine: Engine, provider: Provider, back: str, query: Mapping[str, str], state: str, browser: Browser
) -> Opened:
    """Somebody came back from her provider, with the query that it gave and the state of her own cookie.

    Raises:
        BadInput: she was sent by another browser, cancelled, or took too long.
        Forbidden: the organisation has no such person, or the provider did not verify her address.
        SetupError: the provider does not answer, or answers what cannot be trusted.
    """
    if not state or not secrets.compare_digest(state.encode(), query.get("state", "").encode()):
        raise BadInput("Dit aanmelden begon in een andere browser.", hint="Begin opnieuw.")
    with engine.work() as work:
        told = waiting.take(work, "oidc", state)
    if told["organisation"] != provider.organisation or "code" not in query:
        raise BadInput("Het aanmelden bij je organisatie werd niet afgemaakt.", hint="Begin opnieuw.")
    claims = _claims(engine, provider, back, query["code"], told)
    with engine.work() as work:
        who = _staff(work, provider, claims)
        return sessions.begin(
            work, who, means=KIND, remember=told["remember"], device=browser.device, earlier=browser.earlier,
            to=told["to"],
        )  # fmt: skip


def _client(provider: Provider, back: str) -> OAuth2Client:
    return OAuth2Client(
        client_id=provider.client_id, client_secret=provider.client_secret, scope="openid email",
        redirect_uri=back, code_challenge_method="S256", timeout=SECONDS,
    )  # fmt: skip


def _discover(provider: Provider) -> dict[str, Any]:
    try:
        answer = httpx.get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", timeout=SECONDS)
        found: dict[str, Any] = answer.raise_for_status().json()
        same = str(found["issuer"]).rstrip("/") == provider.issuer.rstrip("/")
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise _away() from error
    if not same:
        raise SetupError("De aanmelddienst zegt dat hij een andere is.", hint="Kijk 'issuer' na in baz.toml.")
    return found


def _claims(
    engine: Engine, provider: Provider, back: str, code: str, told: Mapping[str, Any]
) -> dict[str, Any]:
    """What the provider says, once its signature and all that belongs to this one time were checked."""
    found = _discover(provider)
    try:
        with _client(provider, back) as client:
            given = client.fetch_token(found["token_endpoint"], code=code, code_verifier=told["verifier"])
        known = KeySet.import_key_set(httpx.get(found["jwks_uri"], timeout=SECONDS).raise_for_status().json())
        token = jwt.decode(given["id_token"], known, algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            now=int(engine.clock().timestamp()),
            leeway=SKEW,
            iss={"essential": True, "value": found["issuer"]},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": told["nonce"]},
        ).validate(token.claims)
        claims: dict[str, Any] = dict(token.claims)
        if "email" not in claims and "userinfo_endpoint" in found:
            claims |= _more(found["userinfo_endpoint"], given["access_token"], claims["sub"])
    except (httpx.HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        raise _away() from error
    return claims


def _more(address: str, token: str, subject: str) -> dict[str, Any]:
    answer = httpx.get(address, headers={"authorization": f"Bearer {token}"}, timeout=SECONDS)
    told: dict[str, Any] = answer.raise_for_status().json()
    if told["sub"] != subject:
        raise ValueError("the provider speaks of somebody else")
    return {name: told[name] for name in ("email", "email_verified") if name in told}


def _staff(work: Work, provider: Provider, claims: Mapping[str, Any]) -> Person:
    """The one of the organisation's staff whom the provider speaks of."""
    ident = f"{provider.issuer.rstrip('/')} {claims['sub']}"
    row = credentials.find(KIND, ident, connection=work.connection)
    if row is not None:
        who = persons.person(work, row.party_id)
        return _of(provider, [who] if who else [])
    if claims.get("email_verified") is not True:
        raise Forbidden(
            "Je organisatie bevestigde je e-mailadres niet.", hint="Vraag hier een link per mail."
        )
    who = _of(provider, persons.by_mail(work, str(claims.get("email", ""))))
    credentials.add(
        who.actor.party, KIND, "", ident=ident, now=work.now, ids=work.ids, connection=work.connection
    )
    return who


def _of(provider: Provider, found: list[Person]) -> Person:
    here = [who for who in found if provider.organisation in who.actor.organisations]
    if len(here) != 1:
        raise Forbidden(
            "Je organisatie kent je, maar hier heb je nog geen rol.",
            hint="Vraag een beheerder om je uit te nodigen.",
        )
    return Person(here[0].actor, provider.organisation)


def _away() -> SetupError:
    return SetupError(
        "De aanmelddienst van je organisatie werkt nu niet.", hint="Vraag hier een link per mail.", code=AWAY
    )
