"""`baz workflow list`."""

from __future__ import annotations

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command, form, organisation


@command("list")
@organisation
@form()
def listing(organisation: str, form: str) -> None:
    """Toon welke werkwijzen er zijn. Met --organisation alleen wat die organisatie ziet."""
    tools = toolbox()
    home = tools.organisation(organisation) if organisation else ""
    known = tools.catalogue.organisations
    rows = []
    for found in tools.catalogue.workflows(home, tools.chosen(home) if home else None):
        owner = known.get(found.organisation)
        rows.append(
            {
                "workflow": found.workflow,
                "version": found.version,
                "title": found.title,
                "organisation": found.organisation,
                "organisation_name": owner.name if owner else found.organisation,
                "states": len(found.states),
                "models": list(found.model),
            }
        )
    output.emit(form, rows, lambda: _text(rows))


def _text(rows: list[dict[str, object]]) -> None:
    if not rows:
        output.paragraph("Er zijn nog geen werkwijzen. 'baz plugins' toont wat er geïnstalleerd is.")
        return
    cells = [(r["workflow"], r["version"], r["title"], r["organisation_name"]) for r in rows]
    output.table(("werkwijze", "versie", "titel", "van"), cells, wrap=(2, 3))
