"""No field asks for a diagnosis, a problem, a category, a score and the like."""

from __future__ import annotations

import pytest

from baz.definition.checks.sensitive import groups, in_name, in_option


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("diagnose", "a diagnosis or health"),
        ("Welke diagnose kreeg je", "a diagnosis or health"),
        ("taalprobleem", "a problem"),
        ("problemen_thuis", "a problem"),
        ("categorie_van_de_persoon", "a category of people"),
        ("Categorieën", "a category of people"),
        ("welzijnsscore", "a score"),
        ("Score op 10", "a score"),
        ("gezinsinkomen", "income or debts"),
        ("Religie", "belief or origin"),
        ("gezondheid_van_het_kind", "a diagnosis or health"),
        ("rijksregisternummer", "a national register number"),
        ("Nationaal nummer", "a national register number"),
        ("IBAN", "an account number"),
    ],
)
def test_a_name_or_title_is_found_out(text: str, what: str) -> None:
    group = in_name(text)
    assert group is not None
    assert group.what == what
    assert group.reason.endswith(".")


@pytest.mark.parametrize(
    "text",
    ["gemeente", "Aantal leden", "Uittreksel 596.2", "wens", "schoolweek",
     "De vrijwilliger zegt dat de eigen papieren in orde zijn", "Afspraken in de woorden van de persoon"],
)  # fmt: skip
def test_other_words_may_be_asked(text: str) -> None:
    assert in_name(text) is None


def test_an_option_is_judged_as_a_word_about_a_person() -> None:
    assert in_option("gezondheid") is None, "a partner of a workshop may come from that sector"
    assert (found := in_option("ziek")) is not None
    assert found.what == "a diagnosis or health"
    assert in_option("leefloon") is not None
    assert in_option("verhuis") is None


def test_every_group_says_why() -> None:
    assert len(groups()) >= 8
    assert all(len(g.reason.split()) > 5 for g in groups())
