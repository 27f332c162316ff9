"""All checks of a definition's graph, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from baz.definition.checks import clock, conditions, duties, people, reach, sensitive, unused
from baz.definition.checks.graph import Finding
from baz.definition.model import Workflow
from baz.definition.names import FieldKind, FunctionSignature
from baz.definition.problems import Problem, in_order
from baz.definition.reading.places import Places


def run_checks(
    workflow: Workflow,
    places: Places,
    *,
    functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
    workflows: Mapping[str, Workflow] = MappingProxyType({}),
    field_kinds: Mapping[str, FieldKind] = MappingProxyType({}),
    never: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> tuple[Problem, ...]:
    """Errors and warnings about the graph of a definition whose references are sound, sorted by place.

    Args:
        workflow: the definition, overlays merged.
        places: where everything stands.
        functions: the registered guard functions; a condition that calls another one is not judged.
        workflows: the others that are known: what they carry into this one counts as asked.
        field_kinds: the field types of plugins.
        never: words that an organisation wants in none of its fields: field to word to reason.
    """
    problems = []
    for found in (*findings(workflow, functions, workflows, field_kinds), *sensitive.own(workflow, never)):
        problem = places.problem(found.path, found.slug, found.message, found.hint)
        problems.append(replace(problem, severity="warning") if found.warning else problem)
    return in_order(problems)


def findings(
    workflow: Workflow,
    functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
    workflows: Mapping[str, Workflow] = MappingProxyType({}),
    field_kinds: Mapping[str, FieldKind] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """The same, before they have a place in a file."""
    judge = conditions.Judge(workflow, functions, workflows, field_kinds)
    return (
        *reach.check(workflow),
        *clock.check(workflow),
        *conditions.check(workflow, judge),
        *people.check(workflow, judge),
        *duties.check(workflow),
        *unused.check(workflow, judge),
        *sensitive.check(workflow),
    )
