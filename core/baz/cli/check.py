"""`baz check`: every problem of a definition, at its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command, form
from baz.cli.sarif import sarif
from baz.definition.problems import in_order, render_all
from baz.engine.checking import Checked, check_files, check_installed
from baz.engine.own import SCENARIOS
from baz.ground.words import counted
from baz.plugins.catalogue import Catalogue
from baz.services.letters import checking

YAML = (".yaml", ".yml")


@command("check")
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[BESTAND]...",
    help="Bestanden of mappen; zonder: alles wat geïnstalleerd is.",
)
@form(("text", "json", "sarif"))
def check(files: tuple[Path, ...], form: str) -> int:
    """Kijk werkwijzen na, nog voor ze draaien. Elke fout staat er met haar plaats.

    Waarschuwingen houden niets tegen. Met fouten eindigt deze opdracht met code 2.
    """
    tools = toolbox()
    found = (
        check_files(_paths(files), tools.catalogue)
        if files
        else _with_letters(check_installed(tools.plugins, tools.catalogue), tools.catalogue)
    )
    failures = [] if files else _failures(found, tools.catalogue)
    if form == "sarif":
        click.echo(json.dumps(sarif(found.problems, failures), ensure_ascii=False, indent=2))
    else:
        data = {"files": found.files, "problems": found.problems, "failures": failures}
        output.emit(form, data, lambda: _text(found, failures))
    return 2 if failures or any(p.severity == "error" for p in found.problems) else 0


def _with_letters(checked: Checked, catalogue: Catalogue) -> Checked:
    """The same, with the templates of letters."""
    problems, sources = checking.check_installed(catalogue)
    found = in_order([*checked.problems, *problems])
    return Checked(checked.files + len(sources), found, {**checked.sources, **sources})


def _paths(files: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in files:
        inside = sorted(p for p in path.rglob("*") if p.suffix in YAML) if path.is_dir() else [path]
        found += [p for p in inside if not (path.is_dir() and SCENARIOS in p.relative_to(path).parts)]
    return found


def _failures(checked: Checked, catalogue: Catalogue) -> list[str]:
    """What failed in plugins and is not told already as a problem of a file."""
    told = {p.file for p in checked.problems if p.severity == "error"}
    return [
        str(f)
        for f in catalogue.failures
        if not any(f.moment == f"bestand {t.split('/', 1)[1]}" for t in told)
    ]


def _text(found: Checked, failures: Sequence[str]) -> None:
    if found.problems:
        click.echo(render_all(found.problems, found.sources))
        click.echo()
    for failure in failures:
        click.echo(failure)
    errors = sum(1 for p in found.problems if p.severity == "error") + len(failures)
    warnings = sum(1 for p in found.problems if p.severity == "warning")
    looked = f"{counted(found.files, 'bestand', 'bestanden')} nagekeken"
    if not errors and not warnings:
        click.echo(output.good(f"{looked}: alles in orde."))
        return
    parts = [counted(errors, "fout", "fouten")]
    if warnings:
        parts.append(counted(warnings, "waarschuwing", "waarschuwingen"))
    colour = output.late if errors else output.good
    click.echo(colour(f"{looked}: {', '.join(parts)}."))
