"""Merging overlays into their base, so that one definition results and figures stay comparable.

An overlay may add parameters, roles, fields, states, transitions, letters and indicators. Of what the base
has it may give another title, and add conditions to a transition (`when`) or a role (`needs`). Anything else
is a problem that names both places. The merged tree keeps the places of both files, and is checked as any
definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from baz.definition.extension import Overlay
from baz.definition.loading import Loaded, examine
from baz.definition.problems import Problem, in_order
from baz.definition.source import Node
from baz.definition.vocabulary import Vocabulary

_HEAD: Final = ("baz", "extends", "for", "version")
_ADDABLE: Final = ("parameters", "roles", "fields", "states", "transitions", "letters", "indicators")
_LONGER: Final = {"transitions": "when", "roles": "needs"}
_MAY: Final = (
    "an overlay may add parameters, roles, fields, states, transitions, letters and indicators; of what is"
    " there it may change a title and add conditions (when, needs)"
)


def merge(base: Loaded, overlays: Sequence[Loaded], vocabulary: Vocabulary) -> Loaded:
    """The base with these overlays in it, in this order.

    Args:
        base: a definition without errors.
        overlays: overlays without errors, all for one organisation.
        vocabulary: what the installation knows.

    Returns:
        A definition like any other, with `workflow.overlays` filled; without a workflow when something is
        wrong, in the base, in an overlay, or in what an overlay does to the base.
    """
    sources = {file: text for loaded in (base, *overlays) for file, text in loaded.sources.items()}
    problems = [problem for loaded in (base, *overlays) for problem in loaded.problems]
    workflow, root = base.workflow, base.node
    if workflow is None or root is None or any(loaded.overlay is None for loaded in overlays):
        return Loaded(None, None, in_order(problems), root, sources)
    merged = root.copy()
    names = []
    for loaded in overlays:
        if loaded.overlay is None or loaded.node is None:
            continue
        wrong_base = _base_problem(loaded.overlay, loaded.node, workflow.workflow, workflow.version)
        if wrong_base:
            problems.append(wrong_base)
            continue
        problems += _merge_root(merged, loaded.node)
        names.append(str(loaded.overlay))
    if any(problem.severity == "error" for problem in problems):
        return Loaded(None, None, in_order(problems), merged, sources)
    return examine(merged, vocabulary, sources, problems, overlays=(*workflow.overlays, *names))


def _base_problem(overlay: Overlay, node: Node, name: str, version: int) -> Problem | None:
    wanted, number = overlay.base
    if (wanted, number) == (name, version):
        return None
    place = node.entries["extends"]
    if wanted != name:
        return place.problem("overlay-base", f"this extends {wanted}, not {name}")
    hint = f"look at what changed since version {number}, then write {name}@{version}"
    return place.problem(
        "overlay-base", f"this extends version {number}, and {name} is at version {version}", hint
    )


def _merge_root(merged: Node, overlay: Node) -> Iterator[Problem]:
    for name, node in overlay.entries.items():
        if name == "title":
            merged.entries[name], merged.keys[name] = node, overlay.keys[name]
        elif name not in _HEAD:
            yield from _merge_section(merged, name, node, overlay.keys[name])


def _merge_section(merged: Node, section: str, extra: Node, key: Node) -> Iterator[Problem]:
    """Add the entries of one section; `merged` is a copy, so it may change."""
    if section not in merged.entries:
        empty = extra.copy()
        empty.entries, empty.keys = {}, {}
        merged.entries[section], merged.keys[section] = empty, key
    target = merged.entries[section] = merged.entries[section].copy()
    for name, node in extra.entries.items():
        place = extra.keys[name]
        if name in target.entries:
            part = target.entries[name] = target.entries[name].copy()
            yield from _merge_part(part, section, name, node, target.keys[name])
        elif section in _ADDABLE:
            target.entries[name], target.keys[name] = node, place
        else:
            yield place.problem("overlay-adds", f"an overlay cannot add '{name}' to {section}", _MAY)


def _merge_part(part: Node, section: str, name: str, extra: Node, base_key: Node) -> Iterator[Problem]:
    """Change one part that the base has."""
    if part.empty:
        part.kind = "map"
    for key, node in extra.entries.items():
        place = extra.keys[key]
        if section == "regions" and key in ("states", "transitions"):
            yield from _merge_section(part, key, node, place)
        elif key == "title":
            part.entries[key], part.keys[key] = node, place
        elif key == _LONGER.get(section):
            part.entries[key] = _longer(part.entries.get(key), node)
            part.keys.setdefault(key, place)
        else:
            first = part.keys.get(key, base_key)
            message = f"'{key}' of '{name}' is fixed in {first.file}:{first.line}"
            yield place.problem("overlay-changes", message, _MAY)


def _longer(first: Node | None, extra: Node) -> Node:
    """The conditions of the base, then those of the overlay."""
    if first is None:
        return extra
    both = first.copy()
    both.kind, both.value, both.entries, both.keys = "list", None, {}, {}
    both.items = [*_items(first), *_items(extra)]
    return both


def _items(node: Node) -> list[Node]:
    return node.items if node.kind == "list" else [node]
