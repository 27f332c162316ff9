"""From the tree of a guard to closures: the allow-list, the names and the types. `logic` judges them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from baz.definition import logic
from baz.definition.logic import Closure
from baz.definition.names import Kind, NameProblem, Resolved, Segment, Type
from baz.definition.problems import did_you_mean
from baz.definition.scope import Scope

Compiled = tuple[Closure, Kind]
MAX_DEPTH: Final = 40
_ANY = Type("any")
_WORDS: Final[dict[Kind, str]] = {
    "yes_no": "a yes or no", "number": "a number", "date": "a date", "text": "a text", "list": "a list",
    "duration": "a duration", "range": "a range", "percent": "a percentage", "paper": "a paper",
    "party": "somebody", "any": "something",
}  # fmt: skip
_ORDER: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_NAMES_OF_NODES: Final = {
    "Lambda": "lambda", "IfExp": "if ... else", "ListComp": "a loop", "SetComp": "a loop",
    "DictComp": "a loop", "GeneratorExp": "a loop", "Subscript": "[...]",
    "JoinedStr": "an f-string", "NamedExpr": "':='",
    "Starred": "'*'", "Dict": "{...}", "Set": "{...}", "USub": "a minus sign", "UAdd": "a plus sign",
    "Mult": "'*'", "Div": "'/'", "Pow": "'**'", "Mod": "'%'", "List": "a list here", "Tuple": "a list here",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GuardProblem:
    """One thing that is wrong with a guard; offset and length count characters in its text."""

    slug: str
    message: str
    hint: str
    offset: int
    length: int


class Compiler:
    """Compiles one tree and collects what it reads, what it calls and what is wrong."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._text = text
        self._indent = len(text) - len(text.lstrip())
        self._scope = scope
        self._depth = 0
        self.problems: list[GuardProblem] = []
        self.names: list[Resolved] = []
        self.calls: list[str] = []

    def test(self, node: ast.expr) -> Compiled:
        """A closure that answers True, False or UNKNOWN; a function alone may answer a sentence (a no)."""
        run, type_ = self._node(node)
        if type_.kind not in ("yes_no", "any"):
            self._problem("not-a-test", f"{_WORDS[type_.kind]} is no yes or no", _test_hint(type_.kind), node)
        if self._depth == 0 and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return partial(logic.verdict, run), "yes_no"
        return _judged(node, run), "yes_no"

    def value(self, node: ast.expr) -> Compiled:
        """A closure that may also answer a number, a date or a text."""
        run, type_ = self._node(node)
        return (_judged(node, run) if type_.kind == "yes_no" else run), type_.kind

    def _node(self, node: ast.expr) -> tuple[Closure, Type]:
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                return self._refuse(
                    "guard-syntax", "too deeply nested", "make it a function of the plugin", node
                )
            match node:
                case ast.BoolOp():
                    return self._bool(node)
                case ast.UnaryOp(op=ast.Not()):
                    return partial(logic.negation, self.test(node.operand)[0]), Type("yes_no")
                case ast.Compare():
                    return self._compare(node)
                case ast.BinOp(op=ast.Add() | ast.Sub()):
                    return self._arithmetic(node)
                case ast.Constant() | ast.Name(id="true" | "false"):
                    return self._constant(node)
                case ast.Attribute() | ast.Name():
                    return self._path(node)
                case ast.Call():
                    return self._call(node)
            return self._refuse(*_not_allowed(node), node)
        finally:
            self._depth -= 1

    # -- problems
    # -------------------------------------------------------------------------------------------------

    def _column(self, offset: int) -> int:
        """Characters from the start of the text; the parser counts bytes of UTF-8 after the indent."""
        line = self._text[self._indent :].encode()
        return self._indent + len(line[:offset].decode(errors="ignore"))

    def _span(self, node: ast.expr) -> tuple[int, int]:
        return self._column(node.col_offset), self._column(node.end_col_offset or node.col_offset + 1)

    def _problem(self, slug: str, message: str, hint: str, where: ast.expr | tuple[int, int]) -> None:
        start, end = where if isinstance(where, tuple) else self._span(where)
        problem = GuardProblem(slug, message, hint, start, max(end - start, 1))
        if problem not in self.problems:
            self.problems.append(problem)

    def _refuse(
        self, slug: str, message: str, hint: str, where: ast.expr | tuple[int, int]
    ) -> tuple[Closure, Type]:
        self._problem(slug, message, hint, where)
        return logic.unknown, _ANY

    # -- logic
    # ----------------------------------------------------------------------------------------------------

    def _bool(self, node: ast.BoolOp) -> tuple[Closure, Type]:
        parts = tuple(self.test(value)[0] for value in node.values)
        decides = isinstance(node.op, ast.Or)
        if len(parts) == 2:
            return partial(logic.either if decides else logic.both, *parts), Type("yes_no")
        return partial(logic.some if decides else logic.every, parts), Type("yes_no")

    def _compare(self, node: ast.Compare) -> tuple[Closure, Type]:
        nodes = [node.left, *node.comparators]
        # `in` takes the list beside it; all else is compiled once, also in the middle of `1 <= x <= 5`.
        sides = [
            self._members(n) if i and isinstance(node.ops[i - 1], ast.In | ast.NotIn) else self._node(n)
            for i, n in enumerate(nodes)
        ]
        pairs = []
        for i, op in enumerate(node.ops):
            (left, left_type), (right, right_type) = sides[i], sides[i + 1]
            if type(op) in (ast.Is, ast.IsNot):
                self._problem("guard-not-allowed", "'is' has no place in a guard", "write '=='", node)
                continue
            self._check_pair(op, (nodes[i], left_type), (nodes[i + 1], right_type))
            pairs.append(_comparison(op, left, right))
        if not pairs:
            return logic.unknown, Type("yes_no")
        return (pairs[0] if len(pairs) == 1 else partial(logic.every, tuple(pairs))), Type("yes_no")

    def _members(self, node: ast.expr) -> tuple[Closure, Type]:
        """What stands after `in`: constants between brackets, a list field, or a range."""
        if not isinstance(node, ast.List | ast.Tuple):
            return self._node(node)
        values, kinds = [], set()
        for item in node.elts:
            if not isinstance(item, ast.Constant) and not (
                isinstance(item, ast.Name) and item.id in _BOOLEANS
            ):
                return self._refuse("guard-not-allowed", "a list holds only plain values", "", item)
            run, type_ = self._constant(item)
            values.append(run(_NO_VIEW))
            kinds.add(type_.kind)
        if len(kinds) > 1:
            return self._refuse("unlike-types", "a list holds values of one kind", "", node)
        return partial(logic.always, tuple(values)), Type(
            "list", tuple(v for v in values if isinstance(v, str))
        )

    def _check_pair(self, op: ast.cmpop, left: tuple[ast.expr, Type], right: tuple[ast.expr, Type]) -> None:
        a, b = left[1].kind, right[1].kind
        if "any" in (a, b):
            return
        if isinstance(op, ast.In | ast.NotIn):
            self._check_in(left, right)
        elif a != b or a in ("paper", "party", "list", "duration", "range"):
            message = f"{_WORDS[a]} cannot be compared with {_WORDS[b]}"
            self._problem(
                "unlike-types", message, _pair_hint(a, b), (self._span(left[0])[0], self._span(right[0])[1])
            )
        elif type(op) in _ORDER and a not in ("number", "date", "percent"):
            self._problem("unlike-types", f"{_WORDS[a]} has no order", "use == or !=", (
                self._span(left[0])[0], self._span(right[0])[1]))  # fmt: skip
        else:
            self._check_option(left[0], right[1].options)
            self._check_option(right[0], left[1].options)

    def _check_in(self, left: tuple[ast.expr, Type], right: tuple[ast.expr, Type]) -> None:
        a, b = left[1].kind, right[1].kind
        span = (self._span(left[0])[0], self._span(right[0])[1])
        if b == "range":
            if a != "number":
                self._problem(
                    "unlike-types", f"{_WORDS[a]} cannot lie in a range", "a range is of numbers", span
                )
        elif b != "list":
            self._problem("unlike-types", f"'in' needs a list, not {_WORDS[b]}", "write ['a', 'b']", right[0])
        elif isinstance(right[0], ast.List | ast.Tuple):
            for item in right[0].elts:
                if self._constant_type(item) != a:
                    self._problem("unlike-types", f"{_WORDS[a]} is never one of these", "", span)
                    return
                self._check_option(item, left[1].options)
        elif a != "text":
            self._problem("unlike-types", f"a list holds texts, not {_WORDS[a]}", "", span)
        else:
            self._check_option(left[0], right[1].options)

    def _constant_type(self, node: ast.expr) -> Kind:
        return self._constant(node)[1].kind

    def _check_option(self, node: ast.expr, options: tuple[str, ...]) -> None:
        if (
            options
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in options
        ):
            self._problem(
                "unknown-option", f"unknown option '{node.value}'", did_you_mean(node.value, options), node
            )

    # -- values
    # ---------------------------------------------------------------------------------------------------

    def _arithmetic(self, node: ast.BinOp) -> tuple[Closure, Type]:
        (left, a), (right, b) = self._node(node.left), self._node(node.right)
        plus = isinstance(node.op, ast.Add)
        working = self._scope.is_working_day
        run = partial(logic.plus if plus else logic.minus, left, right, working)
        match a.kind, b.kind:
            case ("number", "number"):
                return partial(logic.reckon, operator.add if plus else operator.sub, left, right), Type(
                    "number"
                )
            case ("date", "duration"):
                return run, Type("date")
            case ("duration", "date") if plus:
                return partial(logic.plus, right, left, working), Type("date")
            case ("date", "date") if not plus:
                return run, Type("number")
            case ("any", _) | (_, "any"):
                return run, _ANY
        sign = "+" if plus else "-"
        message = f"{_WORDS[a.kind]} {sign} {_WORDS[b.kind]} has no meaning"
        return self._refuse("unlike-types", message, "numbers with numbers, dates with durations", node)

    def _constant(self, node: ast.expr) -> tuple[Closure, Type]:
        if isinstance(node, ast.Name):
            return partial(logic.always, node.id == "true"), Type("yes_no")
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str):
            return partial(logic.always, value), Type("text")
        if isinstance(value, int) and not isinstance(value, bool):
            return partial(logic.always, value), Type("number")
        shown = str(value) if isinstance(value, bool) else type(value).__name__
        hint = (
            f"write '{shown.lower()}'"
            if isinstance(value, bool)
            else "only texts, whole numbers, true and false"
        )
        return self._refuse("guard-not-allowed", f"'{shown}' has no place in a guard", hint, node)

    def _path(self, node: ast.expr) -> tuple[Closure, Type]:
        chain = self._chain(node)
        if chain is None:
            return logic.unknown, _ANY
        if len(chain) == 1 and chain[0].name in ("True", "False", "None"):
            return self._refuse("guard-not-allowed", f"'{chain[0].name}' has no place in a guard", "", node)
        try:
            found = self._scope.resolve(chain)
        except NameProblem as problem:
            span = (problem.segment.start, problem.segment.end)
            return self._refuse(problem.slug, problem.message, problem.hint, span)
        self.names.append(found)
        return logic.Read(found.path).of, found.type

    def _chain(self, node: ast.expr) -> tuple[Segment, ...] | None:
        """`a.b('x').c` as its parts; None (and a problem) where it is something else."""
        parts: list[Segment] = []
        arg: str | None = None
        while True:
            start, end = self._span(node)
            match node:
                case ast.Name():
                    if arg is not None:
                        self._problem(
                            "guard-not-allowed", f"'{node.id}' cannot be called like this", "", node
                        )
                        return None
                    return (Segment(node.id, start, end), *reversed(parts))
                case ast.Attribute():
                    parts.append(Segment(node.attr, end - len(node.attr), end, arg))
                    node, arg = node.value, None
                case ast.Call(
                    func=ast.Attribute(attr="cases") as inner,
                    args=[ast.Constant(value=str(arg))],
                    keywords=[],
                ):
                    node = inner
                case ast.Call():
                    hint = "only party.cases('org/name') and registered functions are called"
                    self._problem("guard-not-allowed", "this cannot be called", hint, node)
                    return None
                case _:
                    self._problem(*_not_allowed(node), node)
                    return None

    def _call(self, node: ast.Call) -> tuple[Closure, Type]:
        if not isinstance(node.func, ast.Name):
            return self._path(node)
        name, known = node.func.id, self._scope.functions
        if name not in known:
            hint = did_you_mean(name, known)
            return self._refuse("unknown-function", f"unknown function '{name}'", hint, self._span(node.func))
        wanted = known[name].parameters
        if node.keywords or len(node.args) != len(wanted):
            usage = f"{name}({', '.join(wanted)})"
            return self._refuse("wrong-arguments", f"'{name}' takes {len(wanted)} values", usage, node)
        args = []
        for arg in node.args:
            if isinstance(arg, ast.Attribute | ast.Constant | ast.Name) or _is_cases(arg):
                args.append(self._node(arg)[0])
            else:
                self._problem("guard-not-allowed", "a function gets names and plain values", "", arg)
        self.calls.append(name)
        return partial(logic.call, name, tuple(args)), Type("yes_no")


