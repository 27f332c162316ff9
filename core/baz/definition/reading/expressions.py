"""Guards and sentences: handed to `baz.definition.guards`, with what it finds mapped back to the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from baz.definition.guards import GuardError, GuardProblem, Scope, compile_guard, sentence_problems
from baz.definition.model import Workflow
from baz.definition.problems import Problem
from baz.definition.reading.walk import Path, Use
from baz.definition.source import place_inside
from baz.definition.vocabulary import Vocabulary

_NAMED: Final = re.compile(r"\b(fields|roles|states|steps|meetings|params)\.([a-z_][a-z0-9_]*)")
_OTHER: Final = re.compile(r"\.cases\(\s*['\"]([^'\"]+)['\"]\s*\)")
_DECIDING: Final = ("type", "value", "options", "count")
_SECTIONS: Final = {"params": "parameters", "steps": "transitions"}


class Expressions:
    """Compiles every guard of one workflow, only to hear what is wrong."""

    def __init__(
        self, workflow: Workflow, vocabulary: Vocabulary, lines: Mapping[str, list[str]], tainted: set[Path]
    ) -> None:
        known = {name: w for name, w in vocabulary.workflows.items() if w is not None}
        self.workflow = workflow
        self.known = {workflow.workflow, *vocabulary.workflows}
        self.scope = Scope.of(
            workflow, vocabulary.guard_functions, workflows=known, field_kinds=vocabulary.field_types
        )
        self.lines = lines
        self.tainted = tainted

    def check(self, uses: Iterable[Use]) -> Iterator[Problem]:
        """Every problem in the guards and sentences among these uses."""
        for use in uses:
            if use.ref not in ("guard", "condition", "sentence"):
                continue
            text = use.text if use.ref == "sentence" else " ".join(use.text.split())
            if not self.doubtful(text):
                for problem in self.found(use, text):
                    yield self.placed(use, text, problem)
            if use.ref != "sentence":
                yield from self.others(use, text)

    def doubtful(self, text: str) -> bool:
        """Whether the text speaks of something that was reported already; then nothing is said about it."""
        return any(self.reported(root, name) for root, name in _NAMED.findall(text))

    def reported(self, root: str, name: str) -> bool:
        """Whether something that decides what this name is was wrong."""
        section = _SECTIONS.get(root, root)
        for path in self.tainted:
            if path[:1] == ("regions",) and root in ("states", "steps") and len(path) < 4:
                return True
            if path in ((section,), (section, name)) or (
                path[:2] == (section, name) and path[2] in _DECIDING
            ):
                return True
        return False

    def found(self, use: Use, text: str) -> tuple[GuardProblem, ...]:
        """What the guards' own reader says."""
        scope = self.scope.for_needs() if "needs" in use.path else self.scope
        if use.ref == "sentence":
            return tuple(sentence_problems(text, scope))
        try:
            compile_guard(text, scope)
        except GuardError as error:
            return tuple(error.problems)
        return ()

    def placed(self, use: Use, text: str, problem: GuardProblem) -> Problem:
        """A problem of a guard at its line and column."""
        # The guard was read on one line; only blanks differ from what is written, and those are not counted.
        before = len(re.sub(r"\s", "", text[: problem.offset]))
        offset = _after(use.text, before)
        line, column, length = place_inside(
            use.node, self.lines.get(use.node.file, []), offset, problem.length
        )
        return Problem(use.node.file, line, column, length, problem.slug, problem.message, problem.hint)

    def others(self, use: Use, text: str) -> Iterator[Problem]:
        """Workflows in `.cases('org/name')` that are not installed."""
        for name in _OTHER.findall(text):
            if name not in self.known:
                message = f"no workflow '{name}' is installed"
                hint = "what the guard asks of it is unknown until its plugin is there"
                at = use.text.find(name)
                line, column, length = place_inside(
                    use.node, self.lines.get(use.node.file, []), max(at, 0), len(name)
                )
                found = Problem(use.node.file, line, column, length, "unknown-workflow", message, hint)
                yield replace(found, severity="warning")


def _after(text: str, letters: int) -> int:
    """The offset of the letter that has this many letters (no blanks) before it."""
    for offset, letter in enumerate(text):
        if not letter.isspace():
            if letters == 0:
                return offset
            letters -= 1
    return len(text)
