"""The volunteers who could fill an open place in a case: near, free, fitting, and why.

A volunteer is who a running volunteers' case of the organisation is about. Nobody is hidden: who cannot
start now stands below, with what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from baz.definition.model import FieldDef
from baz.definition.sentences import date_text
from baz.engine import desk
from baz.engine.gather import decode, parties_facts
from baz.engine.rights import Right, require
from baz.engine.work import Work, refs_in
from baz.ground.errors import BadInput
from baz.ground.words import counted, in_words, nearest, spoken
from baz.kernel.acts import Actor
from baz.kernel.decide import standing_reasons
from baz.kernel.facts import CaseFacts, Facts, Look, PartyFacts
from baz.kernel.judge import judge
from baz.kernel.plan import MAIN, Edge, Plan
from baz.kernel.roles import find
from baz.kernel.run import Run
from baz.kernel.when import Stamp, day_of
from baz.services.matching.distance import kilometres
from baz.services.matching.nearest import PER_CASE, UNKNOWN_KM, volunteers
from baz.store import cases, people, places

Roles = Mapping[tuple[str, str], Collection[str] | None]
"""By (workflow, role): the states of a case in which it counts, None for all."""
NEAREST = 50
"""So many volunteers are looked at closely unless more are asked for."""
_PER_WISH = 5.0
_TAKEN = ("active", "asked", "reserve")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer for a place. `why` speaks for her, `but` against, `missing` is what must be in order first.

    `effort` orders the list: kilometres, plus 15 for each case she has, minus 5 for each wish that fits.
    It is never shown alone. `declined`: for this place one of both said no. She is not proposed again; only
    people decide otherwise.
    """

    party: str
    name: str
    distance: float | None
    load: int
    why: tuple[str, ...]
    but: tuple[str, ...]
    missing: tuple[str, ...]
    effort: float
    declined: bool = False

    @property
    def ready(self) -> bool:
        """Whether she may be proposed now."""
        return not self.missing and not self.declined


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An open place: a role in a case, and what is known of it. `closed` says why nobody can be asked for it
    now, such as a family that was not visited yet; empty when somebody can."""

    case: str
    role: str
    title: str
    about: str
    area: str
    since: date
    closed: str = ""


def open_places(work: Work, organisation: str, workflow: str, role: str, actor: Actor) -> list[Vacancy]:
    """Every running, unpaused case of a workflow in which this role can be asked now, and nobody holds it or
    was asked for it.

    Raises:
        Forbidden: the actor may not see the people of this organisation.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    roles: Roles = {(workflow, role): None}
    return vacancies(work, roles, actor, cases.vacant(organisation, roles, connection=work.connection))


def vacancies(work: Work, roles: Roles, actor: Actor, rows: Sequence[cases.CaseRow]) -> list[Vacancy]:
    """The open places of these roles in cases where they are vacant, in their order."""
    names = people.of_parties({row.about for row in rows if row.about}, connection=work.connection)
    shown = {party: values.get("name", "") for party, values in names.items()}
    found = []
    for opened in desk.open_rows(work, rows, actor):
        mine = [role for workflow, role in roles if workflow == opened.row.workflow]
        free = [vacancy(opened, role, shown, work.at) for role in mine if is_free(opened, role)]
        found += [place for place in free if not place.closed]
    return found


def is_free(found: desk.Opened, role: str) -> bool:
    """Whether nobody holds a role or was asked for it, in a case that goes on."""
    run = found.run
    taken = any(p.role == role and p.standing in ("active", "asked") for p in run.parts)
    return not taken and not run.paused and run.ended is None


def asking(plan: Plan, role: str) -> list[Edge]:
    """The steps in a running case that ask somebody for a role."""
    return [
        edge
        for edge in plan.edges.values()
        if role in (*edge.step.ask, *edge.step.optional) and not (edge.opens and edge.region == MAIN)
    ]


def _closed(found: desk.Opened, role: str, at: Stamp) -> str:
    """Why no step can ask somebody for a role now; a role that no step asks is always open."""
    look = found.look(at)
    reasons = [standing_reasons(look, edge) for edge in asking(found.plan, role)]
    if not reasons or not all(reasons):
        return ""
    return min(reasons, key=len)[0].sentence


def vacancy(found: desk.Opened, role: str, names: dict[str, str], at: Stamp) -> Vacancy:
    """The place of a role in a case.

    Raises:
        BadInput: the workflow has no such role, or it is not one that a volunteer fills.
    """
    roles = found.plan.workflow.roles
    if role not in roles:
        near = nearest(role, roles)
        raise BadInput(
            f"'{role}' is geen rol van deze werkwijze.", hint=f"Bedoel je '{near}'?" if near else ""
        )
    if roles[role].kind not in ("volunteer", "staff"):
        raise BadInput(f"{roles[role].title} is geen plaats voor een vrijwilliger of medewerker.")
    about = names.get(found.row.about or "", "")
    since = day_of(found.run.main.since)
    closed = _closed(found, role, at)
    return Vacancy(found.row.id, role, roles[role].title, about, found.row.area or "", since, closed)


class Candidates(NamedTuple):
    """Who could fill a place, the best on top; `more`: there are volunteers at whom nobody looked."""

    place: Vacancy
    found: list[Candidate]
    more: bool


