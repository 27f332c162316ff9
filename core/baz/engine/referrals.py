"""A case that was referred to another organisation: accepted there, or sent back (promise 10).

What travels is a minimal card: what the step says it carries, and the name and contact of who the
case is about. The sender keeps only that it was handed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baz.definition.model import Workflow
from baz.engine.admin import CONTACT
from baz.engine.gather import decode
from baz.engine.linking import revealed
from baz.engine.rights import Right, may, require
from baz.engine.work import Work, refs_in
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words
from baz.kernel.acts import ENGINE, Actor, Command, Open, Referral
from baz.kernel.plan import Edge, Plan
from baz.store import cases, links, log, people
from baz.store.links import LinkRow
from baz.store.people import PersonalValue


def _waiting(work: Work, link: str, actor: Actor) -> LinkRow:
    found = links.link(link, connection=work.connection)
    if found is None or not may(work.catalogue, actor, found.organisation, Right.LOOK_CASES):
        raise NotFound(f"Er is geen doorverwijzing '{link}'.")
    require(work.catalogue, actor, found.organisation, Right.WORK_CASES)
    if found.status != "waiting":
        raise BadInput("Deze doorverwijzing werd al beantwoord.")
    return found


def waiting(work: Work, actor: Actor, organisation: str) -> list[LinkRow]:
    """The referrals that wait for an answer of an organisation.

    Raises:
        Forbidden: the actor may not look at cases there.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    return links.waiting(organisation, connection=work.connection)


PAGE, MOST = 25, 100
"""Referrals of a page, and how far those that wait are counted."""


@dataclass(frozen=True, slots=True)
class Card:
    """A referral that waits, as the receiver reads it before answering: from which organisation and since
    when, who it is about with her contact, and the fields that travel, as (title, value)."""

    id: str
    workflow: str
    title: str
    sender: str
    since: str
    about: str
    contact: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tray:
    """A page of the referrals that wait, the oldest first; how many there are, `MOST` + 1 for more than
    these; and the last one of this page when others follow, else ""."""

    cards: tuple[Card, ...]
    many: int
    next: str


def cards(work: Work, actor: Actor, organisation: str) -> list[Card]:
    """The referrals that wait, each with what its sender told over.

    Raises:
        Forbidden: the actor may not look at cases there. Who may not see people reads cards without them.
    """
    return _cards(work, actor, organisation, waiting(work, actor, organisation))


def tray(work: Work, actor: Actor, organisation: str, after: str = "") -> Tray:
    """The same, a page at a time. `after` is the `next` of the page before.

    Raises:
        Forbidden: the actor may not look at cases there.
        BadInput: `after` is none of the organisation's referrals.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    last = links.link(after, connection=work.connection) if after else None
    if after and (last is None or last.organisation != organisation):
        raise BadInput("Deze plaats in de lijst bestaat niet.", hint="Begin weer bovenaan.")
    found = links.waiting(organisation, connection=work.connection, limit=PAGE + 1, after=last)
    many = links.how_many_wait(organisation, MOST + 1, connection=work.connection)
    made = _cards(work, actor, organisation, found[:PAGE])
    return Tray(tuple(made), many, found[PAGE - 1].id if len(found) > PAGE else "")


def card(work: Work, actor: Actor, organisation: str, link: str) -> Card:
    """One of them.

    Raises:
        Forbidden: the actor may not look at cases there.
        NotFound: no such referral waits for an answer of this organisation.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    found = links.link(link, connection=work.connection)
    if found is None or found.organisation != organisation or found.status != "waiting":
        raise NotFound("Deze doorverwijzing wacht niet (meer) op een antwoord.")
    return _cards(work, actor, organisation, [found])[0]


