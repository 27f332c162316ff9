"""`baz import`: a file read in, looked at first."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import Choice, command, form, organisation
from baz.ground.errors import BadInput
from baz.ground.files import put
from baz.ground.words import counted
from baz.services.exchange import importing, saving
from baz.services.exchange.importing import Preview

SHOWN = 20
_WORDS = {"nieuw": "nieuw", "veranderd": "veranderd", "gelijk": "ongewijzigd", "fout": "fout"}


@command("import")
@click.argument("kind", type=Choice(tuple(importing.KINDS)), metavar="WAT", help="people, cases of meetings.")
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND", help=".xlsx of .csv."
)
@click.option("--workflow", default="", metavar="WERKWIJZE", help="Van welke werkwijze de trajecten zijn.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KOLOM=VELD",
    help="Welke kolom wat is, als de naam het niet zegt; 'Kolom=' laat ze weg.",
)
@click.option(
    "--errors",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="BESTAND",
    help="Schrijf de rijen die niet kunnen met hun reden naar een .xlsx of .csv.",
)
@click.option("--yes", is_flag=True, help="Lees de goede rijen in. Zonder dit verandert er niets.")
@organisation
@form()
def import_(
    kind: str,
    file: Path,
    workflow: str,
    columns: tuple[str, ...],
    errors: Path | None,
    yes: bool,
    organisation: str,
    form: str,
) -> None:
    """Lees mensen, lopende trajecten of samenkomsten in. Eerst zie je wat er zou gebeuren.

    Een lege cel verandert niets. Alle goede rijen komen er samen in, of geen enkele.
    """  # fmt: skip
    given = importing.opened(kind, file.name, _bytes(file), dict(_choice(c) for c in columns), workflow)
    with desk(organisation, make=True) as at:
        seen = importing.preview(at.engine, at.actor, at.organisation, given)
        if errors is not None:
            _write(errors, seen)
        if yes:
            upload = importing.keep(at.engine, at.actor, at.organisation, seen)
            importing.carry_out(at.engine, at.actor, at.organisation, upload)
    data = {
        "read": yes, **seen.counts, "columns": dict(seen.match),
        "wrong": [{"row": line.number, "reason": line.outcome.says} for line in seen.of("fout")],
    }  # fmt: skip
    output.emit(form, data, lambda: _text(seen, yes))


def _text(seen: Preview, yes: bool) -> None:
    left = [head for head, name in seen.match.items() if not name]
    titles = {t.name: t.title for t in seen.targets}
    output.table(("kolom", "wordt"), [(h, titles.get(n, "")) for h, n in seen.match.items() if n])
    if left:
        click.echo(output.quiet(f"Niet ingelezen: {', '.join(left)}."))
    click.echo()
    parts = [f"{counted(n, 'rij', 'rijen')} {_WORDS[what]}" for what, n in seen.counts.items() if n]
    click.echo(f"{', '.join(parts)}.")
    for line in seen.of("fout")[:SHOWN]:
        output.paragraph(f"Rij {line.number}: {line.outcome.says}")
    for line in seen.lines:
        for warning in line.outcome.warnings[: SHOWN if line.outcome.what != "fout" else 0]:
            output.paragraph(output.quiet(f"Rij {line.number}: {warning}"))
    if yes:
        click.echo(output.good("Ingelezen."))
    elif seen.good:
        click.echo("Er is nog niets veranderd. Doe hetzelfde met --yes om de goede rijen in te lezen.")


def _choice(text: str) -> tuple[str, str]:
    head, equals, name = text.rpartition("=")
    if not equals:
        raise BadInput(f"'{text}' zegt niet wat deze kolom is.", hint='Schrijf --column "Wie=naam".')
    return head, name


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"'{path}' kan niet gelezen worden: {error.strerror or error}.") from error


def _write(path: Path, seen: Preview) -> None:
    form = path.suffix.removeprefix(".").lower()
    if form not in saving.FORMS:
        raise BadInput("Dat bestand is .xlsx of .csv.")
    file, _ = importing.wrong_rows(seen, form)
    with file:
        try:
            put(path, [file.read()])
        except OSError as error:
            raise BadInput(f"'{path}' kan niet geschreven worden: {error.strerror or error}.") from error
