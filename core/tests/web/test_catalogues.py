"""The texts of the pages in other languages: English whole, French begun, with the same places to fill in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from baz.web import catalogues, language


def messages(key: str) -> list[Message]:
    with (catalogues.HERE / "languages" / f"{key}.po").open("rb") as stream:
        return [m for m in read_po(stream, locale=key) if m.id]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each text with its translation. A language may have more plurals than Dutch: they say the last."""
    one = (message.id,) if isinstance(message.id, str) else message.id
    other = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    for number, said in enumerate(other):
        yield one[min(number, len(one) - 1)], said


@pytest.mark.parametrize("key", catalogues.TRANSLATED)
def test_a_catalogue_holds_the_texts_of_now(key: str) -> None:
    """Red? `python -m baz.web.catalogues` renews it; then fill in what is new."""
    now = {text if isinstance(text, str) else text[0] for text, _file in catalogues.texts()}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in messages(key)}
    assert (sorted(now - kept), sorted(kept - now)) == ([], [])


def test_english_is_whole() -> None:
    assert [m.id for m in messages("en") if not all(said for _text, said in pairs(m))] == []


@pytest.mark.parametrize("key", catalogues.TRANSLATED)
def test_a_translation_fills_in_the_same_and_keeps_the_spaces_around(key: str) -> None:
    for message in messages(key):
        for text, said in pairs(message):
            if said:
                assert catalogues.places(said) == catalogues.places(text), text
                assert (said[0] == " ", said[-1] == " ") == (text[0] == " ", text[-1] == " "), text


def test_french_is_begun_with_the_door_and_the_page_of_a_volunteer() -> None:
    done = {m.id for m in messages("fr") if all(said for _text, said in pairs(m))}
    assert {"Welkom. Jij bent aan zet.", "Stuur mij een link", "Hoe ging het?", "Verstuur"} <= done


def test_two_words_appear_in_no_text() -> None:
    for text, _file in catalogues.texts():
        for one in (text,) if isinstance(text, str) else text:
            assert not {"dossier", "dossiers", "cliënt", "cliënten", "client"} & set(one.lower().split()), one


def test_a_page_is_read_in_the_language_that_was_chosen() -> None:
    with language.speaking("en"):
        assert language.gettext("Stuur mij een link") == "Send me a link"
        assert language.ngettext("{n} dag", "{n} dagen", 2) == "{n} days"
    with language.speaking("fr"):
        assert language.gettext("Stuur mij een link") == "Envoyez-moi un lien"
        assert language.ngettext("{n} dag", "{n} dagen", 2) == "{n} jours"
        # what is not translated yet stays Dutch, also where it has a plural
        assert language.gettext("Wat klopt er niet?") == "Wat klopt er niet?"
        assert language.ngettext("{n} rij", "{n} rijen", 2) == "{n} rijen"
