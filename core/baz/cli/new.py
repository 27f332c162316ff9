"""`baz new ...`: files for a new partner or a new workflow, sound from the start."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.lazy import LazyGroup
from baz.engine.installation import FILE, Settings
from baz.ground.errors import BadInput
from baz.ground.words import counted
from baz.plugins.catalogue import OWN
from baz.scaffold.making import FIRST, Made, home_of, new_plugin, new_workflow, parts_of

FOLDER = "mijn-werkwijzen"
_TITLE = click.option("--title", default="", metavar="NAAM", help="Wat mensen lezen.")
_TO = click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="MAP",
    help="In welke map.",
)  # fmt: skip

new = LazyGroup("new", help="Een nieuwe partner of werkwijze beginnen, met bestanden die meteen werken.")


@new.command("plugin")
@click.argument("name", metavar="NAAM", help="Een korte naam, zoals buurtkring.")
@_TITLE
@click.option("--workflow", default=FIRST, metavar="NAAM", help=f"De eerste werkwijze; standaard {FIRST}.")
@_TO
def plugin(name: str, title: str, workflow: str, folder: Path | None) -> None:
    """Maak een plugin voor een partner, met een eerste werkwijze, een brief en een verhaal.

    Niets wordt overschreven. Standaard komt alles in een map met deze naam.
    """
    installed = {p.name for p in toolbox().plugins.installed}
    if name in installed:
        raise BadInput(f"Er is al een plugin '{name}'.", hint="'baz plugins' toont wat er is.")
    made = new_plugin(name, folder or Path(name), title=title, workflow=workflow)
    _tell(made, f"plugin {made.name}")
    click.echo("\nDaarna:\n")
    place = made.folder if made.folder.is_absolute() else f"./{made.folder}"
    click.echo(f"  python -m pip install --no-deps --no-build-isolation -e {place}")
    click.echo("  baz check")
    click.echo(f"  python -m pytest {made.folder / 'tests'}")


@new.command("workflow")
@click.argument("name", metavar="ORGANISATIE/NAAM", help=f"Zoals buurt/leesclub; {OWN}/NAAM in je eigen map.")
@_TITLE
@_TO
def workflow(name: str, title: str, folder: Path | None) -> None:
    """Maak een werkwijze met een brief en een verhaal, in een plugin of in je eigen map.

    Niets wordt overschreven.
    """
    home, _short = parts_of(name)
    tools = toolbox()
    if home == OWN:
        target = folder or next(iter(tools.settings.folders), Path(FOLDER))
        made = new_workflow(name, target, title=title, organisation=tools.organisation())
        _tell(made, f"werkwijze {made.name}")
        _settings(tools.settings, target)
    else:
        made = new_workflow(name, home_of(home, folder or Path()), title=title)
        _tell(made, f"werkwijze {made.name}")
    story = next(f for f in made.files if f.parent.name == "scenarios")
    click.echo(f"\nDaarna:\n\n  baz check\n  baz play {story}")


def _tell(made: Made, what: str) -> None:
    click.echo(output.good(f"Klaar: {what}, {counted(len(made.files), 'bestand', 'bestanden')}."))
    for file in made.files:
        click.echo(f"  {file}")


def _settings(settings: Settings, target: Path) -> None:
    """The folder must stand in baz.toml: written where there is none yet, told where there is one."""
    if target.resolve() in {folder.resolve() for folder in settings.folders}:
        return
    lines = f'[definitions]\nfolders = ["{target.as_posix()}"]\n'
    if settings.file is None:
        Path(FILE).write_text(lines, encoding="utf-8")
        click.echo(f"Nieuw: {FILE}, waarin deze map staat.")
    else:
        click.echo(f"\nZet dit nog in {settings.file.name}:\n\n{lines}", nl=False)
