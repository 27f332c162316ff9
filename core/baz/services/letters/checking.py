"""Whether a letter can be filled in for every case of a workflow, found without sending it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from jinja2 import nodes

from baz.definition.model import Workflow
from baz.definition.problems import Problem, did_you_mean, in_order
from baz.ground.errors import NotFound
from baz.plugins.catalogue import Catalogue
from baz.services.letters.shapes import LOOP, Many, Parts, Shape, Value, shape_of
from baz.services.letters.template import MAX_SIZE, Flaw, LetterError, path_of, read_template

Names = Mapping[str, Shape]


def check_letter(text: str, workflow: Workflow, file: str = "brief.md") -> tuple[Problem, ...]:
    """Every problem of a template, with its place: what may not stand there, and names that are not known.

    Args:
        text: the template.
        workflow: what it is a letter of.
        file: how the problems name it.
    """
    return in_order(_placed(flaw, text, file) for flaw in flaws_of(text, workflow))


def flaws_of(text: str, workflow: Workflow, most: int = MAX_SIZE) -> tuple[Flaw, ...]:
    """The same without a place in a file; `most`: the characters that the template may have."""
    try:
        tree = read_template(text, most)
    except LetterError as error:
        return error.flaws
    return tuple(_body(tree.body, shape_of(workflow).names))


def _placed(flaw: Flaw, text: str, file: str) -> Problem:
    lines = text.splitlines() or [""]
    line = lines[flaw.line - 1] if 0 < flaw.line <= len(lines) else ""
    at = line.find(flaw.word) if flaw.word else -1
    if at < 0:
        at = max(line.find("{"), 0)
    length = len(flaw.word) if flaw.word and flaw.word in line else max(len(line) - at, 1)
    return Problem(file, flaw.line, at + 1, length, flaw.slug, flaw.message, flaw.hint)


def _body(body: list[nodes.Node], names: Names) -> Iterator[Flaw]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield from _written(part, names)
            case nodes.If():
                yield from _tested(node.test, names)
                yield from _body([*node.body, *node.elif_, *node.else_], names)
            case nodes.For():
                yield from _loop(node, names)


def _loop(node: nodes.For, names: Names) -> Iterator[Flaw]:
    found = yield from _resolve(node.iter, names)
    if found is None:
        return
    if not isinstance(found, Many):
        dotted = ".".join(path_of(node.iter))
        yield Flaw(node.lineno, "letter-wrong-shape", f"'{dotted}' is no list to go through", dotted)
        return
    target = node.target.name if isinstance(node.target, nodes.Name) else ""
    yield from _body(node.body, {**names, target: found.each, "loop": LOOP})
    yield from _body(node.else_, names)


def _written(node: nodes.Node, names: Names) -> Iterator[Flaw]:
    sign = node.name if isinstance(node, nodes.Filter) else ""
    inner = node.node if isinstance(node, nodes.Filter) and node.node is not None else node
    found = yield from _resolve(inner, names)
    if found is None:
        return
    dotted = ".".join(path_of(inner))
    good = isinstance(found, Value) and found.kind != "yes_no"
    if sign == "datum":
        good = isinstance(found, Value) and found.kind == "day"
    elif sign == "lijst":
        good = isinstance(found, Many)
    if not good:
        hint = "a list goes through 'for' or '| lijst', a yes or no into 'if'"
        how = f"through '{sign}'" if sign else "as it is"
        yield Flaw(node.lineno, "letter-wrong-shape", f"'{dotted}' cannot be written {how}", dotted, hint)


def _tested(node: nodes.Node, names: Names) -> Iterator[Flaw]:
    match node:
        case nodes.Not():
            yield from _tested(node.node, names)
        case nodes.And() | nodes.Or():
            yield from _tested(node.left, names)
            yield from _tested(node.right, names)
        case nodes.Compare():
            yield from _compared(node, names)
        case _:
            yield from _resolve(node, names)


def _compared(node: nodes.Compare, names: Names) -> Iterator[Flaw]:
    found = yield from _resolve(node.expr, names)
    wanted = {"number": int, "text": str}.get(found.kind) if isinstance(found, Value) else None
    other = node.ops[0].expr
    if found is not None and (
        wanted is None or not isinstance(other, nodes.Const) or type(other.value) is not wanted
    ):
        dotted = ".".join(path_of(node.expr))
        yield Flaw(node.lineno, "letter-wrong-shape", f"'{dotted}' cannot be compared with this", dotted)


def _resolve(node: nodes.Node, names: Names) -> Generator[Flaw, None, Shape | None]:
    """The shape behind a path, as the generator's value; None (and a flaw) when there is no such name."""
    here: Shape = Parts(names)
    for name in path_of(node):
        known = here.names if isinstance(here, Parts) else {}
        if name not in known:
            hint = did_you_mean(name, known)
            yield Flaw(node.lineno, "letter-unknown-name", f"unknown name '{name}'", name, hint)
            return None
        here = known[name]
    return here


def check_installed(catalogue: Catalogue) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """The problems of every template that an installed workflow names, and the text of each file."""
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    for workflow, organisation in _as_used(catalogue):
        for letter in workflow.letters.values():
            try:
                template = catalogue.letter(workflow, letter.template, organisation)
            except NotFound:
                continue  # the definition itself says so
            file = f"{template.plugin}/letters/{template.name}"
            sources[file] = template.text()
            problems += check_letter(sources[file], workflow, file)
    return in_order(problems), sources


def _as_used(catalogue: Catalogue) -> Iterator[tuple[Workflow, str]]:
    """Every workflow with each organisation that has an overlay of it or may have words of its own for it."""
    wordy = {plugin for plugin, name in catalogue.letters if "/" in name}
    for (name, version), workflow in catalogue.definitions.items():
        yield workflow, ""
        for organisation in sorted(
            wordy - {plugin for n, v, plugin in catalogue.merged if (n, v) == (name, version)}
        ):
            yield workflow, organisation
    for (_, _, organisation), workflow in catalogue.merged.items():
        yield workflow, organisation
