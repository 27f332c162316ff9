from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import provider
import pytest
from engine_world import World
from joserfc.jwk import RSAKey

from baz.engine.identity import entry, oidc
from baz.engine.identity.providers import Provider
from baz.engine.identity.signing import Browser
from baz.ground.errors import BadInput, BazError, Forbidden, SetupError

BACK = "https://baz.example/aanmelden/bij/huis/terug"


@pytest.fixture(scope="module")
def server() -> Iterator[provider.Outside]:
    with provider.running() as outside:
        yield outside


@dataclass
class Outside:
    """The provider of huis."""

    provider: Provider
    there: provider.Outside


@pytest.fixture
def outside(server: provider.Outside, world: World) -> Outside:
    world.now = datetime.now(UTC)  # the provider signs with the real time
    return Outside(Provider("huis", server.url, "baz", "geheim"), server)


def leave(world: World, outside: Outside, to: str = "") -> oidc.Leaving:
    return oidc.begin(world.engine, outside.provider, BACK, remember=True, to=to)


def back(world: World, outside: Outside, query: dict[str, str], state: str) -> entry.Entry | None:
    opened = oidc.finish(world.engine, outside.provider, BACK, query, state, Browser())
    return entry.by_cookie(world.engine, opened.secret)


def go(world: World, outside: Outside, sub: str) -> entry.Entry | None:
    leaving = leave(world, outside)
    return back(world, outside, outside.there.sign_in(leaving.address, sub), leaving.state)


def test_staff_signs_in_with_the_account_of_her_organisation(world: World, outside: Outside) -> None:
    outside.there.person("ine-1", email="INE@voorbeeld.be", email_verified=True)
    came = go(world, outside, "ine-1")
    assert came is not None
    assert (came.actor.party, came.organisation) == (world.people["ine"], "huis")


def test_who_came_before_is_known_by_the_subject(world: World, outside: Outside) -> None:
    outside.there.person("ine-2", email="ine@voorbeeld.be", email_verified=True)
    go(world, outside, "ine-2")
    outside.there.person("ine-2", email="noor@voorbeeld.be", email_verified=False)
    came = go(world, outside, "ine-2")
    assert came is not None
    assert came.actor.party == world.people["ine"]


@pytest.mark.parametrize(
    ("mail", "verified"),
    [("ine@voorbeeld.be", False), ("noor@voorbeeld.be", True), ("rudy@voorbeeld.be", True), ("x@y.be", True)],
)
def test_whom_the_organisation_does_not_have_stays_out(
    world: World, outside: Outside, mail: str, verified: bool
) -> None:
    world.open()
    outside.there.person("vreemd", email=mail, email_verified=verified)
    with pytest.raises(Forbidden):
        go(world, outside, "vreemd")


def test_the_question_carries_pkce_and_a_nonce(world: World, outside: Outside) -> None:
    query = dict(parse_qsl(urlsplit(leave(world, outside).address).query))
    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert query["nonce"]
    assert query["response_type"] == "code"
    assert query["redirect_uri"] == BACK


def test_who_began_in_another_browser_or_cancelled_starts_again(world: World, outside: Outside) -> None:
    outside.there.person("ine-3", email="ine@voorbeeld.be", email_verified=True)
    one, two = leave(world, outside), leave(world, outside)
    query = outside.there.sign_in(one.address, "ine-3")
    for given, state in (
        (query, two.state),
        (query, ""),
        ({"state": two.state, "error": "denied"}, two.state),
    ):
        with pytest.raises(BadInput):
            back(world, outside, given, state)
    assert back(world, outside, query, one.state) is not None
    with pytest.raises(BadInput):
        back(world, outside, query, one.state)


@pytest.mark.parametrize("claim", ["iss", "aud", "nonce", "exp", "signature"])
def test_a_token_that_cannot_be_trusted_is_refused(
    world: World, outside: Outside, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.there.person("ine-4", email="ine@voorbeeld.be", email_verified=True)
    leaving = leave(world, outside)
    query = outside.there.sign_in(leaving.address, "ine-4")
    whom = outside.provider
    if claim == "aud":
        whom = replace(whom, client_id="iemand anders")
        monkeypatch.setattr(oidc, "_client", lambda _p, b, make=oidc._client: make(outside.provider, b))
    if claim == "iss":
        true = oidc._discover
        monkeypatch.setattr(oidc, "_discover", lambda p: {**true(p), "issuer": "https://elders.example"})
    if claim == "exp":
        world.days(1)
        monkeypatch.setattr(oidc.waiting, "take", _taken(world, leaving.state))
    if claim == "nonce":
        monkeypatch.setattr(oidc.waiting, "take", _taken(world, leaving.state, nonce="een andere"))
    if claim == "signature":
        (true_key,) = httpx.get(f"{outside.there.url}/jwks").json()["keys"]
        other = {"keys": [RSAKey.generate_key(2048, {"kid": true_key["kid"]}).as_dict(private=False)]}
        monkeypatch.setattr(oidc.httpx, "get", _other_keys(other, httpx.get))
    with pytest.raises(SetupError) as refused:
        oidc.finish(world.engine, whom, BACK, query, leaving.state, Browser())
    assert refused.value.code == oidc.AWAY


def _taken(world: World, state: str, **other: str) -> Any:
    def take(work: Any, kind: str, secret: str) -> dict[str, Any]:
        row = oidc.waiting.keys.find(f"wait-{kind}", secret, connection=work.connection)
        assert row is not None
        return {**row.told, **other}

    return take


def _other_keys(other: Any, get: Any) -> Any:
    def found(url: str, **more: Any) -> httpx.Response:
        if url.endswith("jwks"):
            return httpx.Response(200, json=other, request=httpx.Request("GET", url))
        answer: httpx.Response = get(url, **more)
        return answer

    return found


def test_a_provider_that_is_away_costs_only_this_way_in(world: World, outside: Outside) -> None:
    away = replace(outside.provider, issuer="http://localhost:9")
    with pytest.raises(BazError) as refused:
        oidc.begin(world.engine, away, BACK)
    assert (refused.value.code, refused.value.http_status) == (oidc.AWAY, 503)
