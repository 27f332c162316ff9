"""A definition as a drawing: `mermaid` for documents, `svg` for pages.

`current` says where a case stands: region -> state, "main" for the main machine. It is marked in yellow,
which on every screen means "here it is your move".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from baz.definition.model import Workflow
from baz.kernel.drawing import draw
from baz.kernel.figure import MAIN, START, Figure, figures

__all__ = ["MAIN", "mermaid", "svg"]

_NOWHERE: Mapping[str, str] = MappingProxyType({})


def svg(workflow: Workflow, current: Mapping[str, str] = _NOWHERE, taken: Sequence[str] = ()) -> str:
    """The workflow as one `<svg>`, the main machine above and each region beneath it.

    Args:
        workflow: a sound definition.
        current: where a case stands; empty for a drawing of the workflow itself.
        taken: the steps that this case took, in their order; their lines are darker.

    There are no scripts, styles, ids or links in it, so that a page with a strict content security policy
    shows it. Colours are not the only sign: the place of the case carries a piece and says so in its title.
    """
    return draw(workflow.title, figures(workflow, current, taken))


def mermaid(workflow: Workflow, current: Mapping[str, str] = _NOWHERE) -> str:
    """The workflow as a Mermaid state diagram; each region is a composite state beside the main machine."""
    lines = ["stateDiagram-v2"]
    marked = []
    for figure in figures(workflow, current):
        inside = figure.region != MAIN
        indent = "    "
        if inside:
            lines.append(f'    state "{_text(figure.title)}" as {figure.region}__spoor {{')
            indent += "    "
        lines += [indent + line for line in _machine(figure)]
        if inside:
            lines.append("    }")
        marked += [_id(figure, n.name) for n in figure.nodes if n.current]
    if marked:
        lines.append("    classDef nu fill:#f8bd40,stroke:#27201a,color:#27201a,stroke-width:2px")
        lines.append(f"    class {','.join(marked)} nu")
    return "\n".join(lines) + "\n"


def _machine(figure: Figure) -> Iterator[str]:
    for node in figure.nodes:
        if node.name != START:
            yield f'state "{_text(node.title)}" as {_id(figure, node.name)}'
    if any(arrow.always for arrow in figure.arrows):
        yield f'state "uit elke open toestand" as {_id(figure, "elke")}__'
    for arrow in figure.arrows:
        title = _text(arrow.title) + (" (vanzelf)" if arrow.clock else "")
        sources = [_id(figure, s) for s in arrow.sources]
        if arrow.always:
            sources.append(f"{_id(figure, 'elke')}__")
        for source in sources:
            yield f"{source} --> {_id(figure, arrow.target)}: {title}"
    for node in figure.nodes:
        if node.final:
            yield f"{_id(figure, node.name)} --> [*]"


def _id(figure: Figure, name: str) -> str:
    if name == START:
        return "[*]"
    return name if figure.region == MAIN else f"{figure.region}__{name}"


def _text(title: str) -> str:
    """A title without what Mermaid would read as its own: quotes, colons, semicolons and hashes."""
    return title.replace("#", "#35;").replace('"', "#quot;").replace(":", "#58;")
