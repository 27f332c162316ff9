"""The schema for editors and the loader say the same about shape, over every good and broken file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from baz.definition.loading import load_definition
from baz.definition.schema import SHAPE_SLUGS, json_schema
from baz.definition.source import Node, read_source
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent
NO_YAML = "# \\d+:\\d+ (yaml-syntax|empty-file|too-large)"
FILES = sorted(
    path
    for folder in ("good", "broken", "base")
    for path in (HERE / folder).glob("*.yaml")
    if not re.match(NO_YAML, path.read_text(encoding="utf-8"))  # an editor reports those by itself
)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_an_editor_sees(node: Node) -> Any:
    """The node as YAML 1.2 reads it: plain numbers are numbers."""
    if node.kind == "list":
        return [as_an_editor_sees(item) for item in node.items]
    if node.kind == "map":
        return {name: as_an_editor_sees(value) for name, value in node.entries.items()}
    if not node.style and isinstance(node.value, str):
        if re.fullmatch(r"-?\d+", node.value):
            return int(node.value)
        if re.fullmatch(r"-?\d+\.\d+", node.value):
            return float(node.value)
    return node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_schema_and_loader_agree(
    path: Path, vocabulary: Vocabulary, validator: jsonschema.Draft202012Validator
) -> None:
    text = path.read_text(encoding="utf-8")
    source = read_source(text, path.name)
    assert source.root is not None
    instance = as_an_editor_sees(source.root)
    problems = load_definition(text, vocabulary).problems
    by_loader = [p for p in problems if p.slug in SHAPE_SLUGS]
    by_schema = [error.message for error in validator.iter_errors(instance)]
    assert bool(by_loader) == bool(by_schema), (by_loader, by_schema)


def test_what_is_wrong_alone_is_wrong_for_both(
    vocabulary: Vocabulary, validator: jsonschema.Draft202012Validator
) -> None:
    """Each problem of shape in the broken files, one at a time: the schema sees every single one."""
    good = (HERE / "base" / "leesclub.yaml").read_text(encoding="utf-8")
    edits = {
        "wrong-type": ("title: Lezer, count: 1", "title: true, count: 1"),
        "unknown-key": ("title: Lezer, count: 1", "titel: Lezer, count: 1"),
        "misplaced-key": ("title: Lezer, count: 1", "due: x, count: 1"),
        "missing-key": ("  rust: Even rust\n", "  rust: Even rust\n\nletters:\n  x: {to: lezer}\n"),
        "text-needs-quotes": ("title: Lezer, count: 1", "title: Lezer, of luisteraar, count: 1"),
        "bad-name": ("  bezig: [", "  be-zig: ["),
        "bad-bound": ("title: Lezer, count: 1", "title: Lezer, count: 1-2"),
        "bad-moment": ("due: antwoord after opening", "due: antwoord na opening"),
        "bad-number": ("version: 2", "version: nul"),
        "bad-value": ("value: 3,", "value: drie,"),
        "bad-workflow-name": ("workflow: lus/leesclub", "workflow: leesclub"),
        "unknown-choice": ("kind: staff", "kind: baas"),
        "unknown-grammar": ("baz: 1", "baz: 7"),
    }
    assert set(edits) == SHAPE_SLUGS
    for slug, (old, new) in edits.items():
        text = good.replace(old, new)
        if slug == "missing-key":
            text = text.replace("letters:\n  welkom: {title: Welkom, template: welkom.md, to: lezer}\n", "")
        assert text != good
        source = read_source(text, "x.yaml")
        assert source.root is not None
        found = {p.slug for p in load_definition(text, vocabulary).problems}
        assert slug in found, (slug, found)
        assert list(validator.iter_errors(as_an_editor_sees(source.root))), slug


def test_internal_attributes_are_no_keys() -> None:
    definitions = json_schema()["$defs"]
    assert "outcome" not in definitions["Transition"]["properties"]
    assert "overlays" not in definitions["Workflow"]["properties"]
    assert "from" in definitions["Transition"]["properties"]
    assert {"baz", "workflow", "version", "title", "model", "keep", "states"} == set(
        definitions["Workflow"]["required"]
    )
