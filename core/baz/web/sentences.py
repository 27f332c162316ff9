"""The sentences that the engine says, gathered from its source: refusals, errors, hints, words of a report.

Below the pages everything is said in Dutch, and what is kept stays as it was said. A page in another language
translates a sentence when it shows it (`baz.web.saying`); here is where the catalogues get them from, so that
nobody has to mark a text in the engine. Only `python -m baz.web.catalogues` and its test use this module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from baz.web.saying import apart

CORE = Path(__file__).parents[1]
FLOORS = ("ground", "kernel", "engine", "store", "services", "plugins")
"""Whose sentences people can read on a page. What `baz check` says of a definition is English already."""
_NAMED = re.compile(r"\{\w+\}")
_FEWEST_LETTERS = 4
_FEWEST_AFTER_A_PLACE = 8
"""A sentence that begins with what is filled in is known by the rest alone: `{0} niet.` says too little."""


def said() -> Iterator[tuple[str, str]]:
    """Every sentence, with `{0}`, `{1}`... where something is filled in, and the file that it stands in."""
    for floor in FLOORS:
        for path in sorted((CORE / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                for text in _texts(ast.parse(path.read_text("utf-8"))):
                    for sentence in apart(text):
                        if _is_sentence(sentence):
                            yield _from_zero(sentence), str(path.relative_to(CORE))


def _is_sentence(text: str) -> bool:
    letters = sum(c.isalpha() for c in re.sub(r"\{\d+\}", "", text))
    fewest = _FEWEST_AFTER_A_PLACE if text[0] == "{" else _FEWEST_LETTERS
    return text[-1] in ".?!" and " " in text and text[0] not in ";,:)" and letters >= fewest


def _from_zero(text: str) -> str:
    """A text of two sentences counts its places through: the second begins again."""
    found = dict.fromkeys(re.findall(r"\{(\d+)\}", text))
    places = {old: f"{{{new}}}" for new, old in enumerate(found)}
    return re.sub(r"\{(\d+)\}", lambda m: places[m[1]], text)


def _texts(module: ast.Module) -> Iterator[str]:
    silent = {id(node) for node in _not_said(module)}
    for node in ast.walk(module):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            yield _pattern(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _filled_later(node.value)


def _not_said(module: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, what goes to a log, and the pieces of a text that counts as a whole."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from (inner for inner in ast.walk(node) if inner is not node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("logger.", "warnings.")):
            yield from ast.walk(node)


def _pattern(text: ast.JoinedStr) -> str:
    found, places = "", 0
    for part in text.values:
        if isinstance(part, ast.Constant):
            found += str(part.value).replace("{", "{{").replace("}", "}}")
        else:
            found += f"{{{places}}}"
            places += 1
    return found


def _filled_later(text: str) -> str:
    """A text with `{name}` for `str.format`, as the others: `{0}`."""
    found, at = "", 0
    for number, place in enumerate(_NAMED.finditer(text)):
        found += text[at : place.start()].replace("{", "{{").replace("}", "}}") + f"{{{number}}}"
        at = place.end()
    return found + text[at:].replace("{", "{{").replace("}", "}}")
