from __future__ import annotations

import json
import re

import pyotp
import pytest
from authenticator import Authenticator
from browsing_world import ADDRESS, Pages
from engine_world import World
from starlette.testclient import TestClient

from baz.kernel.acts import Join


def hidden(text: str, name: str) -> str:
    (found,) = set(re.findall(rf'name="{name}" value="([^"]*)"', text))
    return str(found)


def key_of(browser: TestClient, device: Authenticator, name: str = "Mijn telefoon") -> None:
    question = browser.post("/mij/sleutel/vraag").json()
    given = {"token": question["token"], "antwoord": device.make(question["options"]), "naam": name}
    assert "Je sleutel is bewaard" in browser.post("/mij/sleutel", data=given).text


def device() -> Authenticator:
    return Authenticator(ADDRESS, "testserver")


def test_an_app_is_set_up_with_a_picture_and_its_first_code(pages: Pages, world: World) -> None:
    browser, other = pages.browser("ine"), pages.browser("ine")
    page = browser.post("/mij/app").text
    assert re.search(r'<svg role="img" aria-label="QR-code voor je app"[^>]*>', page)
    assert "style=" not in page
    secret = re.findall(r"<b>([A-Z2-7]{32})</b>", page)[0]
    wrong = browser.post("/mij/app/klaar", data={"token": hidden(page, "token"), "code": "000000"})
    assert wrong.status_code == 422
    assert secret in wrong.text
    code = pyotp.TOTP(secret).at(world.now)
    done = browser.post("/mij/app/klaar", data={"token": hidden(page, "token"), "code": code})
    papers = re.findall(r"<code>([A-Z2-7-]+)</code>", done.text)
    assert len(papers) == 8
    assert "Ingesteld. Nog 8 codes" in browser.get("/mij").text
    assert other.get("/mij", follow_redirects=False).status_code == 303
    over = browser.post("/mij/app/klaar", data={"token": hidden(page, "token"), "code": code})
    assert "Dit duurde te lang" in over.text
    again = browser.post("/mij/papier")
    assert not set(papers) & set(re.findall(r"<code>([A-Z2-7-]+)</code>", again.text))


def test_a_password_needs_a_second_means(pages: Pages, world: World) -> None:
    browser = pages.browser("ine")
    refused = browser.post("/mij/wachtwoord", data={"wachtwoord": "vier gewone woorden"})
    assert "werkt alleen samen met" in refused.text
    key_of(browser, device())
    short = browser.post("/mij/wachtwoord", data={"wachtwoord": "kort"})
    assert (short.status_code, "minstens 12 tekens" in short.text) == (422, True)
    done = browser.post("/mij/wachtwoord", data={"wachtwoord": "vier gewone woorden"})
    assert "Je wachtwoord is bewaard" in done.text
    assert "Haal het wachtwoord weg" in done.text
    assert "is weg" in browser.post("/mij/wachtwoord/weg").text


def test_a_key_signs_in_alone_or_after_a_password(pages: Pages) -> None:
    browser, mine = pages.browser("ine"), device()
    key_of(browser, mine)
    browser.post("/mij/wachtwoord", data={"wachtwoord": "vier gewone woorden"})
    alone = pages.browser()
    question = alone.post("/aanmelden/sleutel/vraag").json()
    given = {"token": question["token"], "antwoord": mine.prove(question["options"]), "naar": "/mij"}
    done = alone.post("/aanmelden/sleutel", data=given, follow_redirects=False)
    assert done.headers["location"] == "/mij"
    again = alone.post("/aanmelden/sleutel", data=given)
    assert again.status_code == 422
    assert "Dit duurde te lang" in again.text
    both = pages.browser()
    page = both.post(
        "/aanmelden/wachtwoord", data={"mail": "ine@voorbeeld.be", "wachtwoord": "vier gewone woorden"}
    )
    assert 'data-key="get"' in page.text
    question = both.post("/aanmelden/sleutel/vraag", data={"half": "ja"}).json()
    assert len(json.loads(question["options"])["allowCredentials"]) == 1
    given = {"token": question["token"], "antwoord": mine.prove(question["options"]), "half": "ja"}
    assert both.post("/aanmelden/sleutel", data=given, follow_redirects=False).status_code == 303


