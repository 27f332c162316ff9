"""Sound definitions become a workflow, whatever way they are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baz.definition.extension import Overlay
from baz.definition.guards import compile_guard
from baz.definition.loading import Loaded, load_definition
from baz.definition.model import Bound, Condition, OpenEffect, Part, Workflow
from baz.definition.problems import render_all
from baz.definition.reading.keys import keys_of
from baz.definition.scope import Scope
from baz.definition.source import Node
from baz.definition.values import OFF, Duration, Percent
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.yaml"))


@pytest.fixture(scope="module")
def table(vocabulary: Vocabulary) -> Workflow:
    workflow = load_definition(HERE / "good" / "buurttafel.yaml", vocabulary).workflow
    assert workflow is not None
    return workflow


def small(vocabulary: Vocabulary, *edits: tuple[str, str]) -> Loaded:
    """The smallest good definition with some text replaced."""
    text = (HERE / "good" / "wandelmaatje.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return load_definition(text, vocabulary)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_has_no_problem_at_all(path: Path, vocabulary: Vocabulary) -> None:
    loaded = load_definition(path, vocabulary)
    assert loaded.problems == (), render_all(loaded.problems, loaded.sources)
    assert loaded.workflow is not None


def test_values_are_read_by_their_key(table: Workflow) -> None:
    values = {name: parameter.value for name, parameter in table.parameters.items()}
    assert values["bedenktijd"] == Duration(14, 14, "days")
    assert values["bellen"] == Duration(3, 3, "working days")
    assert values["ritme"] == Duration(3, 4, "weeks")
    assert values["min_gasten"] == 4
    assert values["streefdoel"] == Percent(80)
    assert values["sinds"] == date(2024, 9, 1)
    assert values["met_nota"] is True
    assert values["uitgezet"] is OFF
    assert table.parameters["ritme"].text == "3..4 weeks"


def test_names_that_yaml_1_1_changes_stay_text(table: Workflow) -> None:
    assert table.fields["soort"].options == ("soep", "koffie", "yes", "no", "012")


def test_titles_default_to_the_name(table: Workflow) -> None:
    assert table.states["idee"].title == "Idee"
    assert table.transitions["word_wakker"].title == "Word wakker"
    assert table.states["gepland"].title == "Gepland: met datum"


def test_one_or_many_and_other_short_forms(table: Workflow) -> None:
    assert table.pause.reasons == ("rust",)
    assert table.roles["gast"].count == Bound(low="min_gasten", high="max_gasten")
    assert table.roles["dokter"].count == Bound(low=0, high=None)
    assert table.roles["gastvrouw"].count == Bound(low=1, high=1)
    assert table.fields["smaken"].options_from == "wensen"
    assert table.fields["smaken"].options == ()
    step = table.transitions["val_stil"]
    assert (step.to, step.outcome) == ("gestopt", "stilte")
    assert step.when == (Condition(that="not fields.mag_foto"),)
    assert table.transitions["plan"].when[1] == Condition(call="nota_gezien(about, params.stil_na)")
    effects = table.transitions["kok_stopt"].then
    assert [effect.kind for effect in effects] == ["end", "open", "atk_stip"]
    opened = OpenEffect(
        workflow=("atk/vrijwilliger", "atk/buurttafel"), agree=("gastvrouw",), carry=("straat", "kok")
    )
    assert effects[1].value == opened
    assert effects[2].value == {"precision": "straat"}
    assert len(table.meetings["tafel"].later) == 2
    assert table.migrations[2].states == {"bezig": "lopend"}


def test_a_guard_over_several_lines_is_one_line(table: Workflow) -> None:
    that = table.transitions["plan"].when[0].that
    assert that == "fields.stoelen >= params.min_gasten"
    compile_guard(that, Scope.of(table))


def test_the_good_files_use_every_key(vocabulary: Vocabulary) -> None:
    used: set[tuple[str, str]] = set()

    def walk(part: type[Part], node: Node) -> None:
        for name, key in keys_of(part).items():
            if name not in node.entries:
                continue
            used.add((part.__name__, name))
            value = node.entries[name]
            inner = list(value.entries.values()) if key.shape == "parts" else value.items or [value]
            for child in inner if key.part else ():
                for effect in child.entries.values() if key.part.__name__ == "Effect" else ():
                    walk(OpenEffect, effect)
                walk(key.part, child)

    for path in GOOD:
        root = load_definition(path, vocabulary).node
        assert root is not None
        walk(Workflow, root)
    known = {
        (part.__name__, name)
        for part in Part.__subclasses__() + [p for q in Part.__subclasses__() for p in q.__subclasses__()]
        if part.__module__ == Workflow.__module__ and part.__name__ not in ("Titled", "Bound", "Effect")
        for name in keys_of(part)
    }
    # Outcomes, phases and text maps have names for keys; a region needs no title of its own in the world.
    assert known - used == set()


def test_places_are_where_things_stand(vocabulary: Vocabulary) -> None:
    loaded = load_definition(HERE / "base" / "leesclub.yaml", vocabulary)
    lines = (HERE / "base" / "leesclub.yaml").read_text(encoding="utf-8").splitlines()

    def shown(*path: str | int) -> str:
        line, column, length = loaded.places[path]
        return lines[line - 1][column - 1 : column - 1 + length]

    assert shown("transitions", "begin", "to") == "lezend"
    assert shown("transitions", "begin") == "begin"
    assert shown("transitions", "meld_aan", "by", 1) == "trekker"
    assert shown("transitions", "lees", "from", 0) == "lezend"
    assert shown("states", "aangemeld") == "aangemeld"
    assert shown("phases", "bezig") == "[aangemeld, lezend]"
    assert shown("tasks", "bel", "owner", 0) == "trekker"
    # What is not written is where its part stands.
    assert shown("transitions", "begin", "agree") == "begin"
    assert ("transitions", "begin", "to") in set(loaded.places)
    assert ("transitions", "begin", "agree") not in set(loaded.places)
    assert len(loaded.places) == len(set(loaded.places))


def test_a_workflow_survives_json(table: Workflow) -> None:
    assert Workflow.model_validate_json(table.model_dump_json(by_alias=True)) == table


def test_a_text_names_its_file_as_it_is_told(vocabulary: Vocabulary) -> None:
    assert load_definition("a: [", vocabulary).problems[0].file == "definition.yaml"
    assert load_definition("a: [", vocabulary, file="x.yaml").problems[0].file == "x.yaml"


def test_a_file_that_is_no_utf8_says_so(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "oud.yaml"
    path.write_bytes("baz: 1\ntitle: Caf\xe9\n".encode("latin-1"))
    (problem,) = load_definition(path, vocabulary).problems
    assert (problem.line, problem.slug) == (2, "yaml-syntax")


def test_a_byte_order_mark_is_no_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (HERE / "good" / "wandelmaatje.yaml").read_bytes())
    assert load_definition(path, vocabulary).workflow is not None


def test_a_workflow_that_is_not_installed_is_a_warning_only(vocabulary: Vocabulary) -> None:
    loaded = small(vocabulary, ("coach]}", "coach], then: [open: {workflow: ekc/conferentie}]}"))
    assert [(p.slug, p.severity) for p in loaded.problems] == [("unknown-workflow", "warning")]
    assert loaded.workflow is not None


def test_without_a_list_of_templates_and_organisations_they_are_not_checked() -> None:
    text = (HERE / "base" / "leesclub.yaml").read_text(encoding="utf-8")
    assert load_definition(text.replace("welkom.md", "nergens.md"), Vocabulary()).workflow is not None
    knows = Vocabulary(letters=lambda name: name == "welkom.md")
    assert load_definition(text, knows).workflow is not None
    assert load_definition(text.replace("welkom.md", "nergens.md"), knows).workflow is None


def test_an_overlay_alone_is_an_overlay(vocabulary: Vocabulary) -> None:
    loaded = load_definition("baz: 1\nextends: lus/leesclub@2\nfor: atk\nversion: 3\n", vocabulary)
    assert loaded.workflow is None
    assert isinstance(loaded.overlay, Overlay)
    assert loaded.overlay.base == ("lus/leesclub", 2)
    assert str(loaded.overlay) == "atk@3"


@pytest.mark.parametrize("junk", ["[[a], {b: c}]", "{a: {b: [c]}}", "a.b", "true", "", "*x", "'"])
def test_whatever_stands_on_a_line_the_reader_answers(junk: str, vocabulary: Vocabulary) -> None:
    """One value after another is replaced; a problem may follow, an exception never."""
    lines = (HERE / "base" / "leesclub.yaml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(": ")
        if not colon:
            continue
        changed = [*lines[:number], f"{key}: {junk}", *lines[number + 1 :]]
        loaded = load_definition("\n".join(changed), vocabulary)
        assert (loaded.workflow is None) == bool(loaded.errors)
        for problem in loaded.problems:
            assert 1 <= problem.line <= len(lines) + 1
            assert render_all([problem], loaded.sources).count("\n") >= 2
