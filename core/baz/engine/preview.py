"""What a command would change, in sentences that a coordinator reads before she decides."""

from __future__ import annotations

from dataclasses import dataclass

from baz.engine.desk import CaseView


@dataclass(frozen=True, slots=True)
class Preview:
    """What a command would change: the case before and after, in sentences, and letters that left already."""

    before: CaseView
    after: CaseView
    changes: tuple[str, ...]
    letters_gone: tuple[str, ...]


def compare(before: CaseView, after: CaseView) -> Preview:
    """The differences between two views of a case, in sentences that a coordinator reads."""
    changes = []
    if before.state != after.state:
        changes.append(f"De toestand wordt '{after.state_title}' (was '{before.state_title}').")
    for region, (state, title) in after.regions.items():
        was = before.regions.get(region, ("", ""))
        if was[0] != state:
            changes.append(f"Het spoor '{region}' wordt '{title}' (was '{was[1]}').")
    if before.outcome != after.outcome:
        changes.append(f"De afloop wordt '{after.outcome}'." if after.outcome else "Het traject loopt weer.")
    changes += _people(before, after) + _meetings(before, after)
    old = {t.id: t for t in before.tasks if t.status in ("open", "snoozed")}
    new = {t.id: t for t in after.tasks if t.status in ("open", "snoozed")}
    changes += [f"De taak '{t.title}' vervalt." for k, t in old.items() if k not in new]
    changes += [
        f"Er komt een taak bij: '{t.title}', tegen {t.due_on or 'later'}."
        for k, t in new.items()
        if k not in old
    ]
    moved = [(old[k], t) for k, t in new.items() if k in old and old[k].due_on != t.due_on]
    changes += [f"De taak '{t.title}' verschuift van {o.due_on} naar {t.due_on}." for o, t in moved]
    changes += [
        f"Dit past dan niet meer: {h.title}."
        for h in after.held
        if h.event not in {b.event for b in before.held}
    ]
    sent = {(n, t) for n, t, status in before.letters if status == "done"}
    still = {line.title for line in after.timeline if line.kind == "unfollowed"} - {
        line.title for line in before.timeline if line.kind == "unfollowed"
    }
    gone = tuple(sorted(t for _, t in sent if any(t in title for title in still)))
    return Preview(before, after, tuple(changes), gone)


def _people(before: CaseView, after: CaseView) -> list[str]:
    was = {(r.role, r.party): r for r in before.roles if r.standing in ("active", "asked", "reserve")}
    now = {(r.role, r.party): r for r in after.roles if r.standing in ("active", "asked", "reserve")}
    gone = [
        f"{r.name or 'Iemand'} is dan geen {r.title.lower()} meer." for k, r in was.items() if k not in now
    ]
    return gone + [f"{r.name or 'Iemand'} is dan {r.title.lower()}." for k, r in now.items() if k not in was]


def _meetings(before: CaseView, after: CaseView) -> list[str]:
    was = {m.id: m for m in before.meetings}
    words = {"planned": "gepland", "held": "gehouden", "cancelled": "afgezegd"}
    return [
        f"{m.title} van {m.day}: dan {words[m.status]}."
        for m in after.meetings
        if m.id not in was or was[m.id].status != m.status
    ]