_BOOLEANS = ("true", "false")
_NO_VIEW: Any = None  # constants look at nothing


def _judged(node: ast.expr, run: Closure) -> Closure:
    """What may answer nothing is made to answer no; an operator already answers yes, no or unknown."""
    return run if isinstance(node, ast.BoolOp | ast.Compare | ast.UnaryOp) else partial(logic.as_test, run)


def _is_cases(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _not_allowed(node: ast.AST) -> tuple[str, str, str]:
    kind = type(node).__name__
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        kind = type(node.op).__name__
    hint = "use and or not, comparisons, in, + and -; what needs more is a function of the plugin"
    return "guard-not-allowed", f"{_NAMES_OF_NODES.get(kind, kind)} has no place in a guard", hint


def _test_hint(kind: Kind) -> str:
    hints = {"list": "ask .count >= 1", "paper": "ask .ok", "party": "ask .load or .cases('org/name')"}
    return hints.get(kind, "compare it with something")


def _pair_hint(a: Kind, b: Kind) -> str:
    if {a, b} == {"number", "duration"}:
        return "add a duration to a date and compare the dates: fields.x + params.y >= today"
    if "list" in (a, b):
        return "ask 'x' in fields.y, or .count"
    return ""


def _comparison(op: ast.cmpop, left: Closure, right: Closure) -> Closure:
    if (order := _ORDER.get(type(op))) is not None:
        return partial(logic.ordered, order, left, right)
    if isinstance(op, ast.In | ast.NotIn):
        return partial(logic.within, isinstance(op, ast.In), left, right)
    return partial(logic.equal, isinstance(op, ast.Eq), left, right)
