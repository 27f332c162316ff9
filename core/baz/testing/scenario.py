"""Reading scenario files: every problem at once, each with its place, slug and did-you-mean.

The format is in docs/scenarios.md. Without a catalogue a file is read by itself; with one, every name in it
is held against the workflows too (`baz.testing.references`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baz.definition.problems import Problem, did_you_mean, in_order, render_all
from baz.definition.source import Node, read_source
from baz.definition.values import Duration, parse_value
from baz.ground.errors import BadDefinition
from baz.ground.words import nearest
from baz.kernel.when import When, day_of
from baz.plugins.catalogue import Catalogue
from baz.testing.keys import (
    COMMON,
    EXPECT,
    KINDS,
    NEEDED,
    NOW,
    PEOPLE,
    PERSON,
    REQUIRED,
    SHAPES,
    TOP,
    VERBS,
    WHENS,
)
from baz.testing.references import unknown_names
from baz.testing.story import Entry, Expect, Person, Story, later, plain, told_on


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file. `story` is None when there are errors."""

    story: Story | None
    problems: tuple[Problem, ...]
    text: str = ""


def read_story(text: str, file: str, catalogue: Catalogue | None = None) -> Read:
    """Read a scenario.

    Args:
        text: the YAML.
        file: its name, for the places in problems.
        catalogue: what is installed; then the names of steps, fields and the rest must exist.
    """
    source = read_source(text, file)
    if source.root is None:
        return Read(None, in_order(source.problems), source.text)
    reader = _Reader(file, list(source.problems))
    story = reader.story(source.root)
    if story is not None and catalogue is not None:
        reader.problems += unknown_names(story, source.root, catalogue)
    bad = any(p.severity == "error" for p in reader.problems)
    return Read(None if bad else story, in_order(reader.problems), source.text)


def load_story(text: str, file: str, catalogue: Catalogue | None = None) -> Story:
    """A scenario that must be sound.

    Raises:
        BadDefinition: with every problem.
    """
    read = read_story(text, file, catalogue)
    if read.story is None:
        raise BadDefinition(render_all(read.problems, {file: read.text}), problems=read.problems)
    return read.story


def installed_stories(catalogue: Catalogue, plugin: str = "") -> list[Story]:
    """The scenarios of every plugin, or of one, by the name of their file.

    Raises:
        BadDefinition: when one of them has problems.
    """
    found = sorted(catalogue.scenarios.items())
    return [load_story(r.text(), f"{p}/{n}", catalogue) for (p, n), r in found if plugin in ("", p)]


