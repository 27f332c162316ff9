"""A report as a workbook: a sheet per objective, numbers as numbers, and how each was counted beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from baz.definition.sentences import date_text
from baz.services.reports import wording
from baz.services.reports.figures import Figure, Group, Report, Section, Tile
from baz.services.reports.html import HEADS
from baz.services.reports.needing import needed

_HEADS = (
    "Werkwijze",
    "Cijfer",
    "Per",
    "Groep",
    "Aantal",
    "Van",
    "Deel (%)",
    "Doel",
    "Bron van het doel",
    "Hoe geteld",
)
_WIDTHS = (24, 44, 14, 24, 12, 10, 10, 14, 40, 80)
_Cell = str | int | None


def render(report: Report) -> bytes:
    """The report as a .xlsx.

    Raises:
        SetupError: openpyxl is not installed.
    """
    book = needed("openpyxl").Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = report.title, report.organisation_name
    book.properties.language = "nl-BE"
    _sheet(book, "Overzicht", ("Wat", "Aantal"), _overview(report), (60, 14))
    for section in report.sections:
        title = section.objective or "Zonder doelstelling"
        _sheet(book, title, _HEADS, _figures(section), _WIDTHS)
    rows = ((g.title, _number(g)) for g in report.places)
    _sheet(book, "Gemeenten", ("Gemeente", "Aantal"), rows, (40, 14))
    lines = (
        (c.title, *(_cell(getattr(c, n), wording.counted(c, n)) for n, _ in HEADS)) for c in report.conduct
    )
    _sheet(book, "Verloop", ("Werkwijze", *(words for _, words in HEADS)), lines, (40, *(16 for _ in HEADS)))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(
    book: Any, title: str, heads: Sequence[str], rows: Iterable[Sequence[_Cell]], widths: Sequence[int]
) -> None:
    """One sheet: its first row is the head, stays in sight and can be filtered."""
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.append(list(heads))
    for row in rows:
        sheet.append([_safe(value) for value in row])
    style = needed("openpyxl.styles")
    for cell in sheet[1]:
        cell.font = style.Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[needed("openpyxl.utils").get_column_letter(number)].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            # a word that begins as a formula stays a word
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = style.Alignment(vertical="top", wrap_text=isinstance(cell.value, str))


def _safe(value: _Cell) -> _Cell:
    """Without the characters that a sheet cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value


def _overview(report: Report) -> Iterator[tuple[_Cell, ...]]:
    yield report.title, report.organisation_name
    yield "Periode", str(report.period)
    yield "Zoals bekend op", date_text(report.known_on)
    yield from ((t.title, _number(t)) for t in report.tiles)
    yield from ((f"Model: {g.title}", _number(g)) for g in report.models)
    yield from ((note, None) for note in {report.models_note, report.places_note} if note)


def _figures(section: Section) -> Iterator[tuple[_Cell, ...]]:
    for figure in section.figures:
        target = (figure.target.text, figure.target.source) if figure.target else (None, None)
        own = (_number(figure), figure.whole, figure.share, *target, figure.how)
        yield (figure.workflow_title, figure.title, None, None, *own)
        for group in figure.groups:
            front = (figure.workflow_title, figure.title, figure.per, group.title, _number(group))
            yield (*front, None, None, None, None, None)


def _number(counted: Figure | Group | Tile) -> _Cell:
    return _cell(counted.value, wording.number(counted.value, counted.hidden))


def _cell(value: int | None, words: str) -> _Cell:
    """A number as a number; why it is not there as words."""
    return words if value is None else value
