"""What a free word may not hold."""

from __future__ import annotations

import pytest

from baz.ground.freetext import LONGEST, free_word, free_words

BEFORE_2000 = "85073003328"
FROM_2000 = "02040501234"


def check_digits(nine: str, *, from_2000: bool = False) -> str:
    return f"{97 - int(('2' if from_2000 else '') + nine) % 97:02}"


def test_the_samples_are_numbers_of_the_register() -> None:
    assert BEFORE_2000[9:] == check_digits(BEFORE_2000[:9])
    assert FROM_2000[9:] == check_digits(FROM_2000[:9], from_2000=True)
    assert FROM_2000[9:] != check_digits(FROM_2000[:9])


@pytest.mark.parametrize(
    "text",
    [
        BEFORE_2000,
        FROM_2000,
        "85.07.30-033.28",
        "nummer 85.07.30 - 033.28, vraag het na",
        "Kerkstraat 15 85 07 30 033 28",
        "RN:85/07/30-033-28.",
        "02.04.05-012.34",
        "850730–03328",
    ],
)
def test_a_register_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rijksregisternummer"):
        free_word(text)


@pytest.mark.parametrize(
    "text",
    [
        "BE68539007547034",
        "be68 5390 0754 7034",
        "Stort op BE68 5390 0754 7034 voor maandag",
        "BE68-5390-0754-7034",
        "rekening NL91ABNA0417164300 graag",
        "FR14 2004 1010 0505 0001 3M02 606",
    ],
)
def test_an_account_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rekeningnummer"):
        free_word(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bel 0470 12 34 56 of 02 123 45 67",
        "Bel +32 470 12 34 56",
        "85073003329",  # a check digit that is wrong
        "850730033281",  # twelve digits
        "BE69539007547034",
        "Van 12/01/2024 - 15/02/2024 om 14.30 uur",
        "",
        "a" * LONGEST,
    ],
)
def test_other_words_and_numbers_stay(text: str) -> None:
    assert free_word(text) == text


def test_too_long_says_how_much() -> None:
    with pytest.raises(ValueError, match=f"{LONGEST + 1} tekens, en er passen er {LONGEST}"):
        free_word("a" * (LONGEST + 1))


def test_every_text_in_a_value_is_looked_at() -> None:
    free_words({"text": "goed", "count": 3, "items": [{"text": "ook goed"}, None]})
    with pytest.raises(ValueError, match="rijksregisternummer"):
        free_words([{"text": "goed"}, {"text": BEFORE_2000}])
