"""Which keys a part of a definition has, read off the pydantic models once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from baz.definition.forms import Ref
from baz.definition.model import (
    Condition,
    FieldDef,
    Indicator,
    Later,
    Letter,
    Meeting,
    Migration,
    OpenEffect,
    Parameter,
    Part,
    Pause,
    Region,
    Role,
    State,
    Task,
    Transition,
    Workflow,
)

Shape = Literal["leaf", "part", "parts", "several", "texts"]

LABELS: Final[dict[type[Part], str]] = {
    Workflow: "a workflow",
    Parameter: "a parameter",
    Role: "a role",
    FieldDef: "a field",
    State: "a state",
    Transition: "a transition",
    Condition: "a condition",
    OpenEffect: "'open'",
    Region: "a region",
    Task: "a task",
    Meeting: "a meeting",
    Later: "'later'",
    Pause: "'pause'",
    Letter: "a letter",
    Indicator: "an indicator",
    Migration: "a migration",
}
"""How messages name each kind of part."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a part: `attribute` in the model, how its value is built, and what its text refers to."""

    name: str
    attribute: str
    shape: Shape
    part: type[Part] | None = None
    ref: str = ""
    required: bool = False


@cache
def label(part: type[Part]) -> str:
    """How messages name this kind of part."""
    return next((LABELS[kind] for kind in part.__mro__ if kind in LABELS), "an overlay")


@cache
def keys_of(part: type[Part]) -> dict[str, Key]:
    """The keys that an author may write in this part, by name."""
    found = {}
    for attribute, info in part.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if not extra.get("internal"):
            key = _key(info.alias or attribute, attribute, info, bool(extra.get("needed")))
            found[key.name] = key
    return found


@cache
def may_be_empty(part: type[Part]) -> bool:
    """Whether `name:` with nothing behind it is enough."""
    return not any(key.required for key in keys_of(part).values())


@cache
def places_of(key: str) -> str:
    """Where a key does belong, for the hint of a misplaced one; empty when nowhere."""
    return ", ".join(label for part, label in LABELS.items() if key in keys_of(part))


def _key(name: str, attribute: str, info: FieldInfo, needed: bool) -> Key:
    required = needed or info.is_required()
    ref = _ref(info.metadata)
    kind = info.annotation
    if not ref and isinstance(kind, type) and issubclass(kind, Part):
        return Key(name, attribute, "part", kind, required=required)
    if get_origin(kind) is dict:
        inner = get_args(kind)[1]
        if isinstance(inner, type) and issubclass(inner, Part):
            return Key(name, attribute, "parts", inner, required=required)
        return Key(name, attribute, "texts", None, _ref(_metadata(inner)), required)
    if get_origin(kind) is tuple and isinstance(inner := get_args(kind)[0], type) and issubclass(inner, Part):
        return Key(name, attribute, "several", inner, required=required)
    return Key(name, attribute, "leaf", None, ref, required)


def _metadata(annotation: Any) -> list[Any]:
    return list(get_args(annotation)[1:]) if get_origin(annotation) is Annotated else []


def _ref(metadata: list[Any]) -> str:
    refs = [m.to for m in metadata if isinstance(m, Ref)]
    return refs[-1] if refs else ""
