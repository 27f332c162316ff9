"""Facts about people, applied to a run: asked, answered, gone, handed over."""

from __future__ import annotations

from dataclasses import replace

from baz.kernel import moving, roles
from baz.kernel.acts import Event, Reason, unfit
from baz.kernel.facts import Look
from baz.kernel.judge import judge
from baz.kernel.run import Part
from baz.kernel.when import DAY, When, stamp


def joined(look: Look, event: Event) -> Reason | None:
    """Somebody is asked for, or takes, a role."""
    role = event.name
    if role not in look.plan.workflow.roles:
        return unfit(f"De rol '{role}' bestaat niet.", "onbekende-rol")
    there = replace(look, party=event.data["party"])
    failed = judge(
        look.plan.needs[role], there, None, event.data.get("verdicts", {}), event.data.get("waived", ())
    )
    if failed:
        return failed[0][1]
    return roles.join(
        look, role, event.data["party"], f"p{event.seq}", moving.yeses(event.data), replaces=False
    )


def answered(look: Look, event: Event) -> Reason | None:
    """A yes or no to a participation that was asked; one no ends it, and all others keep their places."""
    part = roles.find(look.run, event.name, event.data["party"], ("asked",))
    if part is None:
        return unfit("Deze persoon is niet (meer) gevraagd voor deze rol.")
    yes = event.data["yes"]
    if not yes.get("yes", True):
        part.standing, part.to = "declined", look.at
        return None
    part.yes[yes["party"]] = yes.get("how", "zelf")
    return roles.settle(look, part)


def left(look: Look, event: Event) -> Reason | None:
    """A participation ends."""
    part = roles.find(look.run, event.name, event.data["party"], ("active", "asked", "reserve"))
    if part is None:
        return unfit("Deze persoon heeft die rol niet.")
    roles.leave(look, part)
    return None


def handed(look: Look, event: Event) -> Reason | None:
    """A role goes over; with `until` it comes back on that day."""
    part = roles.find(look.run, event.name, event.data["party"], ("active",))
    if part is None:
        return unfit("Deze persoon heeft die rol niet.")
    there = replace(look, party=event.data["to"])
    failed = judge(
        look.plan.needs[part.role], there, None, event.data.get("verdicts", {}), event.data.get("waived", ())
    )
    if failed:
        return failed[0][1]
    part.standing, part.to = "ended", look.at
    until = event.data.get("until")
    day = When.parse(until).day if until else None
    back = stamp(day, DAY) if day else None
    proxy = part.party if back else ""
    heir = Part(
        f"p{event.seq}", part.role, event.data["to"], "active", look.at, None, {}, back, proxy, look.at
    )
    look.run.parts.append(heir)
    return None
