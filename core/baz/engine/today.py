"""The morning of a coordinator: what is late, due, coming, waiting for somebody, and who has been quiet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from baz.engine import lists, rights
from baz.engine.lists import AgendaLine
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import people
from baz.store.awaiting import AwaitedRow, awaited
from baz.store.worklist import last_meetings, morning

MOST = 200
"""So many tasks are shown on a morning, those that are due first, and as many meetings."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is up to somebody else. `who` is her name or the partner's, `what` the step or the role;
    `since` an ISO day or "". `person`: it is up to a person, whose pace it is. `named`: the case is
    about a person."""

    case: str
    kind: str
    what: str
    who: str
    about: str
    title: str
    area: str
    since: str
    person: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """A case without a meeting beyond its own rhythm: the day of the last one, and how many days too long."""

    case: str
    title: str
    about: str
    area: str
    last: str
    days: int
    person: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The page. `meetings` are those of this week that are still to come; `workflows` those that appear;
    `more`: there are tasks beyond the ones that are shown."""

    late: tuple[AgendaLine, ...]
    now: tuple[AgendaLine, ...]
    week: tuple[AgendaLine, ...]
    waiting: tuple[Waiting, ...]
    quiet: tuple[Quiet, ...]
    meetings: tuple[AgendaLine, ...]
    workflows: tuple[tuple[str, str], ...]
    with_whom: Mapping[str, tuple[str, ...]]
    more: bool = False


def today(work: Work, actor: Actor, organisation: str, *, whose: str = "mij", workflow: str = "") -> Today:
    """The morning of an actor in an organisation.

    Args:
        whose: `mij` (what is hers, and what is nobody's), `team`, or the id of a colleague.
        workflow: only this one; empty for all.

    Raises:
        Forbidden: the actor may not look into the organisation's cases.
    """
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    day = day_of(work.at)
    sunday = day + timedelta(days=6 - day.weekday())
    owner = {"mij": actor.party, "team": ""}.get(whose, whose)
    ask = partial(
        morning, organisation, until=sunday, owner=owner, nobodys=whose == "mij", limit=MOST,
        connection=work.connection,
    )  # fmt: skip
    rows = ask(workflow=workflow)
    mine = lists.agenda_lines(work, rows)
    seen = {(a.workflow, a.workflow_title) for a in (lists.agenda_lines(work, ask()) if workflow else mine)}
    quiet = [a for a in mine if _silent(a)]
    others = [a for a in mine if not _silent(a)]
    meetings = tuple(a for a in others if a.what == "meeting" and not a.late)
    work_ = [a for a in others if a.what == "task" or a.late]
    return Today(
        tuple(a for a in work_ if a.late),
        tuple(a for a in work_ if not a.late and a.on <= day.isoformat()),
        tuple(a for a in work_ if a.on > day.isoformat()),
        _waiting(work, organisation, workflow),
        _quiet(work, quiet),
        meetings,
        tuple(sorted(seen, key=lambda pair: (pair[1], pair[0]))),
        lists.volunteers_of(work, meetings),
        sum(row.what == "task" for row in rows) >= MOST,
    )


def _silent(line: AgendaLine) -> bool:
    return line.what == "task" and line.name.startswith("ritme.") and bool(line.late)


def _quiet(work: Work, lines: Sequence[AgendaLine]) -> tuple[Quiet, ...]:
    kinds = {(a.case, a.name.removeprefix("ritme.")) for a in lines}
    last = last_meetings({case for case, _ in kinds}, connection=work.connection)
    found = [
        Quiet(
            a.case, a.workflow_title, a.about, a.area, last.get((a.case, a.name.removeprefix("ritme.")), ""),
            a.late, a.person,
        )
        for a in lines
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda q: -q.days))


def _waiting(work: Work, organisation: str, workflow: str) -> tuple[Waiting, ...]:
    rows = awaited(organisation, connection=work.connection)
    waits = [(row, who) for row in rows for who in _whom(work, row)]
    parties = {row.about for row in rows if row.about} | {party for _, (_, party) in waits if party}
    names = people.of_parties(sorted(parties), connection=work.connection)
    found = []
    for row, (what, party) in waits:
        plan = work.plans.load(row.definition, connection=work.connection)
        if workflow in ("", plan.workflow.workflow):
            name = names.get(party, {}).get("name", "") if party else _home(work, row.home)
            about = names.get(row.about or "", {}).get("name", "")
            found.append(
                Waiting(row.case_id, row.what, what, name, about, plan.workflow.title, row.area or "",
                        row.since, bool(party), lists.about_person(plan))
            )  # fmt: skip
    return tuple(sorted(found, key=lambda w: (w.since or "9999", w.case)))


def _home(work: Work, organisation: str) -> str:
    known = work.catalogue.organisations.get(organisation)
    return known.name if known else organisation


def _whom(work: Work, row: AwaitedRow) -> Iterable[tuple[str, str]]:
    """(what is waited for, the party whose answer it is; "" for a partner)."""
    plan = work.plans.load(row.definition, connection=work.connection)
    w = plan.workflow
    if row.what == "asked":
        return [(w.roles[row.name].title if row.name in w.roles else row.name, row.party_id or "")]
    if row.what == "referral":
        known = [d for (name, _), d in work.catalogue.definitions.items() if name == row.name]
        return [(known[-1].title if known else row.name.partition("/")[2], "")]
    found = []
    run = json.loads(row.snapshot)["run"]
    for proposal in run["proposals"]:
        edge = plan.edges.get(proposal["step"])
        for part in run["parts"] if edge else ():
            asked = edge and part["role"] in edge.agree and part["standing"] == "active"
            if edge and asked and part["party"] not in proposal["yes"]:
                found.append((edge.step.title, part["party"]))
    return found
