"""What may not stand in a free word: a Belgian national register number, or a bank account number.

Whoever writes a note may paste one without thinking; it is refused before anything is stored. Both carry
check digits, so that a telephone number or a date is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 280
"""How many characters a free word has at most: enough for an agreement, too little for a report."""

# every place where eleven digits may begin is looked at: a house number may stand before them
_REGISTER = re.compile(r"(?<![\d+])(?=(\d(?:[\s./–-]{0,3}\d){10})(?!\d))")
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])(?=(([A-Za-z]{2})[\s.-]?\d{2}(?:[\s.-]?[A-Za-z0-9]){11,30}))")
_SEPARATORS = re.compile(r"[^A-Za-z0-9]")
_LENGTHS: Mapping[str, int] = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LB": 28, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
"""Characters of an account number by country, after the registry of ISO 13616."""


def free_word(text: str) -> str:
    """The text itself, once it may be kept.

    Raises:
        ValueError: with a Dutch sentence, when it is too long or holds a number that names somebody.
    """
    if len(text) > LONGEST:
        raise ValueError(
            f"Deze tekst is te lang: {len(text)} tekens, en er passen er {LONGEST}. "
            "Schrijf alleen wat de anderen moeten weten."
        )
    if has_register_number(text):
        raise ValueError("Hier staat een rijksregisternummer in. Dat bewaren we niet. Haal het weg.")
    if has_account_number(text):
        raise ValueError("Hier staat een rekeningnummer in. Dat bewaren we niet. Haal het weg.")
    return text


def free_words(value: Any) -> None:
    """The same for every text anywhere inside a value.

    Raises:
        ValueError: as `free_word`.
    """
    for text in _texts(value):
        free_word(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def has_register_number(text: str) -> bool:
    """Whether eleven digits in the text are a national register number.

    The last two are 97 less the first nine modulo 97; who was born from 2000 on has a 2 before the nine.
    """
    for found in _REGISTER.finditer(text):
        digits = re.sub(r"\D", "", found[1])
        check = int(digits[9:])
        if check in (97 - int(digits[:9]) % 97, 97 - int(f"2{digits[:9]}") % 97):
            return True
    return False


def has_account_number(text: str) -> bool:
    """Whether the text holds an IBAN: of the length of its country, and 1 modulo 97 once turned around."""
    return any(_is_account(found) for found in _ACCOUNT.finditer(text))


def _is_account(found: re.Match[str]) -> bool:
    # words may follow the number, so only as much is looked at as the country's numbers are long
    country = found[2].upper()
    whole = _SEPARATORS.sub("", found[1]).upper()[: _LENGTHS.get(country, 34)]
    if len(whole) < _LENGTHS.get(country, 15):
        return False
    return int("".join(str(int(c, 36)) for c in whole[4:] + whole[:4])) % 97 == 1
