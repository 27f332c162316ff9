"""Small words: the nearest known name, lists and plurals in Dutch, and names as people read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

SHOWN = 8
"""How many known names a message shows at most."""


def first_name(name: str) -> str:
    """What people are called on a list: `Samira` of Samira Bouali; a family keeps its name."""
    parts = name.split()
    return name if not parts or parts[0].lower() in ("gezin", "familie") else parts[0]


def folded(name: str) -> str:
    """A name as Dutch readers sort it: capitals and accents count for nothing."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` was probably meant to be, or None when nothing is near enough.

    Spaces, hyphens and capitals count for nothing; otherwise one slip in a short word, three in a long one.
    """
    wanted = _plain(word)
    allowed = 1 if len(wanted) < 5 else 2 if len(wanted) < 9 else 3
    best: tuple[int, bool, str] | None = None
    for name in known:
        slips = _slips(wanted, _plain(name), allowed)
        if slips is not None:
            found = (slips, _plain(name)[:1] != wanted[:1], name)
            best = found if best is None or found[:2] < best[:2] else best
    return best[2] if best else None


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def _slips(a: str, b: str, allowed: int) -> int | None:
    """Letters to add, drop, change or swap to get from `a` to `b`; None when that is more than `allowed`."""
    if abs(len(a) - len(b)) > allowed:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, above, row = row if i == 1 else before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1] if row[-1] <= allowed else None


def shown_list(names: Collection[str], limit: int = SHOWN) -> str:
    """`a, b, c, ...`: the names in their own order, at most `limit` of them."""
    shown = list(names)[:limit]
    return ", ".join([*shown, "..."] if len(names) > limit else shown)


def in_words(items: Iterable[str], last: str = "en") -> str:
    """`a, b en c`; the empty text when there is nothing."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """`1 dag`, `2 dagen`, `geen dagen`."""
    if number == 0:
        return f"geen {many}"
    return f"{number} {one if number == 1 else many}"


_SPELLED = {
    word.casefold().replace("-", " ").replace("ö", "o"): word
    for word in (
        "coördinator", "Vlaanderen", "West-Vlaanderen", "Oost-Vlaanderen", "Vlaams-Brabant", "Antwerpen",
        "Limburg", "Brussel", "Nederlands", "Frans", "Engels", "Arabisch", "Turks", "Spaans",
    )
}  # fmt: skip
"""Words that a name of small letters, digits and `_` cannot spell, as Dutch does."""
_SPELL = re.compile(rf"\b({'|'.join(sorted(_SPELLED, key=len, reverse=True))})\b")


def spoken(name: str) -> str:
    """A name as people read it: `deels_bereikt` is `deels bereikt`, `vlaams_brabant` is `Vlaams-Brabant`."""
    return _SPELL.sub(lambda found: _SPELLED[found[1]], name.replace("_", " "))


def title_of(name: str) -> str:
    """A name as a title: `wijs_toe` is `Wijs toe`."""
    words = spoken(name).strip()
    return words[:1].upper() + words[1:]
