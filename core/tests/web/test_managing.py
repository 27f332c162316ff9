from __future__ import annotations

import re

import pytest
from browsing_world import Pages
from engine_world import World

from baz.engine.identity import newcomers
from baz.plugins.manager import Installed

PATHS = ["/beheer", "/beheer/sleutels", "/beheer/plugins", "/beheer/afleveringen", "/beheer/webhooks"]


def hidden(text: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', text)


@pytest.mark.parametrize("path", [*PATHS, "/beheer/instellingen"])
def test_managing_is_for_managers(pages: Pages, path: str) -> None:
    assert pages.browser("baas").get(path).status_code == 200
    tuner = path == "/beheer/instellingen"
    assert pages.browser("ine").get(path).status_code == (200 if tuner else 403)
    assert pages.browser().get(path, follow_redirects=False).headers["location"].startswith("/aanmelden")


def test_somebody_is_invited_comes_in_and_her_role_ends(pages: Pages, world: World) -> None:
    browser = pages.browser("baas")
    today = world.now.date().isoformat()
    given = {"naam": "Eva Peeters", "mail": "Eva@voorbeeld.be", "rol": "medewerker", "van": today}
    page = browser.post("/beheer/uitnodigen", data=given)
    assert "De uitnodiging is onderweg naar eva@voorbeeld.be." in page.text
    assert "Eva Peeters" in page.text
    mail = pages.mails()[-1]
    assert (mail["to"], mail["subject"]) == ("Eva Peeters <eva@voorbeeld.be>", "Je uitnodiging van huis")
    link = pages.link()
    assert link.startswith("/uitnodiging/")
    hers = pages.browser()
    assert "Je bent uitgenodigd om te werken voor huis" in hers.get(link).text
    assert hers.post(link, follow_redirects=False).headers["location"] == "/mij"
    assert hers.get("/mij").status_code == 200
    again = browser.post("/beheer/uitnodigen", data=given)
    assert again.status_code == 409
    eva = next(w for w in hidden(page.text, "wie") if world.engine.name_of(w) == "Eva Peeters")
    ended = browser.post("/beheer/rol/einde", data={"wie": eva, "rol": "medewerker"})
    assert "De rol eindigt." in ended.text
    assert hers.get("/mij", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mail": "geen"}, "Dit is geen e-mailadres."),
        ({"naam": ""}, "Vul een naam in."),
        ({"rol": "koningin"}, "is geen rol"),
        ({"van": "ooit"}, "Kies een dag."),
        ({"tot": "2020-01-01"}, "eindigt voor ze begint"),
    ],
)
def test_an_invitation_that_cannot_be_stays_on_the_form(
    pages: Pages, wrong: dict[str, str], said: str
) -> None:
    given = {"naam": "Eva", "mail": "eva@voorbeeld.be", "rol": "medewerker", "van": "2026-03-02"}
    page = pages.browser("baas").post("/beheer/uitnodigen", data={**given, **wrong})
    assert page.status_code == 422
    assert said in page.text
    assert len(pages.mails()) == 1


def test_the_only_manager_stays(pages: Pages, world: World) -> None:
    browser, baas = pages.browser("baas"), world.people["baas"]
    page = browser.post("/beheer/rol/einde", data={"wie": baas, "rol": "beheerder"})
    assert page.status_code == 422
    assert "enige beheerder" in page.text
    assert browser.get("/beheer").status_code == 200


def test_who_lost_her_phone_is_helped(pages: Pages, world: World) -> None:
    hers, browser = pages.browser("ine"), pages.browser("baas")
    page = browser.post("/beheer/herstel", data={"wie": world.people["ine"]})
    assert "Een nieuwe link is onderweg naar ine@voorbeeld.be" in page.text
    assert hers.get("/mij", follow_redirects=False).status_code == 303
    assert hers.post(pages.link(), follow_redirects=False).status_code == 303
    assert browser.post("/beheer/herstel", data={"wie": world.people["noor"]}).status_code == 404


def test_a_key_for_a_program_is_shown_once_and_revoked(pages: Pages) -> None:
    browser = pages.browser("baas")
    page = browser.post("/beheer/sleutels", data={"naam": "Stad", "mag": "lezer", "tot": "2026-12-31"})
    (secret,) = re.findall(r'value="(baz_[\w-]+)"', page.text)
    program = {"authorization": f"Bearer {secret}"}
    assert pages.browser().get("/api/v1/cases", headers=program).status_code == 200
    assert pages.browser().get("/mij", headers=program, follow_redirects=False).status_code == 303
    page = browser.get("/beheer/sleutels")
    assert secret not in page.text
    assert "Stad" in page.text
    browser.post("/beheer/sleutels/weg", data={"sleutel": hidden(page.text, "sleutel")[0]})
    assert pages.browser().get("/api/v1/cases", headers=program).status_code in (401, 403)
    wrong = browser.post("/beheer/sleutels", data={"naam": "", "mag": "lezer", "tot": "2026-12-31"})
    assert wrong.status_code == 422


