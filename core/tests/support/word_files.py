"""Documents of Word for tests: good ones, and ones that mean harm."""

from __future__ import annotations

import io
import zipfile

import docx


def document(*paragraphs: str, header: str = "", table: tuple[str, ...] = ()) -> bytes:
    """A document with these paragraphs, a header, and a table with one row of these cells."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        rows = made.add_table(rows=1, cols=len(table)).rows
        for cell, text in zip(rows[0].cells, table, strict=True):
            cell.text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def split_in_runs(*pieces: str) -> bytes:
    """One paragraph whose text Word cut into pieces, each with a style of its own."""
    made = docx.Document()
    paragraph = made.add_paragraph()
    for i, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = bool(i % 2)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def altered(body: bytes, name: str, change: bytes | None = None, old: bytes = b"", new: bytes = b"") -> bytes:
    """The document with a part added, or with something in one replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            raw = source.read(info)
            if info.filename == name and change is None:
                assert old in raw
                raw = raw.replace(old, new)
            target.writestr(info.filename, raw)
        if change is not None:
            target.writestr(name, change)
    return out.getvalue()


def texts(body: bytes) -> list[str]:
    """The paragraphs and cells of a document that hold something, the header first."""
    made = docx.Document(io.BytesIO(body))
    found = [p.text for p in made.sections[0].header.paragraphs] + [p.text for p in made.paragraphs]
    found += [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [text for text in found if text]
