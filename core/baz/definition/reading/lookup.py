"""Looking a name up: what every check of a reference shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from baz.definition.problems import Problem, did_you_mean
from baz.definition.reading.names import Names, Table
from baz.definition.reading.walk import Use
from baz.definition.source import place_inside
from baz.definition.values import OFF, Duration
from baz.definition.vocabulary import Vocabulary

Found = Iterator[Problem]


class Lookup:
    """The declared names of one definition, what the installation knows, and how a problem with a name
    reads."""

    def __init__(self, names: Names, vocabulary: Vocabulary, lines: Mapping[str, list[str]]) -> None:
        self.names = names
        self.vocabulary = vocabulary
        self.lines = lines

    def problem(
        self, use: Use, slug: str, message: str, hint: str = "", part: str = "", *, first: bool = False
    ) -> Problem:
        """A problem at a use, or at the part of its text that it is about: the last such word, or first."""
        found = (
            [m.start() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", use.text)] if part else [0]
        )
        offset = found[0 if first else -1] if found else 0
        line, column, length = place_inside(
            use.node, self.lines.get(use.node.file, []), offset, len(part or use.text)
        )
        return Problem(use.node.file, line, column, length, slug, message, hint)

    def known(
        self, use: Use, kind: str, name: str, *tables: Iterable[str] | None, first: bool = False
    ) -> Found:
        """A problem when `name` is in none of these tables; nothing when one of them cannot be read."""
        if any(table is None for table in tables):
            return
        known = [n for table in tables if table is not None for n in table]
        if name not in known:
            hint = self.other_kind(name, kind) or did_you_mean(name, known)
            message = (
                f"no {kind[10:]} is called '{name}'"
                if kind.startswith("name of a ")
                else f"unknown {kind} '{name}'"
            )
            yield self.problem(use, f"unknown-{kind.split()[0]}", message, hint, name, first=first)

    def other_kind(self, name: str, kind: str) -> str:
        """What the name is instead, when it is something else here."""
        names = self.names
        tables: dict[str, Table | None] = {
            "role": names.roles, "field": names.fields, "meeting": names.meetings, "outcome": names.outcomes,
            "state": names.states(), "phase": names.phases(), "parameter": names.parameters,
            "step": names.section("transitions"),
        }  # fmt: skip
        found = [k for k, table in tables.items() if k not in kind and table and name in table]
        return f"'{name}' is a {found[0]}, not a {kind.removeprefix('name of a ')}" if found else ""

    def duration(self, use: Use, name: str = "", *, rhythm: bool = False) -> Found:
        """A parameter that is a duration, or off."""
        name = name or use.text
        yield from self.known(use, "parameter", name, self.names.parameters, first=True)
        value = self.names.parameter(name)
        if value is None or isinstance(value, Duration):
            return
        if value is OFF:
            if use.path == ("keep",):
                message = f"'{name}' is off, but a workflow always says how long it keeps what it knows"
                yield self.problem(use, "off-where-needed", message, "give the parameter a duration")
            return
        kind = "a rhythm" if rhythm else "a duration"
        message = f"the parameter '{name}' is {value}, which is not {kind}"
        yield self.problem(
            use,
            "parameter-no-duration",
            message,
            "durations: 14 days, 6..8 weeks, 1 months",
            name,
            first=True,
        )

    def workflow_known(self, use: Use, name: str) -> Found:
        """A warning when a workflow is not installed."""
        if name not in (self.names.text("workflow"), *self.vocabulary.workflows):
            hint = "the step that needs it is refused until its plugin is there"
            found = self.problem(use, "unknown-workflow", f"no workflow '{name}' is installed", hint, name)
            yield replace(found, severity="warning")
