"""The tree of nodes: places, duplicate keys, booleans, and pieces of a text in every style of writing."""

from __future__ import annotations

import pytest

from baz.definition.source import Node, comment_that_cuts, place_inside, read_source


def value(text: str, key: str = "a") -> tuple[Node, list[str]]:
    """The value of a key, and the lines of the file."""
    source = read_source(text, "x.yaml")
    assert source.root is not None
    return source.root.entries[key], source.lines


def test_only_plain_true_and_false_are_booleans() -> None:
    source = read_source("a: true\nb: 'true'\nc: yes\nd: 012\ne:\nf: ~\ng: 19:30\n", "x.yaml")
    assert source.root is not None
    assert {k: n.value for k, n in source.root.entries.items()} == {
        "a": True,
        "b": "true",
        "c": "yes",
        "d": "012",
        "e": None,
        "f": "~",
        "g": "19:30",
    }


def test_columns_count_characters_not_bytes() -> None:
    node, _ = value("{é: 1, a: één}\n")
    assert (node.line, node.column, node.length) == (1, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "a: fields.x >= naam\n",
        "a: 'fields.x >= naam'\n",
        'a: "fields.x >= naam"\n',
        "a: |\n  fields.x\n  >= naam\n",
        "a: |\n\n    fields.x >= naam\n",
        "a: >-\n  fields.x\n  >= naam\n",
        "a: fields.x\n  >= naam\n",
        "a: 'fields.x\n  >= naam'\n",
        "a: 'x == ''j'' and fields.x >= naam'\n",
        "{b: 1, a: fields.x >= naam}\n",
        "a: fields.x >= naam    # naam\n",
    ],
)
def test_a_piece_of_a_text_is_found_in_every_style(text: str) -> None:
    node, lines = value(text)
    found = str(node.value)
    line, column, length = place_inside(node, lines, found.index("naam"), 4)
    assert lines[line - 1][column - 1 : column - 1 + length] == "naam"
    assert text.splitlines()[line - 1].index("naam") == column - 1


def test_where_escapes_hide_the_piece_it_is_the_start_of_the_text() -> None:
    node, lines = value('a: "x \\u003e naam"\n')
    assert place_inside(node, lines, str(node.value).index("naam"), 4) == (1, 4, node.length)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: Groep #1", "#1"),
        ("a: Groep  #1", ""),
        ("a: Groep # een opmerking", ""),
        ("a: Groep   # D7", ""),
        ("a: 'Groep' #1", ""),
        ("a: Groep#1", ""),
        ("a: Groep\n  van #1", "#1"),
    ],
)
def test_a_comment_that_cuts_a_text_is_told_from_an_ordinary_one(text: str, cut: str) -> None:
    node, lines = value(text)
    assert comment_that_cuts(node, lines) == cut


def test_an_alias_gives_the_same_node_again() -> None:
    source = read_source("a: &x [b]\nc: *x\n", "x.yaml")
    assert source.root is not None
    assert source.root.entries["c"] is source.root.entries["a"]
    assert source.problems == []


def test_aliases_that_explode_are_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    source = read_source("\n".join(rows), "x.yaml")
    assert source.root is None
    assert [p.slug for p in source.problems] == ["too-large"]


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: b: c\n", 1, "needs quotes"),
        ("a: 1\n\tb: 2\n", 2, "never with a tab"),
        ("a: {b: 1, c: x #2, d: 3}\ne: 4\n", 2, "comment"),
        ("a: {x} en meer\n", 1, "begins with '{'"),
        ("a: 'open\n", 2, "quote"),
        ("a: 1\n---\nb: 2\n", 2, "'---'"),
        ("a: [1, 2\nb: 3\n", 2, "bracket"),
        ("a: \x01\n", 1, ""),
    ],
)
def test_a_syntax_error_stands_alone_and_says_what_it_may_be(text: str, line: int, hint: str) -> None:
    source = read_source(text, "x.yaml")
    assert source.root is None
    (problem,) = source.problems
    assert (problem.slug, problem.line) == ("yaml-syntax", line)
    assert hint in problem.hint


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_file_that_is_nested_without_end_is_a_problem_with_its_place(opening: str) -> None:
    # so deep that the C loader itself would end the process
    source = read_source("baz: 1\na:\n  " + opening * 60_000, "x.yaml")
    assert source.root is None
    assert [(p.line, p.slug) for p in source.problems] == [(3, "too-large")]
