"""Which plugins an organisation sees: its own always, the others as it chooses."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import membership
from baz.plugins.catalogue import OWN
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A plugin as a manager sees it. `fixed`: it is her own, which is always on."""

    key: str
    name: str
    version: str
    on: bool
    fixed: bool
    workflows: tuple[str, ...]


@router.get("/beheer/plugins")
def plugins(visit: Manager) -> Response:
    """What is installed, and what is on for us."""
    catalogue = visit.engine.catalogue
    with visit.engine.reading() as work:
        chosen = membership.chosen(work, visit.organisation)
    lines = [
        Line(
            found.name, visit.house.name(found.name), found.version, chosen.get(found.name, True),
            found.name == visit.organisation,
            tuple(w.title for w in catalogue.workflows() if w.workflow.split("/")[0] == found.name),
        )
        for found in catalogue.installed
        if found.name != OWN and found.enabled
    ]  # fmt: skip
    return desk.page(visit, "plugins.html", lines=lines)


@router.post("/beheer/plugins")
def switch(visit: Manager) -> Response:
    """Switch one on or off for us. Cases that run go on."""
    plugin, on = visit.form.text("plugin"), visit.form.text("aan") == "ja"
    visit.engine.enable_plugin(visit.organisation, plugin, on, visit.actor)
    name = visit.house.name(plugin)
    said = _("{naam} staat aan.") if on else _("{naam} staat uit. Wat loopt, gaat door.")
    return visit.go("/beheer/plugins", said.format(naam=name))
