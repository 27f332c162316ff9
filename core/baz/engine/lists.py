"""Lists that people look through: cases, and the worklist. Nothing here writes, nothing here reads a log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baz.engine import membership
from baz.engine.desk import call_title, outcome_title, state_title
from baz.engine.rights import Right, may, require
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.acts import ENGINE, Actor
from baz.kernel.jobs import CALL
from baz.kernel.plan import MAIN, Plan
from baz.kernel.when import day_of
from baz.store import browse, cases, log, people, worklist


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: str
    organisation: str
    workflow: str
    title: str
    state: str
    state_title: str
    about: str
    area: str
    since: str
    paused: str
    outcome: str
    opened_on: str
    ended_on: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line of the worklist: a task or a planned meeting. `late` in days, 0 when not."""

    what: str
    on: str
    minute: int | None
    late: int
    case: str
    id: str
    name: str
    title: str
    owner_role: str
    owner: str
    owner_name: str
    organisation: str
    workflow: str
    workflow_title: str
    state_title: str
    about: str
    area: str
    paused: str
    pinned: bool
    person: bool = True


def listing(
    work: Work,
    actor: Actor,
    organisation: str = "",
    workflow: str = "",
    state: str = "",
    running: bool = True,
    limit: int = 500,
    after: str = "",
) -> list[CaseLine]:
    """The cases that staff may list: of one organisation, or of all in which it may look. `after` is the last
    case that was seen, in the list of one organisation.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
        BadInput: the last case that was seen is not in the list.
    """
    lines = []
    for home in _homes(work, actor, organisation):
        rows = cases.listing(
            home,
            connection=work.connection,
            workflow=workflow,
            states=(state,) if state else (),
            ended=not running,
            limit=limit,
            after=_place(work, after, running, home),
        )
        names = people.of_parties([r.about for r in rows if r.about], connection=work.connection)
        lines += [_case_line(work, home, r, names.get(r.about or "", {}).get("name", "")) for r in rows]
    return lines


def _place(work: Work, after: str, running: bool, home: str) -> cases.CaseLine | None:
    if not after:
        return None
    line = cases.lines([after], connection=work.connection).get(after)
    listed = line is not None and (line.ended_on is None) is running
    if not listed or cases.load(after, connection=work.connection).organisation != home:
        raise BadInput("De lijst is intussen veranderd.", hint="Begin weer bovenaan.")
    return line


def _case_line(work: Work, home: str, r: cases.CaseLine, about: str) -> CaseLine:
    plan = work.plans.load(r.definition, connection=work.connection)
    return CaseLine(
        r.id, home, r.workflow, plan.workflow.title, r.state, state_title(plan, MAIN, r.state), about,
        r.area or "", r.since, r.paused or "", outcome_title(plan, r.outcome or ""), r.opened_on or "",
        r.ended_on or "",
    )  # fmt: skip


def _homes(work: Work, actor: Actor, organisation: str) -> list[str]:
    """Where somebody may look: there where she asks, else wherever she may."""
    if organisation:
        require(work.catalogue, actor, organisation, Right.LOOK_CASES)
        return [organisation]
    everything = actor.operator or actor.party == ENGINE
    homes = membership.organisations(work) if everything else sorted(actor.organisations)
    return [home for home in homes if may(work.catalogue, actor, home, Right.LOOK_CASES)]


def agenda(
    work: Work,
    actor: Actor,
    organisation: str = "",
    until: date | None = None,
    mine: bool = False,
    limit: int = 500,
    after: str = "",
) -> list[AgendaLine]:
    """The worklist: what is due up to a day (two weeks ahead unless said), late first. With `mine` and
    without an organisation it is what somebody must do herself, wherever that is. `after` is the `place_of`
    the last line that was seen.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
        BadInput: this is no place in a worklist.
    """
    last = until or day_of(work.at) + timedelta(days=14)
    rows: list[worklist.AgendaRow] = []
    owner = actor.party if mine else ""
    homes = [""] if mine and not organisation else _homes(work, actor, organisation)
    for home in homes:
        rows += worklist.agenda(
            home, until=last, owner=owner, connection=work.connection, limit=limit, after=place(after)
        )
    return agenda_lines(work, rows)


