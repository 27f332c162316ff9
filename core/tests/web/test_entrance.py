from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import provider
import pyotp
import pytest
from browsing_world import ADDRESS, Pages
from engine_world import World
from starlette.testclient import TestClient

from baz.engine.identity import drafts, newcomers, passwords, totp
from baz.engine.identity.newcomers import Newcomer
from baz.engine.identity.providers import Provider
from baz.ground.logs import Lines
from baz.kernel.acts import Join
from baz.store import standing
from baz.web import language

PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"}


def h1(text: str) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", text, re.S)
    return found


def test_a_link_by_mail_signs_in_and_leads_where_she_wanted_to_be(pages: Pages) -> None:
    browser = pages.browser()
    asked = browser.get("/mij?x=1", follow_redirects=False)
    assert asked.headers["location"] == "/aanmelden?naar=/mij%3Fx%3D1"
    page = browser.get("/aanmelden?naar=/mij%3Fx%3D1")
    assert 'name="naar" value="/mij?x=1"' in page.text
    sent = browser.post("/aanmelden", data={"mail": " Ine@voorbeeld.be", "naar": "/mij?x=1"})
    assert h1(sent.text) == "Kijk in je mail"
    (mail,) = pages.mails()
    assert (mail["to"], mail["subject"]) == ("Ine <ine@voorbeeld.be>", "Je link om je aan te melden")
    looked = browser.get(pages.link())
    assert h1(looked.text) == "Dag Ine"
    assert "Ja, dit ben ik" in looked.text
    done = browser.post(pages.link(), follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/mij?x=1")
    assert browser.get("/mij").status_code == 200


def test_looking_at_a_link_uses_nothing_and_using_it_uses_it_up(pages: Pages) -> None:
    scanner, browser = pages.browser(), pages.browser()
    browser.post("/aanmelden", data={"mail": "ine@voorbeeld.be"})
    for _ in range(3):
        assert scanner.get(pages.link()).status_code == 200
    assert not scanner.cookies
    assert browser.post(pages.link(), follow_redirects=False).status_code == 303
    over = scanner.post(pages.link())
    assert over.status_code == 410
    assert h1(over.text) == "Deze link werkt niet meer"
    assert "Stuur mij een nieuwe link" in over.text


def test_an_unknown_address_gets_the_same_answer(pages: Pages) -> None:
    known, unknown = pages.browser(), pages.browser()
    answers = [
        b.post("/aanmelden", data={"mail": mail})
        for b, mail in ((known, "ine@voorbeeld.be"), (unknown, "niemand@voorbeeld.be"))
    ]
    assert len({(a.status_code, a.text, a.url.path) for a in answers}) == 1
    assert len(pages.mails()) == 1


def test_the_answer_is_given_before_anything_is_looked_up(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that how long it takes tells nothing."""
    told: list[str] = []
    monkeypatch.setattr(
        "baz.engine.identity.links.persons.by_mail", lambda *_: told.append("looked up") or []
    )
    app = pages.app

    async def watched(scope, receive, send):  # type: ignore[no-untyped-def]  # an ASGI callable
        async def sending(message):  # type: ignore[no-untyped-def]  # an ASGI callable
            told.append(message["type"])
            await send(message)

        await app(scope, receive, sending)

    TestClient(watched, ADDRESS).post("/aanmelden", data={"mail": "ine@voorbeeld.be"}, follow_redirects=False)
    assert told == ["http.response.start", "http.response.body", "looked up"]


def test_what_is_no_address_stays_on_the_form(pages: Pages) -> None:
    page = pages.browser().post("/aanmelden", data={"mail": "ine", "onthoud": "ja"})
    assert page.status_code == 422
    assert "zoals naam@voorbeeld.be" in page.text
    assert 'value="ine"' in page.text
    assert 'name="onthoud" value="ja" checked' in page.text


def test_the_cookie_is_for_us_alone(pages: Pages, world: World) -> None:
    browser = pages.browser()
    browser.post("/aanmelden", data={"mail": "ine@voorbeeld.be", "onthoud": "ja"})
    header = browser.post(pages.link(), follow_redirects=False).headers["set-cookie"]
    assert re.search(r"baz=[\w-]{32}; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax", header)
    safe = Pages(world, pages.folder)
    safe.house.address = "https://baz.example"
    secure = TestClient(safe.app, "https://baz.example")
    secure.post("/aanmelden", data={"mail": "ine@voorbeeld.be"})
    link = urlsplit(re.findall(r"https://baz.example(/s/\S+)", safe.mails()[-1]["text"])[0]).path
    header = secure.post(link, follow_redirects=False).headers["set-cookie"]
    assert re.search(r"__Host-baz=[\w-]{32}; HttpOnly; Path=/; SameSite=lax; Secure", header)
    assert secure.get("/mij").status_code == 200


def test_a_form_of_another_site_changes_nothing(pages: Pages) -> None:
    browser = pages.browser("ine")
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ):
        assert browser.post("/afmelden", headers=headers).status_code == 403
        assert browser.get("/mij", follow_redirects=False).status_code == 200
    own = {"sec-fetch-site": "same-origin", "origin": ADDRESS}
    assert browser.post("/afmelden", headers=own).status_code == 200
    assert browser.get("/mij", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "path", ["/aanmelden", "/aanmelden/verstuurd", "/s/niets", "/vast/x/y", "/nergens", "/mij"]
)
def test_every_answer_carries_the_headers_that_a_browser_obeys(pages: Pages, path: str) -> None:
    answer = pages.browser().get(path, follow_redirects=False)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)


def test_over_https_a_browser_is_told_to_stay_there(world: World, pages: Pages) -> None:
    safe = Pages(world, pages.folder)
    safe.house.address = "https://baz.example"
    from baz.web.app import create_app

    answer = TestClient(create_app(safe.house), "https://baz.example").get("/aanmelden")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_signing_out_ends_the_session_and_not_only_the_cookie(pages: Pages) -> None:
    browser = pages.browser("ine")
    cookie = browser.cookies["baz"]
    out = browser.post("/afmelden")
    assert "Je bent afgemeld." in out.text
    assert "baz" not in browser.cookies
    other = pages.browser()
    other.cookies.set("baz", cookie)
    assert other.get("/mij", follow_redirects=False).status_code == 303


def test_signing_in_on_a_shared_phone_ends_what_was_there(pages: Pages) -> None:
    browser = pages.browser("ine")
    cookie = browser.cookies["baz"]
    browser.post("/aanmelden", data={"mail": "noor@voorbeeld.be"})
    browser.post(pages.link())
    other = pages.browser()
    other.cookies.set("baz", cookie)
    assert other.get("/mij", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "x"]
)
def test_no_link_leads_out_of_the_house(pages: Pages, to: str) -> None:
    browser = pages.browser()
    assert "evil" not in browser.get("/aanmelden", params={"naar": to}).text
    browser.post("/aanmelden", data={"mail": "ine@voorbeeld.be", "naar": to})
    assert browser.post(pages.link(), follow_redirects=False).headers["location"] == "/"
    assert browser.get("/taal/fr", params={"naar": to}, follow_redirects=False).headers["location"] == "/"


def test_a_link_that_is_over_is_sent_again_and_says_whom_to_call(pages: Pages, world: World) -> None:
    case = world.open()
    world.tell(Join(name="helper", party=world.people["wim"]), case)
    ina = world.engine.add_party(
        "Ina Janssens", organisation="huis", contact={"phone": "09 123 45 67"}, actor=world.actor("ine")
    )
    world.engine.add_staff(ina, "huis", "medewerker", world.now.date(), actor=world.actor("baas"))
    with world.engine.work() as work:
        work.connection.execute(standing.participations.update().where(
            standing.participations.c.party_id == world.people["ine"]).values(party_id=ina))  # fmt: skip
    browser = pages.browser()
    browser.post("/aanmelden", data={"mail": "wim@voorbeeld.be"})
    old = pages.link()
    world.days(1)
    page = browser.get(old)
    assert page.status_code == 410
    assert 'href="tel:091234567"' in page.text
    assert "Ina, 09 123 45 67" in page.text
    assert "Wim" not in page.text
    browser.post(f"{old}/opnieuw")
    assert pages.link() != old
    assert pages.mails()[-1]["to"] == "Wim <wim@voorbeeld.be>"
    assert browser.post(pages.link(), follow_redirects=False).headers["location"] == "/"


def test_an_invitation_that_is_over_is_sent_again_as_one_and_says_how_long_it_works(
    pages: Pages, world: World
) -> None:
    with world.engine.work() as work:
        eva = Newcomer("Eva", "eva@voorbeeld.be", "medewerker", world.now.date())
        given = newcomers.invite(work, world.actor("baas"), "huis", eva)
    world.days(8)
    browser = pages.browser()
    assert browser.get(f"/uitnodiging/{given.secret}").status_code == 410
    browser.post(f"/s/{given.secret}/opnieuw")
    assert "zeven dagen" in pages.mails()[-1]["text"]
    world.days(6)
    assert browser.post(pages.link(), follow_redirects=False).headers["location"] == "/mij"


def test_too_many_tries_are_told_to_wait(pages: Pages) -> None:
    browser = pages.browser()
    for _ in range(30):
        browser.post("/aanmelden", data={"mail": "x@voorbeeld.be"}, follow_redirects=False)
    answer = browser.post("/aanmelden", data={"mail": "x@voorbeeld.be"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "Wacht" in answer.text


def app_of(world: World, name: str) -> tuple[pyotp.TOTP, list[str]]:
    """An app and a password for somebody."""
    party = world.people[name]
    with world.engine.work() as work:
        offer = totp.offer(work, party, name)
        app = pyotp.TOTP(offer.secret)
        papers = totp.confirm(work, party, offer.token, app.at(world.now))
        passwords.keep(work, party, passwords.sealed(work, party, "vier woorden samen"))
    world.minutes(1)
    return app, papers


def test_a_password_and_a_code_sign_in(pages: Pages, world: World) -> None:
    app, papers = app_of(world, "ine")
    browser = pages.browser()
    given = {"mail": "ine@voorbeeld.be", "wachtwoord": "vier woorden samen", "naar": "/mij"}
    wrong = browser.post("/aanmelden/wachtwoord", data={**given, "wachtwoord": "iets anders"})
    assert wrong.status_code == 422
    assert "horen niet samen" in wrong.text
    assert "iets anders" not in wrong.text
    assert h1(browser.get("/aanmelden/stap").text) == "Welkom. Jij bent aan zet."
    page = browser.post("/aanmelden/wachtwoord", data=given)
    assert h1(page.text) == "Nog één stap"
    assert browser.get("/mij", follow_redirects=False).status_code == 303
    again = browser.post("/aanmelden/stap", data={"code": "000000"})
    assert again.status_code == 422
    assert "Deze code klopt niet" in again.text
    done = browser.post("/aanmelden/stap", data={"code": app.at(world.now)}, follow_redirects=False)
    assert done.headers["location"] == "/mij"
    assert browser.get("/mij").status_code == 200
    other = pages.browser()
    other.post("/aanmelden/wachtwoord", data=given)
    assert other.post("/aanmelden/stap", data={"code": papers[0]}, follow_redirects=False).status_code == 303


def test_the_form_comes_back_after_a_session_that_was_lost(pages: Pages, world: World) -> None:
    case = world.open()
    browser = pages.browser("ine")
    step = f"/trajecten/{case}/stap/nee"
    assert browser.get(step).status_code == 200
    world.days(40)
    lost = browser.post(step, data={"opnieuw": "2026-09-01", "sleutel": "k"}, follow_redirects=False)
    assert lost.headers["location"].startswith("/aanmelden?naar=")
    browser.post("/aanmelden", data={"mail": "ine@voorbeeld.be", "naar": step})
    done = browser.post(pages.link(), follow_redirects=False)
    assert done.headers["location"] == step
    page = browser.get(step)
    assert 'value="2026-09-01"' in page.text
    assert "Dit had je al ingevuld" in page.text
    given = {"opnieuw": "2026-09-01", "dag": "2026-04-11", "sleutel": "k"}
    assert browser.post(step, data=given, follow_redirects=False).status_code == 303
    assert world.state(case) == "niet"
    with world.engine.reading() as work:
        assert drafts.read(work, world.people["ine"], step, case) == {}


def test_what_she_types_is_kept_while_she_types(pages: Pages, world: World) -> None:
    case, browser = world.open(), pages.browser("ine")
    step = f"/trajecten/{case}/stap/nee"
    assert "Dit had je al ingevuld" not in browser.get(step).text
    kept = browser.post("/klad", params={"plek": step}, data={"opnieuw": "2026-09-01"})
    assert kept.json() == {"om": "9 uur"}
    page = browser.get(step).text
    assert 'value="2026-09-01"' in page
    assert "Dit had je al ingevuld" in page
    other = f"/trajecten/{world.open()}/stap/nee"
    assert 'value="2026-09-01"' not in browser.get(other).text
    assert browser.post("/klad", params={"plek": "https://evil.example"}, data={"x": "y"}).status_code == 400
    assert pages.browser("noor").post("/klad", params={"plek": step}, data={"x": "y"}).status_code == 404
    assert pages.browser().post("/klad", params={"plek": step}).status_code == 401


def test_what_was_typed_comes_back_to_nobody_else(pages: Pages, world: World) -> None:
    case = world.open()
    browser = pages.browser("ine")
    step = f"/trajecten/{case}/stap/nee"
    world.days(40)
    browser.post(step, data={"opnieuw": "2026-09-01"})
    browser.post("/aanmelden", data={"mail": "baas@voorbeeld.be", "naar": step})
    browser.post(pages.link())
    assert 'value="2026-09-01"' not in browser.get(step).text


def test_a_phone_is_remembered_for_half_a_year(pages: Pages, world: World) -> None:
    case = world.open()
    world.tell(Join(name="helper", party=world.people["wim"]), case)
    browser = pages.browser(headers=PHONE)
    browser.post("/aanmelden", data={"mail": "wim@voorbeeld.be", "onthoud": "ja"})
    header = browser.post(pages.link(), follow_redirects=False).headers["set-cookie"]
    assert f"Max-Age={183 * 86400}" in header
    assert "Chrome op Android" in browser.get("/ik/toestellen").text


def test_languages(pages: Pages) -> None:
    browser = pages.browser("ine")
    assert 'lang="nl-BE"' in browser.get("/mij").text
    page = browser.get("/taal/en?naar=/mij")
    assert '<html lang="en"' in page.text
    browser.cookies.delete("baz_taal")
    assert '<html lang="en"' in browser.get("/mij").text
    # below the pages everything is said in Dutch
    assert "This case does not exist." in browser.get("/trajecten/zoek").text
    assert browser.get("/taal/xx").status_code == 404


def test_what_is_said_outside_of_a_page_follows_the_language_too(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "catalogue", lambda key: {"Je bent afgemeld.": (f"afgemeld in {key}",)})
    browser = pages.browser("ine")
    assert "afgemeld in nl" in browser.post("/afmelden").text
    browser.cookies.set("baz_taal", "fr")
    assert "afgemeld in fr" in browser.post("/afmelden").text


def test_no_name_and_no_address_reaches_the_log(pages: Pages, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = pages.browser("ine")
    browser.post("/aanmelden/wachtwoord", data={"mail": "ine@voorbeeld.be", "wachtwoord": "geheim woord"})
    text = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("baz"))
    for word in ("ine@", "Ine", "geheim", browser.cookies["baz"]):
        assert word not in text


def test_an_error_of_ours_tells_the_log_the_page_and_no_secret(
    pages: Pages, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("ine@voorbeeld.be")

    monkeypatch.setattr("baz.engine.identity.links.look", broken)
    browser = pages.browser()
    browser._transport.raise_server_exceptions = False  # type: ignore[attr-defined]  # of the test client
    assert browser.get("/s/een-geheim-van-iemand").status_code == 500
    [told] = [Lines().format(r) for r in caplog.records if r.name == "baz.web"]
    assert "/s/{secret}" in told
    assert "RuntimeError" in told
    assert "een-geheim" not in told
    assert "ine@" not in told


@pytest.fixture(scope="module")
def outside() -> Iterator[provider.Outside]:
    with provider.running() as running:
        yield running


def test_the_account_of_an_organisation_signs_in(
    outside: provider.Outside, pages: Pages, world: World
) -> None:
    world.now = datetime.now(UTC)
    home = Provider("huis", outside.url, "baz", "geheim")
    safe = Pages(world, pages.folder, settings={"oidc": {"huis": home}})
    outside.person("ine-9", email="ine@voorbeeld.be", email_verified=True)
    outside.person("vreemd-9", email="vreemd@voorbeeld.be", email_verified=True)
    browser = safe.browser()
    page = browser.get("/aanmelden?naar=/mij")
    assert "Meld je aan met je account van huis" in page.text
    for sub, status in (("vreemd-9", 403), ("ine-9", 303)):
        away = browser.get("/aanmelden/bij/huis?naar=/mij", follow_redirects=False)
        query = outside.sign_in(away.headers["location"], sub)
        back = browser.get("/aanmelden/bij/huis/terug", params=query, follow_redirects=False)
        assert back.status_code == status
    assert back.headers["location"] == "/mij"
    assert browser.get("/mij").status_code == 200
    assert browser.get("/aanmelden/bij/buur").status_code == 404
    safe.house.installation.settings = replace(
        safe.house.installation.settings, oidc={"huis": replace(home, issuer="http://localhost:9")}
    )
    assert "werkt nu niet" in browser.get("/aanmelden/bij/huis").text
