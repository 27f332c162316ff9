"""What a command would change, in sentences that a coordinator reads before she decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baz.definition.explain.tongue import inside
from baz.definition.sentences import date_text
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
    changes += _people(before, after) + _meetings(before, after) + _fields(before, after)
    old = {t.id: t for t in before.tasks if t.status in ("open", "snoozed")}
    new = {t.id: t for t in after.tasks if t.status in ("open", "snoozed")}
    changes += [f"De taak '{t.title}' vervalt." for k, t in old.items() if k not in new]
    changes += [
        f"Er komt een taak bij: '{t.title}'{_until(t.due_on)}." for k, t in new.items() if k not in old
    ]
    moved = [(old[k], t) for k, t in new.items() if k in old and old[k].due_on != t.due_on]
    changes += [
        f"De taak '{t.title}' verschuift van {_day(o.due_on)} naar {_day(t.due_on)}." for o, t in moved
    ]
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
        f"{r.name or 'Iemand'} is dan geen {inside(r.title)} meer." for k, r in was.items() if k not in now
    ]
    return gone + [f"{r.name or 'Iemand'} is dan {inside(r.title)}." for k, r in now.items() if k not in was]


def _meetings(before: CaseView, after: CaseView) -> list[str]:
    was = {m.id: m for m in before.meetings}
    words = {"planned": "gepland", "held": "gehouden", "cancelled": "afgezegd"}
    return [
        f"{m.title} van {m.day}: dan {words[m.status]}."
        for m in after.meetings
        if m.id not in was or was[m.id].status != m.status
    ]


def _day(due: str | None) -> str:
    return date_text(date.fromisoformat(due)) if due else "later"


def _until(due: str | None) -> str:
    return f", tegen {_day(due)}" if due else ""


def _fields(before: CaseView, after: CaseView) -> list[str]:
    """What was filled in and is gone or different."""
    found = []
    for key in [*before.fields, *(k for k in after.fields if k not in before.fields)]:
        title, was = before.fields.get(key, (after.fields.get(key, ("", ""))[0], ""))
        now = after.fields.get(key, ("", ""))[1]
        if was != now:
            found.append(
                f"'{title}' wordt '{now}' (was '{was or 'leeg'}')." if now else f"'{title}' wordt leeg."
            )
    return found
