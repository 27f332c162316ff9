"""All checks of a definition's graph, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from baz.definition.checks import clock, conditions, duties, people, reach, unused
from baz.definition.checks.graph import Finding
from baz.definition.model import Workflow
from baz.definition.names import FunctionSignature
from baz.definition.problems import Problem, Severity, in_order


class Place(Protocol):
    """Where something stands in a file."""

    @property
    def file(self) -> str:
        """The name of the file."""

    @property
    def line(self) -> int:
        """From 1."""

    @property
    def column(self) -> int:
        """From 1."""

    @property
    def length(self) -> int:
        """Characters on its first line."""


def run_checks(
    workflow: Workflow,
    places: Mapping[tuple[str, ...], Place],
    *,
    functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
    workflows: Mapping[str, Workflow] = MappingProxyType({}),
) -> tuple[Problem, ...]:
    """Errors and warnings about the graph of a definition whose references are sound.

    Args:
        workflow: the definition, overlays merged.
        places: path of keys -> place, such as ("transitions", "begin", "at"). A path that is not there falls
        back to the part that holds it, and to line 1 of a nameless file. functions: the registered guard
        functions; a condition that calls another one is not judged. workflows: the others that are known:
        what they carry into this one counts as asked.
    """
    return in_order(_problem(f, places) for f in findings(workflow, functions, workflows))


def findings(
    workflow: Workflow,
    functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
    workflows: Mapping[str, Workflow] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """The same, before they have a place in a file."""
    judge = conditions.Judge(workflow, functions, workflows)
    return (
        *reach.check(workflow),
        *clock.check(workflow),
        *conditions.check(workflow, judge),
        *people.check(workflow, judge),
        *duties.check(workflow),
        *unused.check(workflow, judge),
    )


def _problem(finding: Finding, places: Mapping[tuple[str, ...], Place]) -> Problem:
    severity: Severity = "warning" if finding.warning else "error"
    path = finding.path
    while path and path not in places:
        path = path[:-1]
    place = places.get(path)
    file, line, column, length = (
        (place.file, place.line, place.column, place.length) if place else ("", 1, 1, 1)
    )
    return Problem(file, line, column, length, finding.slug, finding.message, finding.hint, severity)
