"""`baz workflow ...`: looking at workflows, and copying one to change it."""

from __future__ import annotations

from baz.cli.lazy import group

workflow = group(
    "workflow",
    {
        "list": ("baz.cli.workflow.listing:listing", "Welke werkwijzen er zijn."),
        "show": ("baz.cli.workflow.show:show", "Wat er in een werkwijze staat."),
        "explain": ("baz.cli.workflow.explain:explain", "Een werkwijze uitgelegd in gewone taal."),
        "diagram": ("baz.cli.workflow.diagram:diagram", "Een tekening van de toestanden en stappen."),
        "schema": ("baz.cli.workflow.schema:schema", "Het JSON Schema, voor hulp in je editor."),
        "copy": ("baz.cli.workflow.copy:copy", "Een eigen versie maken om aan te passen."),
    },
    "Werkwijzen tonen, uitleggen, tekenen en kopiëren.",
)
