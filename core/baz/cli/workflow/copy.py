"""`baz workflow copy`."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command
from baz.engine.copying import copy_workflow
from baz.engine.installation import FILE

FOLDER = "mijn-werkwijzen"


@command("copy")
@click.argument("name", metavar="WERKWIJZE", help="De werkwijze om van te vertrekken, zoals baz/workshop.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MAP",
    help=f"Waar je versie komt; standaard {FOLDER}.",
)
@click.option("--name", "new", default="", metavar="NAAM", help="Een andere naam; standaard dezelfde.")
def copy(name: str, folder: Path | None, new: str) -> None:
    """Maak een eigen versie van een werkwijze, in een map die je zelf aanpast.

    De map staat in baz.toml, en je versie doet mee als eigen/NAAM. Niets wordt overschreven.
    """
    tools = toolbox()
    target = folder or Path(FOLDER)
    copied = copy_workflow(tools.catalogue, name, target, new)
    click.echo(output.good(f"Klaar: {copied.file} is jouw werkwijze {copied.name}."))
    if copied.letters:
        click.echo(f"Ook gekopieerd: {len(copied.letters)} brieven in {copied.letters[0].parent}.")
    if target.resolve() not in {f.resolve() for f in tools.settings.folders}:
        _tell_settings(tools.settings.file, target)


def _tell_settings(file: Path | None, target: Path) -> None:
    """The folder must stand in baz.toml: written where there is none yet, told where there is one."""
    lines = f'[definitions]\nfolders = ["{target.as_posix()}"]\n'
    if file is None:
        Path(FILE).write_text(lines, encoding="utf-8")
        click.echo(f"Nieuw: {FILE}, waarin deze map staat.")
    else:
        click.echo(f"\nZet dit nog in {file.name}:\n\n{lines}", nl=False)
