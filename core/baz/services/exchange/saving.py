"""A list as a file, as it is seen: the same columns, filters and order, and every row of it.

The text form is what Excel in Belgium opens with a double click: UTF-8 with its mark, semicolons, a comma in
numbers, days as 18/11/2026. A cell that a spreadsheet would take for a formula is kept from being one.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import IO, Any

from baz.engine.engine import Engine
from baz.engine.rights import Right, require
from baz.ground.errors import BadInput
from baz.ground.words import in_words
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.services.exchange import listing
from baz.services.exchange.asking import Ask
from baz.services.exchange.columns import Cell, Column

logger = logging.getLogger("baz.exchange")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Mapping[str, str] = MappingProxyType({"xlsx": XLSX, "csv": "text/csv; charset=utf-8"})
"""The forms of a file, each with its media type."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_DEFUSED = re.compile(r"'(?=[=+\-@\t\r'])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_MEMORY = 1_000_000
_LONGEST = 32_767
_WIDEST = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """A list that was saved: `file` stands at its beginning, and whoever takes it closes it."""

    name: str
    media_type: str
    rows: int
    file: IO[bytes]


def save(engine: Engine, actor: Actor, organisation: str, ask: Ask, form: str = "xlsx") -> Saved:
    """A whole list as a file.

    Raises:
        Forbidden: the actor may not see this list here, or may not save lists.
        BadInput: a form that is not known, or a column that the list does not have.
    """
    if form not in FORMS:
        raise BadInput(f"'{form}' is geen soort bestand.", hint=f"Wel: {in_words(FORMS, 'of')}.")
    with engine.reading() as work:
        require(work.catalogue, actor, organisation, Right.EXPORT)
        columns, rows = listing.every(work, actor, organisation, ask)
        today = day_of(work.at).isoformat()
        file, many = written(columns, (r.cells for r in rows), form, ask.definition.title)
    # who took which list, and how long it was; never what it said
    logger.info("%s saved the list %s of %s: %d rows", actor.party, ask.list, organisation, many)
    return Saved(f"{ask.list}-{organisation}-{today}.{form}", FORMS[form], many, file)


def written(
    columns: Iterable[Column], rows: Iterable[Iterable[Cell]], form: str, title: str
) -> tuple[IO[bytes], int]:
    """(a file that stands at its beginning, how many rows it has). It lies on disk once it is large."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # who gets it closes it
    many = (_xlsx if form == "xlsx" else _csv)(tuple(columns), rows, file, title)
    file.seek(0)
    return file, many


def _csv(columns: tuple[Column, ...], rows: Iterable[Iterable[Cell]], file: IO[bytes], _title: str) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([defused(c.title) for c in columns])
    many = 0
    for many, row in enumerate(rows, 1):  # noqa: B007  # how many there were
        out.writerow([defused(text_of(c)) if isinstance(c, str) else text_of(c) for c in row])
    text.flush()
    text.detach()
    return many


def text_of(cell: Cell) -> str:
    """A cell as text, in the way of a Belgian spreadsheet."""
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nee"
        case date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year}"
        case float():
            return f"{cell:.10g}".replace(".", ",")
        case int():
            return str(cell)
    return _CONTROL.sub("", cell)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that could be gets a mark before it."""
    return f"'{text}" if text.startswith(_RISKY) or _DEFUSED.match(text) else text


def plain(text: str) -> str:
    """What stood there before `defused`."""
    return text[1:] if _DEFUSED.match(text) else text


def _xlsx(columns: tuple[Column, ...], rows: Iterable[Iterable[Cell]], file: IO[bytes], title: str) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        width = {"day": 12, "number": 10, "yes_no": 8}.get(column.kind, 24)
        sheet.column_dimensions[get_column_letter(number)].width = min(
            max(width, len(column.title) + 2), _WIDEST
        )

    def typed(cell: Cell) -> Any:
        if isinstance(cell, bool):
            cell = "ja" if cell else "nee"
        if isinstance(cell, str):
            found = WriteOnlyCell(sheet, _CONTROL.sub("", cell)[:_LONGEST])
            found.data_type = "s"  # else a text that begins with = becomes a formula
            return found
        if isinstance(cell, date):
            found = WriteOnlyCell(sheet, cell)
            found.number_format = "dd/mm/yyyy"
            return found
        return cell

    head = [WriteOnlyCell(sheet, c.title) for c in columns]
    for found in head:
        found.font, found.alignment, found.data_type = Font(bold=True), Alignment(vertical="top"), "s"
    sheet.append(head)
    many = 0
    for many, row in enumerate(rows, 1):  # noqa: B007  # how many there were
        sheet.append([typed(cell) for cell in row])
    book.save(file)
    return many


def chunks(saved: Saved, size: int = 65_536) -> Iterator[bytes]:
    """The file in portions; it is closed at the end."""
    with saved.file as file:
        while portion := file.read(size):
            yield portion
