"""Panels and pages of plugins: one that breaks costs only itself, and is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from baz.api import PageKind, Panel, PanelKind, SeenCase, SeenHouse, Text, hookimpl
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins

HOUSE = SeenHouse("proef", date(2026, 11, 18))
CASE = SeenCase(
    "proef/kring", 1, "bezig", date(2026, 11, 18), "Gent", False, {}, {}, {}, {}, (), (), (), (), frozenset()
)


def good(_seen: object) -> Sequence[Panel]:
    return [Panel("Goed", (Text("Alles goed."),))]


def broken(_seen: object) -> Sequence[Panel]:
    raise ZeroDivisionError("kapot")


def strange(_seen: object) -> Sequence[Panel]:
    return [Panel("Vreemd", ("<b>geen deel</b>",))]  # type: ignore[arg-type]  # wrong on purpose


class Proef:
    """A plugin with a good one, a broken one and one that gives HTML."""

    @hookimpl
    def baz_panels(self) -> list[PanelKind]:
        return [
            PanelKind(name=draw.__name__, workflow="proef/kring", draw=draw)
            for draw in (good, broken, strange)
        ]

    @hookimpl
    def baz_pages(self) -> list[PageKind]:
        return [
            PageKind(name=draw.__name__, title=draw.__name__, draw=draw) for draw in (good, broken, strange)
        ]


@pytest.fixture
def catalogue() -> Catalogue:
    plugins = Plugins.discover(found=[])
    plugins.register("proef", Proef())
    return assemble(plugins)


def test_a_panel_that_breaks_costs_only_itself(catalogue: Catalogue) -> None:
    drawn = {name: kind.draw(CASE) for (_, name), kind in catalogue.panels.items()}
    assert [p.title for p in drawn["good"]] == ["Goed"]
    assert (tuple(drawn["broken"]), tuple(drawn["strange"])) == ((), ())
    said = [str(failure) for failure, _ in catalogue.incidents.all()]
    assert any("paneel broken: ZeroDivisionError" in line for line in said)
    assert any("paneel strange" in line for line in said)


def test_a_page_that_breaks_says_so(catalogue: Catalogue) -> None:
    drawn = {name: kind.draw(HOUSE) for (_, name), kind in catalogue.pages.items()}
    assert [p.title for p in drawn["good"]] == ["Goed"]
    for name in ("broken", "strange"):
        (panel,) = drawn[name]
        (text,) = panel.parts
        assert isinstance(text, Text)
        assert "geeft nu een fout" in text.words


def test_a_name_is_used_once_in_a_plugin() -> None:
    class Twice:
        @hookimpl
        def baz_pages(self) -> list[PageKind]:
            return [PageKind(name="plek", title="Plek", draw=good)] * 2

    plugins = Plugins.discover(found=[])
    plugins.register("dubbel", Twice())
    found = assemble(plugins)
    assert list(found.pages) == [("dubbel", "plek")]
    assert ["'plek' is er twee keer" in str(f) for f in found.failures] == [True]
