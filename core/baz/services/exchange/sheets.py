"""A file that somebody brings, as rows of text: csv in the ways that spreadsheets write it, or xlsx.

Whatever it claims to be, it is read within limits: bytes, rows, columns, and how far it may unfold.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from baz.ground.errors import BadInput
from baz.services.exchange.saving import plain

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 100
MOST_UNFOLDED = 60_000_000
LONGEST_CELL = 2_000
_HINT = "Bewaar het in Excel als .xlsx, of als csv met puntkomma's."
_TOO_LARGE = "Splits het in delen."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: the names of its columns, and its rows with the number that each has in the file."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(body: bytes) -> Sheet:
    """The first sheet of a file. Empty rows are left out; a day becomes 2026-03-01.

    Raises:
        BadInput: it is no csv or xlsx, is empty, or is larger than what is read.
    """
    if len(body) > MOST_BYTES:
        raise BadInput(f"Dit bestand is te groot: hoogstens {MOST_BYTES // 1_000_000} MB.", hint=_TOO_LARGE)
    lines = _xlsx(body) if body[:4] == b"PK\x03\x04" else _csv(body)
    found = [(number, _trimmed(cells)) for number, cells in lines]
    found = [(number, cells) for number, cells in found if any(cells)]
    if len(found) < 2:
        raise BadInput("Dit bestand heeft geen rijen.", hint="De eerste rij noemt de kolommen.")
    heads = _heads(found[0][1])
    rows = found[1:]
    if len(rows) > MOST_ROWS:
        raise BadInput(f"Dit bestand heeft meer dan {MOST_ROWS} rijen.", hint=_TOO_LARGE)
    width = len(heads)
    return Sheet(heads, tuple((n, (cells + ("",) * width)[:width]) for n, cells in rows))


def _heads(cells: tuple[str, ...]) -> tuple[str, ...]:
    heads = list(cells)
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MOST_COLUMNS:
        raise BadInput(f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen.")
    twice = next((h for i, h in enumerate(heads) if h and h in heads[:i]), "")
    if twice:
        raise BadInput(f"De kolom '{twice}' staat er twee keer.", hint="Geef elke kolom een eigen naam.")
    return tuple(heads)


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    found = tuple(plain(cell.strip()).replace("\x00", "") for cell in cells)
    if any(len(cell) > LONGEST_CELL for cell in found):
        raise BadInput(f"Een cel heeft meer dan {LONGEST_CELL} tekens.", hint="Maak die tekst korter.")
    return found


# --- csv


def _csv(body: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(body)
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    csv.field_size_limit(1_000_000)
    try:
        lines: list[tuple[int, list[str]]] = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        for cells in reader:
            lines.append((reader.line_num, cells))
            if len(lines) > MOST_ROWS * 2:
                break
    except csv.Error as error:
        raise BadInput("Dit bestand kan niet gelezen worden als csv.", hint=_HINT) from error
    return lines


def _decoded(body: bytes) -> str:
    """Text as spreadsheets write it: UTF-8, UTF-16 with its mark, or the old Western letters."""
    codings = ["utf-16"] if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            text = body.decode(coding)
        except UnicodeDecodeError:
            continue
        if sum(1 for c in text[:4000] if ord(c) < 32 and c not in "\t\r\n\x0b\x0c") == 0:
            return text
    raise BadInput("Dit is geen csv en geen Excel-bestand.", hint=_HINT)


# --- xlsx


def _xlsx(body: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    _unfolds(body)
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        lines: list[tuple[int, list[str]]] = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
            if any(cell is not None for cell in cells):
                lines.append((number, [_text(cell) for cell in cells]))
            if len(lines) > MOST_ROWS + 1 or number > MOST_ROWS * 50:
                break
        book.close()
    except BadInput:
        raise
    except (
        Exception
    ) as error:  # a broken file can raise anything: it is still only a file that cannot be read
        raise BadInput("Dit Excel-bestand kan niet gelezen worden.", hint=_HINT) from error
    return lines


def _unfolds(body: bytes) -> None:
    """Refuse a file that unfolds to far more than it is, before anything of it unfolds."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise BadInput("Dit Excel-bestand kan niet gelezen worden.", hint=_HINT) from error
    if len(parts) > 500 or sum(part.file_size for part in parts) > MOST_UNFOLDED:
        raise BadInput("Dit bestand is uitgepakt veel te groot.", hint=_TOO_LARGE)


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nee"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(timespec="minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat(timespec="minutes")
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return f"{cell:.10g}".replace(".", ",")
    return str(cell)
