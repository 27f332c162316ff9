"""What a name in a guard is: its type, where it stands in the text, and how people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal[
    "yes_no", "number", "date", "text", "list", "duration", "range", "percent", "paper", "party", "any"
]
Form = Literal["value", "people", "now", "done", "held", "times", "day", "ok", "number"]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionSignature:
    """A function that a guard may call: its parameters by name, and the sentence that explains a no."""

    name: str
    parameters: tuple[str, ...]
    sentence: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Type:
    """What a path holds; `options` when only certain texts are possible."""

    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldKind:
    """How a guard sees a field type: its kind of value, and whether it is personal unless the field says
    otherwise.
    """

    kind: Kind
    personal: bool = False


FIELD_KINDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {
        "text": FieldKind("text", personal=True),
        "number": FieldKind("number"),
        "yes_no": FieldKind("yes_no"),
        "choice": FieldKind("text"),
        "choices": FieldKind("list"),
        "date": FieldKind("date"),
        "list": FieldKind("list", personal=True),
        "municipality": FieldKind("text"),
        "paper": FieldKind("paper", personal=True),
    }
)
"""The field types of the grammar. A plugin's type is personal and of any kind until it says otherwise."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a chain: its name, its place in the text, and (`arg`) the text between brackets."""

    name: str
    start: int
    end: int
    arg: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name that exists. `once`: its answer is judged once and the verdict stored (design, promise 7)."""

    path: Path
    type: Type
    label: str
    form: Form = "value"
    once: bool = False


class NameProblem(Exception):
    """A name that does not exist here; `segment` is the part of the chain that is wrong."""

    def __init__(self, slug: str, message: str, hint: str, segment: Segment) -> None:
        super().__init__(message)
        self.slug, self.message, self.hint, self.segment = slug, message, hint, segment
