"""A report for the terminal: 80 columns, read by a coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from baz.definition.sentences import date_text
from baz.ground.words import in_words
from baz.services.reports import wording
from baz.services.reports.figures import Conduct, Figure, Group, Report, Section

WIDTH = 80
_BARS = 24
_IN = 8


def render(report: Report) -> str:
    """The report as lines of at most 80 characters, ending with a new line."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.title} · {report.organisation_name}"
    yield f"{report.period}, zoals bekend op {date_text(report.known_on)}"
    for section in report.sections:
        yield from _section(section)
    if report.places:
        yield from _heading("Waar")
        yield from _wrapped("Trajecten die in deze periode liepen, per gemeente.", 2)
        yield from _bars(report.places, 4)
        yield from _wrapped(report.places_note, 2)
    yield from _appendix(report)


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield ""
    yield from wrap(title, WIDTH)
    yield "-" * WIDTH


def _section(section: Section) -> Iterator[str]:
    if not section.objective:
        yield from _heading("Zonder doelstelling")
    else:
        same = section.objective == section.title
        yield from _heading(section.title if same else f"{section.objective}  {section.title}")
    yield from _wrapped(section.note, 2)
    if not section.figures:
        yield from _wrapped("Hier telt nog geen werkwijze voor.", 2)
    workflow = ""
    for figure in section.figures:
        if figure.workflow != workflow:
            workflow = figure.workflow
            yield ""
            yield f"  {figure.workflow_title}"
        yield from _figure(figure)


def _figure(figure: Figure) -> Iterator[str]:
    yield ""
    head, *rest = wrap(wording.sentence(figure), WIDTH - _IN)
    bold = f"{figure.value:>{_IN - 2}}  "
    yield bold + head
    yield from (" " * _IN + line for line in rest)
    if figure.target is not None:
        yield from _wrapped(f"Bron van het doel: {figure.target.source}.", _IN)
    yield from _wrapped(figure.note, _IN)
    yield from _bars(_worth_a_line(figure), _IN)
    yield from _wrapped(figure.groups_note, _IN)
    yield from _wrapped(f"Hoe is dit geteld? {figure.how}", _IN)


def _worth_a_line(figure: Figure) -> list[Group]:
    """A month or a group with a target also when nothing happened; another one only when something did."""
    always = figure.target is not None or figure.per == "maand"
    return [g for g in figure.groups if always or g.value != 0]


def _bars(groups: list[Group] | tuple[Group, ...], indent: int) -> Iterator[str]:
    if not groups:
        return
    most = max((g.value or 0 for g in groups), default=0) or 1
    longest = min(max(len(g.title) for g in groups), WIDTH - indent - _BARS - 16)
    for group in groups:
        title = group.title if len(group.title) <= longest else group.title[: longest - 1] + "…"
        if group.value is None:
            yield f"{' ' * indent}{title:<{longest}}  {wording.shown(group)}"
        else:
            bar = "#" * round(_BARS * group.value / most)
            yield f"{' ' * indent}{title:<{longest}}  {group.value:>4}  {bar}".rstrip()


def _wrapped(text: str, indent: int) -> Iterator[str]:
    if text:
        yield from (" " * indent + line for line in wrap(text, WIDTH - indent))


def _appendix(report: Report) -> Iterator[str]:
    yield from _heading("Bijlage: hoe het werk verliep")
    for conduct in report.conduct:
        yield from _wrapped(f"{conduct.title}: {conducted(conduct)}", 2)


def conducted(conduct: Conduct) -> str:
    """How the work of one workflow went, as sentences."""
    said = [f"{conduct.opened} begonnen, {conduct.ended} afgelopen, {conduct.running} liepen nog."]
    odd = []
    if conduct.out_of_order:
        odd.append(f"{conduct.out_of_order} keer een stap buiten de volgorde")
    if conduct.waived:
        odd.append(f"{conduct.waived} keer een voorwaarde met een reden opzijgezet")
    if conduct.held:
        odd.append(f"{conduct.held} keer iets verteld dat niet past bij de rest (dat telt niet mee)")
    if conduct.unread:
        odd.append(f"{conduct.unread} trajecten die we niet konden lezen (niet meegeteld)")
    if odd:
        said.append(f"{in_words(odd).capitalize()}.")
    return " ".join(said)
