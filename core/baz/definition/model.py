"""A workflow definition as frozen values: what `grammar.md` calls keys, these call attributes.

Expressions (`that`, `when`, `needs`) stay text here. The one place that compiles them is
`baz.kernel.plan`, through `baz.definition.guards`; the checks parse them too, to report what is wrong.
`one|many` is always a tuple. These models are the one source of the grammar's shape: the loader, the
did-you-mean and the JSON Schema all read them. `Ref` says what the text of a key refers to.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from baz.definition.forms import (
    BOUND_SCHEMA,
    GUARD_SCHEMA,
    MOMENT_SCHEMA,
    NEEDED,
    OPTIONS_SCHEMA,
    WORKFLOWS_SCHEMA,
    At,
    Bool,
    GrammarVersion,
    GuardText,
    Many,
    ManyParts,
    OneOrMany,
    Prose,
    Ref,
    Sentence,
    Text,
    Value,
    Whole,
    WorkflowName,
    internal,
    read_bound,
    read_condition,
)

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

Roles = Annotated[Many, Ref("role")]
Names = Annotated[Many, Ref("name")]
Keep = Annotated[Text, Ref("duration")]
Outcomes = Annotated[Many, Ref("outcome")]
Asked = Annotated[Many, Ref("asked")]
Phases = dict[str, Annotated[Many, Ref("member")]]


class Part(BaseModel):
    """Base of every part of a definition: frozen, and it knows no other keys than these."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """What an author may write: without internal attributes, with what is needed; empty where nothing
        is."""
        schema = handler.resolve_ref_schema(handler(core))
        properties = schema.get("properties", {})
        for name, key in list(properties.items()):
            if key.pop("internal", False):
                del properties[name]
            elif key.pop("needed", False):
                schema["required"] = [*schema.get("required", []), name]
        if not schema.get("required"):
            schema["type"] = ["object", "null"]
        return schema


class Titled(Part):
    """A part with a title that people read. The loader fills in the key with spaces."""

    title: Prose = ""


class Condition(Part):
    """What must hold. Either `that` + `because`, or `call`: one registered function, which brings its
    sentence. On a step that only the clock takes it may be a bare guard: `that` alone."""

    that: GuardText = Field("", json_schema_extra=NEEDED)
    because: Sentence = Field("", json_schema_extra=NEEDED)
    waive: Roles = ()
    call: str = internal("")

    @model_validator(mode="before")
    @classmethod
    def _one_text(cls, value: Any) -> Any:
        return read_condition(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A mapping, or one text: a function call or a bare guard."""
        return {"anyOf": [super().__get_pydantic_json_schema__(core, handler), GUARD_SCHEMA]}


Conditions = Annotated[tuple[Condition, ...], ManyParts, OneOrMany()]


class Parameter(Titled):
    """A number with its source. `value` is already read; `text` is how it was written."""

    value: Value
    source: Prose
    text: str = internal("")


class Bound(Part):
    """How many hold a role. A bound is a number, or the name of a parameter or number field; `high` None: no
    limit."""

    low: int | str = 0
    high: int | str | None = None


class Role(Titled):
    """Who takes part, how many, who must say yes before it counts, and which papers are needed."""

    kind: RoleKind = "person"
    count: Annotated[Bound, BeforeValidator(read_bound), Ref("bound"), WithJsonSchema(BOUND_SCHEMA)] = Bound()
    reserve: Bool = False
    agree: Roles = ()
    needs: Conditions = ()
    visible_to: Roles = ()


class FieldDef(Titled):
    """One thing that may be stored, why, and how long. `options_from` names a list field (`options:
    fields.x`)."""

    type: Annotated[Text, Ref("type")]
    options: Annotated[Many, Ref("options"), WithJsonSchema(OPTIONS_SCHEMA)] = ()
    options_from: str = internal("")
    purpose: Prose
    personal: Annotated[Bool | None, WithJsonSchema({"type": "boolean"})] = None
    keep: Keep = ""
    visible_to: Roles = ()

    @model_validator(mode="before")
    @classmethod
    def _options_of_a_list(cls, value: Any) -> Any:
        if (
            isinstance(value, dict)
            and isinstance(value.get("options"), str)
            and value["options"].startswith("fields.")
        ):
            return {**value, "options": (), "options_from": value["options"].removeprefix("fields.")}
        return value


class State(Titled):
    """`final` holds the outcomes that may close it; empty means not final."""

    final: Outcomes = ()
    keep: Keep = ""


class OpenEffect(Part):
    """Opens a case here or at a partner; with several workflows the actor picks one."""

    workflow: Annotated[Many, Ref("workflow"), WithJsonSchema(WORKFLOWS_SCHEMA)]
    agree: Roles = ()
    carry: Annotated[Many, Ref("carry")] = ()


