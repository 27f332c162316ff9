"""Small numbers are not written out where somebody could be recognised by them.

What an organisation publishes hides them in a breakdown by municipality of work with persons. Who looks from
outside the organisation sees no small number at all. `masking` chooses what else is hidden with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from baz.definition.model import Workflow
from baz.services.reports import wording
from baz.services.reports.figures import Conduct, Figure, Group, Report, Section, Tile
from baz.services.reports.masking import LEAST, Hidden, Masks, Sum, masked

NOTE = (
    f"Minder dan {LEAST} schrijven we niet uit, zodat niemand herkend wordt. Kan je het getal uitrekenen, dan"
    " tonen we ook een andere regel niet."
)
DROPPED = (
    f"We tonen deze verdeling niet: er staat een aantal onder {LEAST} in, en dat zou je kunnen uitrekenen."
)
COUNTS = ("running", "opened", "ended", "existed")
LOOSE = ("out_of_order", "waived", "held", "unread")


def about_persons(workflow: Workflow) -> bool:
    """Whether the cases of a workflow are about a person."""
    role = workflow.roles.get(workflow.about)
    return role is not None and role.kind not in ("organisation", "staff")


def conduct_quantity(workflow: str, name: str) -> str:
    """The key of a count of a workflow's cases: `opened`, `ended`, `running`, and `cases` for all that
    ran."""
    return f"{workflow}|{'cases' if name == 'existed' else name}||"


@dataclass(frozen=True, slots=True)
class Book:
    """How the numbers of a report hang together, also those that it does not show.

    `personal` are the keys of breakdowns by municipality of work about persons; `own` those of organisations
    of which the reader knows the numbers. `secrets` and `links`: see `masking.masked`.
    """

    values: Mapping[str, int]
    sums: Sequence[Sum]
    personal: frozenset[str]
    own: frozenset[str] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, int] = field(default_factory=dict)


def published(report: Report, book: Book) -> Report:
    """As an organisation publishes it: no small number per municipality where it is about persons."""
    shown = frozenset(_shown(report))
    secrets = {key: whole for key, whole in book.secrets.items() if whole in book.personal}
    kept = shown - book.personal
    masks = masked(book.values, book.sums, shown, book.personal, kept, secrets, book.links)
    return _Hiding(masks).report(report)


def outside(report: Report, book: Book) -> Report:
    """As somebody sees it who does not belong to the organisations in it: no small number at all, and the
    others still to be rounded (`rounding`)."""
    shown = frozenset(_shown(report))
    secrets = {key: whole for key, whole in book.secrets.items() if whole not in book.own}
    masks = masked(book.values, book.sums, shown, None, book.own, secrets, book.links, rounded=True)
    return replace(_Hiding(masks, book.own, everything=True).report(report), audience="outside")


def _shown(report: Report) -> Iterator[str]:
    """The key of every number on the page."""
    for figure in report.figures:
        yield figure.quantity
        if figure.whole is not None:
            yield figure.whole_quantity
        yield from (g.quantity for g in figure.groups)
    yield from (g.quantity for g in (*report.places, *report.models))
    yield from (t.quantity for t in report.tiles)
    for conduct in report.conduct:
        yield from (conduct_quantity(conduct.workflow, name) for name in COUNTS)


@dataclass(frozen=True, slots=True)
class _Hiding:
    """Takes what is hidden out of a report."""

    masks: Masks
    own: frozenset[str] = frozenset()
    everything: bool = False

    def report(self, report: Report) -> Report:
        places, note = self.groups(report.places)
        models, models_note = self.groups(report.models)
        return replace(
            report,
            sections=tuple(self.section(s) for s in report.sections),
            places=places,
            places_note=note,
            models=models,
            models_note=models_note,
            tiles=tuple(self.tile(t) for t in report.tiles),
            conduct=tuple(self.conduct(c) for c in report.conduct),
        )

    def of(self, quantity: str) -> Hidden:
        return "other" if quantity in self.masks.told else self.masks.hidden.get(quantity, "")

    def groups(self, groups: Sequence[Group]) -> tuple[tuple[Group, ...], str]:
        if any(g.quantity in self.masks.told for g in groups):
            return (), DROPPED
        found = tuple(
            replace(g, value=None, reached=None, hidden=hidden) if (hidden := self.of(g.quantity)) else g
            for g in groups
        )
        return found, NOTE if any(g.hidden for g in found) else ""

    def section(self, section: Section) -> Section:
        return replace(section, figures=tuple(self.figure(f) for f in section.figures))

    def figure(self, figure: Figure) -> Figure:
        groups, note = self.groups(figure.groups)
        made = replace(figure, groups=groups, groups_note=note)
        if self.everything and figure.quantity not in self.own:
            # how many have no date is a small number too, and a part of the total
            made = replace(made, undated=0, doubtful=0, unjudged=0)
        if hidden := self.of(figure.quantity):
            made = replace(made, value=None, share=None, reached=None, hidden=hidden)
        elif figure.whole is not None and self.of(figure.whole_quantity):
            made = replace(made, whole=None, share=None, reached=None)
        if any(g.hidden for g in groups):
            made = replace(made, groups=tuple(replace(g, reached=None) for g in groups))
        return replace(made, sentence=wording.sentence(made))

    def tile(self, tile: Tile) -> Tile:
        hidden = self.of(tile.quantity)
        return replace(tile, value=None, hidden=hidden, note="") if hidden else tile

    def conduct(self, conduct: Conduct) -> Conduct:
        hidden = {n: h for n in COUNTS if (h := self.of(conduct_quantity(conduct.workflow, n)))}
        if self.everything and conduct_quantity(conduct.workflow, "existed") not in self.own:
            hidden |= {n: "small" for n in LOOSE if 0 < (getattr(conduct, n) or 0) < LEAST}
        gone: dict[str, Any] = dict.fromkeys(hidden)
        return replace(conduct, hidden=tuple(hidden.items()), **gone)
