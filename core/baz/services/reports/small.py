"""Small numbers are not written out where somebody could be recognised by them.

In a breakdown by municipality of work with persons, a number under five is not shown. When that is only
one line, one other line is left out too: else the missing number follows from the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baz.definition.model import Workflow
from baz.services.reports.figures import Group

LEAST = 5
NOTE = (
    f"Minder dan {LEAST} schrijven we niet uit, zodat niemand herkend wordt. Is dat maar één regel, dan"
    " tonen we ook een andere regel niet: anders kan je het getal uitrekenen."
)


def about_persons(workflow: Workflow) -> bool:
    """Whether the cases of a workflow are about a person."""
    role = workflow.roles.get(workflow.about)
    return role is not None and role.kind not in ("organisation", "staff")


def protect(groups: Sequence[Group]) -> tuple[tuple[Group, ...], str]:
    """The groups without their small numbers, and the sentence that says so ("" when all are shown)."""
    small = {g.key for g in groups if g.value is not None and 0 < g.value < LEAST}
    if not small:
        return tuple(groups), ""
    found = [replace(g, value=None, hidden="small") if g.key in small else g for g in groups]
    rest = [g for g in found if g.value]
    if len(small) == 1 and rest:
        other = min(rest, key=lambda g: (g.value or 0, g.key))
        found = [replace(g, value=None, hidden="other") if g.key == other.key else g for g in found]
    return tuple(found), NOTE
