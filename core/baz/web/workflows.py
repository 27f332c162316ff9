"""Werkwijzen: every workflow read back in plain Dutch, with its drawing, its checks and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from baz.definition.explain import explain
from baz.definition.model import Workflow
from baz.definition.problems import Problem
from baz.definition.sentences import value_text
from baz.definition.values import parse_value
from baz.engine import workbench
from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.ground.words import title_of
from baz.kernel.diagram import svg
from baz.plugins.catalogue import SHARED, Catalogue
from baz.services.letters import checking
from baz.web import markdown, trying
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
ASSUMED = "aanname"
NUMBERS = "\n## Alle getallen"
"""The last part of an explanation; the page has a fuller table of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A workflow in the list. `assumed` is how many of its numbers have no source yet."""

    workflow: Workflow
    states: int
    assumed: int
    problems: int


@router.get("/werkwijzen")
def listing(visit: Staff) -> Response:
    """Every workflow that this organisation works with, and for who manages: all of them."""
    visit.require(Right.LOOK_CASES)
    catalogue = visit.engine.catalogue
    groups: dict[str, list[Line]] = {}
    for workflow in seen(visit):
        groups.setdefault(workflow.organisation, []).append(_line(catalogue, workflow))

    def place(home: str) -> tuple[bool, bool, str]:
        return home != visit.organisation, home != SHARED, visit.house.name(home)

    homes = sorted(groups, key=place)
    broken = [p for p in catalogue.problems if p.severity == "error"] if _builds(visit) else []
    return visit.page(
        "workflows.html", groups=[(visit.house.name(h), groups[h]) for h in homes], broken=broken
    )


@router.get("/werkwijzen/{organisation}/{name}")
def one(visit: Staff, organisation: str, name: str) -> Response:
    """One workflow.

    Raises:
        NotFound: there is none, or this organisation does not work with it.
    """
    visit.require(Right.LOOK_CASES)
    found = next((w for w in seen(visit) if w.workflow == f"{organisation}/{name}"), None)
    if found is None:
        raise NotFound("Deze werkwijze is er niet.", hint="Op /werkwijzen staat wat er wel is.")
    with visit.engine.reading() as work:
        versions = workbench.versions(work, visit.actor, visit.organisation, found.workflow)
        numbers = workbench.numbers(work, visit.organisation, found)
    return visit.page(
        "workflow.html",
        w=found,
        drawing=_drawing(found),
        text=_explained(visit.engine.catalogue, found),
        problems=problems_of(visit.engine.catalogue, found),
        versions=versions,
        numbers=[
            (title_of(n.name), n.name, _shown(n.value), n.source, [(_shown(v), day) for v, day in n.own])
            for n in numbers
        ],
        trial=trying.trial(visit, found) if _builds(visit) else None,
    )


def seen(visit: Visit) -> Sequence[Workflow]:
    """The workflows that somebody may look at: of the organisation, or all for who manages."""
    catalogue = visit.engine.catalogue
    if _builds(visit):
        return catalogue.workflows()
    return catalogue.workflows(visit.organisation, visit.house.installation.chosen(visit.organisation))


def _builds(visit: Visit) -> bool:
    return Right.MANAGE in visit.rights


def _line(catalogue: Catalogue, workflow: Workflow) -> Line:
    states = len(workflow.states) + sum(len(region.states) for region in workflow.regions.values())
    assumed = sum(1 for p in workflow.parameters.values() if ASSUMED in p.source)
    return Line(workflow, states, assumed, len(problems_of(catalogue, workflow)))


def problems_of(catalogue: Catalogue, workflow: Workflow) -> list[Problem]:
    """What the checks say about a workflow and its letters."""
    source = catalogue.sources.get((workflow.workflow, workflow.version))
    own = f"{source.plugin}/{source.name}" if source else ""
    letters = {letter.template for letter in workflow.letters.values()}
    return [p for p in catalogue.problems if p.file == own] + [
        p for p in _letter_problems(catalogue) if p.file.rpartition("/")[2] in letters
    ]


_LETTERS: dict[int, tuple[Catalogue, Sequence[Problem]]] = {}


def _letter_problems(catalogue: Catalogue) -> Sequence[Problem]:
    """What is wrong with templates; read once, because nothing changes while it runs."""
    if id(catalogue) not in _LETTERS:
        _LETTERS.clear()
        _LETTERS[id(catalogue)] = (catalogue, checking.check_installed(catalogue)[0])
    return _LETTERS[id(catalogue)][1]


def _drawing(workflow: Workflow) -> Markup:
    return Markup(svg(workflow))  # drawn by us: every word in it was escaped


def _explained(catalogue: Catalogue, workflow: Workflow) -> Markup:
    functions = {name: f.signature for name, f in catalogue.guard_functions.items()}
    text = explain(workflow, functions, {w.workflow: w for w in catalogue.workflows()})
    text, _, _numbers = markdown.without_title(text).partition(NUMBERS)
    return markdown.html(text, below=1)


def _shown(text: str) -> str:
    value = parse_value(text)
    return text if value is None else value_text(value)
