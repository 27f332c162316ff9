"""`baz workflow schema`."""

from __future__ import annotations

import json

import click

from baz.cli.options import command
from baz.definition.schema import json_schema


@command("schema")
def schema() -> None:
    """Schrijf het JSON Schema van een werkwijze, voor hulp en controle in je editor.

    Bewaar het naast je bestanden en zet bovenaan een bestand:

    # yaml-language-server: $schema=baz.schema.json
    """
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
