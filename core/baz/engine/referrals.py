"""A case that was referred to another organisation: accepted there, or sent back (promise 10).

What travels is a minimal card: what the step says it carries, and the name and contact of who the
case is about. The sender keeps only that it was handed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from baz.engine.admin import CONTACT
from baz.engine.linking import revealed
from baz.engine.rights import Right, may, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words
from baz.kernel.acts import ENGINE, Actor, Command, Open, Referral
from baz.kernel.plan import Edge, Plan
from baz.store import cases, links, people
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
