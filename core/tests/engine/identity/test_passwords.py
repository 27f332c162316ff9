from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from engine_world import World
from sqlalchemy import select

from baz.engine.identity import entry, means, passwords, signing, totp
from baz.engine.identity.sessions import Opened
from baz.engine.identity.signing import Browser
from baz.ground.errors import BadInput, TooMany
from baz.store.page_tables import credentials

PASSWORD = "vier gewone woorden samen"


class App:
    """The app on a phone."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        with world.engine.work() as work:
            self.offer = totp.offer(work, world.people[name], f"{name}@voorbeeld.be")
        with world.engine.work() as work:
            self.papers = totp.confirm(work, world.people[name], self.offer.token, self.code())

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.offer.secret).at(self.world.now + timedelta(seconds=30 * steps))


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that take no time. At their real cost each takes a tenth of a second; one test keeps that."""
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 8, 1))
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def app(world: World, cheap: None) -> App:
    """Ine has an app and a password; a minute has gone by."""
    app = App(world, "ine")
    choose(world, "ine", PASSWORD)
    world.minutes(1)
    return app


def choose(world: World, name: str, password: str) -> None:
    with world.engine.reading() as work:
        hashed = passwords.sealed(work, world.people[name], password)
    with world.engine.work() as work:
        passwords.keep(work, world.people[name], hashed)


def first(world: World, mail: str = "Ine@voorbeeld.be", password: str = PASSWORD) -> signing.Half:
    return signing.with_password(
        world.engine, mail, password, Browser("192.0.2.7"), remember=True, to="/zoek"
    )


def test_a_password_and_a_code_sign_in(world: World, app: App) -> None:
    half = first(world)
    assert (half.app, half.passkey) == (True, False)
    opened = signing.with_code(world.engine, half.token, app.code(), Browser(device="Firefox"))
    assert (opened.to, opened.seconds) == ("/zoek", 30 * 86400)
    assert entry.by_cookie(world.engine, opened.secret) is not None
    with pytest.raises(BadInput):
        signing.with_code(world.engine, half.token, app.code(1), Browser())


def test_a_password_alone_signs_nobody_in(world: World, app: App) -> None:
    half = first(world)
    assert entry.by_cookie(world.engine, half.token) is None
    with pytest.raises(BadInput):
        choose(world, "noor", PASSWORD)


def test_a_code_works_once(world: World, app: App) -> None:
    code = app.code()
    signing.with_code(world.engine, first(world).token, code, Browser())
    with pytest.raises(BadInput):
        signing.with_code(world.engine, first(world).token, code, Browser())
    with pytest.raises(BadInput, match="code"):
        signing.with_code(world.engine, first(world).token, app.code(-1), Browser())
    signing.with_code(world.engine, first(world).token, app.code(1), Browser())


def test_a_code_on_paper_works_once_however_it_is_typed(world: World, app: App) -> None:
    assert len(app.papers) == len(set(app.papers)) == totp.PAPERS
    typed = app.papers[3].replace("-", " ").lower()
    signing.with_code(world.engine, first(world).token, typed, Browser())
    with pytest.raises(BadInput):
        signing.with_code(world.engine, first(world).token, app.papers[3], Browser())
    with world.engine.reading() as work:
        assert totp.papers_left(work, world.people["ine"]) == totp.PAPERS - 1


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World, app: App) -> None:
    told = set()
    for mail, password in (("ine@voorbeeld.be", "iets anders hier"), ("niemand@voorbeeld.be", PASSWORD)):
        with pytest.raises(BadInput) as refused:
            first(world, mail, password)
        told.add((refused.value.message, refused.value.hint, refused.value.code))
    assert len(told) == 1


def test_an_unknown_address_costs_a_hash_too(world: World, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    fits = passwords._fits
    monkeypatch.setattr(
        passwords, "_fits", lambda hashed, given: checked.append(hashed) or fits(hashed, given)
    )
    for mail in ("ine@voorbeeld.be", "niemand@voorbeeld.be"):
        with pytest.raises(BadInput):
            first(world, mail, "iets anders hier")
    assert len(checked) == 2
    assert [h.split("$")[1:4] for h in checked[:1]] == [h.split("$")[1:4] for h in checked[1:]]


def test_guessing_stops(world: World, app: App) -> None:
    for _ in range(8):
        with pytest.raises(BadInput):
            first(world, password="geraden wachtwoord")
    with pytest.raises(TooMany):
        first(world)
    world.minutes(16)
    half = first(world)
    for _ in range(6):
        with pytest.raises(BadInput):
            signing.with_code(world.engine, half.token, "000000", Browser())
    with pytest.raises(TooMany):
        signing.with_code(world.engine, half.token, app.code(), Browser())


@pytest.mark.parametrize("plain", ["kort", "aaaaaaaaaaaaaaa", "INE@voorbeeld.be", "x" * 300])
def test_a_password_that_is_easy_to_guess_is_refused(world: World, app: App, plain: str) -> None:
    with pytest.raises(BadInput):
        choose(world, "ine", plain)


def test_a_password_needs_no_digits_or_capitals_and_may_hold_any_letter(world: World, app: App) -> None:
    choose(world, "ine", "kleine uil über 🌳 dak")
    assert first(world, password="kleine uil über 🌳 dak").app


def test_with_the_last_second_means_the_password_goes_and_other_devices_are_signed_out(
    world: World, app: App, sign_in: Callable[..., Opened]
) -> None:
    here, there = sign_in("ine"), sign_in("ine")
    came = entry.by_cookie(world.engine, here.secret)
    assert came is not None
    with world.engine.work() as work:
        found = means.of(work, world.people["ine"])
        assert found.app is not None
        means.drop(work, world.people["ine"], found.app.id, came.key)
        assert means.of(work, world.people["ine"]) == means.Means(False, None, 0, ())
    assert entry.by_cookie(world.engine, here.secret) is not None
    assert entry.by_cookie(world.engine, there.secret) is None
    with pytest.raises(BadInput):
        first(world)


def test_an_app_counts_only_after_a_right_code(world: World) -> None:
    with world.engine.work() as work:
        offer = totp.offer(work, world.people["ine"], "ine")
        assert offer.address.startswith("otpauth://totp/BurgersAanZet:ine?")
    with world.engine.work() as work:
        with pytest.raises(BadInput):
            totp.confirm(work, world.people["ine"], offer.token, "000000")
        with pytest.raises(BadInput):
            totp.confirm(work, world.people["noor"], offer.token, pyotp.TOTP(offer.secret).at(world.now))
        assert totp.offered(work, world.people["ine"], offer.token) == offer
        assert totp.app_of(work, world.people["ine"]) is None
    world.minutes(16)
    with world.engine.work() as work, pytest.raises(BadInput, match="te lang"):
        totp.confirm(work, world.people["ine"], offer.token, pyotp.TOTP(offer.secret).at(world.now))


def test_a_password_is_kept_as_argon2_at_its_real_cost(world: World) -> None:
    App(world, "ine")
    choose(world, "ine", PASSWORD)
    with world.engine.reading() as work:
        query = select(credentials.c.value).where(credentials.c.kind == passwords.KIND)
        (value,) = work.connection.execute(query).scalars()
    assert value.startswith("$argon2id$")
    assert extract_parameters(value) == RFC_9106_LOW_MEMORY
    assert PASSWORD not in value