@dataclass(slots=True)
class _Reader:
    file: str
    problems: list[Problem] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    told: date | None = None
    labels: set[str] = field(default_factory=set)

    def bad(self, node: Node, slug: str, message: str, hint: str = "") -> None:
        self.problems.append(node.problem(slug, message, hint))

    # --- the file

    def story(self, root: Node) -> Story | None:
        if not self._keys(root, TOP, "a scenario"):
            return None
        for name in NEEDED:
            if name not in root.entries:
                self.bad(root, "missing-key", f"a scenario needs '{name}'")
        self._people(root.entries.get("people"))
        steps = tuple(self._steps(root.entries.get("steps")))
        text = {name: self._text(root, name) for name in TOP[:7]}
        year = text["replay"]
        if year and not (year.isdigit() and len(year) == 4):
            self.bad(root.entries["replay"], "wrong-value", f"'{year}' is not a year")
            year = ""
        if text["demo"] not in ("", "true", "false"):
            self.bad(root.entries["demo"], "wrong-value", "'demo' is true or false")
        if "steps" in root.entries and not steps:
            self.bad(root.entries["steps"], "missing-key", "a scenario has at least one step")
        return Story(
            text["scenario"], text["title"], text["workflow"], text["organisation"], self.file, self.people,
            steps, text["source"], int(year) if year else None, text["demo"] == "true",
        )  # fmt: skip

    def _keys(self, node: Node, known: Iterable[str], label: str) -> bool:
        if node.kind != "map":
            self.bad(node, "wrong-type", f"{label} is a mapping of keys and values")
            return False
        for key, at in node.keys.items():
            if key not in known:
                self.bad(at, "unknown-key", f"{label} has no key '{key}'", did_you_mean(key, known))
        return True

    def _text(self, node: Node, key: str) -> str:
        found = node.entries.get(key)
        if found is None:
            return ""
        if found.kind != "scalar" or found.empty:
            self.bad(found, "wrong-type", f"'{key}' is a text")
            return ""
        return str(found.value).lower() if isinstance(found.value, bool) else str(found.value)

    def _people(self, node: Node | None) -> None:
        if node is None or not self._keys(node, node.entries, "'people'"):
            return
        for key, entry in node.entries.items():
            if not self._keys(entry, PERSON, "a person"):
                continue
            if "name" not in entry.entries:
                self.bad(entry, "missing-key", "a person needs a 'name'")
            kind: Any = self._text(entry, "kind") or "person"
            if kind not in KINDS:
                self.bad(
                    entry.entries["kind"], "wrong-value", f"unknown kind '{kind}'", did_you_mean(kind, KINDS)
                )
            contact: dict[str, str] = {
                k: self._text(entry, k) for k in ("mail", "phone") if k in entry.entries
            }
            name, home, role = (self._text(entry, part) for part in ("name", "of", "role"))
            if role and kind != "staff":
                self.bad(entry.entries["role"], "wrong-value", "only staff has a 'role' in an organisation")
            self.people[key] = Person(key, name, kind, home, contact, role)

    # --- steps

    def _steps(self, node: Node | None) -> Iterator[Entry]:
        if node is None:
            return
        if node.kind != "list":
            self.bad(node, "wrong-type", "'steps' is a list: begin each step with '-'")
            return
        for number, item in enumerate(node.items, 1):
            entry = self._step(number, item)
            if entry is not None:
                yield entry

    def _step(self, number: int, node: Node) -> Entry | None:
        if node.kind != "map":
            self.bad(node, "wrong-type", "a step is a mapping: 'on', a verb, and what belongs to it")
            return None
        verb, name, refused = self._verb(node)
        if not verb:
            return None
        entries = node.entries
        if refused and entries["refuse"].kind == "map":
            entries = {**entries["refuse"].entries, **{k: v for k, v in entries.items() if k != "refuse"}}
        on, told = self._days(node, verb, name)
        for key in REQUIRED.get(verb, ()):
            if key not in entries:
                self.bad(node, "missing-key", f"'{verb}' needs '{key}'")
        if label := self._text(node, "label"):
            self.labels.add(label)
        if verb == "withdraw" and name not in self.labels:
            self.bad(
                entries["withdraw"],
                "unknown-label",
                f"no step before this has the label '{name}'",
                did_you_mean(name, self.labels),
            )
        if verb == "erase":
            self._somebody(entries["erase"])
        return Entry(
            number, node.line, verb, name, told, on, refused, self._text(node, "because"),
            self._text(node, "case"), self._person(node, "by"), self._person(node, "for"),
            self._text(node, "how"), self._text(node, "note"), label, self._answers(entries.get("with")),
            dict(self._more(verb, entries)), self._expects(entries),
        )  # fmt: skip

    def _verb(self, node: Node) -> tuple[str, str, bool]:
        """(verb, name, must it be refused). Says what is wrong with the keys of the step."""
        verbs = [key for key in node.entries if key in VERBS or key == "refuse"]
        if len(verbs) > 1 and not ("refuse" in verbs and len(verbs) == 2):
            self.bad(
                node.keys[verbs[1]],
                "two-verbs",
                f"a step does one thing; here are '{verbs[0]}' and '{verbs[1]}'",
                "begin the second with its own '-'",
            )
            return "", "", False
        if not verbs:
            if "expect" in node.entries:
                self._keys(node, ("expect", "case", "told"), "a look")
                return "expect", "", False
            near = next((n for key in node.entries if key not in COMMON and (n := nearest(key, VERBS))), None)
            hint = f"did you mean '{near}'?" if near else did_you_mean("", VERBS)
            self.bad(node, "no-verb", "this step says not what happens", hint)
            return "", "", False
        verb, at = verbs[0], node.entries[verbs[0]]
        if "refuse" in verbs:
            return self._refused(node, node.entries["refuse"], next((v for v in verbs if v != "refuse"), ""))
        self._keys(node, (*COMMON, verb, *VERBS[verb]), f"a step with '{verb}'")
        return verb, self._named(verb, at), False

    def _refused(self, node: Node, at: Node, beside: str) -> tuple[str, str, bool]:
        """`refuse: step_name`; for another verb `refuse: {join: role, party: x}`, or the verb beside it."""
        own = (*COMMON, "refuse", "because")
        if beside:
            self._keys(node, (*own, beside, *VERBS[beside]), f"a step with '{beside}'")
            verb, name = beside, self._named(beside, node.entries[beside])
            if self._named("refuse", at) != name:
                self.bad(at, "two-verbs", f"'refuse' says another name than '{beside}'")
        elif at.kind == "scalar":
            self._keys(node, (*own, *VERBS["open"], *VERBS["step"]), "a step with 'refuse'")
            verb, name = "step", self._named("refuse", at)
        else:
            inner = next((key for key in at.entries if key in VERBS), "")
            if not inner:
                self.bad(at, "no-verb", "'refuse' says not what must be refused", did_you_mean("", VERBS))
                return "", "", False
            self._keys(at, (inner, *VERBS[inner]), f"a step with '{inner}'")
            self._keys(node, own, "a step with 'refuse'")
            verb, name = inner, self._named(inner, at.entries[inner])
        if "because" not in node.entries:
            self.bad(
                node, "missing-key", "'refuse' needs 'because': a part of the sentence that must be shown"
            )
        return verb, name, True

    def _named(self, verb: str, node: Node) -> str:
        if node.kind != "scalar" or (node.empty and verb != "open"):
            self.bad(node, "wrong-type", f"'{verb}' takes a name")
            return ""
        return (
            "" if node.empty else str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
        )

    # --- dates

    def _days(self, node: Node, verb: str, name: str) -> tuple[When | None, date]:
        on = self._when(node.entries.get("on"))
        given = self._when(node.entries.get("told"))
        if given is not None and (given.precision != "day" or given.day is None):
            self.bad(node.entries["told"], "wrong-date", "'told' is a day, such as 2021-01-13")
            given = None
        told = given.day if given is not None and given.day is not None else told_on(on, self.told)
        if verb == "wait":
            told = self._wait(node.entries["wait"], name)
        if told is None:
            self.bad(node, "not-told", "nobody can say when this was told", "add 'told: 2021-01-13'")
            told = date.min
        elif self.told is not None and told < self.told:
            at = node.entries.get("told") or node.entries.get("wait") or node
            self.bad(
                at,
                "told-before",
                f"this was told on {told}, before the step above it ({self.told})",
                "steps stand in the order in which they were told",
            )
        elif on is not None and on.earliest is not None and day_of(on.earliest) > told:
            self.bad(node.entries["on"], "told-before", f"{on} comes after {told}, when it was told")
        elif verb in NOW and on is not None and (not on.day or day_of(on.latest or 0) != told):
            hint = "leave 'told' out, or 'on'"
            self.bad(node.entries["on"], "wrong-date", f"'{verb}' happens on the day that it is told", hint)
        self.told = max(told, self.told or told)
        return on, told

    def _wait(self, node: Node, text: str) -> date | None:
        value: object = None
        with suppress(ValueError):
            value = parse_value(text)
        if isinstance(value, Duration) and self.told is not None:
            return later(self.told, value)
        found = self._when(node)
        if found is not None and found.precision != "day":
            self.bad(node, "wrong-date", "'wait' takes a day or a duration: 2021-06-30, 14 days")
        return found.day if found else self.told

    def _when(self, node: Node | None) -> When | None:
        if node is None:
            return None
        try:
            return When.parse(str(node.value) if node.kind == "scalar" else "")
        except ValueError:
            hint = 'dates: 2021-01-13, 2021-01-13T19:30, 2021-01, 2021 or "?"'
            self.bad(node, "wrong-date", f"'{node.value}' is not a date", hint)
            return None

    # --- what belongs to a step

    def _person(self, node: Node, key: str) -> str:
        at = node.entries.get(key)
        return self._somebody(at) if at is not None else ""

    def _somebody(self, node: Node) -> str:
        name = str(node.value)
        if name not in self.people:
            self.bad(
                node,
                "unknown-person",
                f"nobody in 'people' is called '{name}'",
                did_you_mean(name, self.people),
            )
        return name

    def _answers(self, node: Node | None) -> dict[str, Any]:
        if node is None:
            return {}
        if node.kind != "map":
            self.bad(node, "wrong-type", "'with' is a mapping: a field, role or meeting and its answer")
            return {}
        return {key: plain(value) for key, value in node.entries.items()}

    def _more(self, verb: str, entries: dict[str, Node]) -> Iterator[tuple[str, Any]]:
        keys = (*VERBS.get(verb, ()), *(VERBS["open"] if verb == "step" else ()))
        for key in keys:
            node = entries.get(key)
            if node is None or key == "with":
                continue
            if key == "agreed":
                yield key, self._agreed(node)
            elif key in PEOPLE:
                yield key, self._somebody(node)
            elif key == "present":
                yield key, [self._somebody(item) for item in node.scalars()]
            elif key in WHENS:
                yield key, self._when(node)
            elif key == "yes" and not isinstance(node.value, bool):
                self.bad(node, "wrong-type", "'yes' is true or false")
            elif key == "count" and not str(node.value).isdigit():
                self.bad(node, "wrong-value", f"'{node.value}' is not a number")
            else:
                yield key, int(str(node.value)) if key == "count" else plain(node)

    def _agreed(self, node: Node) -> dict[str, str]:
        """`[contact]`, or `{contact: telefoon}`: who said yes, and how."""
        if node.kind == "map":
            for key, at in node.keys.items():
                if key not in self.people:
                    self.bad(
                        at,
                        "unknown-person",
                        f"nobody in 'people' is called '{key}'",
                        did_you_mean(key, self.people),
                    )
            return {key: str(value.value) for key, value in node.entries.items()}
        return {self._somebody(item): "" for item in node.scalars()}

    def _expects(self, entries: dict[str, Node]) -> tuple[Expect, ...]:
        node = entries.get("expect")
        if node is None:
            return ()
        found = node.items if node.kind == "list" else [node]
        return tuple(e for item in found if (e := self._expect(item)) is not None)

    def _expect(self, node: Node) -> Expect | None:
        if not self._keys(node, EXPECT, "'expect'"):
            return None
        for key, kind in SHAPES.items():
            at = node.entries.get(key)
            if at is not None and at.kind != kind:
                shape = "a mapping" if kind == "map" else "a list"
                self.bad(at, "wrong-type", f"'{key}' is {shape}")
                return None
        for days in node.entries["tasks"].entries.values() if "tasks" in node.entries else ():
            for day in days.items if days.kind == "list" else [days]:
                self._when(day)
        what = {key: plain(value) for key, value in node.entries.items() if key != "case"}
        lines = {key: value.line for key, value in node.keys.items()}
        return Expect(node.line, what, lines, self._text(node, "case"))