def test_a_plugin_is_switched_off_and_on(pages: Pages, world: World) -> None:
    plugins = tuple(Installed(name, name, "", "1", True) for name in ("buur", "huis"))
    object.__setattr__(world.engine.catalogue, "installed", plugins)
    browser = pages.browser("baas")
    page = browser.get("/beheer/plugins").text
    assert "van jezelf, altijd aan" in page
    assert hidden(page, "plugin") == ["buur"]
    page = browser.post("/beheer/plugins", data={"plugin": "buur", "aan": ""}).text
    assert "buur staat uit" in page
    assert "Zet aan" in page
    assert "buur staat aan" in browser.post("/beheer/plugins", data={"plugin": "buur", "aan": "ja"}).text
    assert browser.post("/beheer/plugins", data={"plugin": "x", "aan": "ja"}).status_code == 400


def test_a_parameter_shows_where_it_comes_from_and_what_it_decides(pages: Pages) -> None:
    browser = pages.browser("ine")
    page = browser.get("/beheer/instellingen").text
    assert "aanname" in page
    one = browser.get("/beheer/instellingen/huis/kring/minimum").text
    assert "Beginnen" in one
    assert 'value="2"' in one
    wrong = browser.post("/beheer/instellingen/huis/kring/minimum", data={"waarde": "veel"})
    assert wrong.status_code == 422
    assert 'value="veel"' in wrong.text
    past = browser.post("/beheer/instellingen/huis/kring/minimum", data={"waarde": "3", "van": "2020-01-01"})
    assert past.status_code == 422
    done = browser.post("/beheer/instellingen/huis/kring/minimum", data={"waarde": "3"})
    assert "Bewaard." in done.text
    assert "van ons, sinds" in done.text
    assert browser.get("/beheer/instellingen/huis/kring/niets").status_code == 404


def test_a_webhook_is_added_with_its_secret_and_stopped(pages: Pages) -> None:
    told = pages.house.installation.settings
    object.__setattr__(told, "webhooks", ("127.0.0.1",))
    browser = pages.browser("baas")
    page = browser.post("/beheer/webhooks", data={"naam": "Stad", "adres": "http://127.0.0.1:9/hier"}).text
    assert "Het staat hier maar één keer" in page
    page = browser.get("/beheer/webhooks").text
    assert "http://127.0.0.1:9/hier" in page
    browser.post("/beheer/webhooks/weg", data={"webhook": hidden(page, "webhook")[0]})
    assert "http://127.0.0.1:9/hier" not in browser.get("/beheer/webhooks").text
    assert browser.post("/beheer/webhooks", data={"naam": "X", "adres": "ftp://x"}).status_code == 422


def test_the_first_manager_is_made_on_the_page_once(pages: Pages, world: World) -> None:
    browser = pages.browser()
    assert browser.get("/beheer/eerste").status_code == 404
    object.__setattr__(pages.house.installation.settings, "organisation", "buur")
    code = newcomers.setup_code(world.engine, "buur")
    page = browser.get("/beheer/eerste", params={"code": code})
    assert f'value="{code}"' in page.text
    given = {"code": "AAAA-AAAA-AAAA-AAAA", "naam": "Ada", "mail": "ada@voorbeeld.be"}
    wrong = browser.post("/beheer/eerste", data=given)
    assert wrong.status_code == 422
    assert "Deze code werkt niet." in wrong.text
    assert 'value="Ada"' in wrong.text
    done = browser.post("/beheer/eerste", data={**given, "code": code}, follow_redirects=False)
    assert done.status_code == 303
    assert browser.get("/beheer").status_code == 200
    assert pages.browser().get("/beheer/eerste").status_code == 404
    assert pages.browser().post("/beheer/eerste", data={**given, "code": code}).status_code == 404
    assert world.engine.actor(world.people["noor"]).roles == {("buur", "matcher")}


def test_a_page_of_a_manager_holds_no_script_and_one_heading(pages: Pages) -> None:
    browser = pages.browser("baas")
    for path in [*PATHS, "/beheer/instellingen", "/mij", "/ik/toestellen"]:
        text = browser.get(path).text
        assert len(re.findall(r"<h1", text)) == 1, path
        assert not re.search(r"<script(?![^>]* src=)|\sstyle=", text), path
        assert len(re.findall(r"btn sun", text)) <= 1, path
