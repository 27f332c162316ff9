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
        yield from _section(section, report.still)
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


def _section(section: Section, still: frozenset[str]) -> Iterator[str]:
    if not section.objective:
        yield from _heading("Zonder doelstelling")
    else:
        same = section.objective == section.title
        yield from _heading(section.title if same else f"{section.objective}  {section.title}")
    yield from _wrapped(section.note, 2)
    if not section.figures:
        yield from _wrapped("Hier telt nog geen werkwijze voor.", 2)
    for title, figures in section.by_workflow.items():
        yield ""
        yield f"  {title}"
        told = [f for f in figures if f.tells]
        for figure in told:
            yield from _figure(figure)
        nothing = "; ".join(f.title for f in figures if f not in told)
        if figures[0].workflow in still:
            yield from _wrapped("In deze periode was er geen traject.", _IN)
        elif nothing:
            yield ""
            yield from _wrapped(f"Nul: {nothing}.", _IN, 5)


def _figure(figure: Figure) -> Iterator[str]:
    yield ""
    hidden = figure.value is None
    number = " " * _IN if hidden else f"{figure.value:>{_IN - 2}}  "
    title = f"{figure.title}: {wording.number(None, figure.hidden)}" if hidden else figure.title
    part = f" ({wording.part(figure).strip()})" if figure.whole is not None else ""
    head = wrap(f"{title}{part}", WIDTH - _IN)
    yield number + head[0]
    yield from (" " * _IN + line for line in head[1:])
    yield from _wrapped(" ".join(wording.remarks(figure)), _IN)
    if figure.target is not None:
        yield from _wrapped(f"Bron van het doel: {figure.target.source}.", _IN)
    yield from _wrapped(figure.note, _IN)
    if lines := _worth_a_line(figure):
        yield from _wrapped(f"Per {figure.per}:", _IN)
        yield from _bars(lines, _IN)
    yield from _wrapped(figure.groups_note, _IN)


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


def _wrapped(text: str, indent: int, more: int = 0) -> Iterator[str]:
    if text:
        yield from wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + more))


def _appendix(report: Report) -> Iterator[str]:
    yield from _heading("Bijlage: hoe het werk verliep")
    for conduct in report.conduct:
        yield from _wrapped(f"{conduct.title}: {conducted(conduct)}", 2, 2)
    yield from _heading("Bijlage: hoe is dit geteld?")
    for figure in (f for f in report.figures if f.tells):
        yield from _wrapped(f"{figure.title}. {figure.how}", 2, 2)


def conducted(conduct: Conduct) -> str:
    """How the work of one workflow went, as sentences."""
    began, ended, still = (wording.counted(conduct, name) for name in ("opened", "ended", "running"))
    verb = "liep nog" if conduct.running == 1 else "liepen nog"
    said = [f"{began} begonnen, {ended} afgelopen, {still} {verb}."]
    odd = [
        f"{wording.counted(conduct, name)} {words}"
        for name, words in (
            ("out_of_order", "keer een stap buiten de volgorde"),
            ("waived", "keer een voorwaarde met een reden opzijgezet"),
            ("held", "keer iets verteld dat niet past bij de rest (dat telt niet mee)"),
            ("unread", "trajecten die we niet konden lezen (niet meegeteld)"),
        )
        if getattr(conduct, name) != 0
    ]
    if odd:
        said.append(f"{in_words(odd)}.")
    return " ".join(said)