def _cards(work: Work, actor: Actor, organisation: str, found: Sequence[LinkRow]) -> list[Card]:
    """The cards of these referrals, in as many queries as for one."""
    connection = work.connection
    parents = cases.lines([link.parent_case for link in found], connection=connection)
    people_too = may(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    about = {line.about for line in parents.values() if line.about and people_too}
    known = people.of_parties(sorted(about), ("name", *CONTACT), connection=connection)
    days = log.days({(link.parent_case, link.parent_seq) for link in found}, connection=connection)
    carried = [json.loads(link.carried) for link in found]
    told = people.reveal(refs_in(carried), connection=connection)
    return [
        _card(work, link, parents[link.parent_case], days[link.parent_case, link.parent_seq], known, told)
        for link in found
    ]


def _card(
    work: Work,
    link: LinkRow,
    parent: cases.CaseLine,
    day: str,
    known: Mapping[str, Mapping[str, str]],
    told: Mapping[str, str | None],
) -> Card:
    contact = dict(known.get(parent.about or "", {}))
    sender = work.catalogue.organisations.get(parent.organisation)
    try:
        workflow = work.catalogue.workflow(link.workflow, link.organisation)
    except NotFound:
        workflow = None
    name = contact.pop("name", "")
    return Card(
        link.id,
        link.workflow,
        workflow.title if workflow else link.workflow,
        sender.name if sender else parent.organisation,
        day,
        name,
        tuple(contact.items()),
        tuple(_travels(work, workflow, json.loads(link.carried), told)) if workflow else (),
    )


def _travels(
    work: Work, workflow: Workflow, carried: Mapping[str, Any], told: Mapping[str, str | None]
) -> Iterator[tuple[str, str]]:
    for name, raw in carried.items():
        value = decode(told.get(raw["ref"])) if isinstance(raw, dict) and "ref" in raw else raw
        definition = workflow.fields.get(name)
        if definition is not None and value is not None:
            kind = work.catalogue.field_types.get(definition.type)
            yield definition.title, kind.show(value) if kind else str(value)


def opening(
    work: Work, link: str, actor: Actor, key: str, answers: Mapping[str, Any], step: str = ""
) -> tuple[LinkRow, Command]:
    """The command that opens the case at the receiver, with its own copy of the person.

    The receiver opens it as it opens every case: by an opening step (`step`, else the first that staff may
    take), with what that step asks, its conditions and its letters. What the card carries is filled in.
    """
    found = _waiting(work, link, actor)
    parent = cases.load(found.parent_case, connection=work.connection)
    plan = work.plans.newest(found.workflow, found.organisation, connection=work.connection, now=work.now)
    carried = json.loads(found.carried)
    known = {k: revealed(work, v) for k, v in carried.items() if k in plan.workflow.fields}
    known = {k: v for k, v in known.items() if v is not None}
    about = plan.workflow.about
    if about and parent.about and about not in answers:
        known[about] = _copy(work, parent.about, found.organisation)
    edge = _entry(plan, step)
    given = {**known, **answers}
    act = Open(workflow=found.workflow, name=edge.name, answers=given)
    behalf = "" if _of_staff(plan, edge) else _one(given.get(about))
    return found, Command(
        actor=actor,
        act=act,
        key=key,
        organisation=found.organisation,
        behalf=behalf,
        how=HOW if behalf else "",
    )


HOW = "mondeling"
"""How a person's own step is recorded by who takes her referral over: she said yes to the sender."""


def _entry(plan: Plan, step: str) -> Edge:
    """The opening step to take.

    Raises:
        BadInput: the workflow does not begin with that step.
    """
    if step:
        for edge in plan.openings:
            if edge.name == step:
                return edge
        names = in_words([edge.name for edge in plan.openings], "of")
        raise BadInput(f"'{plan.workflow.title}' begint niet met '{step}'.", hint=f"Wel met: {names}.")
    return next((edge for edge in plan.openings if _of_staff(plan, edge)), plan.openings[0])


def _of_staff(plan: Plan, edge: Edge) -> bool:
    roles = plan.workflow.roles
    return any(roles[r].kind == "staff" for r in edge.step.by if r in roles)


def _one(party: Any) -> str:
    return party if isinstance(party, str) else next(iter(party or ()), "")


def _copy(work: Work, party: str, organisation: str) -> str:
    """The person as the receiver knows her: name and contact, nothing else. Two organisations, two rows."""
    values = people.of_parties([party], ("name", *CONTACT), connection=work.connection).get(party, {})
    copy = people.add_party("person", organisation, now=work.now, ids=work.ids, connection=work.connection)
    lines = [PersonalValue(k, v, "doorverwezen met haar akkoord", party_id=copy) for k, v in values.items()]
    people.remember(organisation, lines, now=work.now, ids=work.ids, connection=work.connection)
    return copy


def answer(
    work: Work, found: LinkRow, actor: Actor, key: str, *, child: str = "", reason: str = ""
) -> Command:
    """Write the answer on the link, and give the command that tells the sender."""
    status = "accepted" if child else "returned"
    links.set_status(found.id, ("waiting",), status, connection=work.connection, child_case=child or None)
    act = Referral(name="accepted" if child else "returned", case=found.consequence, reason=reason)
    del actor  # the sender learns that it was answered, not by whom
    return Command(actor=Actor(ENGINE), act=act, key=f"{key}:answer", case=found.parent_case)


def returning(work: Work, link: str, actor: Actor, key: str, reason: str) -> Command:
    """The command that sends a referral back."""
    return answer(work, _waiting(work, link, actor), actor, key, reason=reason)
