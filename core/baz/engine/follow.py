"""What follows from the facts, compared with what the engine said it did (promise 6).

New consequences get a `fired` or `followed` line and, where they leave the house, a job in the
outbox. One that a told fact made untrue gets an `unfollowed` line that names the cause; when it
had left already a person gets the task "wat nu?"; nothing is undone silently.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from baz.engine.work import Work
from baz.kernel.acts import ENGINE, Event
from baz.kernel.run import Consequence, Run
from baz.kernel.when import DAY, When, day_of, due_day
from baz.store import links, outbox
from baz.store.outbox import Entry

Followed = dict[str, list[int]]
"""Consequence key -> [due stamp, number of the line that said so]."""


@dataclass(slots=True)
class Following:
    """What has to be written: lines, jobs, cases to open. `followed` is the new state of affairs."""

    followed: Followed
    events: list[Event] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    opens: list[tuple[Consequence, int]] = field(default_factory=list)


def follow(work: Work, case: str, run: Run, followed: Followed, seq: int, cause: int) -> Following:
    """Compare; `seq` is the last number used, `cause` the fact that was told."""
    out = Following(dict(followed))
    for key in sorted(followed):
        now = run.consequences.get(key)
        if now is None or now.due != followed[key][0]:
            seq = _undo(work, case, key, out, seq, cause)
    fresh = [c for k, c in run.consequences.items() if k not in out.followed]
    for consequence in sorted(fresh, key=lambda c: (c.due, c.key)):
        seq += 1
        out.followed[consequence.key] = [consequence.due, seq]
        out.events.append(_line(work, consequence, seq))
        _job(case, consequence, seq, out)
    return out


def _line(work: Work, consequence: Consequence, seq: int) -> Event:
    kind = "fired" if consequence.kind in ("clock", "reminder") else "followed"
    return Event(seq, kind, consequence.name, {"key": consequence.key}, _when(consequence), work.now, ENGINE)


def _when(consequence: Consequence) -> When:
    # only a due day ends at midnight; a fact without an hour stands at the first minute of its own day
    ends = consequence.kind == "reminder" and consequence.due % DAY == 0
    return When(due_day(consequence.due) if ends else day_of(consequence.due), "day")


def _undo(work: Work, case: str, key: str, out: Following, seq: int, cause: int) -> int:
    seq += 1
    said = out.followed.pop(key)
    kind = key.split(":", 1)[0]
    left = False
    if kind == "open":
        left = not links.call_back(case, key, connection=work.connection)
    elif kind not in ("clock", "task"):
        left = not outbox.drop(case, key, now=work.now, connection=work.connection)
    data: dict[str, Any] = {"key": key, "cause": cause, "line": said[1]}
    if left:
        data["left"] = True
    name = key.split(":", 1)[1].split("@")[0].split("#")[0]
    out.events.append(Event(seq, "unfollowed", name, data, When.at(work.now), work.now, ENGINE))
    return seq


def _job(case: str, consequence: Consequence, seq: int, out: Following) -> None:
    if consequence.kind in ("clock", "reminder"):
        return
    if consequence.kind == "open":
        out.opens.append((consequence, seq))
        return
    payload = json.dumps({"name": consequence.name, **consequence.data}, sort_keys=True, ensure_ascii=False)
    out.entries.append(Entry(case, seq, consequence.key, consequence.kind, payload))


def left_house(events: Iterable[Event]) -> list[Event]:
    """The `unfollowed` lines of what had left the house: facts for the next fold."""
    return [e for e in events if e.kind == "unfollowed" and e.data.get("left")]
