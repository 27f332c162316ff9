"""`baz workflow explain`."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command, form, organisation
from baz.cli.workflow.pick import NAME_HELP, pick


@command("explain")
@click.argument("name", metavar="WERKWIJZE", help=NAME_HELP)
@organisation
@form()
def explain(name: str, organisation: str, form: str) -> None:
    """Leg een werkwijze uit in gewone taal, om met je team na te lezen. De tekst is Markdown."""
    from baz.definition.explain import explain as in_words

    tools = toolbox()
    found = pick(tools, name, organisation)
    functions = {n: f.signature for n, f in tools.catalogue.guard_functions.items()}
    text = in_words(found, functions, {w.workflow: w for w in tools.catalogue.workflows()})
    data = {"workflow": found.workflow, "version": found.version, "title": found.title, "text": text}
    output.emit(form, data, lambda: click.echo(text.rstrip()))
