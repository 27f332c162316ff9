"""What the engine says, in the language of the page.

The engine speaks Dutch, and what it keeps stays as it was said. A sentence that has something filled in
is found again by its fixed words: `Er is geen traject '8f2'.` is `Er is geen traject '{0}'.` with a number.
Names, titles of steps and other words of a definition stay as their organisation wrote them.
`baz.web.sentences` gathers the sentences for the catalogues.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from baz.web import language

_PLACE = re.compile(r"\{\d+\}")
_APART = re.compile(r"(?<=[.?!]) +")
_MOST_PLACES, _LONGEST = 4, 600
"""What somebody typed can be quoted in a sentence: with more places, or longer, looking for the fixed words
around it could take long."""


def apart(text: str) -> list[str]:
    """The sentences of a text, one by one."""
    return [part for part in _APART.split(text.strip()) if part]


def said(text: str) -> str:
    """A text of the engine in the language of this page; what is not known stays as it is."""
    if language.current() == "nl" or not text:
        return text
    whole = language.gettext(text)
    return whole if whole != text else " ".join(_sentence(part) for part in apart(text))


def _sentence(text: str) -> str:
    exact = language.gettext(text)
    if exact != text:
        return exact
    for pattern, translation in _patterns(language.current()) if len(text) <= _LONGEST else ():
        if found := pattern.fullmatch(text):
            return translation.format(*(language.gettext(part) for part in found.groups()))
    return text


@cache
def _patterns(key: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What has places, with its translation: that with the most fixed words first."""
    known = language.catalogue(key)
    places = [t for t in known if 0 < len(_PLACE.findall(t)) <= _MOST_PLACES and "}{" not in t]
    places.sort(key=lambda text: (-len(_PLACE.sub("", text)), text))
    return tuple((_pattern(text), known[text][0]) for text in places)


def _pattern(text: str) -> re.Pattern[str]:
    found = ""
    for fixed, place, _spec, _conversion in Formatter().parse(text):
        found += re.escape(fixed) + ("(.+?)" if place is not None else "")
    return re.compile(found, re.DOTALL)
