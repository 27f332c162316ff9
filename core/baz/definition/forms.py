"""The written forms that a definition uses, as pydantic types: text, one|many, moments, bounds, values.

Each type says three things in one place: how it is read, what an editor's JSON Schema may expect, and, as
`Ref`, what its text refers to. The reading floor (`baz.definition.reading`) looks the last one up; pydantic
ignores it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    Strict,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from baz.definition.moment import Moment, MomentError, parse_moment
from baz.definition.values import ParameterValue, parse_value

NAME: Final = "[a-z][a-z0-9_]*"
OPTION: Final = "[a-z0-9][a-z0-9_]*"
WORKFLOW_NAME: Final = f"{NAME}/{NAME}"
_CALL: Final = re.compile(r"(?!not\b)[a-z_][a-z0-9_]*\s*\([^()]*\)")
_ANCHOR: Final = (
    rf"(opening|(states|fields)\.{NAME}(\.{NAME})?|((first|last|each) )?steps\.{NAME}"
    rf"|((first|last|each|next) )?meetings\.{NAME}|(joins|leaves) {WORKFLOW_NAME}\.{NAME})"
)
_LENGTH: Final = rf"(0 days|{NAME})"
_MOMENT: Final = re.compile(rf"({_LENGTH}|{_ANCHOR}|{_LENGTH} (after|before) {_ANCHOR})")
_UNIT: Final = "(hours?|working days?|days?|weeks?|months?|years?)"
_VALUE: Final = rf"^(off|true|false|\d{{1,9}}|\d{{1,3}}%|\d+\.\.\d+|\d{{4}}-\d\d-\d\d|\d+(\.\.\d+)? {_UNIT})$"
_BOUND: Final = re.compile(rf"(\d+|{NAME})(\.\.(\d+|{NAME})?)?")


@dataclass(frozen=True, slots=True)
class Ref:
    """What the text of a key refers to. `baz.definition.reading.references` has one check for each."""

    to: str


INTERNAL: Final[dict[str, Any]] = {"internal": True}
"""Marks an attribute that no author writes: it comes from another key, or from the loader."""
NEEDED: Final[dict[str, Any]] = {"needed": True}
"""Marks a key that an author must write although the attribute has a default in Python."""

TEXT_SCHEMA: Final[dict[str, Any]] = {"type": ["string", "number"]}
GUARD_SCHEMA: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"]}
MANY_SCHEMA: Final[dict[str, Any]] = {"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}


def _many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,8}", value):
        return int(value)
    raise PydanticCustomError("bad-number", "expected a whole number from 1")


def _grammar(value: Any) -> int:
    if value in (1, "1") and value is not True:
        return 1
    raise PydanticCustomError("unknown-grammar", "this engine reads grammar version 1")


def _guard(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(value.split()) if isinstance(value, str) else value


def _moment(value: Any) -> Moment:
    if isinstance(value, Moment):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("wrong-type", "expected a moment, such as 'x after opening'")
    text = " ".join(value.split())
    try:
        moment = parse_moment(text)
    except MomentError as error:
        raise PydanticCustomError("bad-moment", "{why}", {"why": str(error)}) from None
    if not _MOMENT.fullmatch(text):
        raise PydanticCustomError("bad-moment", "'{text}' is no moment", {"text": text})
    return moment


def _value(value: Any) -> ParameterValue:
    if value is None or isinstance(value, list | dict):
        raise PydanticCustomError(
            "wrong-type", "expected a duration, range, number, %, true/false, date or off"
        )
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]  # already a value: a boolean, or built in Python
    read = parse_value(value)
    if read is None:
        raise PydanticCustomError("bad-value", "'{text}' is no value", {"text": value})
    return read


def _value_text(value: ParameterValue) -> str:
    return str(value).lower() if isinstance(value, bool) else "off" if repr(value) == "off" else str(value)


def _workflow_name(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(WORKFLOW_NAME, value):
        raise PydanticCustomError("bad-workflow-name", "'{text}' is no org/name", {"text": value})
    return value


def _base_name(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(rf"{WORKFLOW_NAME}@[1-9]\d*", value):
        raise PydanticCustomError("bad-workflow-name", "'{text}' is no org/name@version", {"text": value})
    return value


def read_bound(value: Any) -> Any:
    """`1`, `0..2`, `min..max`, `0..` as the low and high of a `Bound`; anything else unchanged."""
    if not isinstance(value, str):
        return value
    if not _BOUND.fullmatch(value):
        raise PydanticCustomError("bad-bound", "'{text}' is no number of people", {"text": value})
    low, dots, high = value.partition("..")
    top = (high or None) if dots else low
    return {"low": _bound_end(low), "high": None if top is None else _bound_end(top)}


def _bound_end(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def read_condition(value: Any) -> Any:
    """A condition that is one text: the call of a registered function, or a bare guard."""
    if isinstance(value, bool):
        return {"that": str(value).lower()}
    if not isinstance(value, str):
        return value
    return {"call" if is_call(value) else "that": value}


def is_call(text: str) -> bool:
    """Whether the text is one function call and nothing else: `k1(party, params.x)`."""
    return bool(_CALL.fullmatch(text.strip()))


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


class OneOrMany:
    """Tells an editor that one entry may stand without a list; `ManyParts` reads it so."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A list of them, or one."""
        schema = handler(core)
        return {"anyOf": [schema["items"], schema]}


