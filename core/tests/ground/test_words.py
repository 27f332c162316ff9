"""Nearest names, lists and plurals."""

from __future__ import annotations

import pytest

from baz.ground.words import counted, in_words, nearest, shown_list, spoken, title_of

STATES = ("aangemeld", "bedenktijd", "samenstellen", "samen", "in")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("samenstelen", "samenstellen"),
        ("samenstellen", "samenstellen"),
        ("aangmeldt", "aangemeld"),
        ("amen", "samen"),
        ("smaen", "samen"),
        ("Samen-Stellen", "samenstellen"),
        ("ni", "in"),
        ("lopend", None),
        ("bed", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_near_enough_or_none(word: str, meant: str | None) -> None:
    assert nearest(word, STATES) == meant


def test_of_two_equally_near_the_same_first_letter_wins() -> None:
    assert nearest("bel", ["tel", "beld"]) == "beld"


def test_at_most_eight_names_are_shown() -> None:
    names = [f"n{i}" for i in range(9)]
    assert shown_list(names[:8]) == "n0, n1, n2, n3, n4, n5, n6, n7"
    assert shown_list(names) == "n0, n1, n2, n3, n4, n5, n6, n7, ..."


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_a_list_in_words(items: list[str], text: str) -> None:
    assert in_words(items) == text


@pytest.mark.parametrize(("number", "text"), [(0, "geen dagen"), (1, "1 dag"), (2, "2 dagen")])
def test_counting(number: int, text: str) -> None:
    assert counted(number, "dag", "dagen") == text


def test_a_name_as_a_title() -> None:
    assert title_of("wijs_toe") == "Wijs toe"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deels_bereikt", "deels bereikt"),
        ("west_vlaanderen", "West-Vlaanderen"),
        ("gratis_van_vlaanderen", "gratis van Vlaanderen"),
        ("coordinator", "coördinator"),
        ("antwerpenaar", "antwerpenaar"),
    ],
)
def test_a_name_as_people_read_it(name: str, text: str) -> None:
    assert spoken(name) == text
