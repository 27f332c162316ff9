"""A definition file to a `Workflow`, with every problem at once, each at its line and column.

    loaded = load_definition(Path("leesclub.yaml"), Vocabulary())
    if loaded.workflow is None:
        print(render_all(loaded.problems, loaded.sources))

A YAML syntax error stands alone. Everything else comes together, sorted by place, without what is only a
consequence of another problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from baz.definition.checks.run import run_checks
from baz.definition.extension import Overlay
from baz.definition.model import Workflow
from baz.definition.problems import Problem, in_order
from baz.definition.reading.expressions import Expressions
from baz.definition.reading.names import Names
from baz.definition.reading.places import Places
from baz.definition.reading.references import References
from baz.definition.reading.rules import Rules
from baz.definition.reading.values import build
from baz.definition.reading.walk import Walk
from baz.definition.source import Node, Source, read_source
from baz.definition.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came out of a file.

    `workflow` is there when there are no errors (warnings may be); for an overlay it is `overlay`. `node` is
    the tree with places, None when the text is no YAML. `sources` maps each file to its text, for
    `render_all`; `draft` is what `again` begins with.
    """

    workflow: Workflow | None
    overlay: Overlay | None
    problems: tuple[Problem, ...]
    node: Node | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    draft: Draft | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep it from being used."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def places(self) -> Places:
        """From a path such as `("transitions", "meld_aan", "to")` to line, column and length.

        Raises:
            ValueError: when there is no tree: the text is no YAML.
        """
        if self.node is None:
            raise ValueError("a file that is no YAML has no places")
        return Places(self.node)


def load_definition(source: FilePath | str, vocabulary: Vocabulary, *, file: str = "") -> Loaded:
    """Read a definition or an overlay.

    Args:
        source: the path of a file, or the text itself.
        vocabulary: what the installation knows besides this file.
        file: how problems name the file; by default its path, or "definition.yaml" for a text.

    An overlay is checked on its own here; what it does to its base is checked by `overlay.merge`.

    Raises:
        OSError: when the file cannot be read.
    """
    name = file or (str(source) if isinstance(source, FilePath) else "definition.yaml")
    if isinstance(source, FilePath):
        try:
            text = source.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            hint = "save the file as UTF-8"
            problem = Problem(name, line, 1, 1, "yaml-syntax", "no YAML: this file is not UTF-8", hint)
            return Loaded(None, None, (problem,))
    else:
        text = source
    read = read_source(text, name)
    sources = {name: read.text}
    if read.root is None:
        return Loaded(None, None, in_order(read.problems), None, sources)
    if "extends" in read.root.entries:
        return _overlay(read, read.root, vocabulary)
    return examine(read.root, vocabulary, sources, read.problems)


@dataclass(frozen=True, slots=True)
class Draft:
    """A tree, read as far as that goes without knowing what else is installed."""

    root: Node
    sources: Mapping[str, str]
    overlays: tuple[str, ...]
    walk: Walk
    workflow: Workflow | None
    names: Names
    problems: tuple[Problem, ...]


def examine(
    root: Node,
    vocabulary: Vocabulary,
    sources: Mapping[str, str],
    before: list[Problem],
    *,
    overlays: tuple[str, ...] = (),
) -> Loaded:
    """Check a whole tree, of one file or merged from several; `before` are the problems found so far."""
    walk = Walk({file: text.splitlines() for file, text in sources.items()})
    data = walk.read(Workflow, root)
    workflow, wrong = build(Workflow, data, root, walk.tainted)
    names = Names(root, walk.tainted)
    problems = [*before, *walk.problems, *wrong, *names.problems()]
    if workflow is not None:
        problems += Rules(workflow, Places(root), walk.tainted).check()
    return _check(Draft(root, sources, overlays, walk, workflow, names, tuple(problems)), vocabulary)


def again(loaded: Loaded, vocabulary: Vocabulary) -> Loaded:
    """The same file where other workflows are known; of that only a whole definition makes anything."""
    return _check(loaded.draft, vocabulary) if loaded.draft is not None else loaded


def _check(draft: Draft, vocabulary: Vocabulary) -> Loaded:
    walk, workflow, root = draft.walk, draft.workflow, draft.root
    problems = [*draft.problems, *References(draft.names, vocabulary, walk.lines).check(walk.uses)]
    if workflow is not None:
        problems += Expressions(workflow, vocabulary, walk.lines, walk.tainted).check(walk.uses)
    ordered = in_order(problems)
    if workflow is not None and not any(p.severity == "error" for p in ordered):
        # The graph is looked at once every name in it is sound, so that nothing is told twice.
        others = {name: w for name, w in vocabulary.workflows.items() if w is not None}
        found = run_checks(
            workflow,
            Places(root),
            functions=vocabulary.guard_functions,
            workflows=others,
            field_kinds=vocabulary.field_types,
            never=_never(workflow, root, vocabulary, draft.overlays),
        )
        ordered = in_order([*ordered, *found])
    if workflow is None or any(p.severity == "error" for p in ordered):
        return Loaded(None, None, ordered, root, draft.sources, draft)
    if draft.overlays:
        workflow = workflow.model_copy(update={"overlays": draft.overlays})
    return Loaded(workflow, None, ordered, root, draft.sources, draft)


def _overlay(read: Source, root: Node, vocabulary: Vocabulary) -> Loaded:
    lines = {read.file: read.lines}
    walk = Walk(lines)
    data = walk.read(Overlay, root)
    overlay, wrong = build(Overlay, data, root, walk.tainted)
    problems = [*read.problems, *walk.problems, *wrong]
    for use in walk.uses:
        organisations = vocabulary.organisations
        if use.ref == "organisation" and organisations is not None and use.text not in organisations:
            problems.append(use.node.problem("unknown-organisation", f"unknown organisation '{use.text}'"))
    ordered = in_order(problems)
    return Loaded(
        None,
        None if any(p.severity == "error" for p in ordered) else overlay,
        ordered,
        root,
        {read.file: read.text},
    )


def _never(
    workflow: Workflow, root: Node, vocabulary: Vocabulary, overlays: tuple[str, ...]
) -> dict[str, Mapping[str, str]]:
    """What each field may not ask, after the organisation that wrote it: of the base, or of the overlay."""
    extra = overlays[-1].partition("@")[0] if overlays else ""
    places = Places(root)
    found = {}
    for name in workflow.fields:
        added = extra and places.key(("fields", name)).file != root.file
        if words := vocabulary.never.get(extra if added else workflow.organisation):
            found[name] = words
    return found
