"""Every page in a real browser, narrow and wide: nothing that axe finds, nothing that slides sideways.

make accessibility        looks at them all, and writes down what was found for the page /toegankelijk
"""

from __future__ import annotations

import json
import os
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from every_page import address_of, every_page
from town import Town

from baz.web import accessible

WIDTHS = (360, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
UNSEEN = ("manifest.webmanifest", "service.js", "/bestand", ".json", ".pdf", ".ics", ".svg")


def pages(town: Town) -> list[tuple[str, str]]:
    """Every page that people look at."""
    return [(path, who) for path, who in every_page(town) if not path.endswith(UNSEEN)]


def keep(looked_at: list[str], problems: list[tuple[str, int, str]]) -> None:
    """Write down what was found, an address a line, for the statement."""
    lines = [
        {
            "page": address,
            "looked_at": count,
            "found": [[width, rule] for page, width, rule in problems if address_of(page) == address],
        }
        for address, count in sorted(Counter(map(address_of, looked_at)).items())
    ]
    told = {"axe": version("axe-playwright-python"), "widths": WIDTHS, "pages": lines}
    text = json.dumps(told, indent=1, ensure_ascii=False)
    Path(accessible.__file__).with_name("accessible.json").write_text(text + "\n", encoding="utf-8")


@pytest.mark.slow
def test_no_page_has_a_barrier(chromium: Any, address: str, town: Town) -> None:
    axe, problems = Axe(), list[tuple[str, int, str]]()
    for who in sorted({who for _, who in pages(town)}):
        party = next(p.party for p in town.house.engine.cast() if p.name.startswith(who))
        context = chromium.new_context(base_url=address, locale="nl-BE", reduced_motion="reduce")
        context.set_default_timeout(20_000)
        context.request.post("/demo/binnen", form={"wie": party}, max_redirects=0)
        page = context.new_page()
        for path, mine in pages(town):
            if mine != who:
                continue
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                result = axe.run(page, options=RULES)
                wrong = [v["id"] for v in result.response["violations"]]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    wrong.append(f"sideways {wide}")
                problems += [(path, width, one) for one in wrong]
        context.close()
    if os.environ.get("BAZ_ACCESSIBILITY"):
        keep([path for path, _ in pages(town)], problems)
    assert problems == []
