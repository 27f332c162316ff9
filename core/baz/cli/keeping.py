"""`baz keeping`: what was kept long enough, and goes in the coming month."""

from __future__ import annotations

from datetime import date, timedelta

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import DAY, command, form, organisation
from baz.engine.finding import short
from baz.engine.forgetting import Going
from baz.ground.clock import today_in_brussels
from baz.ground.words import in_words

AHEAD = timedelta(days=31)


@command("keeping")
@click.option(
    "--until", type=DAY, default=None, metavar="DAG", help="Tot en met welke dag; standaard een maand ver."
)
@organisation
@form()
def keeping(until: date | None, organisation: str, form: str) -> None:
    """Toon wat binnenkort gewist wordt: de laatste dag, het traject of de persoon, en welke gegevens.

    Wissen doet 'baz tick', op de dag erna. Loopt er nog een ander traject, dan blijft een naam bewaard.
    """
    with desk(organisation) as at:
        last = until or today_in_brussels(at.installation.clock()) + AHEAD
        lines = at.engine.keeping(at.actor, frozenset((at.organisation,)), last)
        output.emit(form, lines, lambda: _text(lines, last))


def _text(lines: list[Going], last: date) -> None:
    if not lines:
        click.echo(f"Tot en met {output.day(last)} wordt niets gewist.")
        return
    rows = [
        (
            output.day(line.on),
            f"{line.workflow} {short(line.case)}" if line.case else line.name or short(line.party),
            in_words(line.fields),
        )
        for line in lines
    ]
    output.table(("laatste dag", "van", "wat gewist wordt"), rows, wrap=(2,))
