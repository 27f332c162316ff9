"""A template filled in: the allowed nodes carried out one by one, with a bound on steps and on size.

Values never become signs of the letter. While it is laid out each stands as a mark; at the end the mark is
replaced by the value, written as text or escaped as HTML.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from jinja2 import nodes

from baz.definition.sentences import date_text, value_text
from baz.ground.errors import BadInput
from baz.ground.words import in_words
from baz.services.letters.template import path_of

MAX_OUT: Final = 200_000
"""Characters that a letter may have."""
MAX_STEPS: Final = 20_000
OPEN, CLOSE = "\ue000", "\ue001"
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt,
    "gteq": operator.ge,
}  # fmt: skip
Context = Mapping[str, Any]


@dataclass(slots=True)
class Filled:
    """The letter with marks, and the values that the marks stand for."""

    text: str = ""
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Filler:
    most: int = MAX_OUT
    parts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    size: int = 0
    steps: int = 0

    def put(self, text: str, *, value: bool = False) -> None:
        self.size += len(text)
        if self.size > self.most:
            raise BadInput("Deze brief wordt te lang.", code="brief-te-lang")
        if value:
            text = "".join(c for c in text if c >= " " or c == "\n")
            self.values.append(text)
            text = f"{OPEN}{len(self.values) - 1}{CLOSE}"
        self.parts.append(text)

    def body(self, body: Sequence[nodes.Node], names: Context) -> None:
        for node in body:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise BadInput("Deze brief wordt te lang.", code="brief-te-lang")
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        if isinstance(part, nodes.TemplateData):
                            self.put(part.data)
                        else:
                            self.put(_written(part, names), value=True)
                case nodes.If():
                    self._choose(node, names)
                case nodes.For():
                    self._each(node, names)
                case _:
                    raise BadInput("Deze brief heeft iets dat niet mag.", code="brief")

    def _choose(self, node: nodes.If, names: Context) -> None:
        if _true(node.test, names):
            self.body(node.body, names)
            return
        for other in node.elif_:
            if _true(other.test, names):
                self.body(other.body, names)
                return
        self.body(node.else_, names)

    def _each(self, node: nodes.For, names: Context) -> None:
        items = _get(node.iter, names)
        if not items:
            self.body(node.else_, names)
            return
        if not isinstance(items, list) or not isinstance(node.target, nodes.Name):
            raise _unknown(".".join(path_of(node.iter)))
        for number, item in enumerate(items, 1):
            loop = {"first": number == 1, "last": number == len(items), "index": number, "length": len(items)}
            self.body(node.body, {**names, node.target.name: item, "loop": loop})


def fill(tree: nodes.Template, context: Context, most: int = MAX_OUT) -> Filled:
    """Fill in a template that `read_template` gave; the letter has at most so many characters.

    Raises:
        BadInput: a name is not in the context, or the letter becomes too long.
    """
    filler = _Filler(most)
    filler.body(tree.body, context)
    return Filled("".join(filler.parts), filler.values)


def _get(node: nodes.Node, names: Context) -> Any:
    here: Any = names
    path = path_of(node)
    for name in path:
        if here is None:
            return None
        if not isinstance(here, Mapping) or name not in here:
            raise _unknown(".".join(path))
        here = here[name]
    return here


def _unknown(name: str) -> BadInput:
    return BadInput(f"De brief vraagt '{name}', en dat is er niet.", code="brief")


def _written(node: nodes.Node, names: Context) -> str:
    if isinstance(node, nodes.Filter) and node.node is not None:
        found = _get(node.node, names)
        if node.name == "datum":
            return date_text(found) if isinstance(found, date) else value_text(found)
        return in_words(item.get("naam") or value_text(item.get("datum")) for item in found or ())
    return value_text(found) if not isinstance(found := _get(node, names), str) else found


def _true(node: nodes.Node, names: Context) -> bool:
    match node:
        case nodes.Not():
            return not _true(node.node, names)
        case nodes.And():
            return _true(node.left, names) and _true(node.right, names)
        case nodes.Or():
            return _true(node.left, names) or _true(node.right, names)
        case nodes.Compare():
            left, right = _get(node.expr, names), node.ops[0].expr
            value = right.value if isinstance(right, nodes.Const) else None
            return type(left) is type(value) and _OPERATORS[node.ops[0].op](left, value)
    return bool(_get(node, names))
