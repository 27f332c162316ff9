"""A registration by telephone in a real browser: doubles while typing, and no barrier on its pages."""

from __future__ import annotations

from typing import Any

import pytest
from town import Town

Phones = Any  # of this folder's conftest, which cannot be imported by name
FORM = "/trajecten/nieuw?werkwijze=lus/lusgroep&stap=meld_aan"


def test_doubles_are_asked_while_typing(phones: Phones) -> None:
    """The question comes under the name, and its answer goes along with the form."""
    with phones.of("Vera", width=360) as page:
        page.goto(FORM)
        page.get_by_label("Centrale persoon").press_sequentially("Rudi")
        page.get_by_text("Is dit dezelfde persoon?").wait_for()
        page.get_by_label("Nee, iemand anders").check()
        page.get_by_label("Gemeente").fill("Gent")
        page.get_by_label("Ja", exact=True).check()
        page.get_by_role("button", name="Begin").click()
        page.wait_for_url("**/wie-kan")


def test_no_barrier(phones: Phones, town: Town) -> None:
    """axe finds nothing on the form, the volunteers and the public form, and nothing scrolls sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    engine = town.house.engine
    vera = next(p for p in engine.cast() if p.name.startswith("Vera"))
    engine.set_parameter(
        "lus", "lus/lusgroep", "aanmelden_online", "true", town.house.today, engine.actor(vera.party)
    )
    with phones.of("Vera", width=320) as page:
        for address in (
            "/trajecten/nieuw",
            FORM,
            f"/trajecten/{town.case('lus_deze_week-fien')}/wie-kan",
            "/aanmelden/lus/lusgroep",
            "/aanmelden/lus/lusgroep/bedankt?tot=2026-12-02",
        ):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            found = axe.run(page)
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert page.locator(".sun").count() <= 1, address
