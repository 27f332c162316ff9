"""Volunteers as a list: free or not, how many cases, which papers, and in which roles each may start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from baz.definition.model import Workflow
from baz.engine.gather import functions, organisation_facts, parties_facts
from baz.ground.words import title_of
from baz.kernel.facts import Facts, Look, PaperFacts, PartyFacts
from baz.kernel.judge import judge
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.services.exchange.reader import Reader


@dataclass(frozen=True, slots=True)
class Start:
    """Whether somebody may start in a role: `missing` has a sentence for each thing that is not in order."""

    workflow: str
    role: str
    title: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was seen, or is not needed for a reason."""

    kind: str
    title: str
    seen: date | None
    ok: bool


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A volunteer of an organisation. `load` counts the running cases in which she has a role."""

    party: str
    area: str
    load: int
    papers: tuple[Paper, ...]
    starts: tuple[Start, ...]


def volunteer_roles(reader: Reader) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """(the workflows about a volunteer, the roles that a volunteer holds as (workflow, role))."""
    abouts, roles = [], []
    for w in reader.workflows():
        if w.about and w.roles[w.about].kind == "volunteer":
            abouts.append(w.workflow)
        roles += [(w.workflow, n) for n, r in w.roles.items() if r.kind == "volunteer" and n != w.about]
    return tuple(abouts), tuple(roles)


def look(reader: Reader, parties: Sequence[str]) -> dict[str, Volunteer]:
    """What is known of these people as volunteers, in as many queries for a thousand as for one."""
    work = reader.work
    facts = parties_facts(work, reader.organisation, parties, work.at) if parties else {}
    titles = paper_titles(reader)
    judged = _Judged(reader)
    return {
        party: Volunteer(
            party,
            _area(facts[party]),
            facts[party].load,
            tuple(_paper(p, titles) for p in facts[party].papers.values()),
            judged.starts(facts[party]),
        )
        for party in parties
    }


def paper_titles(reader: Reader) -> dict[str, str]:
    """What people read for each kind of paper: the title of the field that asks it."""
    found: dict[str, str] = {}
    for w in reader.workflows():
        found.update({n: f.title for n, f in w.fields.items() if f.type == "paper"})
    return found


def _area(facts: PartyFacts) -> str:
    """Where she lives: the municipality of her own case."""
    for group in facts.others.values():
        for other in group:
            for name, f in other.plan.workflow.fields.items():
                value = other.run.fields.get(name)
                if f.type == "municipality" and isinstance(value, str) and other.run.ended is None:
                    return value
    return ""


def _paper(paper: PaperFacts, titles: dict[str, str]) -> Paper:
    return Paper(paper.kind, titles.get(paper.kind, title_of(paper.kind)), paper.seen_on, paper.ok)


def _own(reader: Reader) -> list[Workflow]:
    """The programmes of the organisation itself; what BAZ shares asks nothing of her volunteers."""
    known = reader.work.catalogue.organisations.get(reader.organisation)
    homes = {reader.organisation, *(known.runs if known else ())}
    return [w for w in reader.workflows() if w.organisation in homes]


class _Judged:
    """The conditions of every role that a volunteer can take, judged on somebody as if a case were open."""

    def __init__(self, reader: Reader) -> None:
        work, self.at = reader.work, reader.work.at
        own, calls = organisation_facts(work, reader.organisation), functions(work)
        self.places: list[tuple[Plan, str, Facts]] = []
        for plan in (work.plans.compiled(w) for w in _own(reader)):
            settings = work.settings(reader.organisation, plan.workflow.workflow)
            facts = Facts({plan.hash: plan}, settings=settings, organisation=own, functions=calls)
            roles = plan.workflow.roles.items()
            mine = (n for n, r in roles if r.kind == "volunteer" and n != plan.workflow.about)
            self.places += [(plan, name, facts) for name in mine]

    def starts(self, party: PartyFacts) -> tuple[Start, ...]:
        """Each role, with what is missing before this party may take it."""
        return tuple(self._start(plan, role, facts, party) for plan, role, facts in self.places)

    def _start(self, plan: Plan, role: str, facts: Facts, party: PartyFacts) -> Start:
        known = replace(facts, parties={party.id: party})
        there = Look(plan, Run(plan.hash, at=self.at), known, self.at, party.id)
        name = plan.workflow.roles[role].title
        failed = judge(plan.needs.get(role, ()), there)
        missing = tuple(reason.sentence.removeprefix(f"{name}: ") for _, reason in failed)
        title = f"{name} ({plan.workflow.title})"
        return Start(plan.workflow.workflow, role, title, missing)
