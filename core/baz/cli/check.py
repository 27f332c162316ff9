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
from baz.cli.watching import Found, watch
from baz.definition.problems import in_order, render_all
from baz.engine.checking import Checked, check_files, check_installed, folders
from baz.engine.own import SCENARIOS
from baz.ground.errors import BadInput
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
@click.option("--watch", "watching", is_flag=True, help="Blijf meekijken: toon na elk bewaren wat verandert.")
@form(("text", "json", "sarif"))
def check(files: tuple[Path, ...], watching: bool, form: str) -> int:
    """Kijk werkwijzen na, nog voor ze draaien. Elke fout staat er met haar plaats.

    Waarschuwingen houden niets tegen. Met fouten eindigt deze opdracht met code 2.
    """
    if watching and form != "text":
        raise BadInput("--watch toont tekst.", hint="Laat --format weg.")
    found, failures, seen = _look(files)
    if watching:
        return _watch(files, found, failures, seen)
    if form == "sarif":
        click.echo(json.dumps(sarif(found.problems, failures), ensure_ascii=False, indent=2))
    else:
        data = {"files": found.files, "problems": found.problems, "failures": failures}
        output.emit(form, data, lambda: _text(found, failures))
    return 2 if failures or any(p.severity == "error" for p in found.problems) else 0


def _look(files: Sequence[Path]) -> tuple[Checked, list[str], list[Path]]:
    """What is wrong now, what failed in plugins, and the files and folders that were read."""
    tools = toolbox()
    if files:
        return check_files(_paths(files), tools.catalogue), [], list(files)
    found = _with_letters(check_installed(tools.plugins, tools.catalogue), tools.catalogue)
    return found, _failures(found, tools.catalogue), folders(tools.plugins)


def _watch(files: Sequence[Path], found: Checked, failures: Sequence[str], seen: Sequence[Path]) -> int:
    def bare(now: Checked, failed: Sequence[str]) -> Found:
        return frozenset(now.problems), frozenset(failed), now.sources

    def look() -> Found:
        now, failed, _ = _look(files)
        return bare(now, failed)

    def eyed() -> list[Path]:
        inside = (p.rglob("*") if p.is_dir() else [p] for p in seen)
        return [p for some in inside for p in some if p.is_file()]

    _text(found, failures)
    return watch(look, eyed, bare(found, failures))


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
