"""`baz workflow show`."""

from __future__ import annotations

from collections.abc import Mapping

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command, form, organisation
from baz.cli.workflow.pick import NAME_HELP, pick
from baz.definition.canonical import dump
from baz.definition.model import State, Transition, Workflow
from baz.definition.sentences import value_text
from baz.ground.errors import NotFound
from baz.ground.words import in_words, spoken

States = Mapping[str, State]
Steps = Mapping[str, Transition]


@command("show")
@click.argument("name", metavar="WERKWIJZE", help=NAME_HELP)
@click.option(
    "--version", "number", type=int, metavar="GETAL", help="Een oudere versie; standaard de nieuwste."
)
@click.option("--yaml", "raw", is_flag=True, help="Het bestand zelf, zoals het geschreven is.")
@organisation
@form()
def show(name: str, number: int | None, raw: bool, organisation: str, form: str) -> None:
    """Toon wat er in een werkwijze staat: toestanden, stappen, rollen en termijnen."""
    tools = toolbox()
    found = pick(tools, name, organisation, number)
    if raw:
        source = tools.catalogue.sources.get((found.workflow, found.version))
        if source is None:
            raise NotFound(f"Van {name} is er geen geïnstalleerd bestand.")
        click.echo(source.text(), nl=False)
        return
    if form == "json":
        click.echo(dump(found))
        return
    _text(found)


def _text(found: Workflow) -> None:
    output.heading(f"{found.title} ({found.workflow}, versie {found.version})")
    output.facts(
        [
            ("modellen", in_words(map(spoken, found.model))),
            ("uitbreidingen", ", ".join(found.overlays)),
        ]
    )
    click.echo()
    roles = [(n, r.title, in_words(found.roles[a].title for a in r.agree)) for n, r in found.roles.items()]
    output.table(("rol", "titel", "zegt zelf ja"), roles, wrap=(1, 2))
    _machine("toestand", found.states, found.transitions, found)
    for region in found.regions.values():
        _machine(f"spoor '{region.title}'", region.states, region.transitions, found)
    if found.tasks:
        click.echo()
        tasks = [(n, t.title, t.due.text) for n, t in found.tasks.items()]
        output.table(("taak", "titel", "tegen"), tasks, wrap=(1, 2))
    if found.parameters:
        click.echo()
        numbers = [(n, value_text(p.value), p.source) for n, p in found.parameters.items()]
        output.table(("instelling", "waarde", "bron"), numbers, wrap=(2,))


def _machine(head: str, states: States, steps: Steps, found: Workflow) -> None:
    click.echo()
    rows = [(n, s.title, in_words(found.outcomes.get(o, o) for o in s.final)) for n, s in states.items()]
    output.table((head, "titel", "afloop"), rows, wrap=(1, 2))
    click.echo()
    arrows = [
        (n, t.title, _arrow(t), in_words(found.roles[r].title for r in t.by) or "de klok")
        for n, t in steps.items()
    ]
    output.table(("stap", "titel", "van en naar", "door"), arrows, wrap=(1, 2, 3))


def _arrow(step: Transition) -> str:
    to = f"{step.to}" if step.to else "blijft"
    return f"{', '.join(step.frm) or 'begin'} -> {to}"
