"""Every broken definition tells all that is wrong with it, at the right place, and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baz.definition.loading import Loaded, load_definition
from baz.definition.overlay import merge
from baz.definition.problems import Problem, render, render_all
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
EXPECTED = re.compile(r"^# (\d+):(\d+) ([a-z-]+)$", re.MULTILINE)


def expected(text: str) -> list[tuple[int, int, str]]:
    """What the first lines of a broken file announce."""
    return sorted((int(line), int(column), slug) for line, column, slug in EXPECTED.findall(text))


def load(path: Path, vocabulary: Vocabulary) -> Loaded:
    """The file, merged into the reading club when it is a sound overlay."""
    loaded = load_definition(path, vocabulary, file=path.name)
    if loaded.overlay is None:
        return loaded
    base = load_definition(HERE / "base" / "leesclub.yaml", vocabulary, file="leesclub.yaml")
    return merge(base, [loaded], vocabulary)


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 60
    assert all(expected(path.read_text(encoding="utf-8")) for path in BROKEN)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_problem_is_found_at_its_place_and_no_other(path: Path, vocabulary: Vocabulary) -> None:
    loaded = load(path, vocabulary)
    found = sorted((p.line, p.column, p.slug) for p in loaded.problems)
    assert found == expected(path.read_text(encoding="utf-8")), render_all(loaded.problems, loaded.sources)
    assert (loaded.workflow is None) == bool(loaded.errors)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_problems_are_sorted_underlined_and_in_words(path: Path, vocabulary: Vocabulary) -> None:
    loaded = load(path, vocabulary)
    places = [(p.file, p.line, p.column) for p in loaded.problems]
    assert places == sorted(places)
    for problem in loaded.problems:
        lines = render(problem, loaded.sources[problem.file]).splitlines()
        assert lines[0].startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
        assert lines[0].endswith(f"[{problem.slug}]")
        start = lines[2].index("^")
        marked = lines[1][start : start + lines[2].count("^")]
        assert marked == marked.strip() != ""
        assert not re.search(r"pydantic|validator|NoneType|object at|Input should", problem.message)


def test_a_problem_reads_as_the_grammar_shows() -> None:
    source = "\n".join(["", "transitions:", "  stel_samen:", "    to: samenstelen"])
    problem = Problem(
        "lusgroep.yaml",
        4,
        9,
        11,
        "unknown-state",
        "unknown state 'samenstelen'",
        "did you mean 'samenstellen'? known: aangemeld, ...",
    )
    assert render(problem, source) == (
        "lusgroep.yaml:4:9: unknown state 'samenstelen' [unknown-state]\n"
        "    4 |     to: samenstelen\n"
        "      |         ^^^^^^^^^^^\n"
        "      did you mean 'samenstellen'? known: aangemeld, ..."
    )


def test_the_nearest_name_and_at_most_eight_names_are_shown(vocabulary: Vocabulary) -> None:
    states = "".join(f"  toestand_{n}:\n" for n in range(12))
    text = (
        "baz: 1\nworkflow: lus/proef\nversion: 1\ntitle: Proef\nmodel: buddy\nkeep: lang\n"
        "parameters:\n  lang: {value: 1 years, source: aanname}\n"
        f"states:\n{states}transitions:\n  begin:\n    to: toestant_7\n"
    )
    found = [p for p in load_definition(text, vocabulary).problems if p.slug == "unknown-state"]
    assert [p.hint for p in found] == [
        "did you mean 'toestand_7'? known: toestand_0, toestand_1, toestand_2, toestand_3, toestand_4,"
        " toestand_5, toestand_6, toestand_7, ..."
    ]
