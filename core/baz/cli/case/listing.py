"""`baz case list`."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form, organisation
from baz.engine.finding import short
from baz.engine.lists import CaseLine


@command("list")
@click.option("--workflow", default="", metavar="WERKWIJZE", help="Alleen deze werkwijze.")
@click.option("--state", default="", metavar="TOESTAND", help="Alleen in deze toestand.")
@click.option("--all", "everything", is_flag=True, help="Ook wat afgelopen is.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=500,
    metavar="GETAL",
    help="Hoeveel er hoogstens getoond worden; standaard 500.",
)
@organisation
@form()
def listing(workflow: str, state: str, everything: bool, limit: int, organisation: str, form: str) -> None:
    """Toon welke trajecten er lopen."""
    with desk(organisation) as at:
        if workflow:
            workflow = at.installation.catalogue.workflow(workflow, at.organisation).workflow
        lines = at.engine.cases(at.actor, at.organisation, workflow, state, limit=limit)
        if everything:
            lines += at.engine.cases(at.actor, at.organisation, workflow, state, False, limit)
        lines = lines[:limit]
        output.emit(form, lines, lambda: _text(lines, limit))


def _text(lines: list[CaseLine], limit: int) -> None:
    if not lines:
        output.paragraph("Er zijn geen trajecten. Begin er een met 'baz case open WERKWIJZE'.")
        return
    rows = [
        (
            short(c.id),
            c.title,
            c.about,
            c.area,
            c.outcome or (f"{c.state_title} (rust)" if c.paused else c.state_title),
            output.day(c.ended_on or c.since),
        )
        for c in lines
    ]
    output.table(
        ("nummer", "werkwijze", "van wie", "plaats", "toestand", "sinds"), rows, wrap=(0, 1, 2, 3, 4)
    )
    if len(lines) == limit:
        click.echo(output.quiet(f"Er kunnen er meer zijn: hier staan er {limit}."))
