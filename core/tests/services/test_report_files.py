"""The annual report as files: what a reader, a printer and a programme find in them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest

from baz.services.reports import html, pdf, sheets, word
from baz.services.reports.figures import Conduct, Earlier, Figure, Group, Report, Section, Target, Tile
from baz.services.reports.period import Period

openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")

FORMULA = '=HYPERLINK("http://voorbeeld.be")'


@pytest.fixture
def made() -> Report:
    """A figure of five years with a target, one per month, one that is hidden, and a municipality."""
    target = Target("deel", "Deel", "80 %", "Plan 2025", 80, percent=True)
    share = Figure(
        "proef/kring.deel", "proef/kring", "Kring", 1, "Zelfstandig na zes maanden", 93, "Zo geteld.", "Zin.",
        whole=126, whole_title="Groepen", share=74, target=target, reached=False, objective="SD1",
        earlier=(Earlier(2023, 63, 104, 61), Earlier(2024, 81, 118, 69)),
    )  # fmt: skip
    months = tuple(
        Group(m, Period.of_year(2025).month_title(m), i % 4)
        for i, m in enumerate(Period.of_year(2025).months())
    )
    monthly = replace(
        share, key="proef/kring.maand", title=FORMULA, value=18, whole=None, share=None, target=None,
        per="maand", groups=months, earlier=(),
    )  # fmt: skip
    hidden = replace(
        share, key="proef/kring.weinig", title="Weinig", value=None, hidden="small", whole=None, share=None,
        target=None, earlier=(),
    )  # fmt: skip
    places = (Group("Gent", "Gent", 48), Group("Brussel", "Brussel", None, hidden="small"))
    return Report(
        "proef", "De Proef", Period.of_year(2025), date(2026, 1, 31),
        (Section("SD1", "Meer netwerk", "", (share, monthly, hidden)), Section("SD2", "Nog niets", "", ())),
        places, "Niet alles staat er.", (Conduct("proef/kring", "Kring", 3, 2, 1, existed=4),),
        tiles=(Tile("cases", "trajecten liepen", 486, quantity="all|cases"),),
        models=(Group("buddy", "Buddy of duo", 168),), models_before=(Group("buddy", "Buddy of duo", 151),),
    )  # fmt: skip


def test_a_workbook_has_a_sheet_per_objective_and_numbers_as_numbers(made: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.render(made)))
    assert book.sheetnames == ["Overzicht", "SD1", "SD2", "Gemeenten", "Verloop"]
    rows = list(book["SD1"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Aantal"], first["Van"], first["Deel (%)"]) == (93, 126, 74)
    assert rows[-1][4] == "minder dan 5"
    assert list(book["Gemeenten"].iter_rows(values_only=True))[1:] == [
        ("Gent", 48),
        ("Brussel", "minder dan 5"),
    ]
    assert book["SD1"].freeze_panes == "A2"


def test_a_title_is_never_a_formula(made: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.render(made)))
    cells = [c for row in book["SD1"].iter_rows() for c in row if c.value == FORMULA]
    assert cells
    assert {c.data_type for c in cells} == {"s"}


def test_a_word_document_has_real_headings_and_tables_with_a_head(made: Report) -> None:
    document = docx.Document(io.BytesIO(word.render(made)))
    styles = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert styles[0] == ("Title", "Jaarverslag 2025")
    assert ("Heading 1", "Doelstelling 1: Meer netwerk") in styles
    assert ("Heading 3", "Zelfstandig na zes maanden") in styles
    assert document.core_properties.title == "Jaarverslag 2025"
    assert 'w:lang w:val="nl-BE"' in document.styles["Normal"].element.xml
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in document.tables)
    years = next(t for t in document.tables if t.cell(0, 0).text == "Jaar")
    assert [[c.text for c in r.cells] for r in years.rows][1:] == [
        ["2023", "63", "61 %"], ["2024", "81", "69 %"], ["2025", "93", "74 %"],
    ]  # fmt: skip


def test_a_pdf_is_tagged_and_has_a_title_and_a_language(made: Report) -> None:
    found = pypdf.PdfReader(io.BytesIO(pdf.render(made)))
    root = found.trailer["/Root"]
    assert found.metadata.title == "Jaarverslag 2025 · De Proef"
    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    words = " ".join(page.extract_text() for page in found.pages)
    assert "Zelfstandig na zes maanden" in words
    assert "minder dan 5" in words


def test_a_picture_tells_its_course_and_never_shrinks(made: Report) -> None:
    page = html.render(made)
    pictures = re.findall(r'<svg class="chart".*?</svg>', page, re.S)
    assert len(pictures) == 2
    for one in pictures:
        assert "viewBox" not in one
        assert re.search(r'role="img" aria-labelledby="(\S+)-t \1-d"', one)
        assert re.search(r"<desc [^>]*>[^<]*De cijfers staan in de tabel\.</desc>", one)
        assert all(n.endswith("%") for n in re.findall(r'<rect [^>]* x="([^"]+)"', one))
    assert "Stijgt van 61 procent in 2023 naar 74 procent in 2025. Het doel is 80 %." in pictures[0]
    assert "doel 80 %" in pictures[0]


def test_the_colours_follow_the_hue_of_the_organisation(made: Report) -> None:
    assert "#014853" in html.render(replace(made, hue=212))
    assert "#014853" not in html.render(replace(made, hue=48))
