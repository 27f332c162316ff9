"""Every installed programme as Markdown: `python -m baz.cli.programmes docs/programmes.md`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from baz.definition.model import Parameter, Workflow
from baz.plugins import hookspecs
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Choice, Plugins

MARK = "<!-- what follows is made by: python -m baz.cli.programmes docs/programmes.md -->"
ASSUMED = "aanname"
_LEFT_OUT = re.compile(r"\bleft out\b", re.I)


def left_out(text: str) -> str:
    """What the comment at the top of a definition says was left out, and why; empty when it says nothing."""
    top = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        top.append(line.lstrip("# ").rstrip())
    whole = " ".join(filter(None, top))
    found = _LEFT_OUT.search(whole)
    return whole[found.start() :] if found else ""


def page(catalogue: Catalogue) -> str:
    """The page from the mark on: a table of all programmes, then one of each."""
    found = catalogue.workflows()
    parts = [MARK, "", *overview(catalogue, found)]
    for workflow in found:
        parts += ["", f"## `{workflow.workflow}`", "", *programme(catalogue, workflow)]
    return "\n".join(parts) + "\n"


def overview(catalogue: Catalogue, found: Sequence[Workflow]) -> Iterator[str]:
    """One line for each programme."""
    yield "| programme | title | organisation | model | states | roles | numbers | assumed | indicators |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for w in found:
        assumed = sum(1 for p in w.parameters.values() if is_assumed(p))
        states = len(w.states) + sum(len(r.states) for r in w.regions.values())
        anchor = w.workflow.replace("/", "")
        cells = [
            f"[`{w.workflow}`](#{anchor})", cell(w.title), cell(organisation(catalogue, w)),
            cell(", ".join(w.model)), states, len(w.roles), len(w.parameters), assumed, len(w.indicators),
        ]  # fmt: skip
        yield f"| {' | '.join(map(str, cells))} |"


def programme(catalogue: Catalogue, w: Workflow) -> Iterator[str]:
    """Title, organisation, model, states, roles, numbers with their source, indicators, what was left out."""
    source = catalogue.sources[w.workflow, w.version]
    states = [s.title + (" (end)" if s.final else "") for s in w.states.values()]
    yield "| | |"
    yield "|---|---|"
    yield row("title", f"{w.title}, version {w.version}")
    yield row("organisation", organisation(catalogue, w))
    yield row("model", ", ".join(w.model))
    yield row("states", "; ".join(states))
    for region in w.regions.values():
        yield row(f"states of {region.title.lower()}", "; ".join(s.title for s in region.states.values()))
    yield row("roles", "; ".join(f"{r.title} ({r.kind})" for r in w.roles.values()))
    numbers = [
        f"{p.title}: {p.text} ({'ASSUMED' if is_assumed(p) else p.source})" for p in w.parameters.values()
    ]
    yield row("numbers", "<br>".join(map(cell, numbers)))
    yield row("indicators", "; ".join(i.title for i in w.indicators.values()) or "none")
    extended = sorted({o for (n, _, o) in catalogue.merged if n == w.workflow})
    if extended:
        yield row("extended by", ", ".join(extended))
    yield row("left out", left_out(source.text()))
    for overlay in extended:
        said = " ".join(filter(None, map(left_out, overlay_texts(w.workflow, overlay))))
        yield row(f"left out by {overlay}", said)


def overlay_texts(workflow: str, plugin: str) -> Iterator[str]:
    """The overlays of a workflow that a plugin brings, as they are written."""
    plugins = Plugins.discover(Choice())
    for given in plugins.each(hookspecs.baz_workflows):
        if given.plugin == plugin:
            for folder in given.value:
                files = sorted(
                    (f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name
                )
                texts = (file.read_text(encoding="utf-8") for file in files)
                yield from (t for t in texts if re.search(rf"^extends:\s*{re.escape(workflow)}@", t, re.M))


def is_assumed(parameter: Parameter) -> bool:
    """Whether nobody confirmed a number yet."""
    return parameter.source.casefold().startswith(ASSUMED)


def organisation(catalogue: Catalogue, w: Workflow) -> str:
    """Whose programme it is, and who else carries it out."""
    known = catalogue.organisations
    home = known[w.organisation].name if w.organisation in known else w.organisation
    others = sorted(o.name for o in known.values() if w.organisation in o.runs)
    return f"{home}; also carried out by {', '.join(others)}" if others else home


def row(name: str, text: str) -> str:
    """A line of a table with two columns."""
    return f"| {name} | {text if '<br>' in text else cell(text)} |"


def cell(text: str) -> str:
    """A text inside a table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def installed() -> Catalogue:
    """What the plugins of this house give; a developer's own folders do not count."""
    return assemble(Plugins.discover(Choice()))


def renew(path: Path) -> None:
    """Write the page again, leaving what stands before the mark."""
    before = path.read_text(encoding="utf-8").split(MARK, 1)[0]
    path.write_text(before + page(installed()), encoding="utf-8")


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
