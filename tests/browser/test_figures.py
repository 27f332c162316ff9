"""The report and what plugins show, in a real browser: no barrier at both widths, and links that lead."""

from __future__ import annotations

from typing import Any

import pytest
from town import Town

PAGES = (
    "/rapport",
    "/rapport/2026",
    "/rapport/2026?org=alle",
    "/rapport/2026/rijen?cijfer=cases",
    "/trajecten/{coaching}",
    "/trajecten/{network}",
)


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.slow)])
def test_no_barrier_on_reports_and_panels(phones: Any, town: Town, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    cases = {
        "coaching": town.case("coaching_vandaag-zonnedorp"),
        "network": town.case("ln_vandaag"),
    }
    with phones.of("Hanne", width=width) as page:
        for address in (p.format(**cases) for p in PAGES):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found = axe.run(page)
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.locator(".sun").count() <= 1, address
            assert page.locator("h1").count() == 1, address
            assert page.locator("[style], script:not([src])").count() == 0, address


def test_no_barrier_on_a_page_of_a_plugin(phones: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with phones.of("Vera") as page:
        page.goto("/pagina/lus/stippen")
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_number_leads_to_its_cases_and_back_with_the_keyboard(phones: Any) -> None:
    with phones.of("Vera", scripts=False, width=1280) as page:
        page.goto("/rapport/2026")
        page.locator(".tiles a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/rijen?**")
        assert page.locator("tbody tr").count() > 0
        page.get_by_role("link", name="Terug naar het rapport").click()
        page.wait_for_url("**/rapport/2026?**")
