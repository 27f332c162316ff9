"""A report as one page that stands alone: no scripts, nothing from elsewhere, readable without colours."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from baz.definition.sentences import date_text
from baz.services.reports import charts, wording
from baz.services.reports.figures import Figure, Report

_APPENDIX = (
    "Begonnen",
    "Afgelopen",
    "Liepen nog",
    "Buiten de volgorde",
    "Opzijgezet",
    "Past niet",
    "Niet gelezen",
)


def _file(name: str) -> str:
    return files("baz.services.reports").joinpath(name).read_text(encoding="utf-8")


@cache
def style() -> str:
    """The style of the page, as it stands in its one `<style>` element."""
    return _file("report.css")


@cache
def _template() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"dag": date_text, "getoond": wording.shown}
    return made.from_string(_file("report.html.j2"))


def render(report: Report) -> str:
    """The report as a page of HTML."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return _template().render(
        report=report,
        style=style(),
        digest=digest,
        tiles=_tiles(report),
        chart=_chart,
        bar=_bar,
        part=wording.part,
        remarks=wording.remarks,
        most=lambda groups: max((g.value or 0 for g in groups), default=0),
        heads=_APPENDIX,
    )


def _tiles(report: Report) -> list[tuple[int, str]]:
    """The four numbers on top."""
    places = len(report.places)
    return [
        (sum(c.opened for c in report.conduct), "trajecten begonnen"),
        (sum(c.ended for c in report.conduct), "trajecten afgelopen"),
        (sum(c.running for c in report.conduct), "liepen nog op het einde"),
        (places, "gemeente" if places == 1 else "gemeenten"),
    ]


def _chart(figure: Figure, key: str) -> str:
    letters = [g.title[:1] if g.key[:1].isdigit() else "?" for g in figure.groups]
    line = figure.target.low if figure.target and not figure.target.percent else None
    title = f"{figure.title}, per {figure.per}"
    return charts.standing(key, title, figure.groups, letters, line)


def _bar(value: int | None, most: int) -> str:
    return charts.lying(value or 0, most)
