"""Reading in meetings: held ones as a report of that day, coming ones as planned, and what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from baz.definition.model import Workflow
from baz.engine import finding
from baz.engine.access import read_snapshot
from baz.engine.performing import perform
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Act, Cancel, Command, Held, Move, Plan
from baz.kernel.when import When
from baz.services.exchange.bringing import NEW, Desk, Outcome, when
from baz.services.exchange.columns import STATUS
from baz.services.exchange.fitting import Target
from baz.store import cases
from baz.store.projections import MEETINGS, MeetingRow, read_rows

TARGETS = (
    Target("nummer", "Nummer"),
    Target("traject", "Traject", ("nummer van het traject",), needed=True),
    Target("soort", "Soort", ("samenkomst", "soort samenkomst"), needed=True),
    Target("dag", "Dag", ("datum",), needed=True),
    Target("uur", "Uur", ("beginuur", "tijd")),
    Target("stand", "Stand", ("status",)),
    Target("vorm", "Vorm", ("hoe",)),
    Target("aantal", "Hoeveel mensen", ("aantal", "aanwezigen", "aantal aanwezigen")),
    Target("plaats", "Plaats", ("waar",)),
    Target("~van_wie", "Van wie"),
    Target("~werkwijze", "Werkwijze"),
    Target("~gemeente", "Gemeente"),
)
Mode = Literal["fysiek", "online", "hybride"]
MODES: Mapping[str, Mode] = {"fysiek": "fysiek", "online": "online", "hybride": "hybride"}


@dataclass(frozen=True, slots=True)
class _Given:
    """A row, once it is read."""

    case: str
    kind: str
    title: str
    on: When
    stand: str
    mode: Mode | Literal[""]
    count: int | None
    place: str


class Meetings:
    """The import of meetings."""

    most = 1_000

    def targets(self, desk: Desk) -> Sequence[Target]:  # noqa: ARG002  # the same everywhere
        """What a column can be."""
        return TARGETS

    def read(self, desk: Desk, values: Mapping[str, str], key: str) -> Outcome:
        """Read in one meeting."""
        number = values.get("nummer", "")
        case, known = _known(desk, number, values.get("traject", ""))
        row = cases.load(case, connection=desk.work.connection)
        workflow = desk.work.plans.load(row.definition, connection=desk.work.connection).workflow
        given = _given(desk, case, workflow, values)
        rows = read_rows(MEETINGS, case, connection=desk.work.connection)
        mine = known or _matching(rows, given)
        act = _act(given, mine, rows.get(mine))
        if act is None:
            return Outcome("gelijk", given.title)
        occurred = given.on if isinstance(act, Held) else None
        command = Command(
            actor=desk.actor, act=act, key=key, case=case, organisation=desk.organisation, occurred=occurred
        )
        before = set(read_snapshot(row)[0].held)
        receipt = perform(desk.work, command)
        after = set(read_snapshot(cases.load(case, connection=desk.work.connection))[0].held)
        if after - before:
            raise BadInput(" ".join(receipt.held))
        return Outcome("veranderd" if mine else "nieuw", given.title)


def _known(desk: Desk, number: str, text: str) -> tuple[str, str]:
    """(the case, the meeting in it or "")."""
    if number and number.casefold() != NEW:
        case, slash, meeting = number.partition("/")
        row = _case(desk, case)
        if not slash or meeting not in read_rows(MEETINGS, row, connection=desk.work.connection):
            raise BadInput(f"Er is geen samenkomst met nummer {number}.")
        return row, meeting
    if not text:
        raise BadInput("Er staat niet bij welk traject dit hoort.")
    return _case(desk, finding.find_case(desk.work, text, desk.actor)), ""


def _case(desk: Desk, case: str) -> str:
    row = cases.lines([case], connection=desk.work.connection)
    if not row or not cases.load(case, connection=desk.work.connection).organisation == desk.organisation:
        raise BadInput(f"Er is hier geen traject '{case}'.")
    return case


def _given(desk: Desk, case: str, workflow: Workflow, values: Mapping[str, str]) -> _Given:
    day, hour = values.get("dag", ""), values.get("uur", "")
    if not day:
        raise BadInput("Er staat geen dag.")
    on = _timed(day, hour) if hour else when(day, "Dag")
    kind = _kind(workflow, values.get("soort", ""))
    count = values.get("aantal", "")
    if count and not re.fullmatch(r"\d{1,4}", count):
        raise BadInput(f"Hoeveel mensen: '{count}' is geen getal.")
    mode = values.get("vorm", "").casefold()
    if mode and mode not in MODES:
        raise BadInput(f"Vorm is {in_words(MODES, 'of')}, niet '{values['vorm']}'.")
    stand = values.get("stand", "").casefold()
    if stand and stand not in STATUS:
        near = nearest(stand, STATUS)
        raise BadInput(f"Stand is {in_words(STATUS, 'of')}.{f' Bedoel je {near}?' if near else ''}")
    past = on.earliest is not None and on.earliest <= desk.work.at
    stand = stand or ("gehouden" if past else "gepland")
    title = f"{workflow.meetings[kind].title} {on}"
    how: Mode | Literal[""] = MODES[mode] if mode else ""
    return _Given(case, kind, title, on, stand, how, int(count) if count else None, values.get("plaats", ""))


def _timed(day: str, hour: str) -> When:
    m = re.fullmatch(r"(\d{1,2})[:.u](\d\d)?(?::\d\d)?", hour.strip())
    found = when(day, "Dag")
    if not m or found.day is None or int(m[1]) > 23 or int(m[2] or 0) > 59:
        raise BadInput(f"Uur: '{hour}' is geen uur. Schrijf bijvoorbeeld 19:30.")
    return When.parse(f"{found.day.isoformat()}T{int(m[1]):02}:{int(m[2] or 0):02}")


def _kind(workflow: Workflow, text: str) -> str:
    by_title = {m.title.casefold(): name for name, m in workflow.meetings.items()}
    found = text if text in workflow.meetings else by_title.get(text.casefold(), "")
    if not found:
        titles = [m.title for m in workflow.meetings.values()]
        near = nearest(text, titles)
        hint = f" Bedoel je '{near}'?" if near else f" Wel: {in_words(titles, 'of')}."
        raise BadInput(f"{workflow.title} heeft geen samenkomst '{text}'.{hint}")
    return found


def _matching(rows: Mapping[str, MeetingRow], given: _Given) -> str:
    """The meeting that this is: of this kind and on this day; "" for one that is not known yet."""
    day = given.on.day.isoformat() if given.on.day else ""
    hits = [key for key, r in rows.items() if (r.kind, r.day) == (given.kind, day)]
    same = [key for key in hits if rows[key].status == STATUS[given.stand]]
    return (same or hits or [""])[0]


def _act(given: _Given, mine: str, row: MeetingRow | None) -> Act | None:
    """What must be told; None when it is known already. What a cell does not say, stays."""
    if row is None:
        if given.stand == "afgelast":
            raise BadInput("Deze samenkomst staat niet gepland, dus je kan ze niet afgelasten.")
        if given.stand == "gehouden":
            return Held(name=given.kind, count=given.count)
        return Plan(name=given.kind, on=given.on, mode=given.mode or "fysiek", place=given.place)
    status = STATUS[given.stand]
    if row.status == status:
        return _touched(given, mine, row)
    if row.status != "planned":
        raise BadInput("Deze samenkomst staat anders in BAZ. Verbeter ze op de pagina van het traject.")
    if status == "cancelled":
        return Cancel(name=given.kind, meeting=mine)
    return Held(name=given.kind, meeting=mine, count=given.count)


def _touched(given: _Given, mine: str, row: MeetingRow) -> Act | None:
    """A meeting that stands as the file says, on another day or with another number."""
    other_day = given.on.day is not None and row.day != given.on.day.isoformat()
    other_hour = given.on.timed and row.minute != given.on.minute
    other_count = given.count is not None and row.people != given.count
    if not (other_day or other_hour or (other_count and row.status == "held")):
        return None
    if row.status != "planned":
        raise BadInput("Deze samenkomst staat anders in BAZ. Verbeter ze op de pagina van het traject.")
    return Move(name=given.kind, meeting=mine, on=given.on)
