"""`baz plugins`: what is installed, enabled, and what failed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from baz.cli import output
from baz.cli.desk import desk, toolbox
from baz.cli.lazy import LazyGroup
from baz.cli.options import form, organisation
from baz.ground.words import counted
from baz.plugins.catalogue import Catalogue


@click.group("plugins", cls=LazyGroup, invoke_without_command=True, subcommand_metavar="[OPDRACHT] ...")
@form()
@click.pass_context
def plugins(ctx: click.Context, form: str) -> int:
    """Toon wat er geïnstalleerd is, wat aanstaat, en wat er in een plugin misging.

    Met een fout in een plugin eindigt dit met code 1.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    catalogue = toolbox().catalogue
    rows = _rows(catalogue)
    output.emit(form, {"plugins": rows, "failures": catalogue.failures}, lambda: _text(rows, catalogue))
    return 1 if catalogue.failures else 0


_NAME = click.argument("name", metavar="NAAM", help="De plugin, zoals baz; 'baz plugins' toont ze.")


@plugins.command("enable")
@_NAME
@organisation
def enable(name: str, organisation: str) -> None:
    """Laat een organisatie de werkwijzen van een plugin zien."""
    _switch(name, organisation, True)


@plugins.command("disable")
@_NAME
@organisation
def disable(name: str, organisation: str) -> None:
    """Toon een organisatie de werkwijzen van een plugin niet meer. Wat loopt, gaat gewoon verder."""
    _switch(name, organisation, False)


def _switch(name: str, organisation: str, on: bool) -> None:
    with desk(organisation, make=True) as at:
        at.engine.enable_plugin(at.organisation, name, on, at.actor)
        seen = at.installation.catalogue.workflows(at.organisation, at.installation.chosen(at.organisation))
        click.echo(output.good(f"'{name}' staat {'aan' if on else 'uit'} voor '{at.organisation}'."))
        click.echo(f"Deze organisatie ziet nu {counted(len(seen), 'werkwijze', 'werkwijzen')}.")


def _rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    workflows = Counter(r.plugin for r in catalogue.sources.values())
    broken = Counter(f.plugin for f in catalogue.failures)
    known = catalogue.organisations
    return [
        {
            "name": p.name,
            "organisation": known[p.name].name if p.name in known else "",
            "version": p.version,
            "from": p.distribution or p.module,
            "enabled": p.enabled,
            "workflows": workflows[p.name],
            "failures": broken[p.name],
        }
        for p in catalogue.installed
    ]


def _text(rows: list[dict[str, Any]], catalogue: Catalogue) -> None:
    if not rows:
        output.paragraph("Er is geen enkele plugin geïnstalleerd.")
    else:
        cells = [
            (
                r["name"],
                r["version"],
                "ja" if r["enabled"] else "nee",
                r["workflows"],
                r["failures"] or "",
                r["organisation"] or r["from"],
            )
            for r in rows
        ]
        output.table(("plugin", "versie", "aan", "werkwijzen", "fouten", "van"), cells, wrap=(5,))
    if catalogue.failures:
        click.echo()
        output.heading(
            f"{counted(len(catalogue.failures), 'fout', 'fouten')} in plugins; de rest werkt gewoon verder"
        )
        for failure in catalogue.failures:
            output.paragraph(f"{failure.plugin}, {failure.moment}: {failure.error}", "  ")
