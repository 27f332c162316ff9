"""A volunteer's report on a phone: with and without scripts, by keyboard, without signal, once."""

from __future__ import annotations

from typing import Any

import pytest
from town import Town

RUDY, ILSE = "kring_rudy", "kring_ilse"
DAY = "2026-11-12"
Phones = Any  # of this folder's conftest, which cannot be imported by name


def _told(town: Town) -> int:
    return [day for _, day in town.meetings(town.case(RUDY), "held")].count(DAY)


def _form(page: Any) -> Any:
    """The form of the report that is due, when its script is ready."""
    page.locator("a.btn.sun").click()
    page.wait_for_selector("#verslag[data-klaar]")
    return page.locator("#verslag")


def _kept(page: Any) -> None:
    """The pages are kept, and the worker serves them."""
    page.wait_for_selector("html[data-mee=ja]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_without_signal_it_waits_and_leaves_once(phones: Phones, town: Town) -> None:
    """Opened, filled in and sent without signal; closed; when the signal is back it leaves, one time."""
    with phones.of("Samira") as page:
        _kept(page)
        page.context.set_offline(True)
        _form(page)
        page.get_by_label("Goed").check()
        page.get_by_label("Nog iets?").fill("Het was fijn.")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("heading", name="Je verslag wacht op dit toestel").wait_for()
        assert _told(town) == 0
        page.get_by_role("link", name="Terug naar mijn pagina").click()
        page.get_by_text("Lusgroep van Rudy: je verslag wacht op dit toestel").wait_for()
        page.context.set_offline(False)
        page.locator("#wacht").wait_for(state="hidden")
        assert _told(town) == 1
        page.reload()
        assert _told(town) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_by_keyboard_only(phones: Phones, town: Town, scripts: bool) -> None:
    """From her page to the page that says it arrived, without a mouse."""
    with phones.of("Samira", scripts=scripts) as page:

        def reach(selector: str) -> None:
            for _ in range(40):
                page.keyboard.press("Tab")
                if page.locator(f"{selector}:focus").count():
                    return
            raise AssertionError(f"Tab never reaches {selector}")

        reach("a.btn.sun")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ik/verslag/**")
        if scripts:
            page.wait_for_selector("#verslag[data-klaar]")
        reach("[name=hoe]")
        page.keyboard.press("Space")
        reach("[name=zin]")
        page.keyboard.type("Alles goed")
        reach("button.sun")
        page.keyboard.press("Enter")
        page.get_by_text("Je verslag is aangekomen.").wait_for()
        assert _told(town) == 1


def test_a_double_press_counts_once(phones: Phones, town: Town) -> None:
    with phones.of("Samira") as page:
        _form(page)
        page.get_by_label("Bel mij even").check()
        page.get_by_role("button", name="Verstuur").dblclick()
        page.get_by_text("Vera weet het al en belt je.").wait_for()
        assert _told(town) == 1
        assert town.tasks(town.case(RUDY))["bel_even"] == "Bel even: Compagnon de route"


def test_what_she_typed_is_kept_under_its_own_case_only(phones: Phones, town: Town) -> None:
    """It says when, survives closing the page, shows nowhere else, and goes when somebody else comes in."""
    with phones.of("Samira") as page:
        _form(page)
        page.get_by_label("Nog iets?").fill("Nog niet klaar")
        page.get_by_text("op dit toestel bewaard om").wait_for()
        there = page.url
        page.goto("/ik")
        page.goto(there)
        page.wait_for_selector("#verslag[data-klaar]")
        assert page.get_by_label("Nog iets?").input_value() == "Nog niet klaar"
        page.goto(f"/ik/verslag/{town.case(ILSE)}/nieuw/groep")
        page.wait_for_selector("#verslag[data-klaar]")
        assert page.get_by_label("Nog iets?").input_value() == ""
        phones.enter(page, "Kim")
        page.wait_for_selector("html[data-mee=ja]")
        phones.enter(page, "Samira")
        page.goto(there)
        page.wait_for_selector("#verslag[data-klaar]")
        assert page.get_by_label("Nog iets?").input_value() == ""


def test_a_report_that_cannot_arrive_is_not_lost(phones: Phones, town: Town) -> None:
    """Somebody told of the meeting meanwhile: her page says so and gives her words back."""
    with phones.of("Samira") as page:
        _kept(page)
        page.context.set_offline(True)
        _form(page)
        page.get_by_label("Goed").check()
        page.get_by_label("Nog iets?").fill("Mijn woorden")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("heading", name="Je verslag wacht op dit toestel").wait_for()
        other = town.visitor("Samira")
        [(meeting, _)] = town.meetings(town.case(RUDY), "planned")
        first = {"sleutel": "anders", "door": "ja", "dag": DAY, "hoe": "goed"}
        assert other.post(f"/ik/verslag/{town.case(RUDY)}/{meeting}", data=first).status_code == 303
        page.context.set_offline(False)
        page.goto("/ik")
        page.get_by_text("je verslag kon niet aankomen").wait_for()
        assert _told(town) == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_no_barrier_on_her_pages(phones: Phones, town: Town, width: int) -> None:
    """axe finds nothing, nothing scrolls sideways, one yellow button and one heading at most."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    case = town.case(RUDY)
    [(meeting, _)] = town.meetings(case, "planned")
    with phones.of("Samira", width=width) as page:
        for address in (
            "/ik",
            f"/ik/verslag/{case}/{meeting}",
            f"/ik/samenkomst/{case}/{meeting}",
            f"/ik/samenkomst/{case}/nieuw/groep",
        ):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            found = axe.run(page)
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.locator(".sun").count() <= 1, address
            assert page.locator("h1").count() == 1, address
            assert page.locator("[style], script:not([src])").count() == 0, address


def test_signing_out_leaves_nothing_on_the_phone(phones: Phones) -> None:
    """Drafts, waiting reports and kept pages are gone."""
    with phones.of("Samira") as page:
        _kept(page)
        _form(page)
        page.get_by_label("Nog iets?").fill("Van mij")
        page.get_by_text("op dit toestel bewaard om").wait_for()
        page.goto("/mij")
        page.locator("form[action='/afmelden'] button").first.click()
        page.wait_for_url("**/aanmelden")
        kept = page.evaluate("Promise.all([indexedDB.databases(), caches.keys()])")
        assert kept == [[], []]