class Effect(Part):
    """What follows a step. `kind` is letter, open, end or a plugin's; `value` is its text, OpenEffect or
    mapping."""

    kind: str
    value: Any = None

    @model_validator(mode="before")
    @classmethod
    def _one_key(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise PydanticCustomError(
                "wrong-type", "an effect is one key with its value, such as 'letter: x'"
            )
        if "kind" not in value:
            if len(value) != 1:
                raise PydanticCustomError("wrong-type", "one effect has one key; begin each with its own '-'")
            value = dict(zip(("kind", "value"), *value.items(), strict=True))
        if value.get("kind") == "open" and isinstance(value.get("value"), dict):
            return {**value, "value": OpenEffect.model_validate(value["value"])}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A mapping of one key: letter, open, end or a plugin's."""
        text = {"type": ["string", "number"]}
        opened = handler(OpenEffect.__pydantic_core_schema__)
        known = {"letter": text, "open": opened, "end": text}
        return {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": known}


class Transition(Titled):
    """An arrow. `frm` is the key `from`: states, phases, `any` or `pause`; empty means it opens the case or
    region. `to` empty means it stays where it is; `outcome` is what stood behind the dot in `to:
    gesloten.stilte`."""

    frm: Annotated[Many, Ref("from")] = Field((), alias="from")
    to: Annotated[Text, Ref("to")] = ""
    outcome: str = internal("")
    by: Roles = ()
    at: Annotated[At | None, Ref("moment"), WithJsonSchema(MOMENT_SCHEMA)] = None
    agree: Roles = ()
    ask: Asked = ()
    optional: Asked = ()
    when: Conditions = ()
    then: Annotated[tuple[Effect, ...], ManyParts, OneOrMany()] = ()

    @model_validator(mode="before")
    @classmethod
    def _outcome_behind_the_dot(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("to"), str) and "." in value["to"]:
            to, outcome = value["to"].split(".", 1)
            return {**value, "to": to, "outcome": outcome}
        return value


class Region(Titled):
    """A second machine beside the main one."""

    states: dict[str, State]
    phases: Phases = {}
    transitions: dict[str, Transition] = {}


class Task(Titled):
    """What somebody of the organisation should do. `when` is a bare guard."""

    during: Annotated[Many, Ref("during")] = ()
    due: At
    owner: Roles
    when: GuardText = ""
    ask: Asked = ()
    optional: Asked = ()
    letter: Annotated[Text, Ref("letter")] = ""


class Later(Part):
    """The rhythm that holds once `from` has passed."""

    every: Annotated[Text, Ref("rhythm")]
    frm: At = Field(alias="from")


class Meeting(Titled):
    """A kind of meeting. The key `with` is `people`. `by` empty: staff and volunteers among `people`."""

    during: Annotated[Many, Ref("during")] = ()
    people: Roles = Field((), alias="with")
    by: Roles = ()
    attendance: Attendance = "none"
    every: Annotated[Text, Ref("rhythm")] = ""
    later: Annotated[tuple[Later, ...], ManyParts, OneOrMany()] = ()
    ask: Annotated[Many, Ref("field")] = ()
    optional: Annotated[Many, Ref("field")] = ()
    visible_to: Roles = ()


class Pause(Part):
    """Who may pause and resume, and with which reasons (outcomes)."""

    by: Roles = ()
    reasons: Outcomes = ()


class Letter(Titled):
    """A document from a template in the plugin's letters folder, for everybody in these roles."""

    template: Annotated[Text, Ref("template")]
    to: Roles


class Indicator(Titled):
    """A count for the report; `count` or `sum`, never both. `per` is a field, `outcome` or `month`."""

    count: Annotated[Many, Ref("count")] = ()
    sum: Annotated[Text, Ref("sum")] = ""
    when: GuardText = ""
    of: Annotated[Text, Ref("indicator")] = ""
    per: Annotated[Text, Ref("per")] = ""
    target: Annotated[Text, Ref("target")] = ""
    objective: Prose = ""
    note: Prose = ""


class Migration(Part):
    """From version N (the key) to this one: old name to new."""

    states: dict[str, Annotated[Text, Ref("any_state")]] = {}
    fields: dict[str, Annotated[Text, Ref("field")]] = {}


class Workflow(Titled):
    """A whole definition, overlays merged in. `overlays` names them with their versions: `buurt@1`."""

    baz: GrammarVersion = Field(1, json_schema_extra=NEEDED)
    workflow: WorkflowName
    version: Whole
    title: Prose = Field("", json_schema_extra=NEEDED)
    model: Annotated[tuple[Model, ...], ManyParts, OneOrMany()]
    about: Annotated[Text, Ref("role")] = ""
    keep: Keep
    parameters: dict[str, Parameter] = {}
    outcomes: dict[str, Prose] = {}
    roles: dict[str, Role] = {}
    fields: dict[str, FieldDef] = {}
    states: dict[str, State]
    phases: Phases = {}
    transitions: dict[str, Transition] = {}
    regions: dict[str, Region] = {}
    tasks: dict[str, Task] = {}
    meetings: dict[str, Meeting] = {}
    pause: Pause = Pause()
    letters: dict[str, Letter] = {}
    indicators: dict[str, Indicator] = {}
    migrations: dict[Whole, Migration] = {}
    overlays: tuple[str, ...] = internal(())

    @property
    def organisation(self) -> str:
        """The part before the slash: whose workflow this is."""
        return self.workflow.split("/", 1)[0]
