"""A report as PDF: the page that stands alone, printed by WeasyPrint with tags, title and language
(PDF/UA-1)."""

from __future__ import annotations

import re

from baz.ground import colours
from baz.services.reports import html, printing
from baz.services.reports.figures import Report


def render(report: Report) -> bytes:
    """The report as a PDF for screen readers and printers.

    Raises:
        SetupError: WeasyPrint is not installed.
    """
    return printing.pdf(_inked(html.render(report), report.hue))


def _inked(page: str, hue: int) -> str:
    """The page with the style of its pictures inside them: WeasyPrint does not bring it from outside."""
    light = colours.tokens(hue)
    style = (
        f".c1{{fill:{light['accent']};stroke:{light['accent']}}}.c2{{fill:{light['soft-line']};"
        f"stroke:{light['accent']}}}.axis{{stroke:#999}}.target{{stroke:#000;stroke-width:2;"
        "stroke-dasharray:5 4}text{font-family:sans-serif;font-size:12px}.on{fill:#fff}"
        ".strong{font-weight:700}"
    )
    return re.sub(r"(<svg [^>]*>)", rf"\1<style>{style}</style>", page)
