"""A report as JSON, for other programmes: everything that the page shows, with the same names."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from baz.services.reports.figures import Conduct, Figure, Group, Report, Tile


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
        "audience": report.audience,
        "model": report.model,
        "place": report.place,
        "tiles": [_plain(t) for t in report.tiles],
        "models": [_plain(m) for m in report.models],
        "places": [_plain(p) for p in report.places],
        "places_note": report.places_note,
        "conduct": [_conduct(c) for c in report.conduct],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    found = _plain(figure)
    found["groups"] = [_plain(g) for g in figure.groups]
    return found


def _plain(counted: Figure | Group | Tile) -> dict[str, Any]:
    """Without the keys by which numbers are compared: those are our own."""
    return {k: v for k, v in asdict(counted).items() if k not in ("quantity", "whole_quantity")}


def _conduct(conduct: Conduct) -> dict[str, Any]:
    return {**asdict(conduct), "organisations": sorted(conduct.organisations), "hidden": dict(conduct.hidden)}


def render(report: Report) -> str:
    """The report as JSON text, ending with a new line."""
    return json.dumps(data(report), ensure_ascii=False, indent=2) + "\n"
