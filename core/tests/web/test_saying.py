"""What the engine says, shown in another language: found again by its fixed words, and never lost."""

from __future__ import annotations

import pytest

from baz.web import language
from baz.web.saying import apart, said


@pytest.fixture(autouse=True)
def english():
    with language.speaking("en"):
        yield


def test_a_sentence_is_translated_with_what_was_filled_in() -> None:
    assert said("Er is geen traject '8f2'.") == "There is no case '8f2'."
    step = "'Beginnen' kan niet: het traject is in 'Bedenktijd'."
    assert said(step) == "'Beginnen' is not possible: the case is in 'Bedenktijd'."


def test_each_sentence_of_a_text_is_translated_apart() -> None:
    text = "'Beginnen' kan niet: het traject is gepauzeerd. Hervat het eerst."
    assert said(text) == "'Beginnen' is not possible: the case is paused. Resume it first."


def test_what_was_filled_in_is_kept_letter_for_letter() -> None:
    assert said("Er is geen traject '{0} {x} <b> 100 %'.") == "There is no case '{0} {x} <b> 100 %'."


def test_the_words_of_a_definition_and_of_a_person_stay_as_they_are() -> None:
    for text in ("Een kring begint met minstens 2 leden.", "Voor Rudy", "", "Niet."):
        assert said(text) == text


def test_the_sentence_with_the_most_fixed_words_wins() -> None:
    assert said("'x' is geen datum.") == "'x' is not a date."
    assert said("'x' is geen rol in deze organisatie.") == "'x' is not a role in this organisation."


def test_dutch_stays_dutch() -> None:
    with language.speaking("nl"):
        assert said("Er is geen traject '8f2'.") == "Er is geen traject '8f2'."


def test_a_text_falls_apart_in_sentences() -> None:
    assert apart("Kijk na in baz.toml. Klaar? Ja!  ") == ["Kijk na in baz.toml.", "Klaar?", "Ja!"]


def test_a_long_text_is_left_as_it_is() -> None:
    text = f"Er is geen traject '{'x in y naar z van ' * 100}'."
    assert said(text) == text
