"""The JSON Schema for editors, made from the same models that the loader reads.

It knows shape: which keys stand where, and what their values look like. References, duplicates and guards it
cannot see; those are for `baz check`.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from baz.definition.extension import Overlay
from baz.definition.forms import NAME
from baz.definition.model import Workflow

SHAPE_SLUGS: Final = frozenset(
    (
        "bad-bound",
        "bad-moment",
        "bad-name",
        "bad-number",
        "bad-value",
        "bad-workflow-name",
        "misplaced-key",
        "missing-key",
        "text-needs-quotes",
        "unknown-choice",
        "unknown-grammar",
        "unknown-key",
        "wrong-type",
    )
)
"""The problems that the schema sees too. All others need the whole file, or the installation."""


class _Quiet(GenerateJsonSchema):
    """Without a title for every key: the key says as much."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # the base gives it
        """Never."""
        return False


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a definition, or of an overlay where `extends` is written."""
    models, schema = models_json_schema(
        [(Workflow, "validation"), (Overlay, "validation")], schema_generator=_Quiet
    )
    definitions: dict[str, Any] = schema["$defs"]
    for name, definition in definitions.items():
        _name_pattern(name, definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A workflow definition or an overlay",
        "if": {"type": "object", "required": ["extends"]},
        "then": models[(Overlay, "validation")],
        "else": models[(Workflow, "validation")],
        "$defs": definitions,
    }


def _name_pattern(name: str, definition: dict[str, Any]) -> None:
    """The names that an author declares are checked as the loader does; old names in a migration are free."""
    for key, schema in definition.get("properties", {}).items():
        if schema.get("type") == "object" and name != "Migration":
            pattern = "[1-9][0-9]{0,8}" if key == "migrations" else NAME
            schema["propertyNames"] = {"pattern": f"^{pattern}$"}
