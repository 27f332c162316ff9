"""The fold: facts enter in the order they were told and are replayed in the order they happened.

A fact has an interval in which it may have happened. It takes place at the first moment in it
where it is legal; of several at one moment the first in the order of the definition goes first,
never the order of telling. When that leads nowhere, other orders within the intervals are tried,
in a fixed order, so the result depends on the set of facts alone (docs/decisions/0002).

A newcomer that does not fit is held: it names the fact it clashes with and is tried again,
together with all that is held, after every later fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baz.kernel import clockwork
from baz.kernel.acts import PEOPLE, Event, Reason
from baz.kernel.apply import APPLIERS
from baz.kernel.facts import Facts, Look
from baz.kernel.run import Run
from baz.kernel.when import Stamp, stamp_of

_BUDGET = 400
_ORDER = {kind: i for i, kind in enumerate(APPLIERS)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact that does not fit: why, and the other fact that it clashes with (its number, 0 for none)."""

    event: Event
    reason: Reason
    other: int = 0


@dataclass(frozen=True, slots=True)
class Folded:
    """What a fold leads to: the run, and what is held."""

    run: Run
    held: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class _Item:
    event: Event
    earliest: Stamp
    latest: Stamp
    rank: tuple[int, int, int, str]


@dataclass(slots=True)
class _Search:
    """The state of a replay: a run, and the facts that still have to take place."""

    run: Run
    left: list[_Item]
    budget: list[int] = field(default_factory=lambda: [_BUDGET])


def counted(events: Iterable[Event]) -> list[Event]:
    """The facts that a fold reads: people's, and what had left the house; not those that were withdrawn."""
    events = list(events)
    gone = {e.data["event"] for e in events if e.kind == "withdrawn"}
    return [e for e in events if e.seq not in gone and is_fact(e)]


def _bare(value: Any) -> Any:
    """What a fact says, without ids and proofs: those differ from telling to telling."""
    if isinstance(value, Mapping):
        return {k: _bare(v) for k, v in value.items() if k not in ("ref", "mac", "meeting", "task")}
    return [_bare(v) for v in value] if isinstance(value, list | tuple) else value


def is_act(event: Event) -> bool:
    """Whether a fact was told in the minute in which it happened."""
    return event.occurred.timed and event.occurred.earliest == stamp_of(event.recorded)


def is_fact(event: Event) -> bool:
    """Whether a fold reads this event."""
    return (event.kind in PEOPLE and event.kind != "withdrawn") or (
        event.kind == "unfollowed" and bool(event.data.get("left"))
    )


def _items(facts: Facts, events: Sequence[Event]) -> list[_Item]:
    opening = next((e for e in events if e.kind == "opened"), None)
    plan = facts.plans[opening.data["definition"]] if opening else None
    known = [e.occurred.earliest for e in events if e.occurred.earliest is not None]
    floor = min(known, default=None)
    items = []
    for event in events:
        told = stamp_of(event.recorded)
        earliest = event.occurred.earliest
        latest = event.occurred.latest
        if earliest is None or latest is None:
            earliest, latest = min(floor if floor is not None else told, told), told
        if event.kind == "opened":
            rank = (0, 0, 0, "")
        elif is_act(event):
            # what people do now happens in the order in which they do it, within one minute too
            rank = (1, event.seq, 0, "")
        else:
            place = plan.order.get(f"{event.kind}:{event.name}", 10_000) if plan else 0
            text = json.dumps(_bare(event.data), sort_keys=True, ensure_ascii=False)
            rank = (2, place, _ORDER[event.kind], text)
        items.append(_Item(event, earliest, latest, rank))
    return sorted(items, key=lambda i: (i.earliest, i.rank, i.event.seq))


