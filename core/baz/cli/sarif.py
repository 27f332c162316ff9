"""Problems as SARIF 2.1.0, which editors and code hosts show beside the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baz.definition.problems import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(problems: Sequence[Problem], failures: Sequence[str] = ()) -> dict[str, Any]:
    """One run with a result for each problem; failures of plugins are notifications."""
    slugs = sorted({p.slug for p in problems})
    driver = {"name": "baz", "rules": [{"id": slug} for slug in slugs]}
    notes = [{"level": "error", "message": {"text": text}} for text in failures]
    run: dict[str, Any] = {"tool": {"driver": driver}, "results": [_result(p) for p in problems]}
    if notes:
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": notes}]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem) -> dict[str, Any]:
    hint = f"\n{problem.hint}" if problem.hint else ""
    region = {
        "startLine": problem.line,
        "startColumn": problem.column,
        "endColumn": problem.column + max(problem.length, 1),
    }
    return {
        "ruleId": problem.slug,
        "level": problem.severity,
        "message": {"text": problem.message + hint},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": problem.file.replace("\\", "/")},
                    "region": region,
                }
            }
        ],
    }
