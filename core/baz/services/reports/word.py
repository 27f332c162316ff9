"""A report as a Word document with real headings, tables whose first row repeats, and its language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from baz.definition.sentences import date_text
from baz.services.reports import picturing, wording
from baz.services.reports.figures import Figure, Report, Section
from baz.services.reports.html import HEADS, shown
from baz.services.reports.needing import needed


def render(report: Report) -> bytes:
    """The report as a .docx.

    Raises:
        SetupError: python-docx is not installed.
    """
    document = needed("docx").Document()
    _Pages(document).write(report)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


class _Pages:
    """Writes into one document."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def write(self, report: Report) -> None:
        self._settle(report)
        self.document.add_heading(report.title, 0)
        known = f"zoals bekend op {date_text(report.known_on)}"
        self.text(f"{report.period} · {report.organisation_name} · {known}")
        self.table("In het kort", ("Wat", "Aantal"), [(t.title, shown(t)) for t in report.tiles])
        if any(g.value != 0 for g in report.models):
            self.document.add_heading("Zes manieren om een netwerk te versterken", 1)
            rows = [(g.title, shown(g)) for g in report.models]
            self.table("Trajecten die liepen, per model", ("Model", "Aantal"), rows, report.models_note)
        for section in report.sections:
            self.section(section, report)
        if report.places or report.places_note:
            self.document.add_heading("Waar", 1)
            rows = [(g.title, shown(g)) for g in report.places]
            self.table("Trajecten die liepen, per gemeente", ("Gemeente", "Aantal"), rows, report.places_note)
        self.document.add_heading("Bijlage: hoe het werk verliep", 1)
        heads = ("Werkwijze", *(words for _, words in HEADS))
        lines = [c for c in report.conduct if not c.still or c.unread]
        went = [(c.title, *(wording.counted(c, name) for name, _ in HEADS)) for c in lines]
        self.table("Trajecten, en wat anders ging dan de werkwijze zegt", heads, went)

    def _settle(self, report: Report) -> None:
        """Title and language, for who reads the document with a voice."""
        core = self.document.core_properties
        core.title, core.language, core.author = report.title, "nl-BE", report.organisation_name
        core.created = core.modified = datetime.combine(report.known_on, time())
        style = self.document.styles["Normal"].element.get_or_add_rPr()
        lang = style.makeelement(_w("lang"), {_w("val"): "nl-BE"})
        style.append(lang)

    def text(self, words: str, style: str | None = None) -> None:
        if words:
            self.document.add_paragraph(words, style)

    def section(self, section: Section, report: Report) -> None:
        number = section.objective.removeprefix("SD")
        title = section.title or "Zonder doelstelling"
        coded = section.objective and section.objective != section.title
        self.document.add_heading(f"Doelstelling {number}: {title}" if coded else title, 1)
        self.text(section.note)
        if not section.figures:
            self.text("Hier telt nog geen werkwijze voor.")
        for workflow, figures in section.by_workflow.items():
            self.document.add_heading(workflow, 2)
            for figure in figures:
                if figure.tells:
                    self.figure(figure, report.period.year)
            still = [f"{f.title}: {shown(f)}" for f in figures if not f.tells]
            self.text("; ".join(still) + "." if still else "")

    def figure(self, figure: Figure, year: int | None) -> None:
        self.document.add_heading(figure.title, 3)
        self.text(figure.sentence)
        self.text(figure.note)
        if figure.target:
            self.text(f"Bron van het doel: {figure.target.source}.")
        if figure.groups and figure.value != 0:
            rows = [(g.title, shown(g)) for g in figure.groups]
            per = figure.per[:1].upper() + figure.per[1:]
            self.table(picturing.caption(figure), (per, "Aantal"), rows, figure.groups_note)
        if year is not None and (found := picturing.years(figure, year)):
            share = any(e.share is not None for e in found)
            heads = ("Jaar", "Aantal", "Deel") if share else ("Jaar", "Aantal")
            lines = [(str(e.year), shown(e), f"{e.share} %" if e.share is not None else "–") for e in found]
            self.table(f"{figure.title}, per jaar", heads, [line[: len(heads)] for line in lines])
        self.text(f"Hoe is dit geteld? {figure.how}")

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], note: str = "") -> None:
        """A table with a caption, its first row marked as the one that heads it."""
        lines = list(rows)
        if not lines:
            self.text(note)
            return
        self.text(title, "Caption")
        made = self.document.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
        for cell, words in zip(made.rows[0].cells, heads, strict=True):
            cell.text = words
        front = made.rows[0]._tr.get_or_add_trPr()  # python-docx has no door to the row that repeats
        front.append(front.makeelement(_w("tblHeader"), {_w("val"): "true"}))
        for line in lines:
            for cell, words in zip(made.add_row().cells, line, strict=True):
                cell.text = words
        self.text(note)


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name
