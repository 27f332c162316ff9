"""What Home-Start does not store (domain 4.1): signs of poverty, judgements, most facts about children."""

from __future__ import annotations

from typing import Any

import pytest

from baz.testing.suite import catalogue

__all__ = ["catalogue"]

FAMILY = {
    "gemeente", "gezin_akkoord", "open_voor_bezoek", "wens", "taal", "dagen", "jongste_geboortejaar",
    "perinataal", "past_bij_ons", "besluit",
}  # fmt: skip
"""All that is known of a family."""


@pytest.fixture
def family(catalogue: Any) -> Any:
    """The workflow of a family."""
    return catalogue.workflow("homestart/gezinstraject")


def test_the_list_of_what_is_known_of_a_family_is_closed(family: Any) -> None:
    assert set(family.fields) == FAMILY


def test_only_the_wish_is_in_words_and_is_kept_shortly(family: Any) -> None:
    words = {n: f for n, f in family.fields.items() if f.type in ("text", "list")}
    assert set(words) == {"wens"}
    assert words["wens"].keep == "bewaren_kort"
    assert set(words["wens"].visible_to) == {"coordinator", "vrijwilliger"}


def test_a_visit_is_a_day_and_nothing_more(family: Any) -> None:
    visit = family.meetings["bezoek"]
    assert (visit.attendance, visit.ask, visit.optional) == ("none", (), ())


def test_who_referred_hears_only_that_it_began_and_ended(family: Any) -> None:
    heard = {n for n, letter in family.letters.items() if "aanmelder" in letter.to}
    assert heard == {"bevestiging", "aanmelder_start", "aanmelder_einde"}
