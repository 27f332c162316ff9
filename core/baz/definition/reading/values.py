"""What pydantic says about values, as problems with a place; and a model without the wrong values."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from baz.definition.model import Part
from baz.definition.problems import Problem, did_you_mean
from baz.definition.source import Node

Path = tuple[str | int, ...]
P = TypeVar("P", bound=Part)

PLACEHOLDERS: Final[dict[str, Any]] = {
    "baz": "1",
    "workflow": "x/x",
    "version": "1",
    "model": ["buddy"],
    "type": "text",
    "value": "0",
    "due": "0 days",
    "from": "opening",
    "that": "true",
    "to": [],
    "owner": [],
    "states": {},
}
"""Stand in for a required value that is missing or wrong, so that everything else can still be read."""

_EXPECTED: Final = {
    "string_type": "a text",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
}
_HINTS: Final = {
    "bad-value": "for example 14 days, 6..8 weeks, 12, 80%, true, 2024-09-01 or off",
    "bad-bound": "for example 1, 0..2, 0.. or min_leden..max_leden",
    "bad-number": "for example 1",
    "bad-workflow-name": "for example buurt/leesclub; in 'extends' with its version, buurt/leesclub@1",
    "bad-moment": "DURATION, ANCHOR or DURATION after|before ANCHOR, such as 'eerste_contact after opening'",
    "unknown-grammar": "write 'baz: 1'",
}


def locate(root: Node, at: Node, path: Path) -> tuple[Node, Node]:
    """The node at a path and its key; where the path goes on below what is written, the last that exists.

    A single value may stand for a list of one, so an index into something else than a list is passed over.
    """
    node, key = root, at
    for step in path:
        if node.kind == "map" and str(step) in node.entries:
            node, key = node.entries[str(step)], node.keys[str(step)]
        elif node.kind == "list" and isinstance(step, int) and step < len(node.items):
            node = key = node.items[step]
        elif not isinstance(step, int):
            break
    return node, key


def value_problems(
    error: ValidationError, root: Node, at: Node, base: Path, tainted: set[Path]
) -> list[Problem]:
    """Every value that pydantic refused, at its place; their paths are added to `tainted`."""
    problems = []
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        node, key = locate(root, at, tuple(step for step in path if step != "[key]"))
        tainted.add(base + path)
        problems.append(
            _problem(detail, key if path[-1:] == ("[key]",) or node.kind == "map" else node, node)
        )
    return problems


def _problem(detail: ErrorDetails, place: Node, node: Node) -> Problem:
    kind = detail["type"]
    name = next(
        (str(step) for step in reversed(detail["loc"]) if isinstance(step, str) and step != "[key]"), ""
    )
    if kind == "literal_error":
        known = re.findall(r"'([^']+)'", str(detail.get("ctx", {}).get("expected", "")))
        return place.problem(
            "unknown-choice", f"unknown {name} {_shown(node)}", did_you_mean(str(node.value), known)
        )
    if "-" in kind:
        hint = _HINTS.get(kind, "")
        if kind == "bad-moment" and re.match(r"[1-9]\d* ", str(node.value)):
            hint = "make the duration a parameter with its source, and name that here"
        return place.problem(kind, detail["msg"], hint)
    expected = _EXPECTED.get(kind, detail["msg"].lower())
    hint = "only true and false are booleans; a text 'true' needs quotes" if "bool" in kind else ""
    if isinstance(node.value, bool):
        hint = f'put the text in quotes: "{_shown(node)}"'
    return place.problem("wrong-type", f"'{name}': expected {expected}, not {_shown(node)}", hint)


def _shown(node: Node) -> str:
    if node.kind != "scalar":
        return "a list" if node.kind == "list" else "a mapping"
    if node.value is None:
        return "nothing"
    return str(node.value).lower() if isinstance(node.value, bool) else f"'{node.value}'"


def build(part: type[P], data: Any, root: Node, tainted: set[Path]) -> tuple[P | None, list[Problem]]:
    """The model of this data, and what is wrong with its values.

    Where values are wrong the model is built without them, for the checks that follow, if it can be.
    """
    problems: list[Problem] = []
    for attempt in range(4):
        try:
            return part.model_validate(data), problems
        except ValidationError as error:
            if attempt == 0:
                problems = value_problems(error, root, root, (), tainted)
            for detail in error.errors(include_url=False, include_context=False):
                _replace(data, tuple(detail["loc"]), missing=detail["type"] == "missing")
    return None, problems


def _replace(data: Any, path: Path, *, missing: bool) -> None:
    """Take the innermost key on this path away; a missing one gets a placeholder."""
    holder, target, name = data, None, ""
    for step in path:
        if isinstance(holder, dict) and str(step) in holder:
            target, name = holder, str(step)
            holder = holder[name]
        elif isinstance(holder, list) and isinstance(step, int) and step < len(holder):
            holder = holder[step]
        elif missing and isinstance(holder, dict):
            holder[str(step)] = PLACEHOLDERS.get(str(step), "?")
            return
    if target is not None:
        del target[name]
