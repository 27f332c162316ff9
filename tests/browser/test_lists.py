"""A file brought in, in a real browser: narrow, by keyboard, and without a barrier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Phones = Any  # of this folder's conftest, which cannot be imported by name
ROWS = "naam;mail;hobby\nMia Claes;mia@voorbeeld.be;dansen\nBart;geen;\n"


def test_a_file_is_brought_in_without_a_barrier(phones: Phones, tmp_path: Path) -> None:
    """The preview and what came of it: axe finds nothing, nothing scrolls sideways, one yellow button."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = tmp_path / "mensen.csv"
    file.write_text(ROWS, encoding="utf-8-sig")
    with phones.of("Vera", width=320) as page:
        page.goto("/invoer")
        page.get_by_label("Het bestand").set_input_files(file)
        page.get_by_role("button", name="Bekijk het bestand").click()
        page.get_by_text("Er is nog niets veranderd").wait_for()
        for _ in range(2):
            found = axe.run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert page.locator(".sun").count() <= 1
            if page.locator(".sun").count():
                page.locator(".sun").press("Enter")
                page.get_by_text("Dit bestand is ingelezen").wait_for()
        page.goto("/zoek?wat=mia")
        page.get_by_role("link", name="Mia Claes").click()
        page.get_by_role("heading", level=1, name="Mia Claes").wait_for()