def candidates(work: Work, case: str, role: str, actor: Actor, most: int | None = None) -> Candidates:
    """Who could fill a role in a case: those who may start first, the nearest and least loaded on top. Where
    an organisation has very many volunteers, so many are looked at (`NEAREST` unless said otherwise): see
    `nearest.volunteers`.

    Raises:
        NotFound, BadInput: no such case for this actor, or no such role.
        Forbidden: the actor may not see the people of the case's organisation.
    """
    found = desk.open_case(work, case, actor)
    require(work.catalogue, actor, found.row.organisation, Right.SEE_PEOPLE)
    place = vacancy(found, role, desk.names_for(work, found, actor), work.at)
    taken = {p.party for p in found.run.parts if p.role == role and p.standing in _TAKEN}
    if found.row.about:
        taken.add(found.row.about)  # nobody is proposed for a place beside herself
    known = volunteers(work, found.row.organisation, place.area, most or NEAREST, taken)
    here = _Here(work, found, role, known.lines, place.area)
    result = [here.candidate(party) for party in known.lines]
    result.sort(key=lambda c: (not c.ready, c.effort, c.name, c.party))
    return Candidates(place, result, known.more)


class _Here:
    """A place with all that is known of the volunteers for it, asked once however many they are."""

    def __init__(
        self, work: Work, found: desk.Opened, role: str, lines: Mapping[str, list[cases.CaseRow]], area: str
    ) -> None:
        self._found, self._role, self._lines, self._at = found, role, lines, work.at
        connection, home = work.connection, found.row.organisation
        homes = {row.area for rows in lines.values() for row in rows if row.area}
        self._places = places.find_all(homes | {area}, connection=connection)
        self._here = self._places.get(area)
        self._names = people.of_parties(lines, connection=connection)
        self._facts = parties_facts(work, home, list(lines), work.at) if lines else {}
        runs = [
            found.run,
            *(o.run for f in self._facts.values() for group in f.others.values() for o in group),
        ]
        self._told = people.reveal(refs_in([run.fields for run in runs]), connection=connection)

    def candidate(self, party: str) -> Candidate:
        """How one of them fits."""
        found, role, facts, rows = self._found, self._role, self._facts[party], self._lines[party]
        extended = Look(found.plan, found.run, _with(found, party, facts), self._at, party)
        title = found.plan.workflow.roles[role].title
        failed = judge(found.plan.needs.get(role, ()), extended)
        missing = [reason.sentence.removeprefix(f"{title}: ") for _, reason in failed]
        missing += [_rests(row) for row in rows if row.paused]
        home = next((r.area for r in rows if r.area), None)
        there = self._places.get(home) if home else None
        away = kilometres(self._here, there) if self._here and there else None
        fits, clashes = _wishes(found, facts.others, self._told)
        declined = find(found.run, role, party, ("declined",)) is not None
        free = max((date.fromisoformat(r.since) for r in rows), default=None)
        why = [w for w in (_near(away, home or ""), _free(facts.load, free)) if w]
        but = [f"Begeleidt nu al {counted(facts.load, 'traject', 'trajecten')}."] if facts.load > 0 else []
        if declined:
            but.append("Zei hier al eens neen, of er werd neen gezegd.")
        effort = (UNKNOWN_KM if away is None else away) + PER_CASE * facts.load - _PER_WISH * len(fits)
        return Candidate(
            party, self._names.get(party, {}).get("name", ""), away, facts.load, (*why, *fits),
            (*but, *clashes), tuple(dict.fromkeys(missing)), round(effort, 1), declined,
        )  # fmt: skip


def _rests(row: cases.CaseRow) -> str:
    if not row.paused_until:
        return "Rust nu."
    until = date.fromisoformat(row.paused_until[:10])
    return f"Rust nu, tot {date_text(until)}."


def _with(found: desk.Opened, party: str, facts: PartyFacts) -> Facts:
    return replace(found.facts, parties={**found.facts.parties, party: facts})


def _near(away: float | None, home: str) -> str:
    if away is None:
        return f"Woont in {home}." if home else ""
    if away < 1:
        return f"Woont in dezelfde gemeente ({home})."
    return f"Woont op {away:.0f} km ({home})."


def _free(load: int, since: date | None) -> str:
    if load or since is None:
        return ""
    return f"Is vrij sinds {date_text(since)}."


def _wishes(
    found: desk.Opened, others: Mapping[str, tuple[CaseFacts, ...]], told: Mapping[str, str | None]
) -> tuple[list[str], list[str]]:
    """What both sides wish: fields of one name in the case and in the volunteer's own case."""
    fits: list[str] = []
    clashes: list[str] = []
    mine = _choices(found.plan.workflow.fields, found.run, told)
    for group in others.values():
        for other in group:
            if other.run.ended is not None:
                continue
            theirs = _choices(other.plan.workflow.fields, other.run, told)
            for name in mine.keys() & theirs.keys():
                title, wanted = mine[name]
                both = [o for o in wanted if o in theirs[name][1]]
                words = in_words(map(spoken, both or wanted))
                (fits if both else clashes).append(
                    f"{title}: {words}." if both else f"{title}: {words} past niet."
                )
    return sorted(set(fits)), sorted(set(clashes))


def _choices(
    fields: Mapping[str, FieldDef], run: Run, told: Mapping[str, str | None]
) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for name, definition in fields.items():
        raw = run.fields.get(name)
        if definition.type not in ("choice", "choices") or raw is None:
            continue
        if isinstance(raw, dict) and "ref" in raw:
            raw = decode(told.get(raw["ref"]))
        if raw:
            found[name] = (definition.title, list(raw) if isinstance(raw, list | tuple) else [str(raw)])
    return found