def replay(facts: Facts, events: Sequence[Event], until: Stamp) -> tuple[Run | None, Conflict | None]:
    """Replay facts in the order in which they happened, up to a moment.

    Returns:
        (run, None) when they all fit, else (None, the first conflict on the straightest way).
    """
    items = _items(facts, events)
    opening = next((i for i in items if i.event.kind == "opened"), None)
    if opening is None:
        lost = items[0].event
        return None, Conflict(lost, Reason("geen-begin", "Dit traject heeft nog geen begin."))
    run = Run(opening.event.data["definition"])
    conflict = _straight(facts, _Search(run, list(items)), until)
    if conflict is None:
        return run, None
    if len(items) > 1 and any(i.latest > i.earliest for i in items):
        found = _search(facts, _Search(Run(run.plan), list(items)), until)
        if found is not None:
            return found, None
    return None, conflict


def _now(search: _Search, at: Stamp) -> Stamp:
    return max(at, search.run.at)


def _straight(facts: Facts, search: _Search, until: Stamp) -> Conflict | None:
    """The straightest way: always the first legal fact at the first possible moment. Changes search.run."""
    while search.left:
        at = _now(search, min(i.earliest for i in search.left))
        reasons: list[Conflict] = []
        step = next((i for i in _due(search, at) if _try(facts, search, i, at, reasons)), None)
        if step is not None:
            search.left.remove(step)
            continue
        later = _later(facts, search, at)
        late = [
            c for c, i in zip(reasons, _due(search, at), strict=True) if later is None or i.latest < later
        ]
        if late or later is None:
            return late[0] if late else reasons[0]
        _advance(facts, search.run, later)
    _advance(facts, search.run, until)
    return None


def _due(search: _Search, at: Stamp) -> list[_Item]:
    return sorted((i for i in search.left if i.earliest <= at), key=lambda i: (i.rank, i.event.seq))


def _later(facts: Facts, search: _Search, at: Stamp) -> Stamp | None:
    """The next moment at which something may have become legal."""
    found = [i.earliest for i in search.left if i.earliest > at]
    if search.run.lanes:
        due = clockwork.next_due(_look(facts, search.run))
        if due is not None:
            found.append(due)
    return min(found, default=None)


def _look(facts: Facts, run: Run) -> Look:
    return Look(facts.plans[run.plan], run, facts, run.at)


def _advance(facts: Facts, run: Run, until: Stamp) -> None:
    if run.lanes:
        clockwork.advance(_look(facts, run), until)
    else:
        run.at = max(run.at, until)


def _try(facts: Facts, search: _Search, item: _Item, at: Stamp, reasons: list[Conflict]) -> bool:
    """Apply one fact at a moment. A refusal leaves the run as it was."""
    run = search.run
    _advance(facts, run, at)
    if item.event.kind != "opened" and not run.lanes:
        reasons.append(Conflict(item.event, Reason("geen-begin", "Dit gebeurde voor het traject begon.")))
        return False
    if item.event.kind == "opened" and run.lanes:
        reasons.append(Conflict(item.event, Reason("twee-keer", "Dit traject is al begonnen.")))
        return False
    before = run.dump() if _needs_undo(item.event) else None
    reason = apply(facts, run, item.event, at, item.latest)
    if reason is None:
        return True
    if before is not None:
        _restore(run, before)
    reasons.append(Conflict(item.event, reason, _cause(run)))
    return False


def _needs_undo(event: Event) -> bool:
    """Whether an applier may have changed something before it found a reason."""
    return bool(event.data.get("roles")) or event.kind in ("opened", "agreed", "joined", "answered")


def _restore(run: Run, before: str) -> None:
    old = Run.load(before)
    for name in Run.__slots__:
        setattr(run, name, getattr(old, name))


def _cause(run: Run) -> int:
    """The fact that brought the main machine where it is."""
    return run.main.trail[-1][3] if run.lanes and run.main.trail else 0


