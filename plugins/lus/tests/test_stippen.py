"""The page with the dots: a municipality each, never a name."""

from __future__ import annotations

from datetime import date

from baz.api import Beside, Count, SeenHouse, SeenLine, Table, Text
from baz_lus.stippen import ON_MAP, WORKFLOW, draw


def seeker(number: int, area: str, *, on_map: bool = True, state: str = "interesse") -> SeenLine:
    beside = frozenset({ON_MAP}) if on_map else frozenset({"kaart.van_kaart"})
    return SeenLine(f"case-{number}", WORKFLOW, "Een linkgroep zoeken", state, "", area, "2026-01-05", beside)


def test_dots_are_counted_per_municipality_and_those_who_took_theirs_away_are_not() -> None:
    lines = (
        seeker(1, "Gent"),
        seeker(2, "Gent", state="wacht_op_groep"),
        seeker(3, "Aalst", on_map=False, state="wacht_op_groep"),
        SeenLine(
            "case-4", "lus/lusgroep", "Lusgroep", "actief", "", "Gent", "2026-01-05", frozenset({ON_MAP})
        ),
    )
    (panel,) = draw(SeenHouse("lus", date(2026, 11, 18), lines))
    count, beside, _note = panel.parts
    assert count == Count(2, "stippen op de kaart")
    assert isinstance(beside, Beside)
    assert isinstance(beside.other, Table)
    assert beside.other.rows == (("Gent", 2, 1), ("Aalst", 0, 1))
    assert beside.other.total == ("Samen", 2, 2)


def test_an_empty_map_says_so() -> None:
    (panel,) = draw(SeenHouse("lus", date(2026, 11, 18)))
    (text,) = panel.parts
    assert isinstance(text, Text)
    assert "De kaart is leeg" in text.words
