"""The page of programmes agrees with what is installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baz.cli.programmes import MARK, installed, left_out, overlay_texts, page
from baz.plugins.catalogue import Catalogue

PAGE = Path(__file__).resolve().parent.parent / "docs" / "programmes.md"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return installed()


def test_the_page_is_up_to_date(catalogue: Catalogue) -> None:
    told = PAGE.read_text(encoding="utf-8").split(MARK, 1)[1]
    assert MARK + told == page(catalogue), "renew it: python -m baz.cli.programmes docs/programmes.md"


def test_every_programme_and_every_number_stands_there(catalogue: Catalogue) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for w in catalogue.workflows():
        section = text.split(f"## `{w.workflow}`", 1)[1].split("\n## ", 1)[0]
        assert all(s.title in section for s in w.states.values()), w.workflow
        assert all(f"{p.title}: " in section for p in w.parameters.values()), w.workflow
        assert all(i.title.replace("|", "\\|") in section for i in w.indicators.values()), w.workflow


def test_every_definition_and_every_overlay_says_what_was_left_out_and_why(catalogue: Catalogue) -> None:
    """Nothing is left out silently: the reason stands where whoever changes the definition sees it."""
    texts = {f"{n}@{v}": resource.text() for (n, v), resource in catalogue.sources.items()}
    overlays = {f"{n} of {o}": list(overlay_texts(n, o)) for n, _, o in catalogue.merged}
    assert overlays
    assert all(found for found in overlays.values())
    texts |= {f"{name} {i}": text for name, found in overlays.items() for i, text in enumerate(found)}
    said = {name: left_out(text) for name, text in texts.items()}
    assert [name for name, text in said.items() if not text] == []
    assert [name for name, text in said.items() if not re.search("because|no source", text)] == []


def test_what_was_left_out_is_read_from_the_top_of_the_file() -> None:
    text = (
        "# lus/x: a thing. Domain 1.\n# Left out: minutes, because Lus keeps none.\n"
        "#   Also a map.\n\nbaz: 1\n# Left out: not this one\n"
    )
    assert left_out(text) == "Left out: minutes, because Lus keeps none. Also a map."
    assert left_out("# nothing here\nbaz: 1\n# left out: too late\n") == ""
    assert left_out("baz: 1\n") == ""