def apply(facts: Facts, run: Run, event: Event, at: Stamp, latest: Stamp | None = None) -> Reason | None:
    """Apply one fact to a run whose clock stands at `at`; None when it fitted."""
    run.at = max(run.at, at)
    look = Look(facts.plans[run.plan], run, facts, run.at)
    reason = APPLIERS[event.kind](look, event)
    if reason is not None:
        return reason
    run.placed[event.seq] = run.at
    # nothing that is still to come can slip in before an act; before a report of that day it can
    end = run.at - 1 if is_act(event) else latest if latest is not None else run.at
    run.horizon = max(run.horizon, end)
    clockwork.settle(look)
    return None


def _search(facts: Facts, search: _Search, until: Stamp) -> Run | None:
    """Other orders within the intervals, depth first and in a fixed order, within a budget."""
    search.budget[0] -= 1
    if search.budget[0] < 0:
        return None
    if not search.left:
        _advance(facts, search.run, until)
        return search.run
    at = _now(search, min(i.earliest for i in search.left))
    for item in _due(search, at):
        branch = _Search(search.run.copy(), [i for i in search.left if i is not item], search.budget)
        if _try(facts, branch, item, at, []) and (found := _search(facts, branch, until)) is not None:
            return found
    later = _later(facts, search, at)
    if later is None or any(i.latest < later for i in _due(search, at)):
        return None
    branch = _Search(search.run.copy(), list(search.left), search.budget)
    _advance(facts, branch.run, later)
    return _search(facts, branch, until)


def fold(facts: Facts, log: Sequence[Event], until: Stamp) -> Folded | None:
    """Fold a whole log. None when nothing in it opens the case.

    All facts together are tried first: when they fit, every order of telling ends there. Only a log
    with contradictions is told again, fact by fact.
    """
    events = counted(log)
    if not events:
        return None
    run, _ = replay(facts, events, until)
    if run is not None:
        return Folded(run)
    inside: list[Event] = []
    held: list[Event] = []
    for event in log:
        if event.kind == "withdrawn":
            inside = [e for e in inside if e.seq != event.data["event"]]
            held = [e for e in held if e.seq != event.data["event"]]
            inside, held = _settle_held(facts, inside, held, until)
        elif is_fact(event):
            inside, held = accept(facts, inside, [*held, event], until)
    run, _ = replay(facts, inside, until) if inside else (None, None)
    if run is None:
        return None
    conflicts = tuple(explain_held(facts, inside, e, until) for e in held)
    run.held = [e.seq for e in held]
    return Folded(run, conflicts)


def explain_held(facts: Facts, inside: Sequence[Event], event: Event, until: Stamp) -> Conflict:
    """Why a fact is held: the sentence, and the fact inside that it clashes with."""
    _, conflict = replay(facts, [*inside, event], until)
    if conflict is None:
        return Conflict(
            event, Reason("past-niet", "Dit past alleen samen met iets anders dat nog ontbreekt.")
        )
    if conflict.event.seq == event.seq:
        return conflict
    # the replay stumbles over what was known already: that is the other one
    return Conflict(event, conflict.reason, conflict.event.seq)


def accept(
    facts: Facts, inside: list[Event], held: list[Event], until: Stamp
) -> tuple[list[Event], list[Event]]:
    """Try what is held, all together and then one by one in the order told; gives (inside, still held)."""
    if held and replay(facts, [*inside, *held], until)[0] is not None:
        return [*inside, *held], []
    still = list(held)
    for event in held:
        if replay(facts, [*inside, event], until)[0] is not None:
            inside = [*inside, event]
            still.remove(event)
    return inside, still


def _settle_held(
    facts: Facts, inside: list[Event], held: list[Event], until: Stamp
) -> tuple[list[Event], list[Event]]:
    """After a withdrawal: what no longer fits is held, then everything held is tried again."""
    while inside:
        run, conflict = replay(facts, inside, until)
        if run is not None or conflict is None:
            break
        inside = [e for e in inside if e.seq != conflict.event.seq]
        held = [*held, conflict.event]
    return accept(facts, inside, held, until)
