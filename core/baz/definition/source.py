"""YAML text to a tree of nodes that know their place.

`yaml.compose` with the C loader keeps every scalar as text; only a plain `true` or `false` is a boolean, an
empty value is None. Lines and columns count from 1. Duplicate keys are caught here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import yaml

from baz.definition.problems import Problem

MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 50
"""Nobody writes deeper; the C loader recurses, and beyond some ten thousand levels it ends the process."""
_DEFAULT_TAGS: Final = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_BLANK: Final = re.compile(r"\s")

Scalar = str | bool | None


class Node:
    """A place in a file: a mapping (`entries` and their `keys`), a list (`items`) or a scalar (`value`)."""

    __slots__ = (
        "column",
        "end_column",
        "end_line",
        "entries",
        "file",
        "flow",
        "items",
        "keys",
        "kind",
        "line",
        "style",
        "value",
    )

    def __init__(
        self, kind: Literal["map", "list", "scalar"], file: str, start: yaml.Mark, end: yaml.Mark
    ) -> None:
        self.kind = kind
        self.file = file
        self.line = start.line + 1
        self.column = start.column + 1
        self.end_line = end.line + 1
        self.end_column = end.column + 1
        self.value: Scalar = None
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Node] = {}
        self.style = ""
        self.flow = False

    @property
    def length(self) -> int:
        """Characters on the first line."""
        return max(1, self.end_column - self.column) if self.end_line == self.line else 1

    @property
    def empty(self) -> bool:
        """Whether nothing stands here."""
        return self.kind == "scalar" and self.value is None

    def copy(self) -> Node:
        """A node at the same place with the same children, to be changed by a merge."""
        twin = object.__new__(Node)
        for slot in Node.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.items, twin.entries, twin.keys = list(self.items), dict(self.entries), dict(self.keys)
        return twin

    def scalars(self) -> Iterator[Node]:
        """This scalar, or those of this list (one|many)."""
        if self.kind == "scalar":
            yield self
        for item in self.items:
            if item.kind == "scalar":
                yield item

    def problem(self, slug: str, message: str, hint: str = "") -> Problem:
        """A problem at this node."""
        return Problem(self.file, self.line, self.column, self.length, slug, message, hint)


@dataclass(slots=True)
class Source:
    """A file that was read. `root` is None when it holds nothing usable; then `problems` says why."""

    file: str
    text: str
    lines: list[str]
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)


def read_source(text: str, file: str) -> Source:
    """Compose the text. A syntax error stands alone."""
    text = text.removeprefix("\ufeff")
    source = Source(file, text, text.splitlines())
    try:
        if deep := _too_deep(text):
            hint = "look for a bracket that is not closed"
            source.problems.append(Problem(file, *deep, 1, "too-large", "too deeply nested", hint))
            return source
        composed = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        source.problems.append(_syntax(error, source))
        return source
    if composed is None:
        hint = "a definition starts with 'baz: 1', 'workflow: org/name', 'version: 1' and 'title: ...'"
        source.problems.append(Problem(file, 1, 1, 1, "empty-file", "there is nothing in this file", hint))
        return source
    reader = _Reader(source)
    root = reader.node(composed)
    if reader.too_large:
        message = "aliases make this endless or too large"
        source.problems = [reader.too_large.problem("too-large", message, "write it out without the alias")]
    else:
        source.root = root
    return source


def _too_deep(text: str) -> tuple[int, int] | None:
    """Line and column where lists and mappings stand in each other more than `MAX_DEPTH` times."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH and (mark := event.start_mark) is not None:
                return mark.line + 1, mark.column + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


