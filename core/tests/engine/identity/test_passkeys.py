from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from authenticator import Authenticator
from engine_world import World

from baz.engine.identity import entry, means, passkeys, passwords, signing
from baz.engine.identity.passkeys import Site
from baz.engine.identity.signing import Browser
from baz.ground.errors import BadInput

SITE = Site("https://baz.example")


def make(world: World, name: str, device: Authenticator) -> None:
    with world.engine.work() as work:
        question = passkeys.offer(work, SITE, world.people[name], name)
    answer = device.make(question.options)
    with world.engine.work() as work:
        passkeys.keep(work, SITE, world.people[name], question.token, answer, "Mijn telefoon")


def sign_in(world: World, device: Authenticator, **more: Any) -> str:
    question = signing.ask_passkey(world.engine, SITE, Browser(), more.get("half_token", ""))
    answer = device.prove(question.options)
    return signing.with_passkey(world.engine, SITE, question.token, answer, Browser(), **more).secret


def test_a_passkey_alone_signs_in(world: World) -> None:
    device = Authenticator()
    make(world, "ine", device)
    came = entry.by_cookie(world.engine, sign_in(world, device))
    assert came is not None
    assert came.actor.party == world.people["ine"]
    with world.engine.reading() as work:
        (row,) = means.of(work, world.people["ine"]).passkeys
    assert (row.name, row.last_used) == ("Mijn telefoon", "2026-03-02")


def test_a_passkey_stands_beside_a_password(world: World) -> None:
    device, other = Authenticator(), Authenticator()
    make(world, "ine", device)
    make(world, "noor", other)
    with world.engine.work() as work:
        passwords.keep(
            work, world.people["ine"], passwords.sealed(work, world.people["ine"], "vier woorden samen")
        )
    half = signing.with_password(world.engine, "ine@voorbeeld.be", "vier woorden samen", Browser())
    assert (half.app, half.passkey) == (False, True)
    question = signing.ask_passkey(world.engine, SITE, Browser(), half.token)
    assert len(json.loads(question.options)["allowCredentials"]) == 1
    with pytest.raises(BadInput):
        sign_in(world, other, half_token=half.token)
    assert entry.by_cookie(world.engine, sign_in(world, device, half_token=half.token)) is not None
    with pytest.raises(BadInput):
        sign_in(world, device, half_token=half.token)


BREAKS: dict[str, Callable[[Authenticator], None]] = {
    "another site": lambda d: setattr(d, "origin", "https://baz.example.evil"),
    "another host": lambda d: setattr(d, "host", "evil.example"),
    "nobody showed herself": lambda d: setattr(d, "verified", False),
    "another key": lambda d: setattr(d, "key", Authenticator().key),
    "unknown": lambda d: setattr(d, "ident", b"another"),
    "a copy": lambda d: setattr(d, "count", -1 + d.count - 1),
}


@pytest.mark.parametrize("how", BREAKS)
def test_what_does_not_fit_is_refused(world: World, how: str) -> None:
    device = Authenticator(count=5)
    make(world, "ine", device)
    sign_in(world, device)
    BREAKS[how](device)
    with pytest.raises(BadInput):
        sign_in(world, device)


def test_an_answer_works_once_and_for_its_own_question(world: World) -> None:
    device = Authenticator()
    make(world, "ine", device)
    one, two = (signing.ask_passkey(world.engine, SITE, Browser()) for _ in range(2))
    answer = device.prove(one.options)
    with pytest.raises(BadInput):
        signing.with_passkey(world.engine, SITE, two.token, answer, Browser())
    signing.with_passkey(world.engine, SITE, one.token, answer, Browser())
    with pytest.raises(BadInput):
        signing.with_passkey(world.engine, SITE, one.token, answer, Browser())


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 3}', '{"id": "x"}', "null"])
def test_nonsense_is_refused(world: World, answer: str) -> None:
    question = signing.ask_passkey(world.engine, SITE, Browser())
    with pytest.raises(BadInput):
        signing.with_passkey(world.engine, SITE, question.token, answer, Browser())
    with world.engine.work() as work:
        offered = passkeys.offer(work, SITE, world.people["ine"], "Ine")
    with world.engine.work() as work, pytest.raises(BadInput):
        passkeys.keep(work, SITE, world.people["ine"], offered.token, answer, "")
