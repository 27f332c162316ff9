"""`baz verify`: log and projections agree."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.cli.telling import CASE_HELP
from baz.ground.words import counted
from baz.services.reports import checking
from baz.store import cases


@command("verify")
@click.argument("case", metavar="[TRAJECT]", default="", help=f"{CASE_HELP} Zonder: alle trajecten.")
@click.option(
    "--recount", is_flag=True, help="Tel eerst de bewaarde cijfers van rapporten opnieuw, vanaf nul."
)
@form()
def verify(case: str, recount: bool, form: str) -> int:
    """Kijk na of alles klopt met het logboek. Klopt er iets niet, dan eindigt dit met code 1."""
    with desk() as at:
        if recount:
            checking.again(at.engine)
        keys = [at.case(case)] if case else []
        if not case:
            with at.engine.reading() as work:
                last = ""
                while page := cases.ids(connection=work.connection, after=last):
                    keys += page
                    last = page[-1]
        found: list[str] = []
        with output.progress("Nakijken", len(keys)) as step:
            for key in keys:
                found += at.engine.verify(key)
                step(1)
        if not case:
            found += checking.wrong(at.engine)
        output.emit(form, {"cases": len(keys), "problems": found}, lambda: _text(len(keys), found))
    return 1 if found else 0


def _text(count: int, found: list[str]) -> None:
    for sentence in found:
        output.paragraph(sentence)
    looked = f"{counted(count, 'traject', 'trajecten')} nagekeken"
    click.echo(
        output.late(f"{looked}: {len(found)} keer klopt het niet.")
        if found
        else output.good(f"{looked}: alles klopt.")
    )
