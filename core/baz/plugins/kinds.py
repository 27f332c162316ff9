"""What a plugin can give: frozen values. Core acts on them; no plugin receives the engine or a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baz.definition.guards import FunctionSignature
from baz.definition.names import Kind
from baz.kernel.facts import GuardCall


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMeeting:
    """A kind of meeting to which everybody may come, in the public offer of an organisation.

    The meetings of kind `meeting` in cases of `workflow` stand in it as long as the region of `open`
    (`region.state`) is in that state. Who enrols takes `role`; its upper bound is how many places there are.
    `title`, `about` and `audience` are fields whose words are shown to everybody: none may be personal.
    `put_in`, `take_out` and `cancel` are the steps by which staff brings it in, takes it out or calls it off.
    """

    workflow: str
    meeting: str
    role: str
    open: str
    title: str
    about: str = ""
    audience: str = ""
    put_in: tuple[str, ...] = ()
    take_out: str = ""
    cancel: str = ""

    @property
    def name(self) -> str:
        """The workflow and the kind of meeting."""
        return f"{self.workflow}.{self.meeting}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A tenant: a partner, or BAZ itself.

    `hue` is its colour as degrees on the colour wheel, 0 to 359. `staff_roles` are the roles that its paid
    people hold; a task whose own role is still empty falls to the first. `words` gives its own word for one
    of ours (`case`, `about`, `volunteer`). It takes part in BAZ from `member_from` to `member_to`. `never`:
    words that none of its fields may ask for, each with the reason; a definition or overlay that does is
    refused. A word is written without capitals and accents; `*` stands for the rest of it. `runs`: plugins of
    other organisations whose programmes it carries out, in cases of its own. `rights`: the bundle of
    `baz.engine.rights` that each staff role has: `coordinator` (unless it says otherwise), `lezer`, `rapport`
    or `beheerder`. `public`: the meetings that stand in its public offer.
    `partners`: the workflow in which it keeps its partners, for its partner log.
    """

    key: str
    name: str
    hue: int
    staff_roles: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    member_from: date | None = None
    member_to: date | None = None
    aliases: tuple[str, ...] = ()
    never: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[str, ...] = ()
    rights: Mapping[str, str] = field(default_factory=dict)
    public: tuple[PublicMeeting, ...] = ()
    partners: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardFunction:
    """A pure function that a condition may call. Its signature brings the sentence and the version.

    `call` gets what stands between the brackets: `party` as a `baz.api.PartyFacts`, a parameter as its value.
    It gives True when it holds; False, or the sentence that says what is missing.
    """

    signature: FunctionSignature
    call: GuardCall

    @property
    def name(self) -> str:
        """How a condition calls it."""
        return self.signature.name


@dataclass(frozen=True, slots=True)
class EffectRun:
    """What an effect gets: never a name of a person. `token` is the same at every try of the same effect."""

    organisation: str
    case: str
    step: str
    value: Any
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectKind:
    """A kind usable in `then`.

    `sentence` says in Dutch what it does, with `{value}` for what stands behind it. `run` is called after the
    step was stored, once or, after a failure, again with the same token; it answers in a line what was done.
    `run` is None for the kinds that the engine carries out in the same transaction as the step.
    """

    name: str
    sentence: str
    run: Callable[[EffectRun], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A type of field.

    `parse(raw, options)` takes text, or what a scenario or a form holds, and gives a value of JSON; it raises
    ValueError with a Dutch sentence. `show(value)` gives it as people read it. `kind` is what a condition may
    do with it. `personal`: by nature it can name somebody, so that its value stays out of the log.
    """

    name: str
    parse: Callable[[Any, Sequence[str]], Any]
    show: Callable[[Any], str]
    kind: Kind = "any"
    personal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """A check of the installation. `check()` gives a Dutch sentence for each thing that is wrong."""

    name: str
    title: str
    check: Callable[[], Sequence[str]]
