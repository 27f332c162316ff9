"""What people can tell the engine: every act and every reported fact is one of these.

An act has a `kind` (the event's kind in the log), a `name` (the step, role, meeting or task it
speaks of) and further values. Parties are ids; dates are `When`; words that a person wrote are
plain text here and become a reference before they reach the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from baz.kernel.reasons import Option as Option
from baz.kernel.reasons import Reason as Reason
from baz.kernel.reasons import Refusal as Refusal
from baz.kernel.reasons import unfit as unfit
from baz.kernel.when import When

ENGINE = "engine"
"""The actor of what the engine does itself, and of what another case tells."""

CALL_ME = "bel"
"""Of how a meeting went the log keeps only this: somebody wants to be called. It is never a score."""
Feeling = Literal["", "goed", "moeilijk", "bel"]

Answers = Mapping[str, Any]
"""Field -> value; role -> party id or ids; meeting -> `When` or {"on": .., "mode": .., "place": ..}."""


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes (or no) of a party, and how it was given: `zelf`, `mondeling`, `telefoon`, `brief`, `mail`."""

    party: str
    how: str = "zelf"
    yes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open a case by one of the workflow's opening steps; `state` takes over a case that already runs."""

    kind: ClassVar[str] = "opened"
    workflow: str
    name: str = ""
    state: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    agreed: tuple[Yes, ...] = ()
    waive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Take a transition. `outcome` where several are possible, `choose` the workflow to open, `ends` whose
    participation ends, `waive` the reason for setting a waivable condition aside."""

    kind: ClassVar[str] = "step"
    name: str
    answers: Answers = field(default_factory=dict)
    outcome: str = ""
    choose: str = ""
    ends: str = ""
    agreed: tuple[Yes, ...] = ()
    waive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """A yes or no to a proposed step that waits for it."""

    kind: ClassVar[str] = "agreed"
    name: str
    yes: Yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Somebody is asked for, or takes, a role. What must be agreed first makes the standing `asked`."""

    kind: ClassVar[str] = "joined"
    name: str
    party: str
    agreed: tuple[Yes, ...] = ()
    waive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A yes or no to a participation that was asked."""

    kind: ClassVar[str] = "answered"
    name: str
    party: str
    yes: Yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A participation ends."""

    kind: ClassVar[str] = "left"
    name: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A role goes from one party to another; with `until` it comes back (a deputy during leave)."""

    kind: ClassVar[str] = "handed"
    name: str
    party: str
    to: str
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A meeting is planned. `place` is personal."""

    kind: ClassVar[str] = "planned"
    name: str
    on: When
    mode: Literal["fysiek", "online", "hybride"] = "fysiek"
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A planned meeting gets another date. `meeting` empty: the earliest planned one of this kind."""

    kind: ClassVar[str] = "moved"
    name: str
    on: When
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """A planned meeting does not take place. `feeling` as in `Held`."""

    kind: ClassVar[str] = "cancelled"
    name: str
    meeting: str = ""
    reason: str = ""
    feeling: Feeling = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting took place. `count` people, or `present` by id when the kind keeps names. `feeling` is how it
    went for who tells it; only `bel` ("call me") is kept, and becomes the task `bel_even` at once."""

    kind: ClassVar[str] = "held"
    name: str
    meeting: str = ""
    count: int | None = None
    present: tuple[str, ...] = ()
    feeling: Feeling = ""
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The case rests. `name` is one of the workflow's reasons, or empty where none are given."""

    kind: ClassVar[str] = "paused"
    name: str = ""
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """The case goes on."""

    kind: ClassVar[str] = "resumed"
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A task is done, with what it asks. `task` is its id; empty: the earliest open one of this name."""

    kind: ClassVar[str] = "done"
    name: str
    task: str = ""
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """A task comes back later."""

    kind: ClassVar[str] = "snoozed"
    name: str
    until: When
    task: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person sets the due day of a task by hand."""

    kind: ClassVar[str] = "pinned"
    name: str
    on: When
    task: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A step out of order: to a state that the definition does not lead to from here, with a reason."""

    kind: ClassVar[str] = "jumped"
    name: str
    region: str = ""
    outcome: str = ""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """A fact was wrong. `event` is its number in the case; `instead` is what is true."""

    kind: ClassVar[str] = "withdrawn"
    name: str = ""
    event: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """The case moves to another version of its workflow."""

    kind: ClassVar[str] = "migrated"
    name: str = ""
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyParameter:
    """The value that is in force today also counts for what began earlier in this case."""

    kind: ClassVar[str] = "applied"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase:
    """Everything that names this party disappears; when the case is about the party it ends. Or only these
    personal `values` of the case, by id: what was kept long enough."""

    kind: ClassVar[str] = "erased"
    name: str = ""
    party: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Another organisation may see this case until a date."""

    kind: ClassVar[str] = "shared"
    name: str
    until: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The receiver's answer to a case that was referred to it: accepted, or sent back.

    `case` is the key of the consequence that referred it.
    """

    kind: ClassVar[str] = "referral"
    name: Literal["accepted", "returned"]
    case: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """Something happened in another case that a step here waits for. `name` is the step's trigger."""

    kind: ClassVar[str] = "external"
    name: str


Act = (
    Open | Step | Agree | Join | Answer | Leave | HandOver | Plan | Move | Cancel | Held | Pause | Resume
    | Done | Snooze | Pin | Jump | Withdraw | Migrate | ApplyParameter | Erase | Share | Referral
    | External
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks: a party, with the organisations whose staff it is, and in which roles there (organisation,
    role). Without roles it counts as its organisation's first staff role. `operator` runs the installation
    itself: the command line, an import, the engine; nobody who signs in on a page is that. `bound`: the only
    rights that it has here, of those that its roles give (a token of the API); None for all of them."""

    party: str
    organisations: frozenset[str] = frozenset()
    operator: bool = False
    roles: frozenset[tuple[str, str]] = frozenset()
    bound: frozenset[str] | None = None


OPERATOR = Actor(ENGINE, operator=True)
"""Who runs the installation, where nobody in particular does: a worker, an import, a test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that somebody tells the engine.

    `occurred` None means act: it happens now and may be refused. With a `When` it is a report of
    something that happened. `key` makes it count once. `seen` is the version of the case (its last
    people's fact) that the actor looked at; None when that does not matter. `behalf` and `how`: for whom
    the actor acts, and how that person said so.
    """

    actor: Actor
    act: Act
    key: str
    case: str = ""
    organisation: str = ""
    occurred: When | None = None
    seen: int | None = None
    behalf: str = ""
    how: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's log. `seq` counts from 1 in the case; `data` is JSON."""

    seq: int
    kind: str
    name: str
    data: Mapping[str, Any]
    occurred: When
    recorded: datetime
    actor: str
    behalf: str = ""
    how: str = ""


PEOPLE: frozenset[str] = frozenset(
    ("opened", "step", "agreed", "joined", "answered", "left", "handed", "planned", "moved", "cancelled",
     "held", "paused", "resumed", "done", "snoozed", "pinned", "jumped", "withdrawn", "migrated", "applied",
     "erased", "shared", "referral", "external")
)  # fmt: skip
"""Kinds of event that people told: truth. `fired`, `followed` and `unfollowed` say what the engine did."""
