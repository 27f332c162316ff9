"""The template of a letter: Jinja2's signs, and of those only a few.

    Dag {{ ontvanger.naam }},
    {% if velden.doel %}Je doel is: {{ velden.doel }}.{% endif %}
    {% for b in bijeenkomsten.groep %}- {{ b.datum | datum }}
    {% endfor %}

Jinja2 only reads it. Nothing of it is ever compiled or called: Jinja's own sandbox still lets `'a' * 10**9`
through. What is read is walked here, node by node, against this list; every other node is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

MAX_SIZE: Final = 20_000
"""Characters that a template may have."""
MAX_DEPTH: Final = 8
"""How deep `if` and `for` may stand in each other; of `for` at most two."""
FILTERS: Final = ("datum", "lijst")
LOOP: Final = ("first", "last", "index", "length")
_READER: Final = Environment(autoescape=False)  # only its parser is used; nothing is rendered by it
_COMPARE: Final = ("eq", "ne", "lt", "lteq", "gt", "gteq")


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """What is wrong with a template, at a line that counts from 1; `word` is where on that line."""

    line: int
    slug: str
    message: str
    word: str = ""
    hint: str = ""


class LetterError(ValueError):
    """A template that cannot be used; `flaws` holds everything that is wrong with it."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__("; ".join(f.message for f in flaws))
        self.flaws = flaws


def read_template(text: str, most: int = MAX_SIZE) -> nodes.Template:
    """The tree of a template in which only allowed nodes stand.

    Args:
        text: the template.
        most: characters that it may have; a document of Word has many that nobody sees.

    Raises:
        LetterError: with every flaw.
    """
    if len(text) > most:
        raise LetterError((Flaw(1, "letter-too-long", f"a letter has at most {most} characters"),))
    hidden = next((i for i, c in enumerate(text) if _hidden(c)), None)
    if hidden is not None:
        line = text.count("\n", 0, hidden) + 1
        raise LetterError((Flaw(line, "letter-syntax", "a sign that cannot be seen stands here"),))
    try:
        tree = _READER.parse(text)
    except TemplateSyntaxError as error:
        raise LetterError((Flaw(error.lineno, "letter-syntax", error.message or "not readable"),)) from None
    except (RecursionError, ValueError, MemoryError):
        raise LetterError((Flaw(1, "letter-syntax", "too deeply nested or not readable"),)) from None
    flaws = tuple(sorted(set(_walk(tree.body, 0, 0))))
    if flaws:
        raise LetterError(flaws)
    return tree


def _hidden(sign: str) -> bool:
    """Control signs and private ones: the latter stand for values while a letter is laid out."""
    return (ord(sign) < 32 and sign not in "\n\r\t") or "\ue000" <= sign <= "\uf8ff"


def _walk(body: list[nodes.Node], depth: int, loops: int) -> Iterator[Flaw]:
    for node in body:
        if depth > MAX_DEPTH:
            yield _no(node, f"if and for stand more than {MAX_DEPTH} deep in each other here")
            return
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield from _value(part)
            case nodes.If():
                yield from _test(node.test)
                yield from _walk(node.body, depth + 1, loops)
                yield from _walk(list(node.elif_), depth, loops)
                yield from _walk(node.else_, depth + 1, loops)
            case nodes.For():
                yield from _for(node, loops)
                yield from _walk(node.body, depth + 1, loops + 1)
                yield from _walk(node.else_, depth + 1, loops)
            case _:
                yield _no(node)


def _for(node: nodes.For, loops: int) -> Iterator[Flaw]:
    if not isinstance(node.target, nodes.Name) or node.target.name == "loop" or node.recursive or node.test:
        yield _no(node, "write a loop as: for x in rollen.y")
    if loops >= 2:
        yield _no(node, "at most two loops stand in each other")
    yield from _path(node.iter)


def _value(node: nodes.Node) -> Iterator[Flaw]:
    """What may stand between {{ and }}: a name with dots, with or without one of the filters."""
    if isinstance(node, nodes.Filter):
        if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            yield _no(node, f"'{node.name}' cannot be used here", f"filters: {', '.join(FILTERS)}", node.name)
        if node.node is not None:
            yield from _path(node.node)
    else:
        yield from _path(node)


def _test(node: nodes.Node) -> Iterator[Flaw]:
    match node:
        case nodes.Not():
            yield from _test(node.node)
        case nodes.And() | nodes.Or():
            yield from _test(node.left)
            yield from _test(node.right)
        case nodes.Compare():
            yield from _path(node.expr)
            if len(node.ops) != 1 or node.ops[0].op not in _COMPARE:
                yield _no(node, "compare with ==, !=, <, <=, > or >=")
            for operand in node.ops:
                if not isinstance(operand.expr, nodes.Const) or not isinstance(operand.expr.value, int | str):
                    yield _no(node, "compare with a number or a text")
        case _:
            yield from _path(node)


def _path(node: nodes.Node) -> Iterator[Flaw]:
    inner = node
    while isinstance(inner, nodes.Getattr):
        if inner.attr.startswith("_"):
            yield _no(inner, f"'{inner.attr}' is no name", word=inner.attr)
        inner = inner.node
    if not isinstance(inner, nodes.Name):
        yield _no(inner)


def _no(node: nodes.Node, message: str = "", hint: str = "", word: str = "") -> Flaw:
    what = type(node).__name__.lower()
    said = message or f"this cannot stand in a letter ({what})"
    return Flaw(
        node.lineno, "letter-not-allowed", said, word, hint or "a letter knows {{ name }}, if and for"
    )


def path_of(node: nodes.Node) -> tuple[str, ...]:
    """`velden.doel` as ("velden", "doel")."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    return (node.name, *reversed(names)) if isinstance(node, nodes.Name) else ()
