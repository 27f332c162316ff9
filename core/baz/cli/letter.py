"""`baz letter ...`: what left about a case, a letter as page, PDF or Word, and own templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.lazy import LazyGroup
from baz.cli.options import Choice, form, organisation
from baz.ground.errors import BadInput
from baz.ground.files import put
from baz.services.letters import own, reading
from baz.services.letters.layout import text_of
from baz.services.letters.reading import LetterLine, Paper
from baz.services.reports import printing

STATUS = {"done": "vertrokken", "waiting": "wacht", "leased": "vertrekt", "failed": "mislukt", "": "kan nu"}

letter = LazyGroup("letter", help="Brieven: wat vertrok, een brief als pdf of Word, eigen sjablonen.")


@letter.command("list")
@click.argument("case", metavar="TRAJECT", help="Nummer van het traject, of het begin ervan.")
@form()
def listing(case: str, form: str) -> None:
    """Toon welke brieven over een traject vertrokken, en welke er kunnen zijn."""
    with desk() as at:
        key = at.case(case)
        with at.engine.reading() as work:
            lines = reading.lines_of(work, at.actor, key)
        output.emit(form, lines, lambda: _lines(lines))


def _lines(lines: list[LetterLine]) -> None:
    rows = [
        (line.id, line.letter, line.title, STATUS.get(line.status, line.status), output.day(line.on),
         ", ".join(line.readers) or line.error)
        for line in lines
    ]  # fmt: skip
    if not rows:
        output.paragraph("Bij dit traject horen geen brieven.")
        return
    output.table(("nummer", "brief", "titel", "", "op", "aan"), rows, wrap=(1, 2, 5))


@letter.command("show")
@click.argument("case", metavar="TRAJECT", help="Nummer van het traject, of het begin ervan.")
@click.argument("which", metavar="BRIEF", help="Nummer van wat vertrok, of de naam van een brief.")
@click.option("--to", "reader", default="", metavar="WIE", help="Alleen de brief aan deze persoon.")
@click.option(
    "--as",
    "kind",
    type=Choice(("text", "html", "pdf", "docx")),
    default="text",
    metavar="VORM",
    help="text, html, pdf of docx; standaard text.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="BESTAND", help="Bewaar in dit bestand."
)
def show(case: str, which: str, reader: str, kind: str, out: Path | None) -> None:
    """Toon een brief: zoals hij vertrok, of zoals hij er vandaag zou uitzien.

    Met een nummer uit 'baz letter list' zie je wat vertrok; met een naam wat er nu zou staan.
    """
    with desk() as at:
        key = at.case(case)
        number, name = (which, "") if which.isdigit() else (reading.NOW, which)
        party = at.party(reader) if reader else ""
        with at.engine.reading() as work:
            found = [
                p for p in reading.papers_of(work, at.actor, key, number, name) if party in ("", p.party)
            ]
            if not found:
                raise BadInput("Deze persoon krijgt deze brief niet.")
            if kind in ("pdf", "docx") and (out is None or len(found) > 1):
                names = ", ".join(p.name for p in found)
                raise BadInput(
                    f"Kies met --to één lezer ({names}) en met --out een bestand.",
                    hint="Bijvoorbeeld: --to ik --as pdf --out brief.pdf",
                )
            made = _made(kind)
            bodies = [made(p) if kind != "docx" else reading.document_of(work, p) for p in found]
    whole = b"\n".join(bodies)
    if out is None:
        click.echo(whole.decode())
        return
    put(out, [whole])
    click.echo(output.good(f"Bewaard in {out}."), err=True)


def _made(kind: str) -> Callable[[Paper], bytes]:
    if kind == "pdf":
        return lambda found: printing.pdf(found.page())
    if kind == "html":
        return lambda found: found.page().encode()
    return lambda found: f"Aan: {found.name}\nOnderwerp: {found.title}\n\n{text_of(found.html)}".encode()


@letter.command("templates")
@organisation
@form()
def templates(organisation: str, form: str) -> None:
    """Toon de eigen sjablonen in Word van een organisatie."""
    with desk(organisation) as at:
        with at.engine.reading() as work:
            rows = own.listing(work, at.actor, at.organisation)
        cells = [(r.workflow, r.letter, r.name, output.day(r.recorded_at[:10])) for r in rows]
        data = [r._asdict() for r in rows]
        output.emit(form, data, lambda: _templates(cells))


def _templates(cells: list[tuple[str, str, str, str]]) -> None:
    if not cells:
        output.paragraph("Er zijn nog geen eigen sjablonen. Voeg er een toe met 'baz letter keep'.")
        return
    output.table(("werkwijze", "brief", "bestand", "sinds"), cells, wrap=(0, 1, 2))


@letter.command("keep")
@click.argument("workflow", metavar="WERKWIJZE", help="Bijvoorbeeld baz/workshop.")
@click.argument("name", metavar="BRIEF", help="De naam van de brief in die werkwijze.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND", help="Een .docx.")
@organisation
def keep(workflow: str, name: str, file: Path, organisation: str) -> None:
    """Geef een brief een eigen sjabloon in Word. We kijken het eerst na."""
    with desk(organisation) as at:
        try:
            body = file.read_bytes()
        except OSError as error:
            raise BadInput(f"{file} kan niet gelezen worden: {error.strerror}.") from error
        own.keep(at.engine, at.actor, at.organisation, workflow, name, file.name, body)
        click.echo(output.good(f"Bewaard: {file.name} voor de brief {name} van {workflow}."))


@letter.command("drop")
@click.argument("workflow", metavar="WERKWIJZE", help="Bijvoorbeeld baz/workshop.")
@click.argument("name", metavar="BRIEF", help="De naam van de brief in die werkwijze.")
@organisation
def drop(workflow: str, name: str, organisation: str) -> None:
    """Neem een eigen sjabloon weg."""
    with desk(organisation) as at:
        with at.engine.work() as work:
            own.remove(work, at.actor, at.organisation, workflow, name)
        click.echo(output.good(f"Weg: het sjabloon voor de brief {name} van {workflow}."))
