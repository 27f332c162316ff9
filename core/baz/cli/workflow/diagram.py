"""`baz workflow diagram`."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli.desk import desk, toolbox
from baz.cli.options import command, organisation
from baz.cli.workflow.pick import NAME_HELP, pick
from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.ground.files import put


@command("diagram")
@click.argument("name", metavar="[WERKWIJZE]", default="", help=NAME_HELP)
@click.option(
    "--svg",
    "svg_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="BESTAND",
    help="Schrijf een tekening als SVG naar dit bestand.",
)
@click.option("--case", "case", default="", metavar="TRAJECT", help="Duid aan waar dit traject nu staat.")
@organisation
def diagram(name: str, svg_file: Path | None, case: str, organisation: str) -> None:
    """Teken de toestanden en stappen: mermaid op het scherm, of SVG in een bestand.

    Met --case volgt de werkwijze uit het traject.
    """
    from baz.kernel.diagram import mermaid, svg

    if not name and not case:
        raise BadInput("Zeg welke werkwijze, of welk traject met --case.")
    found, current = _running(case, organisation) if case else (pick(toolbox(), name, organisation), {})
    if name and case and name not in (found.workflow, found.workflow.split("/", 1)[1]):
        raise BadInput(f"Dit traject loopt op {found.workflow}, niet op {name}.")
    if svg_file is None:
        click.echo(mermaid(found, current).rstrip())
        return
    put(svg_file, [svg(found, current).encode()])
    click.echo(f"Bewaard: {svg_file}")


def _running(case: str, organisation: str) -> tuple[Workflow, dict[str, str]]:
    with desk(organisation) as at:
        key = at.case(case)
        view = at.engine.show(key, at.actor)
        current = {"main": view.state, **{region: state for region, (state, _) in view.regions.items()}}
        return at.workflow_of(key), current
