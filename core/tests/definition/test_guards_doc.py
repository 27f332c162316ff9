"""Every example in docs/guards.md answers what the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baz.definition.guards import UNKNOWN, GuardError, Scope, compile_guard
from baz.definition.loading import load_definition
from baz.definition.vocabulary import Vocabulary

PAGE = Path(__file__).parents[3] / "docs" / "guards.md"
if not PAGE.exists():
    pytest.skip("core is installed without the pages of the repository", allow_module_level=True)
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.M | re.S)
EXAMPLES = [
    tuple(part.strip() for part in line.split("#"))
    for kind, block in BLOCKS
    if kind == "guards"
    for line in block.splitlines()
]
COUNTED = {"count", "open", "asked", "reserve", "missed", "planned", "this_year", "load"}


def value(text: str) -> Any:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    known: dict[str, Any] = {"true": True, "false": False, "unknown": UNKNOWN}
    if text in known:
        return known[text]
    words = tuple(re.findall(r"'(\w+)'", text))
    return words if text.startswith("[") else words[0] if words else int(text)


class Facts:
    def __init__(self) -> None:
        (block,) = (b for kind, b in BLOCKS if kind == "facts")
        pairs = (line.split(" = ") for line in block.splitlines())
        self.values = {name: value(text) for name, text in pairs}

    def read(self, path: tuple[str, ...]) -> Any:
        if path[0] == "today" and len(path) == 2:
            return getattr(self.values["today"], path[1])
        if path[0] == "params":
            return SCOPE.workflow.parameters[path[1]].value
        return self.values.get(".".join(path), 0 if path[-1] in COUNTED else None)

    def call(self, name: str, args: tuple[Any, ...]) -> Any:
        raise AssertionError(name)


def scope() -> Scope:
    (definition,) = (b for kind, b in BLOCKS if kind == "yaml")
    loaded = load_definition(definition, Vocabulary())
    assert loaded.workflow is not None, loaded.problems
    return Scope.of(loaded.workflow)


SCOPE = scope()


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_an_example_answers_what_the_page_says(text: str, expected: str) -> None:
    assert answered(text) == expected


def answered(text: str) -> str:
    """What a guard answers, or the slugs of what is wrong with it."""
    try:
        answer: object = compile_guard(text, SCOPE)(Facts())
    except GuardError as error:
        return " ".join(p.slug for p in error.problems)
    return "unknown" if answer is UNKNOWN else "yes" if answer is True else "no"


NAMED = {
    "fields.x": ("fields.leden", "fields.talen", "fields.doelen", "fields.nota"),
    "roles.x": ("roles.deelnemer",),
    "states.x": ("states.loopt", "states.compagnon.gezocht"),
    "states.pause": ("states.pause",),
    "steps.x": ("steps.begin", "steps.vind"),
    "meetings.x": ("meetings.groep",),
    "params.x": ("params.ritme",),
    "today": ("today",),
    "about": ("about",),
    "party": ("party",),
}


def rows() -> list[tuple[str, str]]:
    """Every root of the table with each of its attributes."""
    found, root, attributes = [], "", ""
    table = TEXT.partition("## Roots and attributes")[2].partition("```")[0]
    for line in table.splitlines():
        cells = [c.strip() for c in line.split("|")[1:-1]]
        if len(cells) == 3 and (cells[1] or cells[0]) and cells[0] != "root":
            root = cells[0].strip("`") or root
            attributes = attributes if cells[1] == "the same" else cells[1]
            found += [(root, a) for a in re.findall(r"`(\.\w+)[^`]*`", attributes)]
    return [pair for pair in found if pair[0] in NAMED]


@pytest.mark.parametrize(("root", "attribute"), rows())
def test_what_the_table_names_may_be_asked(root: str, attribute: str) -> None:
    ask = f"{attribute}('lus/proefgroep').states.loopt.now" if attribute == ".cases" else attribute

    def known(name: str) -> bool:
        try:
            compile_guard(name + ask, SCOPE.for_needs(), test=False)
        except GuardError:
            return False
        return True

    assert any(known(name) for name in NAMED[root]), f"{root}{attribute}"


def test_the_table_is_not_empty() -> None:
    assert {root for root, _ in rows()} >= set(NAMED) - {"params.x"}
    assert len(rows()) > 25
