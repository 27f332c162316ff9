"""What is wrong with a definition: every problem has a place, a slug, a message and a hint.

leesclub.yaml:60:11: unknown state 'samenstelen' [unknown-state]
   60 |     to: samenstelen
      |         ^^^^^^^^^^^
      did you mean 'samenstellen'? known: aangemeld, toegewezen, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from baz.ground.words import nearest, shown_list

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem. `line` and `column` count from 1; `length` is in characters on that line.

    `slug` is explained in docs/grammar.md. A warning does not keep a definition from being used.
    """

    file: str
    line: int
    column: int
    length: int
    slug: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {warning}{self.message} [{self.slug}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, sorted by place."""
    return tuple(sorted(set(problems)))


def render(problem: Problem, source: str = "") -> str:
    """The problem with the line it is about and a caret under the place.

    `source` is the text of the file; without it only the first line and the hint come out.
    """
    out = [str(problem)]
    lines = source.splitlines()
    number = str(problem.line).rjust(5)
    if 0 < problem.line <= len(lines):
        line = lines[problem.line - 1].replace("\t", " ")
        length = max(1, min(problem.length, len(line) - problem.column + 1))
        out.append(f"{number} | {line}")
        out.append(f"{' ' * 5} | {' ' * (problem.column - 1)}{'^' * length}")
    if problem.hint:
        out.append(f"{' ' * 6}{problem.hint}")
    return "\n".join(out)


def render_all(problems: Iterable[Problem], sources: Mapping[str, str]) -> str:
    """All problems below each other; `sources` maps each file to its text."""
    return "\n\n".join(render(p, sources.get(p.file, "")) for p in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a name that does not exist: the nearest one, and which there are."""
    names = list(dict.fromkeys(known))
    near = nearest(word, names)
    start = f"did you mean '{near}'? " if near else ""
    return f"{start}known: {shown_list(names)}" if names else "there are none yet"