def test_a_key_that_goes_takes_the_password_along(pages: Pages, world: World) -> None:
    browser = pages.browser("ine")
    key_of(browser, device(), "Sleutel van Ine")
    browser.post("/mij/wachtwoord", data={"wachtwoord": "vier gewone woorden"})
    page = browser.get("/mij").text
    assert "Sleutel van Ine" in page
    gone = browser.post("/mij/weg", data={"wat": hidden(page, "wat")})
    assert "Weggehaald" in gone.text
    assert "Sleutel van Ine" not in gone.text
    assert "Haal het wachtwoord weg" not in gone.text
    assert browser.post("/mij/weg", data={"wat": "van-iemand-anders"}).status_code == 404


def test_devices_are_seen_and_signed_out(pages: Pages) -> None:
    phone = pages.browser("ine", headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"})
    desk = pages.browser("ine", headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130"})
    page = desk.get("/ik/toestellen").text
    assert "Safari op iPhone" in page
    assert "Firefox op Windows" in page
    assert "dit toestel" in page
    desk.post("/ik/toestellen/weg", data={"toestel": hidden(page, "toestel")})
    assert phone.get("/mij", follow_redirects=False).status_code == 303
    assert desk.get("/mij").status_code == 200
    third = pages.browser("ine")
    desk.post("/ik/toestellen/alle")
    assert third.get("/mij", follow_redirects=False).status_code == 303
    other = pages.browser("noor")
    mine = hidden(other.get("/ik/toestellen").text + '<x name="toestel" value="x">', "toestel")
    assert mine == "x"
    assert other.post("/ik/toestellen/weg", data={"toestel": "key-1"}).status_code == 404


def test_a_code_on_one_screen_signs_in_the_other(pages: Pages, world: World) -> None:
    page = pages.browser("ine").post("/ik/toestellen/nieuw").text
    link = re.findall(rf"<b>{ADDRESS}(/s/[\w-]+)</b>", page)[0]
    assert 'aria-label="QR-code voor de telefoon"' in page
    phone = pages.browser()
    assert phone.get(link).status_code == 200
    assert phone.post(link, follow_redirects=False).status_code == 303
    assert phone.get("/ik/toestellen").status_code == 200


def test_a_coordinator_helps_a_volunteer_with_her_phone(pages: Pages, world: World) -> None:
    world.tell(Join(name="helper", party=world.people["wim"]), world.open())
    page = pages.browser("ine").post(f"/mensen/{world.people['wim']}/telefoon")
    assert "De telefoon van Wim" in page.text
    for who, status in (("noor", 403), ("rudy", 403)):
        assert pages.browser(who).post(f"/mensen/{world.people['wim']}/telefoon").status_code == status
    assert pages.browser("ine").post(f"/mensen/{world.people['baas']}/telefoon").status_code == 403


def test_language_and_look_are_kept_on_this_device(pages: Pages) -> None:
    browser, other = pages.browser("ine"), pages.browser("ine")
    page = browser.post("/mij/uitzicht", data={"taal": "fr", "uitzicht": "donker"}).text
    assert '<html lang="fr-BE"' in page
    assert "kleuren-donker.css" in page
    assert "kleuren-auto.css" in other.get("/mij").text
    assert browser.post("/mij/uitzicht", data={"taal": "xx", "uitzicht": "donker"}).status_code == 400


def test_who_works_for_two_organisations_chooses_where(pages: Pages, world: World) -> None:
    browser = pages.browser("ine")
    assert "Waar je werkt" not in browser.get("/mij").text
    assert browser.post("/mij/organisatie", data={"organisatie": "buur"}).status_code == 400
    engine = world.engine
    from baz.kernel.acts import OPERATOR

    engine.add_staff(world.people["ine"], "buur", "matcher", world.now.date(), actor=OPERATOR)
    assert 'data-org="huis"' in browser.get("/mij").text
    browser.post("/mij/organisatie", data={"organisatie": "buur"}, follow_redirects=False)
    assert 'data-org="buur"' in browser.get("/mij").text


def test_the_address_of_a_calendar_is_shown_once(pages: Pages, world: World) -> None:
    browser = pages.browser("ine")
    page = browser.post("/mij/kalender").text
    secret = re.findall(rf'value="{ADDRESS}/kalender/([\w-]+)\.ics"', page)[0]
    assert browser.get(f"/kalender/{secret}.ics").status_code == 200
    page = browser.get("/mij").text
    assert secret not in page
    assert "Je hebt een adres sinds" in page
    browser.post("/mij/kalender/weg")
    assert browser.get(f"/kalender/{secret}.ics").status_code == 404


@pytest.mark.parametrize("path", ["/mij", "/ik/toestellen"])
def test_own_pages_are_for_who_signed_in(pages: Pages, path: str) -> None:
    answer = pages.browser().get(path, follow_redirects=False)
    assert answer.headers["location"] == f"/aanmelden?naar={path}"
