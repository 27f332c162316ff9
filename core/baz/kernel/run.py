"""The folded state of one case: what a fold over its facts leads to. JSON in, JSON out.

A `Run` is the kernel's own scratch value. It is mutable while a fold works on it and is never
shared; what leaves the kernel are rows, views and events.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from baz.kernel.when import Stamp


@dataclass(slots=True)
class Lane:
    """Where one region stands. `trail` is the way it came: (state, stamp, step, event or 0 for the clock)."""

    state: str = ""
    since: Stamp = 0
    trail: list[tuple[str, Stamp, str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A participation. `standing`: asked, reserve, active, declined, ended. `began` is when it first counted;
    None while it never did."""

    id: str
    role: str
    party: str
    standing: str
    frm: Stamp
    to: Stamp | None = None
    yes: dict[str, str] = field(default_factory=dict)
    until: Stamp | None = None
    proxy_of: str = ""
    began: Stamp | None = None
    replaces: bool = False


@dataclass(slots=True)
class Gathering:
    """A meeting: planned, held or cancelled."""

    id: str
    kind: str
    status: str
    at: Stamp
    precision: str = "day"
    mode: str = "fysiek"
    place: str = ""
    count: int | None = None
    present: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    told: int = 0


@dataclass(slots=True)
class Job:
    """One instance of a task. `true_since` is when its `when` last became true; None while it is false.
    `who` is the party that a notice is about."""

    id: str
    name: str
    since: Stamp
    meeting: str = ""
    true_since: Stamp | None = None
    closed: Stamp | None = None
    how: str = ""
    pinned: Stamp | None = None
    snoozed: Stamp | None = None
    reached: Stamp | None = None
    due: Stamp | None = None
    who: str = ""


@dataclass(slots=True)
class Proposal:
    """A step that waits for a yes."""

    seq: int
    step: str
    region: str
    state: str
    entered: Stamp
    data: dict[str, Any]
    yes: dict[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(slots=True)
class Consequence:
    """What follows: a letter, another case, a clock step, a reminder. `due` is when."""

    key: str
    kind: str
    name: str
    due: Stamp
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """Everything that a case's facts amount to. `kept_due` has the days on which something was due, by the id
    of the erased value that they hung on."""

    plan: str
    opened: Stamp = 0
    precision: str = "day"
    at: Stamp = 0
    horizon: Stamp = 0
    lanes: dict[str, Lane] = field(default_factory=dict)
    steps: dict[str, list[Stamp]] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    field_since: dict[str, Stamp] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    meetings: list[Gathering] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    pauses: list[list[Any]] = field(default_factory=list)
    applied: dict[str, Stamp] = field(default_factory=dict)
    consequences: dict[str, Consequence] = field(default_factory=dict)
    ended: Stamp | None = None
    outcome: str = ""
    erased: bool = False
    erased_on: Stamp | None = None
    out_of_order: int = 0
    waived: int = 0
    held: list[int] = field(default_factory=list)
    placed: dict[int, Stamp] = field(default_factory=dict)
    kept_due: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    shares: dict[str, Stamp] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def paused(self) -> bool:
        """Whether the case rests now."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    @property
    def main(self) -> Lane:
        """The main machine's lane."""
        return self.lanes["main"]

    def copy(self) -> Run:
        """A deep copy, for trying something."""
        return Run.load(self.dump())

    def dump(self) -> str:
        """As JSON, the same text for the same state."""
        return _encode(_plain(self))

    @classmethod
    def load(cls, text: str) -> Run:
        """From `dump`."""
        return cls.revive(json.loads(text))

    @classmethod
    def revive(cls, raw: dict[str, Any]) -> Run:
        """From the values of `dump`'s JSON, which are used up."""
        raw["lanes"] = {
            k: Lane(v["state"], v["since"], [tuple(t) for t in v["trail"]]) for k, v in raw["lanes"].items()
        }
        for name, kind in (("parts", Part), ("meetings", Gathering), ("jobs", Job), ("proposals", Proposal)):
            if raw[name]:
                raw[name] = [kind(**item) for item in raw[name]]
        raw["consequences"] = {k: Consequence(**v) for k, v in raw["consequences"].items()}
        raw["placed"] = {int(k): v for k, v in raw["placed"].items()}
        return cls(**raw)


# Every durable step writes its run: this is many times as fast as `dataclasses.asdict`, which copies deeply.
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=lambda o: _plain(o)
).encode
_NAMES = {
    kind: tuple(f.name for f in fields(kind))
    for kind in (Run, Lane, Part, Gathering, Job, Proposal, Consequence)
}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}


def _plain(item: Any) -> dict[str, Any]:
    kind = type(item)
    return dict(zip(_NAMES[kind], _VALUES[kind](item), strict=True))
