"""The functions that a definition calls: for a stored definition that outlives the plugin that had them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from baz.definition.model import Workflow
from baz.definition.names import FunctionSignature

GONE = "De plugin die dit nakijkt, is er niet meer."


def with_missing(
    workflow: Workflow, known: Mapping[str, FunctionSignature]
) -> Mapping[str, FunctionSignature]:
    """The known functions, and a stand-in for every call in a stored definition that none of them answers.

    A stand-in has no function behind it, so what it asks is unknown and the step is refused (promise 7).
    The same goes for a function that takes other values now than when the definition was stored.
    """
    found = dict(known)
    for name, count in _calls(workflow):
        if name not in known or len(known[name].parameters) != count:
            found[name] = FunctionSignature(name, tuple(f"waarde_{i}" for i in range(count)), GONE)
    return found


def _calls(workflow: Workflow) -> Iterator[tuple[str, int]]:
    for text in _texts(workflow):
        for node in ast.walk(ast.parse(text.strip(), mode="eval")):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, len(node.args)


def _texts(workflow: Workflow) -> Iterator[str]:
    """Every guard of a definition that was found sound."""
    steps = [workflow.transitions, *(region.transitions for region in workflow.regions.values())]
    conditions = [c for found in steps for step in found.values() for c in step.when]
    conditions += [c for role in workflow.roles.values() for c in role.needs]
    yield from (c.that or c.call for c in conditions)
    yield from (t.when for t in workflow.tasks.values() if t.when)
    yield from (i.when for i in workflow.indicators.values() if i.when)
