"""Vandaag: the page that a coordinator opens in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.lists import AgendaLine
from baz.engine.rights import Right
from baz.engine.today import MOST, Part, Today, Waiting
from baz.web import words
from baz.web.language import gettext as _
from baz.web.language import ngettext
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
PARTS = {
    "telaat": "late", "vandaag": "now", "week": "week", "wacht": "waiting", "stil": "quiet",
    "samenkomsten": "meetings",
}  # fmt: skip
"""The parts of the morning, as their addresses call them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of work as the page shows it. `later` is the day that "Later" proposes."""

    case: str
    id: str
    on: str
    minute: int | None
    step: str
    title: str
    area: str
    fact: str
    owner: str
    you: bool
    behalf: str
    go: str
    button: str
    task: bool
    later: str
    move: str


@dataclass(frozen=True, slots=True)
class Group:
    """A part with its title. `part` says how many there are, and where the rows after these begin."""

    anchor: str
    kind: str
    word: str
    part: Part
    rows: list[Row]


@router.get("/vandaag")
def today(visit: Staff) -> Response:
    """What is late, due today, this week and waiting for somebody; or one part of it, a page at a time."""
    visit.require(Right.LOOK_CASES)
    query = visit.request.query_params
    works = Right.WORK_CASES in visit.rights
    whose, workflow = query.get("van", "mij" if works else "team"), query.get("werkwijze", "")
    part = query.get("deel", "") if query.get("deel", "") in PARTS else ""
    found = visit.engine.today(
        visit.actor, visit.organisation, whose=whose, workflow=workflow, part=PARTS.get(part, ""),
        after=query.get("na", ""),
    )  # fmt: skip
    return visit.page(
        "today.html",
        groups=_groups(visit, found),
        waits=found.waits,
        waiting=[waiting(visit, w) for w in found.waiting],
        quiets=found.parts["quiet"],
        quiet=found.quiet,
        comes=found.parts["meetings"],
        meetings=_rows(visit, found, "meetings"),
        with_whom=found.with_whom,
        hello=f"{words.greeting(visit.now)}, {words.first_name(visit.name)}",
        turns=found.turns,
        whose=whose,
        workflow=workflow,
        workflows=found.workflows,
        staff=[
            (p, n) for p, n in visit.engine.staff(visit.actor, visit.organisation) if p != visit.actor.party
        ],
        key=visit.key,
        back=visit.url(),
        part=part,
        after=query.get("na", ""),
        many=many,
        works=works,
    )


def _groups(visit: Visit, found: Today) -> list[Group]:
    """What is work, the most pressing first."""
    titles = (("telaat", "late", _("te laat")), ("vandaag", "today", _("vandaag")),
              ("week", "soon", _("deze week")))  # fmt: skip
    return [
        Group(anchor, kind, word, found.parts[PARTS[anchor]], _rows(visit, found, PARTS[anchor]))
        for anchor, kind, word in titles
    ]


def many(number: int) -> str:
    """How many, as it stands beside a title: no further than was counted."""
    return str(number) if number <= MOST else f"{MOST}+"


def _rows(visit: Visit, found: Today, part: str) -> list[Row]:
    return [row(visit, line, found.behalf.get(line.case, "")) for line in found.parts[part].lines]


def row(visit: Visit, line: AgendaLine, behalf: str = "") -> Row:
    """A line of the worklist as a row. `behalf`: for whom she stands in there."""
    you = line.owner == visit.actor.party
    return Row(
        line.case, line.id, line.on, line.minute, _step(line),
        named(line.workflow_title, line.about, line.area, line.person), line.area if line.about else "",
        _fact(visit, line), line.owner_name or line.owner_role, you, words.first_name(behalf),
        _address(visit, line), _button(line), line.what == "task", next_monday(visit.today),
        _move(visit, line) if line.what == "meeting" else "",
    )  # fmt: skip


def named(title: str, about: str, area: str, person: bool = True) -> str:
    """What a case is called on a list: a person by her first name, an organisation by its whole name."""
    if about:
        name = words.first_name(about) if person else about
        return _("{werkwijze} van {naam}").format(werkwijze=title, naam=name)
    return f"{title}, {area}" if area else title


def _step(line: AgendaLine) -> str:
    if line.what == "meeting" and line.late:
        return _("Vraag het verslag: {wat}").format(wat=line.title)
    return line.title


def _fact(visit: Visit, line: AgendaLine) -> str:
    if line.what == "meeting" and line.on:
        return _("Samenkomst van {dag}.").format(dag=words.plain_day(line.on, visit.today))
    if line.paused:
        return _("Rust: {reden}.").format(reden=line.paused)
    return f"{line.state_title}."


def _address(visit: Visit, line: AgendaLine) -> str:
    back = quote(visit.url(), safe="")
    if line.what == "meeting":
        return f"/trajecten/{line.case}/samenkomst/{line.name}/{quote(line.id)}/verslag?naar={back}"
    if line.name.startswith("ritme."):
        return f"/trajecten/{line.case}/samenkomst/{line.name.removeprefix('ritme.')}/plan?naar={back}"
    if line.name == "past_niet":
        return f"/trajecten/{line.case}#past-niet"
    return f"/trajecten/{line.case}/taak/{quote(line.id)}?naar={back}"


def _move(visit: Visit, line: AgendaLine) -> str:
    back = quote(visit.url(), safe="")
    return f"/trajecten/{line.case}/samenkomst/{line.name}/{quote(line.id)}/verzet?naar={back}"


def _button(line: AgendaLine) -> str:
    if line.what == "meeting":
        return _("Vul verslag in")
    if line.name.startswith("ritme."):
        return _("Plan samenkomst")
    if line.name == "past_niet":
        return _("Kijk na")
    if line.name == "bel_even":
        return _("Noteer gesprek")
    return _("Doe deze taak")


def next_monday(day: date) -> str:
    """The first Monday after a day: what "Later" proposes."""
    return (day + timedelta(days=7 - day.weekday())).isoformat()


def waiting(visit: Visit, found: Waiting) -> dict[str, str | bool]:
    """What waits for somebody, in words."""
    title = named(found.title, found.about, found.area, found.named)
    who = words.first_name(found.who) if found.person else found.who
    if found.kind == "referral":
        step = _("{wie} bevestigt de doorverwijzing").format(wie=who)
        fact = _("Doorverwezen naar {wat}.").format(wat=found.what)
    elif found.kind == "asked":
        step = _("{wie} zegt ja of neen").format(wie=who)
        fact = _("Gevraagd als {rol}.").format(rol=found.what.lower())
    else:
        step = _("{wie} zegt ja of neen: {stap}").format(wie=who, stap=found.what)
        fact = _("Geen haast, {wie} bepaalt het tempo.").format(wie=who)
    days = (visit.today - date.fromisoformat(found.since[:10])).days if found.since else 0
    since = ngettext("al {n} dag", "al {n} dagen", days).format(n=days) if days > 0 else ""
    return {"case": found.case, "step": step, "title": title, "area": found.area if found.about else "",
            "fact": fact, "who": who, "since": found.since, "days": since}  # fmt: skip
