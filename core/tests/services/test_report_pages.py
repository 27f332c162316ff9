"""How a report looks: on the terminal, as a page, as data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from baz.services.reports import data, html, text
from baz.services.reports.figures import Conduct, Figure, Group, Report, Section, Target
from baz.services.reports.period import Period

EVIL = "<script>alert('x')</script> & \"co\""
MONTHS = tuple(Group(m, Period.of_year(2021).month_title(m), 2) for m in Period.of_year(2021).months())


def figure(**values: object) -> Figure:
    made = Figure(
        "baz/workshop.gegeven", "baz/workshop", "Workshop", 1, "Gegeven workshops", 1, "Zo geteld.", "Eén."
    )
    return replace(made, **values)  # type: ignore[arg-type]  # any field of the report


@pytest.fixture
def shown() -> Report:
    target = Target("reeks", "Reeks", "12", EVIL, 12)
    figures = (
        figure(target=target, reached=False, note=EVIL),
        figure(key="a", title="Voorbeelden", value=24, per="maand", groups=MONTHS),
        figure(
            key="b", title=EVIL, value=5, whole=24, share=21, per="gemeente",
            groups=(Group("gent", EVIL, 5), Group("geel", "Geel", None, hidden="small")),
            groups_note="Niet alles.",
        ),
        figure(key="c", title="Stil", value=0),
    )  # fmt: skip
    sections = (Section("SD2", "Iedereen doet mee", "", figures), Section("SD3", "Positief", EVIL, ()))
    conduct = (Conduct("baz/workshop", "Workshop", 1, 2, 3, 4, 5, 6, 7),)
    period = Period.of_year(2021)
    return Report(
        "baz", "BurgersAanZet", period, date(2022, 1, 31), sections, (Group("gent", "Gent", 2),), "", conduct
    )


class Page(HTMLParser):
    """Every element, attribute and id; raises when tags do not nest."""

    VOID = ("meta", "rect", "line")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_text_fits_eighty_columns_and_says_what_was_planned(shown: Report) -> None:
    lines = text.render(shown).splitlines()
    assert max(map(len, lines)) <= text.WIDTH
    assert lines[:2] == [
        "Jaarverslag 2021 · BurgersAanZet",
        "1 januari tot 31 december 2021, zoals bekend op 31 januari 2022",
    ]
    whole = " ".join(" ".join(lines).split())
    assert "Het doel was 12. Dat is niet gehaald." in whole
    assert "minder dan 5" in whole
    assert "Nul: Stil." in whole
    assert "4 keer een stap buiten de volgorde" in whole


def test_the_page_is_sound_and_runs_nothing(shown: Report) -> None:
    page = html.render(shown)
    elements = Page(page).seen
    assert not [tag for tag, _ in elements if tag in ("script", "link", "img", "iframe")]
    assert not [a for _, attrs in elements for a in attrs if a == "style" or a.startswith("on")]
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_allows_its_own_style_and_nothing_else(shown: Report) -> None:
    page = html.render(shown)
    style = re.search("<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_every_picture_has_a_table_and_every_label_its_target(shown: Report) -> None:
    elements = Page(html.render(shown)).seen
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [i for _, attrs in elements for i in (attrs.get("aria-labelledby") or "").split()]
    assert set(named) <= set(ids)
    pictures = [attrs for tag, attrs in elements if tag == "svg"]
    assert all(p.get("aria-hidden") == "true" or p.get("role") == "img" for p in pictures)
    assert sum(1 for tag, _ in elements if tag == "caption") == 4


def test_json_holds_every_figure_with_its_definition(shown: Report) -> None:
    found = json.loads(data.render(shown))
    assert found["known_on"] == "2022-01-31"
    first = found["sections"][0]["figures"][0]
    assert (first["key"], first["value"], first["how"]) == ("baz/workshop.gegeven", 1, "Zo geteld.")
    assert first["target"]["source"] == EVIL
    assert found["conduct"][0]["waived"] == 5
