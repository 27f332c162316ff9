"""The sections about what the organisation must do: tasks, meetings, rest, letters, and the report."""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue, asks, quote, source_text
from baz.definition.model import Indicator, Meeting, Task
from baz.definition.sentences import value_text
from baz.ground.words import in_words

_ATTENDANCE = {
    "none": "We noteren niet wie er was",
    "count": "We tellen hoeveel mensen er waren, zonder namen",
    "names": "We noteren wie er was",
}
_COUNTS = {
    "cases": "het aantal trajecten",
    "opened": "het aantal trajecten dat begon",
    "ended": "het aantal trajecten dat eindigde",
    "paused": "het aantal keer dat een traject rustte",
}


def tasks(tongue: Tongue) -> Iterator[str]:
    """What must be done by when, and where the number comes from."""
    if not tongue.workflow.tasks:
        return
    yield "## Wat wij moeten doen, en tegen wanneer"
    yield ""
    yield "Deze termijnen binden de organisatie. Wie hulp krijgt, is nooit te laat."
    yield ""
    for task in tongue.workflow.tasks.values():
        yield f"- **{task.title}**. {' '.join(task_sentences(tongue, task))}"
    yield ""


def task_sentences(tongue: Tongue, task: Task) -> Iterator[str]:
    """Who, by when, why that number, and when it is not needed."""
    if tongue.off(task.due.duration):
        yield "Deze taak staat uit."
        return
    begin = (
        f"het begin van {tongue.states(task.during, 'of')}" if task.during else "het begin van het traject"
    )
    yield f"Wie: {tongue.roles(task.owner, 'of')}. Wanneer: {tongue.moment(task.due, begin)}."
    if source := tongue.source(task.due.duration):
        yield f"Bron: {source}."
    if task.during and task.due.anchor.kind != "beginning":
        yield f"Alleen in {tongue.states(task.during, 'of')}."
    if task.when:
        yield f"Alleen als: {prose(task.when, tongue)}."
    if task.ask or task.optional:
        yield asks(tongue, (*task.ask, *task.optional))
    if task.letter:
        yield f"Je verstuurt de brief “{tongue.workflow.letters[task.letter].title}”."


def meetings(tongue: Tongue) -> Iterator[str]:
    """Meetings and their rhythm."""
    if not tongue.workflow.meetings:
        return
    yield "## Samenkomsten"
    yield ""
    for meeting in tongue.workflow.meetings.values():
        yield f"- **{meeting.title}**. {' '.join(_meeting(tongue, meeting))}"
    yield ""


def _meeting(tongue: Tongue, meeting: Meeting) -> Iterator[str]:
    if meeting.people:
        yield f"Met {tongue.roles(meeting.people)}."
    if meeting.by:
        yield f"Wie plant en verslag doet: {tongue.roles(meeting.by, 'of')}."
    if meeting.during:
        yield f"Kan in {tongue.states(meeting.during, 'en')}."
    if meeting.every and not tongue.off(meeting.every):
        yield f"Ritme: {every(tongue, meeting.every)}."
    for later in meeting.later:
        if not tongue.off(later.every):
            start = tongue.moment(later.frm, "het begin van het traject")
            yield f"Later, {start}: {every(tongue, later.every)}."
    yield f"{_ATTENDANCE[meeting.attendance]}."
    if meeting.ask:
        yield asks(tongue, meeting.ask, "Na afloop vul je in")
    if meeting.optional:
        yield asks(tongue, meeting.optional, "Mag ook")


def every(tongue: Tongue, name: str) -> str:
    """A rhythm with its source: "elke 6 tot 8 weken. Bron: ..."."""
    return f"elke {tongue.value(name).removeprefix('1 ')}. Bron: {tongue.source(name)}"


def pause(tongue: Tongue) -> Iterator[str]:
    """How a case rests."""
    found = tongue.workflow.pause
    yield "## Even rusten"
    yield ""
    who = tongue.roles(found.by, "of") if found.by else "een medewerker"
    said = f"Een traject mag rusten. Wie beslist: {who}."
    if found.reasons:
        said += f" Redenen: {in_words((quote(tongue.outcome(r)) for r in found.reasons), 'of')}."
    yield f"{said} De dagen van de pauze tellen niet mee in onze termijnen."
    yield ""


def letters(tongue: Tongue) -> Iterator[str]:
    """The letters, with what sends them."""
    workflow = tongue.workflow
    if not workflow.letters:
        return
    yield "## Brieven"
    yield ""
    steps = [
        *workflow.transitions.values(),
        *(s for r in workflow.regions.values() for s in r.transitions.values()),
    ]
    for name, letter in workflow.letters.items():
        senders = [
            f"stap “{s.title}”" for s in steps for e in s.then if e.kind == "letter" and e.value == name
        ]
        senders += [f"taak “{t.title}”" for t in workflow.tasks.values() if t.letter == name]
        when = f" Gaat weg bij {in_words(senders, 'of')}." if senders else " Wordt nergens verstuurd."
        yield f"- **{letter.title}**, naar {tongue.roles(letter.to)}.{when}"
    yield ""


def indicators(tongue: Tongue) -> Iterator[str]:
    """How it is counted."""
    if not tongue.workflow.indicators:
        return
    yield "## Hoe we tellen"
    yield ""
    for indicator in tongue.workflow.indicators.values():
        yield f"- **{indicator.title}**: {_indicator(tongue, indicator)}"
    yield ""


def _indicator(tongue: Tongue, indicator: Indicator) -> str:
    if indicator.sum:
        said = f"alles samen van “{tongue.field(indicator.sum.removeprefix('fields.'))}”"
    else:
        said = in_words((_counted(tongue, c) for c in indicator.count), "plus")
    if indicator.per:
        per = {"outcome": "uitkomst", "month": "maand"}.get(indicator.per) or quote(
            tongue.field(indicator.per)
        )
        said += f", per {per}"
    if indicator.when:
        said += f". Alleen als: {prose(indicator.when, tongue)}"
    if indicator.of:
        said += f". Als deel van “{tongue.workflow.indicators[indicator.of].title}”"
    said += "."
    if indicator.target and not tongue.off(indicator.target):
        said += f" Streefdoel: {tongue.value(indicator.target)}. Bron: {tongue.source(indicator.target)}."
    if indicator.objective:
        said += f" Telt voor doelstelling {indicator.objective}."
    return said + (f" {indicator.note}" if indicator.note else "")


def _counted(tongue: Tongue, count: str) -> str:
    root, _, name = count.partition(".")
    if root == "steps":
        return f"het aantal keer “{tongue.step(name)}”"
    if root == "meetings":
        return f"het aantal keer “{tongue.meeting(name)}”"
    return (
        f"het aantal mensen dat meedoet als {tongue.role(name)}"
        if root == "roles"
        else _COUNTS.get(count, count)
    )


def numbers(tongue: Tongue) -> Iterator[str]:
    """Every parameter with its source."""
    found = tongue.workflow.parameters
    if not found:
        return
    yield "## Alle getallen, en waar ze vandaan komen"
    yield ""
    yield "| Wat | Hoeveel | Waar het vandaan komt |"
    yield "|---|---|---|"
    for parameter in found.values():
        source = source_text(parameter.source).replace("|", "/")
        yield f"| {parameter.title} | {value_text(parameter.value)} | {source} |"
    yield ""
