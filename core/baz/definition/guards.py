"""Guards: the expressions of a definition, read under an allow-list and compiled to plain closures.

    guard = compile_guard("fields.leden >= params.min_leden", Scope.of(workflow))
    guard(view)            # True, False or UNKNOWN

Python's own parser gives the tree and the columns; nothing of it is ever evaluated. A node that is not on the
list below is a problem, so is a name that the workflow does not have, or a comparison of unlike things.
docs/guards.md says what a guard may ask and how nothing and unknown count.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from baz.definition.guard_nodes import Compiler, GuardProblem
from baz.definition.logic import Closure
from baz.definition.names import FieldKind, FunctionSignature, Kind, Resolved
from baz.definition.scope import Scope
from baz.definition.sentences import (
    NOTHING,
    PLACEHOLDER,
    UNKNOWN,
    Unknown,
    View,
    date_text,
    render_sentence,
    times_text,
    value_text,
)

__all__ = [
    "NOTHING", "UNKNOWN", "FieldKind", "FunctionSignature", "Guard", "GuardError", "GuardProblem", "Scope",
    "Unknown", "View", "compile_guard", "render_sentence", "sentence_problems",
]  # fmt: skip

MAX_LENGTH = 1000


class GuardError(ValueError):
    """A guard that cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: tuple[GuardProblem, ...]) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A compiled guard. Call it with a view.

    `reads` are all paths that it may look at, `calls` the functions, `parameters` the names of `params.x`
    (when one of them is `off`, the condition is absent). `once`: it asks what may be erased or changes
    outside the case, so the verdict is judged once and stored. `type` is "yes_no" for a test.
    """

    text: str
    reads: frozenset[tuple[str, ...]]
    calls: frozenset[str]
    once: bool
    type: Kind
    shown: tuple[Resolved, ...]
    run: Closure

    def __call__(self, view: View) -> object:
        """True, False or UNKNOWN for a test; else a number, a date, a text, `NOTHING` or UNKNOWN.

        A test that is one function alone may also answer a sentence: a no, with what is missing.
        """
        return self.run(view)

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it names."""
        return frozenset(path[1] for path in self.reads if path[0] == "params")

    def looked_at(
        self, view: View, may_see: Callable[[str], bool] = lambda _: True
    ) -> tuple[tuple[str, str], ...]:
        """What it looked at, as pairs for people: ("Aantal leden", "1"), ("Kennismaking", "nog niet gehad").

        `may_see` gets the name of each field; the value of one that may not be seen is left out.
        Parameters and today are not in it: the sentence of the condition names the norm.
        """
        pairs = []
        for name in self.shown:
            hidden = name.path[0] == "fields" and not may_see(name.path[1])
            pairs.append(
                (name.label, "niet zichtbaar voor jou" if hidden else _shown(name, view.read(name.path)))
            )
        return tuple(dict.fromkeys(pairs))


def compile_guard(text: str, scope: Scope, *, test: bool = True) -> Guard:
    """Read, check and compile a guard.

    With `test` (the default) it must answer yes or no; else it may also be a number, a date or a text.

    Raises:
        GuardError: with every problem; offset and length count characters in `text`.
    """
    tree = _parse(text)
    compiler = Compiler(text, scope)
    run, kind = compiler.test(tree) if test else compiler.value(tree)
    if compiler.problems:
        raise GuardError(tuple(sorted(compiler.problems, key=lambda p: p.offset)))
    names = compiler.names
    return Guard(
        text=text,
        reads=frozenset(n.path for n in names),
        calls=frozenset(compiler.calls),
        once=bool(compiler.calls) or any(n.once for n in names),
        type=kind,
        shown=tuple(n for n in names if _may_show(n)),
        run=run,
    )


def sentence_problems(text: str, scope: Scope) -> tuple[GuardProblem, ...]:
    """What is wrong with the `{params.x}` and `{fields.x}` in a sentence; empty when all is well."""
    problems = []
    for found in PLACEHOLDER.finditer(text):
        inner, at = found[1].strip(), found.start(1)
        if inner.split(".")[0] not in ("params", "fields"):
            hint = "only {params.x} and {fields.x} may stand in a sentence"
            problems.append(
                GuardProblem("bad-placeholder", f"'{found[0]}' cannot be filled in", hint, at, len(found[1]))
            )
            continue
        try:
            compile_guard(inner, scope, test=False)
        except GuardError as error:
            problems += [
                GuardProblem(p.slug, p.message, p.hint, at + p.offset, p.length) for p in error.problems
            ]
    return tuple(problems)


def _parse(text: str) -> ast.expr:
    def problem(message: str, hint: str = "", offset: int = 0) -> GuardError:
        offset = min(max(offset, 0), max(len(text) - 1, 0))
        return GuardError((GuardProblem("guard-syntax", message, hint, offset, 1),))

    if len(text) > MAX_LENGTH:
        raise problem(f"a guard has at most {MAX_LENGTH} characters", "make it a function of the plugin")
    for sign, name in (("\\", "'\\'"), ("#", "'#'"), ("\0", "zero byte")):
        if sign in text:
            raise problem(f"a guard has no {name}", offset=text.index(sign))
    # One line for the parser, with the same columns.
    line = "".join(" " if c.isspace() else c for c in text)
    indent = len(line) - len(line.lstrip())
    if indent == len(line):
        raise problem("an empty guard")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser warns about odd literals; they are refused anyway
            return ast.parse(line[indent:], mode="eval").body
    except SyntaxError as error:
        hint = "compare with '=='" if "==" in error.msg or _single_equals(line) else ""
        offset = indent + error.offset - 1 if error.offset else len(text)  # no offset: it stops too early
        raise problem(f"not readable here: {error.msg}", hint, offset) from None
    except (ValueError, RecursionError, MemoryError):
        raise problem("too deeply nested or not readable") from None


def _single_equals(line: str) -> bool:
    return "=" in line.replace("==", "").replace("!=", "").replace("<=", "").replace(">=", "")


def _may_show(name: Resolved) -> bool:
    """Parameters and today say nothing about the case; what another case holds in its fields stays there."""
    elsewhere = "cases" in name.path and "fields" in name.path
    return (
        name.path[0] not in ("params", "today") and name.type.kind not in ("party", "paper") and not elsewhere
    )


def _shown(name: Resolved, value: object) -> str:
    if value is UNKNOWN:
        return value_text(value)
    match name.form:
        case "people" if value == 0:
            return "nog niemand"
        case "now":
            return "nu" if value is True else "niet nu"
        case "done":
            return times_text(value) if isinstance(value, int) and value else "nog niet gedaan"
        case "held":
            return f"{times_text(value)} gehad" if isinstance(value, int) and value else "nog niet gehad"
        case "times":
            return times_text(value) if isinstance(value, int) else value_text(value)
        case "ok":
            return "nog niet gezien" if value is NOTHING else "in orde" if value is True else "niet in orde"
        case "day":
            return date_text(value) if isinstance(value, date) else "nog niet"
    return value_text(value)
