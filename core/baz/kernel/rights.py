"""Who may do what in a case. Pure: the engine and `can` ask the same functions.

Control stays with the person: where only she decides, staff may record it for her, with two
names and how she said so (grammar, `by`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baz.ground.words import in_words
from baz.kernel.acts import Event, Reason
from baz.kernel.plan import Edge, Plan
from baz.kernel.run import Run

MEETINGS = ("planned", "moved", "cancelled", "held")
"""The kinds of fact that are about a meeting."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The hand that does it: the actor, for whom, and whether it is staff of the case's organisation."""

    actor: str
    staff: bool = False
    behalf: str = ""
    how: str = ""

    @property
    def person(self) -> str:
        """Whose act it is."""
        return self.behalf or self.actor


def roles_of(run: Run | None, party: str, answers: Mapping[str, tuple[str, ...]] | None = None) -> set[str]:
    """The roles that a party holds, or gets by the answers of an opening step."""
    mine = {p.role for p in run.parts if p.party == party and p.standing == "active"} if run else set()
    for role, parties in (answers or {}).items():
        if party in parties:
            mine.add(role)
    return mine


def takes_part(plan: Plan, run: Run | None, hand: Hand) -> bool:
    """Whether the actor is a volunteer or staff member who takes part in the case."""
    kinds = plan.workflow.roles
    return any(kinds[r].kind in ("volunteer", "staff") for r in roles_of(run, hand.actor) if r in kinds)


def may_step(
    plan: Plan, run: Run | None, edge: Edge, hand: Hand, answers: Mapping[str, tuple[str, ...]] | None = None
) -> Reason | None:
    """Why this hand may not take a transition; None when it may."""
    by, roles = edge.step.by, plan.workflow.roles
    if not by:
        return Reason("klok", f"'{edge.step.title}' gebeurt vanzelf; niemand neemt deze stap met de hand.")
    if hand.behalf and (reason := _behalf(plan, run, hand)):
        return reason
    if roles_of(run, hand.person, answers) & set(by):
        return None
    if hand.staff and any(roles[r].kind == "staff" for r in by if r in roles) and not hand.behalf:
        return None
    if hand.staff and hand.behalf and run is None:
        return None
    who = in_words([roles[r].title.lower() for r in by if r in roles], "of")
    if hand.staff and not hand.behalf:
        return Reason(
            "alleen-zij", f"Dit beslist {who}. Leg je het vast? Zeg dan voor wie, en hoe die dat zei.", (), by
        )
    return Reason("niet-jij", f"Deze stap is aan {who}.", (), by)


def _behalf(plan: Plan, run: Run | None, hand: Hand) -> Reason | None:
    if not hand.staff and not takes_part(plan, run, hand):
        return Reason(
            "namens",
            "Alleen een medewerker of een vrijwilliger van dit traject legt iets vast voor een ander.",
        )
    if not hand.how:
        return Reason(
            "namens", "Zeg erbij hoe die persoon dit liet weten: mondeling, telefoon, brief of mail."
        )
    return None


def may_waive(plan: Plan, run: Run, roles: tuple[str, ...], hand: Hand, data: Mapping[str, Any]) -> bool:
    """Whether this hand may set a condition aside that these roles may set aside."""
    if not roles:
        return False
    if roles_of(run, hand.person, data.get("roles", {})) & set(roles):
        return True
    known = plan.workflow.roles
    return hand.staff and any(known[r].kind == "staff" for r in roles if r in known)


def may_built_in(plan: Plan, run: Run, hand: Hand, roles: tuple[str, ...]) -> Reason | None:
    """Built-in acts: staff may; others only where the definition names their role."""
    if hand.staff or roles_of(run, hand.person) & set(roles):
        return None
    known = plan.workflow.roles
    who = in_words([known[r].title.lower() for r in roles if r in known] or ["een medewerker"], "of")
    return Reason("niet-jij", f"Dit is aan {who}.", (), roles)


def may_withdraw(plan: Plan, run: Run, hand: Hand, target: Event | None) -> Reason | None:
    """Staff may take back any fact; who told of a meeting may take back her own telling."""
    if target is not None and target.kind in MEETINGS and hand.actor == target.actor:
        return None
    return may_built_in(plan, run, hand, ())


def meeting_hands(plan: Plan, kind: str) -> tuple[str, ...]:
    """The roles that may plan and record a meeting: `by`, else the staff and volunteers among `with`."""
    meeting = plan.workflow.meetings[kind]
    known = plan.workflow.roles
    return meeting.by or tuple(
        r for r in meeting.people if r in known and known[r].kind in ("staff", "volunteer")
    )


def visible_roles(plan: Plan, role: str) -> tuple[str, ...]:
    """The roles that read name and contact of a role's holders (staff of the organisation always may)."""
    found = plan.workflow.roles.get(role)
    if found is not None and found.visible_to:
        return found.visible_to
    return tuple(r for r, d in plan.workflow.roles.items() if d.kind in ("staff", "volunteer"))


def hidden_fields(plan: Plan, run: Run | None, hand: Hand) -> frozenset[str]:
    """The fields that this hand may not read: what `visible_to` keeps to others (by default staff and the
    volunteers who take part)."""
    mine = roles_of(run, hand.actor)
    kinds = plan.workflow.roles
    workers = {r for r, d in kinds.items() if d.kind in ("staff", "volunteer")}
    hidden = set()
    for name, definition in plan.workflow.fields.items():
        readers = set(definition.visible_to) or workers
        staff = hand.staff and (
            not definition.visible_to or any(r in kinds and kinds[r].kind == "staff" for r in readers)
        )
        if not staff and not mine & readers:
            hidden.add(name)
    return frozenset(hidden)