def place(text: str) -> tuple[str, str, str]:
    """A place in a worklist: day, case and id, as a page before gave them; the beginning for "".

    Raises:
        BadInput: this is none.
    """
    if not text:
        return "", "", ""
    day, _, rest = text.partition("/")
    case, slash, line = rest.partition("/")
    if not slash:
        raise BadInput("Deze plaats in de lijst bestaat niet.", hint="Begin weer bovenaan.")
    return day, case, line


def place_of(line: AgendaLine) -> str:
    """The place of a line in a worklist, as `place` reads it."""
    return f"{line.on}/{line.case}/{line.id}"


def agenda_lines(work: Work, rows: Sequence[worklist.AgendaRow]) -> list[AgendaLine]:
    """Rows of the worklist as people read them, earliest first."""
    today = day_of(work.at)
    callers = callers_of(work, [(r.case_id, r.id) for r in rows if r.name == CALL])
    wanted = {r.about for r in rows if r.about} | {r.owner for r in rows if r.owner} | {*callers.values()}
    names = people.of_parties(sorted(wanted), connection=work.connection)
    lines = [_agenda_line(work, r, names, today, callers.get((r.case_id, r.id), "")) for r in rows]
    return sorted(lines, key=lambda a: (a.on, a.minute or 0, a.case, a.id))


def about_person(plan: Plan) -> bool:
    """Whether the cases of a definition are about a person (whom people call by her first name)."""
    role = plan.workflow.roles.get(plan.workflow.about)
    return role is None or role.kind != "organisation"


def volunteers_of(work: Work, lines: Sequence[AgendaLine]) -> dict[str, tuple[str, ...]]:
    """The names of the volunteers who are active in the cases of these lines, by case."""
    known = {line.case: line.workflow for line in lines}
    kinds = {
        (name, role)
        for (name, _version), w in work.catalogue.definitions.items()
        for role, d in w.roles.items()
        if d.kind == "volunteer"
    }
    active = browse.parts_of(list(known), connection=work.connection) if known else []
    mine = [(case, party) for case, role, party in active if (known[case], role) in kinds]
    names = people.of_parties({party for _, party in mine}, connection=work.connection)
    found: dict[str, list[str]] = {}
    for case, party in mine:
        found.setdefault(case, []).append(names.get(party, {}).get("name", ""))
    return {case: tuple(filter(None, who)) for case, who in found.items()}


def callers_of(work: Work, tasks: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Who wants to be called, of tasks `bel_even` given as (case, id): a task's own row names nobody."""
    lines = {(case, int(task.partition("#")[2])): (case, task) for case, task in tasks}
    found = log.tellers(lines, connection=work.connection) if lines else {}
    return {lines[line]: party for line, party in found.items()}


def _agenda_line(
    work: Work, r: worklist.AgendaRow, names: Mapping[str, Mapping[str, str]], today: date, caller: str = ""
) -> AgendaLine:
    plan = work.plans.load(r.definition, connection=work.connection)
    w = plan.workflow
    title = (
        call_title(names.get(caller, {}).get("name", ""))
        or r.title
        or (w.meetings[r.name].title if r.name in w.meetings else r.name)
    )
    late = (today - date.fromisoformat(r.on)).days if r.on else 0
    role = w.roles[r.owner_role].title if r.owner_role in w.roles else ""
    return AgendaLine(
        r.what, r.on, r.minute, max(late, 0), r.case_id, r.id, r.name, title, role, r.owner or "",
        names.get(r.owner or "", {}).get("name", ""), r.organisation, r.workflow, w.title,
        state_title(plan, MAIN, r.state), names.get(r.about or "", {}).get("name", ""), r.area or "",
        outcome_title(plan, r.paused) if r.paused else "", r.pinned, about_person(plan),
    )  # fmt: skip