class _Reader:
    """Turns composed nodes into ours; an alias gives the same node again."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.known: dict[int, Node] = {}
        self.sizes: dict[int, int] = {}
        self.too_large: Node | None = None

    def node(self, composed: yaml.Node) -> Node:
        """The node, its children first seen now."""
        if known := self.known.get(id(composed)):
            # A node that is still being read holds itself: an alias inside its own anchor.
            if id(composed) not in self.sizes:
                self.too_large = known
            return known
        kind: Literal["map", "list", "scalar"]
        if isinstance(composed, yaml.ScalarNode):
            kind = "scalar"
        else:
            kind = "map" if isinstance(composed, yaml.MappingNode) else "list"
        node = Node(kind, self.source.file, composed.start_mark, composed.end_mark)
        self.known[id(composed)] = node
        if composed.tag not in _DEFAULT_TAGS:
            hint = "leave it out: the key decides what a value is"
            self.source.problems.append(
                node.problem("yaml-tag", f"the tag '{composed.tag}' means nothing here", hint)
            )
        size = 1
        if isinstance(composed, yaml.ScalarNode):
            _fill_scalar(node, composed)
        elif isinstance(composed, yaml.MappingNode):
            node.flow = bool(composed.flow_style)
            size += sum([self.entry(node, key, value) for key, value in composed.value])
        elif isinstance(composed, yaml.SequenceNode):
            node.flow = bool(composed.flow_style)
            node.items = [self.node(item) for item in composed.value]
            size += sum(self.sizes.get(id(item), 1) for item in composed.value)
        self.sizes[id(composed)] = size
        if size > MAX_NODES:
            self.too_large = node
        return node

    def entry(self, node: Node, composed_key: yaml.Node, composed_value: yaml.Node) -> int:
        """Add one key and its value; gives how large it is."""
        key, value = self.node(composed_key), self.node(composed_value)
        size = self.sizes.get(id(composed_value), 1) + 1
        if not isinstance(composed_key, yaml.ScalarNode):
            self.source.problems.append(key.problem("bad-name", "a key is a name, not a list or a mapping"))
            return size
        name = composed_key.value
        first = node.keys.get(name)
        if first is None:
            node.keys[name], node.entries[name] = key, value
            return size
        message = f"'{name}' stands here twice; first on line {first.line}"
        self.source.problems.append(key.problem("duplicate-key", message, "keep one of the two"))
        _add_missing(node.entries[name], value)
        return size


def _fill_scalar(node: Node, composed: yaml.ScalarNode) -> None:
    node.style = composed.style or ""
    text: str = composed.value
    if not node.style and text in ("", "true", "false"):
        node.value = None if not text else text == "true"
    else:
        node.value = text


def _add_missing(first: Node, second: Node) -> None:
    """What only the second of two equal keys holds still counts as known, so that nothing else is
    reported."""
    if first.kind == second.kind == "map":
        for name, value in second.entries.items():
            if name not in first.entries:
                first.entries[name], first.keys[name] = value, second.keys[name]


def _syntax(error: yaml.YAMLError, source: Source) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        at = getattr(error, "position", 0)
        before = source.text[:at]
        line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
        message = "a character that may not stand in YAML"
    else:
        line, column, message = (
            mark.line + 1,
            mark.column + 1,
            str(getattr(error, "problem", "")) or "no YAML",
        )
    context = getattr(error, "context_mark", None)
    first = context.line + 1 if context is not None else line
    hint = _syntax_hint(source.lines[first - 1 : line], message)
    return Problem(source.file, line, column, 1, "yaml-syntax", f"no YAML: {message}", hint)


def _syntax_hint(lines: list[str], message: str) -> str:
    text = "\n".join(lines)
    if "more than one document" in message or "another document" in message:
        return "one file holds one workflow: take the '---' away"
    if "\t" in text:
        return "indent with spaces, never with a tab"
    if "mapping values" in message:
        return "a text with ': ' in it needs quotes"
    if re.search(r"[^\s,{\[] #\S", text):
        return "everything after ' #' is a comment; a text with a '#' in it needs quotes"
    if re.search(r"[:-] +[{\[][^}\]]*[}\]] *[^\s,}\]#]", text):
        return "a text that begins with '{' or '[' needs quotes"
    if "quoted scalar" in message or text.count('"') % 2:
        return "a quote is not closed"
    return "look for a bracket or quote that is not closed, or for indentation that differs"


def comment_that_cuts(node: Node, lines: list[str]) -> str:
    """The piece of a plain text that YAML took for a comment (`Groep #1` loses `#1`), or nothing.

    A comment stands at least two spaces behind the text, or has a space after its `#`.
    """
    if node.style or not isinstance(node.value, str) or node.end_line > len(lines):
        return ""
    found = re.match(r" (#[^\s#].*)", lines[node.end_line - 1][node.end_column - 1 :])
    return found[1].rstrip() if found else ""


def place_inside(node: Node, lines: list[str], offset: int, length: int) -> tuple[int, int, int]:
    """Line, column and length of a piece of a scalar's text.

    Blanks may differ between the file and the text (folding, indentation), so letters are counted, and the
    piece is compared with what stands there. Where that fails (escapes in quotes) it is the start of the
    scalar.
    """
    text = str(node.value)
    whole = (node.line, node.column, node.length)
    piece = text[offset : offset + length]
    skip = len(_BLANK.sub("", text[:offset]))
    for line, column, letter in _letters(node, lines):
        if letter == "\\" and node.style == '"':
            return whole
        if skip == 0:
            shown = lines[line - 1][column - 1 :]
            first = piece.split("\n")[0].rstrip()
            return (line, column, max(1, len(first))) if first and shown.startswith(first) else whole
        skip -= 1
    return whole


def _letters(node: Node, lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Every letter of a scalar as it stands in the file, without blanks, quotes and block headers."""
    first = node.line + 1 if node.style in ("|", ">") else node.line
    for number in range(first, min(node.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = node.column - 1 if number == node.line else 0
        end = node.end_column - 1 if number == node.end_line else len(line)
        if node.style in ("'", '"'):
            start += number == node.line
            end -= number == node.end_line
        column = start
        while column < end:
            if not line[column].isspace():
                yield number, column + 1, line[column]
                column += node.style == "'" and line[column : column + 2] == "''"
            column += 1
