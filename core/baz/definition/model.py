"""A workflow definition as frozen values: what `grammar.md` calls keys, these call attributes.

Expressions (`that`, `when`, `needs`) stay text here. The one place that compiles them is
`baz.kernel.plan`, through `baz.definition.guards`; the checks parse them too, to report what is wrong.
`one|many` is always a tuple.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from baz.definition.moment import Moment, parse_moment
from baz.definition.values import ParameterValue

Model = Literal[
    "persoonlijke_competentie",
    "buddy",
    "persoonlijk_netwerk",
    "lotgenotennetwerk",
    "vrijwillig_engagement",
    "community_building",
]
RoleKind = Literal["person", "volunteer", "staff", "professional", "organisation"]
Attendance = Literal["none", "count", "names"]


def _many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


def _moment(value: Any) -> Any:
    return parse_moment(value) if isinstance(value, str) else value


Many = Annotated[tuple[str, ...], BeforeValidator(_many)]
At = Annotated[Moment, BeforeValidator(_moment)]


class Part(BaseModel):
    """Base of every part of a definition: frozen, and it knows no other keys than these."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Titled(Part):
    """A part with a title that people read. The loader fills in the key with spaces."""

    title: str = ""


class Condition(Part):
    """What must hold. Either `that` + `because`, or `call`: one registered function, which brings its sentence."""

    that: str = ""
    because: str = ""
    waive: Many = ()
    call: str = ""


class Parameter(Titled):
    """A number with its source. `value` is already read; `text` is how it was written."""

    value: ParameterValue
    source: str
    text: str = ""


class Bound(Part):
    """How many hold a role. A bound is a number, or the name of a parameter or number field; `high` None: no limit."""

    low: int | str = 0
    high: int | str | None = None


class Role(Titled):
    """Who takes part, how many, who must say yes before it counts, and which papers are needed."""

    kind: RoleKind = "person"
    count: Bound = Bound()
    reserve: bool = False
    agree: Many = ()
    needs: tuple[Condition, ...] = ()
    visible_to: Many = ()


class FieldDef(Titled):
    """One thing that may be stored, why, and how long. `options_from` names a list field (`options: fields.x`)."""

    type: str
    options: tuple[str, ...] = ()
    options_from: str = ""
    purpose: str
    personal: bool | None = None
    keep: str = ""
    visible_to: Many = ()


class State(Titled):
    """`final` holds the outcomes that may close it; empty means not final."""

    final: Many = ()
    keep: str = ""


class OpenEffect(Part):
    """Opens a case here or at a partner; with several workflows the actor picks one."""

    workflow: Many
    agree: Many = ()
    carry: Many = ()


class Effect(Part):
    """What follows a step. `kind` is letter, open, end or a plugin's; `value` is its text, OpenEffect or mapping."""

    kind: str
    value: Any = None


class Transition(Titled):
    """An arrow. `frm` is the key `from`: states, phases, `any` or `pause`; empty means it opens the case or region.
    `to` empty means it stays where it is; `outcome` is what stood behind the dot in `to: gesloten.stilte`."""

    frm: Many = Field((), alias="from")
    to: str = ""
    outcome: str = ""
    by: Many = ()
    at: At | None = None
    agree: Many = ()
    ask: Many = ()
    optional: Many = ()
    when: tuple[Condition, ...] = ()
    then: tuple[Effect, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Region(Titled):
    """A second machine beside the main one."""

    states: dict[str, State]
    phases: dict[str, tuple[str, ...]] = {}
    transitions: dict[str, Transition] = {}


class Task(Titled):
    """What somebody of the organisation should do. `when` is a bare guard."""

    during: Many = ()
    due: At
    owner: Many
    when: str = ""
    ask: Many = ()
    optional: Many = ()
    letter: str = ""


class Later(Part):
    """The rhythm that holds once `from` has passed."""

    every: str
    frm: At = Field(alias="from")

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Meeting(Titled):
    """A kind of meeting. The key `with` is `people`. `by` empty: staff and volunteers among `people`."""

    during: Many = ()
    people: Many = Field((), alias="with")
    by: Many = ()
    attendance: Attendance = "none"
    every: str = ""
    later: tuple[Later, ...] = ()
    ask: Many = ()
    optional: Many = ()
    visible_to: Many = ()

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Pause(Part):
    """Who may pause and resume, and with which reasons (outcomes)."""

    by: Many = ()
    reasons: Many = ()


class Letter(Titled):
    """A document from a template in the plugin's letters folder, for everybody in these roles."""

    template: str
    to: Many


class Indicator(Titled):
    """A count for the report; `count` or `sum`, never both. `per` is a field, `outcome` or `month`."""

    count: Many = ()
    sum: str = ""
    when: str = ""
    of: str = ""
    per: str = ""
    target: str = ""
    objective: str = ""
    note: str = ""


class Migration(Part):
    """From version N (the key) to this one: old name to new."""

    states: dict[str, str] = {}
    fields: dict[str, str] = {}


class Workflow(Titled):
    """A whole definition, overlays merged in. `overlays` names them with their versions."""

    baz: int = 1
    workflow: str
    version: int
    model: Many
    about: str = ""
    keep: str
    parameters: dict[str, Parameter] = {}
    outcomes: dict[str, str] = {}
    roles: dict[str, Role] = {}
    fields: dict[str, FieldDef] = {}
    states: dict[str, State]
    phases: dict[str, tuple[str, ...]] = {}
    transitions: dict[str, Transition] = {}
    regions: dict[str, Region] = {}
    tasks: dict[str, Task] = {}
    meetings: dict[str, Meeting] = {}
    pause: Pause = Pause()
    letters: dict[str, Letter] = {}
    indicators: dict[str, Indicator] = {}
    migrations: dict[int, Migration] = {}
    overlays: tuple[str, ...] = ()

    @property
    def organisation(self) -> str:
        """The part before the slash: whose workflow this is."""
        return self.workflow.split("/", 1)[0]