MOMENT_SCHEMA: Final[dict[str, Any]] = _pattern(_MOMENT.pattern)
Text = Annotated[str, WithJsonSchema(TEXT_SCHEMA)]
Prose = Annotated[str, Ref("prose"), WithJsonSchema(TEXT_SCHEMA)]
"""Words for people."""
Sentence = Annotated[str, Ref("sentence"), WithJsonSchema(TEXT_SCHEMA)]
"""Words for people that may hold `{params.x}`."""
GuardText = Annotated[str, BeforeValidator(_guard), Ref("guard"), WithJsonSchema(GUARD_SCHEMA)]
Bool = Annotated[bool, Strict()]
Whole = Annotated[
    int,
    BeforeValidator(_whole),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, _pattern("[1-9][0-9]*")]}),
]
GrammarVersion = Annotated[int, BeforeValidator(_grammar), WithJsonSchema({"enum": [1, "1"]})]
Many = Annotated[tuple[str, ...], BeforeValidator(_many), WithJsonSchema(MANY_SCHEMA)]
ManyParts = BeforeValidator(_many)
At = Annotated[
    Moment,
    PlainValidator(_moment),
    PlainSerializer(lambda moment: moment.text, when_used="json"),
    Ref("moment"),
    WithJsonSchema(MOMENT_SCHEMA),
]
Value = Annotated[
    ParameterValue,
    PlainValidator(_value),
    PlainSerializer(_value_text, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "boolean"},
                {"type": "string", "pattern": _VALUE},
            ]
        }
    ),
]
WorkflowName = Annotated[str, BeforeValidator(_workflow_name), WithJsonSchema(_pattern(WORKFLOW_NAME))]
BaseName = Annotated[
    str, BeforeValidator(_base_name), WithJsonSchema(_pattern(rf"{WORKFLOW_NAME}@[1-9][0-9]*"))
]
OPTIONS_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [
        _pattern(rf"(fields\.{NAME}|{OPTION})"),
        {"type": "integer"},
        {"type": "array", "items": {"anyOf": [_pattern(OPTION), {"type": "integer"}]}},
    ]
}
WORKFLOWS_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [_pattern(WORKFLOW_NAME), {"type": "array", "items": _pattern(WORKFLOW_NAME)}]
}
BOUND_SCHEMA: Final[dict[str, Any]] = {"anyOf": [{"type": "integer", "minimum": 0}, _pattern(_BOUND.pattern)]}


def internal(default: Any) -> Any:
    """An attribute that no author writes."""
    return Field(default, json_schema_extra=INTERNAL)
