"""One walk over the nodes, led by the models: which keys stand where, and what data comes out.

A misspelt key is reported and then read as the key that was meant, so that nothing else is reported because
of it. What the text of a key refers to is collected as a `Use`, for the checks that follow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from baz.definition.model import Condition, Effect, OpenEffect, Parameter, Part
from baz.definition.problems import Problem, did_you_mean
from baz.definition.reading.keys import Key, keys_of, label, may_be_empty, places_of
from baz.definition.reading.values import PLACEHOLDERS, value_problems
from baz.definition.source import Node, comment_that_cuts
from baz.ground.words import nearest, shown_list, title_of

Path = tuple[str | int, ...]
NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_PROSE: Final = ("prose", "sentence", "guard")
_EFFECT_REFS: Final = {"letter": "letter", "end": "role"}


@dataclass(frozen=True, slots=True)
class Use:
    """A text that refers to something: `ref` says to what, `key` under which key it stands."""

    ref: str
    node: Node
    path: Path

    @property
    def text(self) -> str:
        """The text as it was written."""
        return self.node.value if isinstance(self.node.value, str) else str(self.node.value).lower()

    @property
    def region(self) -> str:
        """The region whose states this text speaks of; empty for the main machine."""
        return str(self.path[1]) if self.path[0] == "regions" else ""


@dataclass(slots=True)
class Walk:
    """The state of one walk. `tainted` holds the paths whose value is wrong: nothing is said about them
    later."""

    lines: Mapping[str, list[str]]
    problems: list[Problem] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    tainted: set[Path] = field(default_factory=set)

    def read(self, part: type[Part], root: Node) -> Any:
        """The data of a whole file, ready for pydantic."""
        return self.part(part, root, root, ())

    def part(self, part: type[Part], node: Node, at: Node, path: Path) -> Any:
        """The data of one part; `at` is its key, where a missing key is reported."""
        if node.kind != "map":
            return self.no_mapping(part, node, at, path)
        known = keys_of(part)
        self.strays(part, node, path)
        data: dict[str, Any] = {}
        for name, key in known.items():
            if name not in node.entries:
                if key.required:
                    self.missing(part, name, node, at, path, data)
                continue
            value, place = node.entries[name], node.keys[name]
            if value.empty and not (key.part and key.shape == "part" and may_be_empty(key.part)):
                self.wrong((*path, name), place, f"'{name}' is empty", "give it a value or take the key away")
                self.placeholder(key, data)
            else:
                read = self.value(key, value, place, (*path, name))
                if read is not None:
                    data[name] = read
                else:
                    self.placeholder(key, data)
        self.complete(part, node, path, data)
        return data

    def complete(self, part: type[Part], node: Node, path: Path, data: dict[str, Any]) -> None:
        """What the loader fills in."""
        if path and "title" in keys_of(part) and "title" not in data:
            data["title"] = title_of(str(path[-1]))
        if (
            issubclass(part, Parameter)
            and isinstance(value := node.entries.get("value"), Node)
            and value.kind == "scalar"
        ):
            data["text"] = "" if value.value is None else Use("", value, path).text

    def no_mapping(self, part: type[Part], node: Node, at: Node, path: Path) -> Any:
        """A part that is no mapping: nothing at all, one text where that is enough, or a mistake."""
        if part is Condition and node.kind == "scalar" and node.value is not None:
            self.prose(node)
            self.uses.append(Use("condition", node, path))
            return node.value
        if not (node.empty and may_be_empty(part)):
            found = "nothing" if node.empty else "a list" if node.kind == "list" else f"'{node.value}'"
            keys = ", ".join(name for name, key in keys_of(part).items() if key.required) or "title"
            place = at if node.empty or node.kind == "list" else node
            self.wrong(
                path, place, f"expected the keys of {label(part)}, not {found}", f"keys such as: {keys}"
            )
        data: dict[str, Any] = {}
        for key in keys_of(part).values():
            if key.required:
                self.tainted.add((*path, key.name))
                self.placeholder(key, data)
        self.complete(part, node, path, data)
        return data

    def value(self, key: Key, node: Node, at: Node, path: Path) -> Any:
        """The data of one key; None when it is so wrong that it counts as absent."""
        if key.shape == "leaf":
            return self.leaf(key.ref, node, path)
        if key.shape == "part" and key.part:
            return self.part(key.part, node, at, path)
        if key.shape == "several" and key.part:
            items = node.items if node.kind == "list" else [node]
            read = [self.one(key.part, item, (*path, n)) for n, item in enumerate(items)]
            return [r for r in read if r is not None]
        if node.kind != "map":
            expected = "names with what belongs to each" if key.shape == "parts" else "names with a value"
            self.wrong(
                path,
                at,
                f"expected {expected} under '{key.name}'",
                f"write '{key.name}:' with 'name: ...' below",
            )
            return None
        return self.section(key, node, path)

    def section(self, key: Key, node: Node, path: Path) -> dict[str, Any]:
        """A mapping from declared names to parts or texts."""
        data: dict[str, Any] = {}
        for name, value in list(node.entries.items()):
            at = node.keys[name]
            if key.name not in ("migrations", "states", "fields") or len(path) < 3 or path[0] != "migrations":
                self.declared(name, at, key.name)
            if key.part:
                data[name] = self.part(key.part, value, at, (*path, name))
            elif value.empty:
                self.wrong((*path, name), at, f"'{name}' is empty", "give it a value or take it away")
            else:
                read = self.leaf(key.ref, value, (*path, name))
                data[name] = read
        return data

    def one(self, part: type[Part], node: Node, path: Path) -> Any:
        """One of several parts in a list."""
        if part is not Effect:
            return self.part(part, node, node, path)
        if node.kind != "map":
            return self.leaf("", node, path)
        data: dict[str, Any] = {}
        for kind, value in node.entries.items():
            place = node.keys[kind]
            self.uses.append(Use("effect", place, path))
            data[kind] = self.effect(kind, value, place, (*path, kind))
        return data

    def effect(self, kind: str, node: Node, at: Node, path: Path) -> Any:
        """The value of an effect; `open` has keys of its own."""
        if kind in _EFFECT_REFS and (node.empty or node.kind != "scalar"):
            self.wrong(path, at, f"after '{kind}' comes one name", f"for example '{kind}: name'")
            return None
        if kind != "open":
            return self.leaf(_EFFECT_REFS.get(kind, ""), node, path)
        data = self.part(OpenEffect, node, at, path)
        try:
            return OpenEffect.model_validate(data)
        except ValidationError as error:
            self.problems += value_problems(error, node, at, path, self.tainted)
            return None

    def leaf(self, ref: str, node: Node, path: Path) -> Any:
        """A text, a boolean or a list of them, with what its texts refer to."""
        seen: dict[str, Node] = {}
        for scalar in node.scalars():
            if ref in _PROSE:
                self.prose(scalar)
            if ref and ref != "prose" and (isinstance(scalar.value, str) or ref == "guard"):
                use = Use(ref, scalar, path)
                self.uses.append(use)
                first = seen.setdefault(use.text, scalar)
                if first is not scalar:
                    message = f"'{use.text}' stands twice in this list"
                    self.problems.append(scalar.problem("duplicate-entry", message, "once is enough"))
        return plain(node)

    def prose(self, node: Node) -> None:
        """Whether YAML took the end of a text for a comment."""
        if cut := comment_that_cuts(node, self.lines.get(node.file, [])):
            message = f"'{cut}' behind this text is read as a comment"
            hint = f'put the text in quotes: "{node.value} {cut}"'
            self.problems.append(node.problem("text-cut-by-comment", message, hint))

    def strays(self, part: type[Part], node: Node, path: Path) -> None:
        """Keys that this part does not have."""
        known, before, cut = keys_of(part), "", False
        for name, place in list(node.keys.items()):
            if name in known:
                before, cut = name, False
                continue
            value = node.entries[name]
            if node.flow and value.empty and before:
                if not cut:
                    self.problems.append(_needs_quotes(node, before, name, place))
                cut = True
                continue
            self.problems.append(self.stray(part, node, name, place, path))

    def stray(self, part: type[Part], node: Node, name: str, place: Node, path: Path) -> Problem:
        """An unknown or misplaced key; a misspelt one is read as the one that was meant."""
        known = keys_of(part)
        if elsewhere := places_of(name):
            hint = f"it belongs in {elsewhere}; here: {shown_list(known)}"
            return place.problem("misplaced-key", f"'{name}' does not belong in {label(part)}", hint)
        near = nearest(name, (k for k in known if k not in node.entries))
        if near:
            node.entries[near], node.keys[near] = node.entries[name], place
        elif node.entries[name].kind == "map":
            # It may be a section under another name, so absent sections count as unknown.
            absent = [key for key in known.values() if key.shape != "leaf" and key.name not in node.entries]
            self.tainted.update((*path, key.name) for key in absent)
        return place.problem("unknown-key", f"{label(part)} has no key '{name}'", did_you_mean(name, known))

    def missing(
        self, part: type[Part], name: str, node: Node, at: Node, path: Path, data: dict[str, Any]
    ) -> None:
        """A key that must be there; what it would have held counts as unknown."""
        if (*path, name) in self.tainted:
            self.placeholder(keys_of(part)[name], data)
            return
        whose = f"'{path[-1]}'" if path and isinstance(path[-1], str) else label(part)
        place = at if path else next(iter(node.keys.values()), at)
        hint = f"add '{name}:' to {label(part)}"
        self.problems.append(place.problem("missing-key", f"{whose} has no '{name}'", hint))
        self.tainted.add((*path, name))
        self.placeholder(keys_of(part)[name], data)

    def placeholder(self, key: Key, data: dict[str, Any]) -> None:
        """Something in the place of a required value, so that the rest can still be checked."""
        if key.required:
            data[key.name] = PLACEHOLDERS.get(key.name, {} if key.shape in ("parts", "texts") else "?")

    def declared(self, name: str, place: Node, section: str) -> None:
        """Whether a declared name can be used in guards and on the command line."""
        if section != "migrations" and not NAME.fullmatch(name):
            hint = "a name has small letters, digits and _, and begins with a letter; the title is for people"
            self.problems.append(place.problem("bad-name", f"'{name}' is no name", hint))

    def wrong(self, path: Path, node: Node, message: str, hint: str = "") -> None:
        """A value of the wrong kind."""
        self.tainted.add(path)
        self.problems.append(node.problem("wrong-type", message, hint))


def plain(node: Node) -> Any:
    """A node as text, boolean, None, list or dict."""
    if node.kind == "scalar":
        return node.value
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.entries.items()}


def _needs_quotes(node: Node, before: str, name: str, place: Node) -> Problem:
    text = f"{plain(node.entries[before])}, {name}"
    message = f"the comma cuts '{text}' in two: '{name}' has become a key"
    return place.problem("text-needs-quotes", message, f'put the text in quotes: {before}: "{text}"')
