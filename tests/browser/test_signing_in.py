"""Signing in in a real browser: with a passkey of the device, and by keyboard alone without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from town import Town

from baz.engine.identity import persons

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def named(address: str, town: Town) -> str:
    """The demo under a name: a passkey belongs to a name, never to a number."""
    town.house.address = address.replace("127.0.0.1", "localhost")
    return town.house.address


@contextmanager
def browsing(chromium: Any, address: str, **more: Any) -> Iterator[Any]:
    context = chromium.new_context(base_url=address, locale="nl-BE", **more)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security" in message.text else None
    )
    try:
        yield page
        assert errors == []
    finally:
        context.close()


def device(page: Any, **other: Any) -> tuple[Any, str]:
    """A phone that shows who it belongs to, without anybody touching it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    added = wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **other}})
    return wire, added["authenticatorId"]


def staff(town: Town) -> Any:
    return next(p for p in town.house.engine.cast() if p.kind == "staff")


def test_a_passkey_of_the_device_signs_in(chromium: Any, named: str, town: Town) -> None:
    somebody = staff(town)
    with browsing(chromium, named) as page:
        wire, phone = device(page)
        page.context.request.post("/demo/binnen", form={"wie": somebody.party}, max_redirects=0)
        page.goto("/mij")
        page.get_by_label("Hoe noem je dit toestel?").fill("Mijn telefoon")
        page.get_by_role("button", name="Voeg een sleutel toe").click()
        page.get_by_text("Je sleutel is bewaard").wait_for()
        assert len(wire.send("WebAuthn.getCredentials", {"authenticatorId": phone})["credentials"]) == 1
        page.get_by_role("button", name="Meld je af").click()
        page.goto("/mij")
        page.get_by_role("button", name="Met je vingerafdruk, gezicht of sleutel").click()
        page.get_by_role("heading", name="Mijn instellingen").wait_for()
        page.goto("/ik/toestellen")
        page.get_by_text("dit toestel", exact=True).wait_for()


def test_a_device_that_does_not_know_her_leaves_the_other_ways_open(chromium: Any, named: str) -> None:
    with browsing(chromium, named) as page:
        device(page, isUserVerified=False)
        page.goto("/aanmelden")
        page.get_by_role("button", name="Met je vingerafdruk, gezicht of sleutel").click()
        page.get_by_text("Dat lukte niet. Probeer opnieuw").wait_for()
        assert page.get_by_role("button", name="Stuur mij een link").is_visible()


def test_a_link_signs_in_by_keyboard_without_scripts(chromium: Any, named: str, town: Town) -> None:
    somebody = staff(town)
    with town.house.engine.reading() as work:
        mail = persons.mail_of(work, somebody.party)
    assert mail, "the demo gives its staff an address"
    with browsing(chromium, named, java_script_enabled=False, viewport={"width": 360, "height": 740}) as page:
        page.goto("/aanmelden")
        assert not page.get_by_text("Met je vingerafdruk").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type(mail)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Kijk in je mail").wait_for()
        folder = town.installation.settings.folder / "brieven"
        (letter,) = folder.glob("aanmelden-*.txt")
        page.goto(re.findall(r"http\S+", letter.read_text("utf-8"))[0])
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/vandaag|/rapport"))


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "light"),
        (1280, "dark"),
        pytest.param(1280, "light", marks=pytest.mark.slow),
        pytest.param(360, "dark", marks=pytest.mark.slow),
    ],
)
def test_the_pages_of_signing_in_are_for_everybody(
    chromium: Any, named: str, town: Town, width: int, scheme: str
) -> None:
    manager = next(p for p in town.house.engine.cast() if p.kind == "staff" and p.role == "beheerder")
    size = {"width": width, "height": 800}
    with browsing(chromium, named, viewport=size, color_scheme=scheme) as page:
        for path in ("/aanmelden", "/aanmelden/verstuurd", "/s/niets"):
            look_at(page, path)
        page.context.request.post("/demo/binnen", form={"wie": manager.party}, max_redirects=0)
        for path in (
            "/mij", "/ik/toestellen", "/beheer", "/beheer/instellingen", "/beheer/plugins",
            "/beheer/sleutels", "/beheer/webhooks", "/beheer/afleveringen",
        ):  # fmt: skip
            look_at(page, path)


def look_at(page: Any, path: str) -> None:
    page.goto(path)
    for fold in page.locator("details").all():
        fold.evaluate("d => d.open = true")
    found = Axe().run(page)
    assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


def test_a_form_is_kept_while_somebody_types(chromium: Any, named: str, town: Town) -> None:
    somebody = next(p for p in town.house.engine.cast() if p.kind == "staff" and p.organisation == "lus")
    with browsing(chromium, named) as page:
        page.context.request.post("/demo/binnen", form={"wie": somebody.party}, max_redirects=0)
        pause = f"/trajecten/{town.case('kring_rudy')}/pauze"
        page.goto(pause)
        field = page.locator("main form :is(textarea, input:not([type=hidden]):not([type=radio]))").first
        field.fill("2026-12-24" if field.get_attribute("type") == "date" else "drie weken rust")
        page.get_by_text("Je klad is bewaard om").wait_for()
        page.goto(pause)
        page.get_by_text("Dit had je al ingevuld").wait_for()
