"""Every installed workflow reads as Dutch without the engine's names, and can be drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from baz.definition.explain import explain
from baz.definition.model import Workflow
from baz.kernel.diagram import mermaid, svg
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins

CATALOGUE: Catalogue = assemble(Plugins.discover())
WORKFLOWS = sorted(CATALOGUE.definitions.items())
SIGNATURES = {name: function.signature for name, function in CATALOGUE.guard_functions.items()}
KNOWN = {name: workflow for (name, _), workflow in WORKFLOWS}


@pytest.mark.parametrize("workflow", [w for _, w in WORKFLOWS], ids=[f"{n}@{v}" for (n, v), _ in WORKFLOWS])
def test_a_workflow_reads_without_names_of_the_engine(workflow: Workflow) -> None:
    page = explain(workflow, SIGNATURES, KNOWN)
    assert not re.search(r"\w_\w|[{}]|\bNone\b", page)
    assert not re.search(r"\b(params|fields|roles|states|meetings|steps)\.", page)
    assert not re.search(r"\bdossier|\bcli[eë]nt", page, re.IGNORECASE)
    for state in workflow.states.values():
        assert state.title in page
    for parameter in workflow.parameters.values():
        assert f"| {parameter.title} |" in page


@pytest.mark.parametrize("workflow", [w for _, w in WORKFLOWS], ids=[f"{n}@{v}" for (n, v), _ in WORKFLOWS])
def test_a_workflow_can_be_drawn(workflow: Workflow) -> None:
    root = ElementTree.fromstring(svg(workflow))
    said = " ".join("".join(e.itertext()) for e in root.iter() if e.tag.endswith("text"))
    for state in workflow.states.values():
        assert state.title.split()[0] in said
    assert mermaid(workflow).startswith("stateDiagram-v2\n")
