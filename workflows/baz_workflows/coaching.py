"""What the page of a coaching trajectory shows beside its steps: goals, self-scan, sessions, agreements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from baz.api import (
    Beside,
    Choice,
    Choices,
    Entries,
    Entry,
    Line,
    Lines,
    Panel,
    PanelKind,
    Part,
    Scan,
    SeenCase,
    SeenMeeting,
    State,
    Table,
    Text,
    counted,
    date_text,
    spoken,
)

WORKFLOW = "baz/coachingtraject"
ROLES = ("rechtmatig", "presterend", "netwerkend", "responsief")
QUESTIONS = (
    "a1_domein", "a2_bevoegd", "a3_doel", "a4_weg", "a5_burger", "a6_ambtenaar", "a7_evolutie",
    "a8_draagkracht", "a9_verwachting", "a10_beter",
)  # fmt: skip
SESSIONS = ("Sessie 1: analyse", "Sessie 2: vorming", "Sessie 3: besluiten en afspraken")
MARKS: Mapping[str, State] = {"bereikt": "ok", "deels_bereikt": "today", "niet_bereikt": "soon"}


def draw(case: SeenCase) -> Sequence[Panel]:
    """All panels, in the order of the page."""
    return [*_goals(case), *_scan(case), *_sessions(case), *_agreements(case)]


def _goals(case: SeenCase) -> Iterator[Panel]:
    goals = case.items("doelen")
    if not goals:
        return
    since = case.steps.get("leg_doelen_vast", ())
    lines = tuple(
        Line(g.text, chip=spoken(g.mark) if g.mark else "nog te bekijken", state=MARKS.get(g.mark, "wait"))
        for g in goals
    )
    back = Choices((Choice("Kijk samen terug op de doelen", "stap/sluit_sessies"),))
    lessons = tuple(Line(i.text) for i in case.items("lessen"))
    parts: list[Part] = [Lines("", lines, numbered=True), back]
    if lessons:
        parts.append(Lines("Wat namen jullie mee?", lessons))
    first = "Deze doelen koos het bestuur zelf." if since else "Deze doelen kwamen mee bij de start."
    yield Panel("Doelen", (Text(first, quiet=True), *parts), covers=("doelen", "lessen"))


# --- the self-scan


def pieces(case: SeenCase, when: str) -> tuple[float, ...]:
    """How many of ten pieces each role got on average; nothing while it was not done."""
    people = case.number(f"scan_{when}_pionnen") / 10
    if not people:
        return ()
    return tuple(round(case.number(f"scan_{when}_{role}") / people, 1) for role in ROLES)


def _scan(case: SeenCase) -> Iterator[Panel]:
    before, after = pieces(case, "voor"), pieces(case, "na")
    if not before and not after:
        return
    picture = Scan(
        title="Zelfscan voor en na" if after else "Zelfscan vooraf",
        said=_said(before, after),
        roles=("Rechtmatig", "Presterend", "Netwerkend", "Responsief"),
        axes=("politieke keuze", "overheid", "resultaten", "samenleving"),
        before=before,
        after=after,
        before_word=_moment("voor", case, "start_analyse"),
        after_word=_moment("na", case, "sluit_sessies"),
    )
    intro = (
        "Elke deelnemer verdeelt tien pionnen over vier rollen. Je ziet het gemiddelde, nooit wie wat koos."
    )
    yield Panel(
        "Zelfscan: welke rol neemt het bestuur op?",
        (Text(intro), Beside(picture, _numbers(before, after)), Text(_who(case, before, after), quiet=True)),
        covers=tuple(f"scan_{when}_{name}" for when in ("voor", "na") for name in ("pionnen", *ROLES)),
    )


def _numbers(before: tuple[float, ...], after: tuple[float, ...]) -> Table:
    heads, rows = ["Rol"], [[role.capitalize()] for role in ROLES]
    for word, numbers in (("Voor", before), ("Na", after)):
        if numbers:
            heads.append(word)
            for row, n in zip(rows, numbers, strict=True):
                row.append(_comma(n))
    if before and after:
        heads.append("Verschil")
        for row, one, other in zip(rows, before, after, strict=True):
            row.append(_signed(round(other - one, 1)))
    return Table("Gemiddeld aantal pionnen, op tien", tuple(heads), tuple(tuple(r) for r in rows))


def _comma(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _signed(number: float) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign} {_comma(abs(number))}".strip()


def _moment(word: str, case: SeenCase, step: str) -> str:
    days = case.steps.get(step, ())
    return f"{word}, {_month(days[-1])}" if days and days[-1] else word


def _month(day: str) -> str:
    """The month of a day (ISO): `maart 2021`."""
    return date_text(date.fromisoformat(day)).partition(" ")[2]


def _said(before: tuple[float, ...], after: tuple[float, ...]) -> str:
    if not before or not after:
        known = before or after
        most = ROLES[known.index(max(known))]
        return f"De meeste pionnen staan bij {most}."
    shifts = [other - one for one, other in zip(before, after, strict=True)]
    less, more = ROLES[shifts.index(min(shifts))], ROLES[shifts.index(max(shifts))]
    if max(shifts) <= 0:
        return "De pionnen bleven waar ze stonden."
    return f"Het gewicht verschuift het meest van {less} naar {more}."


def _who(case: SeenCase, before: tuple[float, ...], after: tuple[float, ...]) -> str:
    groups = [
        f"{counted(case.number(f'scan_{when}_pionnen') // 10, 'deelnemer', 'deelnemers')} {when}"
        for when, known in (("voor", before), ("na", after))
        if known
    ]
    return f"{', '.join(groups)}. Geen rol is de beste: elk bestuur heeft ze alle vier nodig."


# --- the sessions


def _sessions(case: SeenCase) -> Iterator[Panel]:
    held, planned = case.met("sessie"), case.met("sessie", status="planned")
    if not held and not planned:
        return
    entries = [
        _session(case, m, i, last=i == len(held) - 1 and not planned) for i, m in enumerate((*held, *planned))
    ]
    wanted = case.numbers.get("sessies", 3)
    parts = (Text(f"{len(held)} van {wanted} sessies gehouden.", quiet=True), Entries("", tuple(entries)))
    yield Panel("De sessies", parts, covers=(*(QUESTIONS if held else ()), "vorming_over"))


def _session(case: SeenCase, meeting: SeenMeeting, index: int, *, last: bool) -> Entry:
    title = SESSIONS[index] if index < len(SESSIONS) else f"Sessie {index + 1}"
    answers = _answers(case) if index == 0 else ()
    words = [meeting.place] if meeting.place else []
    if meeting.people is not None:
        words.append(f"{meeting.people} mensen")
    sentence = f"{', '.join(words)}." if words else ""
    if answers:
        sentence = f"{sentence} {len(answers)} van de {len(QUESTIONS)} vragen besproken.".strip()
    if index == 1 and case.items("vorming_over"):
        themes = ", ".join(spoken(i.text).lower() for i in case.items("vorming_over"))
        sentence = f"{sentence} Over {themes}.".strip()
    chip, state = _stand(case, meeting, last=last)
    return Entry(meeting.day, title, sentence, chip, state, "Lees de antwoorden", answers)


def _stand(case: SeenCase, meeting: SeenMeeting, *, last: bool) -> tuple[str, State]:
    if meeting.status == "planned":
        late = bool(meeting.day) and meeting.day < case.today.isoformat()
        return ("verslag ontbreekt", "late") if late else ("gepland", "soon")
    if last and case.state == "sessie3_conclusies":
        return "afwerken", "today"
    report = next((t for t in case.tasks if t.name == "verslag_sessie" and t.meeting == meeting.id), None)
    return ("verslag volgt", "today") if report and report.status == "open" else ("gegeven", "ok")


def _answers(case: SeenCase) -> tuple[tuple[str, str], ...]:
    return tuple((case.titles[q], str(case.fields[q])) for q in QUESTIONS if case.fields.get(q))


# --- agreements


def _agreements(case: SeenCase) -> Iterator[Panel]:
    marks: Mapping[str, State] = {"gedaan": "ok", "bezig": "today", "losgelaten": "wait"}
    lines = [
        Line(i.text, chip=spoken(i.mark) if i.mark else "nog te doen", state=marks.get(i.mark, "soon"))
        for i in case.items("acties")
    ]
    lines += [Line(i.text, "besloten na de laatste sessie") for i in case.items("besluiten")]
    lines += [Line(i.text, "plan voor de toekomst") for i in case.items("toekomstplan")]
    looks = [
        Line(t.title, chip="gedaan" if t.status == "done" else "", state="ok", day=t.due_on)
        for t in case.tasks
        if t.name.startswith("opvolging_") and t.status in ("open", "snoozed", "done")
    ]
    if lines or looks:
        parts = [Lines("", tuple(lines))] if lines else []
        if looks:
            parts.append(Lines("Samen terugkijken", tuple(looks)))
        covered = ("acties", "besluiten", "toekomstplan")
        yield Panel("Afspraken", tuple(parts), side=True, covers=covered)
    last = {letter.name: letter.id for letter in case.letters}
    papers = tuple(
        Choice(f"{words} als {form}", f"brieven/{last[name]}.{ending}")
        for name, words in (("eindverslag", "Eindverslag"), ("afspraken", "Afspraken"))
        if name in last
        for form, ending in (("pdf", "pdf"), ("Word", "docx"))
    )
    if papers:
        yield Panel("Neem mee", (Choices(papers),), side=True)


COACHING = PanelKind(name="coaching", workflow=WORKFLOW, draw=draw)
