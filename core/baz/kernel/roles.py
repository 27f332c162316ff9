"""Participations in a run: asked, on the reserve list, active, declined, ended."""

from __future__ import annotations

from collections.abc import Mapping

from baz.definition.values import Range
from baz.kernel.acts import Reason
from baz.kernel.facts import Look
from baz.kernel.run import Part, Run


def active(run: Run, role: str) -> list[Part]:
    """Who holds a role now."""
    return [p for p in run.parts if p.role == role and p.standing == "active"]


def holders(run: Run, roles: tuple[str, ...]) -> list[Part]:
    """Who holds one of these roles now."""
    return [p for p in run.parts if p.role in roles and p.standing == "active"]


def upper(look: Look, role: str) -> int | None:
    """How many may hold a role; None without a limit (or when its parameter is off)."""
    return _bound(look, look.plan.workflow.roles[role].count.high)


def lower(look: Look, role: str) -> int:
    """How many should hold a role."""
    return _bound(look, look.plan.workflow.roles[role].count.low) or 0


def _bound(look: Look, bound: int | str | None) -> int | None:
    if not isinstance(bound, str):
        return bound
    if bound in look.plan.workflow.fields:
        found = look.run.fields.get(bound)
        return found if isinstance(found, int) else None
    value = look.facts.parameter(look.plan, bound, look.at)
    if isinstance(value, Range):
        return value.high
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def full(look: Look, role: str) -> bool:
    """Whether the role's upper bound is reached."""
    high = upper(look, role)
    return high is not None and len(active(look.run, role)) >= high


def missing_yes(look: Look, part: Part) -> list[str]:
    """The roles of which a yes is still missing before the participation counts."""
    missing = []
    for role in look.plan.workflow.roles[part.role].agree:
        wanted = [part.party] if role == part.role else [p.party for p in active(look.run, role)]
        if not wanted or any(party not in part.yes for party in wanted):
            missing.append(role)
    return missing


def join(
    look: Look, role: str, party: str, part_id: str, yes: Mapping[str, str], *, replaces: bool
) -> Reason | None:
    """Ask a party for a role; what needs no (more) yes counts at once.

    `replaces`: a step that asks for the one holder of a role puts the newcomer in the place of the former.
    """
    run = look.run
    known = next(
        (p for p in run.parts if p.role == role and p.party == party and p.standing in ("active", "asked")),
        None,
    )
    if known is not None:
        known.yes.update(yes)
        known.replaces = known.replaces or replaces
        return settle(look, known) if known.standing == "asked" else None
    part = Part(part_id, role, party, "asked", look.at, None, dict(yes), replaces=replaces)
    run.parts.append(part)
    return settle(look, part)


def settle(look: Look, part: Part) -> Reason | None:
    """Make an asked participation count when every yes is there; over the bound it becomes a reserve."""
    if missing_yes(look, part):
        return None
    role = look.plan.workflow.roles[part.role]
    if full(look, part.role):
        if upper(look, part.role) == 1 and part.replaces:
            for former in active(look.run, part.role):
                former.standing, former.to = "ended", look.at
        elif role.reserve:
            part.standing = "reserve"
            return None
        else:
            high = upper(look, part.role)
            return Reason("vol", f"{role.title}: er is plaats voor {high}, en die is ingenomen.", (), ())
    part.standing = "active"
    part.frm = part.began = look.at
    return None


def leave(look: Look, part: Part) -> None:
    """End a participation; the first of the reserve list moves up."""
    part.standing, part.to = "ended", look.at
    if part.until is not None and part.until > look.at:
        give_back(look, part)
        return
    waiting = [p for p in look.run.parts if p.role == part.role and p.standing == "reserve"]
    if waiting and not full(look, part.role):
        first = min(waiting, key=lambda p: p.frm)  # of one moment the first that was replayed
        first.standing = "active"
        first.frm = first.began = look.at


def give_back(look: Look, deputy: Part) -> None:
    """A deputy's time is over: whoever was replaced holds the role again, unless she left or was erased."""
    former = [p for p in look.run.parts if p.party == deputy.proxy_of and p.role == deputy.role]
    if former and not look.run.erased:
        former[-1].standing, former[-1].to = "active", None


def find(run: Run, role: str, party: str, standings: tuple[str, ...]) -> Part | None:
    """The latest participation of a party in a role with one of these standings."""
    return next(
        (p for p in reversed(run.parts) if p.role == role and p.party == party and p.standing in standings),
        None,
    )
