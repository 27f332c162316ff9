"""The languages of the pages. Texts are written in Dutch; `languages/en.po` and `fr.po` hold the others.

The catalogues are read as text when a language is first asked for: nothing has to be compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = {"nl": "Nederlands", "en": "English", "fr": "Français"}
"""Key to name, the first one as written."""
HTML = {"nl": "nl-BE", "en": "en", "fr": "fr-BE"}
"""What a page says of itself."""

_now: ContextVar[str] = ContextVar("language", default="nl")


def current() -> str:
    """The language of the page that is being made."""
    return _now.get()


def speak(language: str) -> None:
    """From now on this request is answered in a language; an unknown one is Dutch."""
    _now.set(language if language in LANGUAGES else "nl")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make a page in a language; an unknown one is Dutch."""
    token = _now.set(language if language in LANGUAGES else "nl")
    try:
        yield
    finally:
        _now.reset(token)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """The translations of a language by their text, one or as many as there are plurals; none of Dutch."""
    file = files("baz.web") / "languages" / f"{language}.po"
    if language == "nl" or not file.is_file():
        return {}
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        found = read_po(stream, locale=language)
    texts: dict[str, tuple[str, ...]] = {}
    for message in found:
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        # half of a plural would leave a hole in the page
        if message.id and said and all(said) and not message.fuzzy:
            texts[message.id if isinstance(message.id, str) else message.id[0]] = said
    return texts


def gettext(text: str) -> str:
    """A text in the language of this page; Dutch where it is not translated yet."""
    return catalogue(current()).get(text, (text,))[0]


def ngettext(one: str, many: str, number: int) -> str:
    """A text about a number of things."""
    found = catalogue(current()).get(one, (one, many))
    # French says "0 jour"; the two others take the plural for nothing
    single = number == 1 or (number == 0 and current() == "fr")
    return found[0] if single else found[-1]


_ = gettext
