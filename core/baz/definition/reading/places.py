"""Where everything in a definition stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from baz.definition.problems import Problem
from baz.definition.reading.values import Path, locate
from baz.definition.source import Node


class Place(NamedTuple):
    """Line and column count from 1; length is in characters."""

    line: int
    column: int
    length: int


class Places(Mapping[Path, Place]):
    """From a path such as `("transitions", "meld_aan", "to")` to its place, found when it is asked for.

    A text or a short list is its own place, a mapping is where its key stands. Paths follow the keys that an
    author writes (`from`, `with`), with a number for a place in a list. A path that goes on below what is
    written gives the last part that exists, so every problem has a place.
    """

    def __init__(self, root: Node) -> None:
        self.root = root

    def node(self, path: Path) -> Node:
        """The node that stands for a path; a merged definition has nodes of several files."""
        node, key = locate(self.root, self.root, path)
        return key if node.empty or node.kind == "map" or (node.kind == "list" and not node.flow) else node

    def key(self, path: Path) -> Node:
        """The key of a path, where it has one."""
        return locate(self.root, self.root, path)[1]

    def file(self, path: Path) -> str:
        """The file in which a path stands."""
        return self.node(path).file

    def problem(self, path: Path, slug: str, message: str, hint: str = "") -> Problem:
        """A problem at a path."""
        return self.node(path).problem(slug, message, hint)

    def key_problem(self, path: Path, slug: str, message: str, hint: str = "") -> Problem:
        """A problem at the key of a path."""
        return self.key(path).problem(slug, message, hint)

    def __getitem__(self, path: Path) -> Place:
        node = self.node(path)
        return Place(node.line, node.column, node.length)

    def __iter__(self) -> Iterator[Path]:
        return _paths(self.root, ())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _paths(node: Node, path: Path) -> Iterator[Path]:
    yield path
    for name, value in node.entries.items():
        yield from _paths(value, (*path, name))
    for number, item in enumerate(node.items):
        yield from _paths(item, (*path, number))
