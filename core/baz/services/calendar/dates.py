"""The meetings that somebody may see between two days, for the page and for her private feed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from baz.engine.desk import state_title
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN, Plan
from baz.store import datebook, people
from baz.store.datebook import DateRow

MANY, PAGE = 100, 50
"""How far the meetings of a day are counted, and how many of one day alone are shown at a time."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A meeting in a calendar. `status`: planned, held or cancelled; `minute` None where no hour is known.
    `about` is the name of whom the case is about, only for staff; `mine`: whether the reader takes part."""

    case: str
    id: str
    title: str
    day: date
    minute: int | None
    status: str
    mode: str
    workflow: str
    state: str
    area: str
    about: str
    mine: bool
    organisation: str
    place: str = ""
    sequence: int = 0


def gathered(
    work: Work, actor: Actor, organisation: str, first: date, last: date, *, mine: bool = False
) -> list[Gathered]:
    """The meetings from a day up to and including another, earliest first: of an organisation, or with `mine`
    those in which somebody takes part herself, wherever that is.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
    """
    if not mine:
        require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    rows = datebook.between(
        first, last, connection=work.connection, organisation="" if mine else organisation,
        party=actor.party if mine else "",
    )  # fmt: skip
    return _gather(work, actor, rows, mine=mine)


@dataclass(frozen=True, slots=True)
class Dated:
    """The first meetings of a day, and how many there are: `MANY` + 1 for more than these. `next`: where the
    meetings after these begin, "" when there are none."""

    meetings: tuple[Gathered, ...] = ()
    many: int = 0
    next: str = ""


def dated(
    work: Work, actor: Actor, organisation: str, first: date, last: date, most: int, *, mine: bool = False
) -> dict[date, Dated]:
    """The meetings of each day as `gathered`, the first of each day only; days without are left out.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
    """
    if mine:
        found = gathered(work, actor, organisation, first, last, mine=True)
        many = Counter(m.day.isoformat() for m in found)
    else:
        require(work.catalogue, actor, organisation, Right.LOOK_CASES)
        rows = datebook.by_day(organisation, first, last, most, connection=work.connection)
        found = _gather(work, actor, rows, mine=False)
        many = Counter(datebook.how_many(organisation, first, last, MANY + 1, connection=work.connection))
    days: dict[date, list[Gathered]] = {}
    for meeting in found:
        days.setdefault(meeting.day, []).append(meeting)
    return {day: Dated(tuple(some[:most]), many[day.isoformat()]) for day, some in days.items()}


def of_day(
    work: Work, actor: Actor, organisation: str, day: date, *, mine: bool = False, after: str = ""
) -> Dated:
    """The meetings of one day, a page at a time; one's own all at once. `after` is the `next` of the page
    before.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
        BadInput: this is no place in a day.
    """
    if mine:
        found = gathered(work, actor, organisation, day, day, mine=True)
        return Dated(tuple(found), len(found))
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    connection = work.connection
    rows = datebook.of_day(organisation, day, connection=connection, limit=PAGE + 1, after=_place(after))
    many = datebook.how_many(organisation, day, day, MANY + 1, connection=connection)
    next_ = "/".join(map(str, datebook.key_of(rows[PAGE - 1]))) if len(rows) > PAGE else ""
    page = _gather(work, actor, rows[:PAGE], mine=False)
    return Dated(tuple(page), many.get(day.isoformat(), 0), next_)


def _place(text: str) -> datebook.After:
    minute, _, rest = text.partition("/")
    case, slash, line = rest.partition("/")
    if not text:
        return datebook.START
    if not slash or not minute.removeprefix("-").isdecimal():
        raise BadInput("Deze plaats in de lijst bestaat niet.", hint="Begin weer bovenaan.")
    return int(minute), case, line


def _gather(work: Work, actor: Actor, rows: list[DateRow], *, mine: bool) -> list[Gathered]:
    roles = datebook.roles_of(actor.party, connection=work.connection)
    known = _names(work, rows) if not mine else {}
    places = people.reveal({r.place for r in rows if r.place}, connection=work.connection) if mine else {}
    found = []
    for row in rows:
        plan = work.plans.load(row.definition, connection=work.connection)
        hers = _takes_part(plan, row.kind, roles.get(row.case_id, set()))
        if hers or not mine:
            name, place = known.get(row.about or "", ""), places.get(row.place or "") or ""
            found.append(_gathered(plan, row, hers, name, place))
    return found


def _names(work: Work, rows: list[DateRow]) -> dict[str, str]:
    wanted = sorted({row.about for row in rows if row.about})
    found = people.of_parties(wanted, connection=work.connection)
    return {party: values.get("name", "") for party, values in found.items()}


def _takes_part(plan: Plan, kind: str, roles: set[str]) -> bool:
    """Whether a meeting is somebody's: of one of its roles, or staff of the case, who is never far."""
    known = plan.workflow.meetings.get(kind)
    staff = {name for name, role in plan.workflow.roles.items() if role.kind == "staff"}
    return bool(roles & ({*known.people} if known else set())) or bool(roles & staff)


def _gathered(plan: Plan, row: DateRow, mine: bool, about: str, place: str) -> Gathered:
    w = plan.workflow
    title = w.meetings[row.kind].title if row.kind in w.meetings else row.kind
    return Gathered(
        row.case_id, row.id, title, date.fromisoformat(row.day), row.minute, row.status, row.mode, w.title,
        state_title(plan, MAIN, row.state), row.area or "", about, mine, row.organisation, place, row.seq,
    )  # fmt: skip
