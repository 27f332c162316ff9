"""A word of 280 letters, typed as a name or an answer, breaks no page on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import not_, update
from town import Town

from baz.store.tables import personal

WORD = "W" * 280
PAGES = (
    "/vandaag",
    "/trajecten",
    "/mensen",
    "/doorverwijzingen",
    "/trajecten/{case}",
    "/trajecten/{case}/verbeter",
)


@pytest.mark.parametrize("width", [360, 320])
def test_no_page_goes_sideways(phones: Any, town: Town, width: int) -> None:
    with town.house.engine.database.write() as connection:
        names = personal.c.field == "name"
        own = personal.c.value.startswith("Vera")
        connection.execute(update(personal).where(names, not_(own)).values(value=WORD[:80]))
        texts = personal.c.value.startswith('"')
        connection.execute(update(personal).where(not_(names), texts).values(value=f'"{WORD}"'))
        notes = personal.c.field.in_(["note", "place", "reason"]) & personal.c.value.is_not(None)
        connection.execute(update(personal).where(notes).values(value=WORD))
    with phones.of("Vera", width=width) as page:
        for address in (p.format(case=town.case("lus_deze_week-georges")) for p in PAGES):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert "WWWW" in page.content(), address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
