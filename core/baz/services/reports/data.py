"""A report as JSON, for other programmes: everything that the page shows, with the same names."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from baz.services.reports.figures import Figure, Report


def data(report: Report) -> dict[str, Any]:
    """The report as values of JSON."""
    return {
        "title": report.title,
        "organisation": report.organisation,
        "organisation_name": report.organisation_name,
        "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
        "known_on": report.known_on.isoformat(),
        "sections": [
            {
                "objective": s.objective,
                "title": s.title,
                "note": s.note,
                "figures": [_figure(f) for f in s.figures],
            }
            for s in report.sections
        ],
        "places": [asdict(p) for p in report.places],
        "places_note": report.places_note,
        "conduct": [asdict(c) for c in report.conduct],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    found = asdict(figure)
    found["groups"] = list(found["groups"])
    return found


def render(report: Report) -> str:
    """The report as JSON text, ending with a new line."""
    return json.dumps(data(report), ensure_ascii=False, indent=2) + "\n"
