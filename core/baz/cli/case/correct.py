"""`baz case correct`."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command
from baz.cli.telling import CASE_HELP, Hand, answer, hand, wished
from baz.engine.engine import Preview
from baz.ground.errors import NotFound
from baz.kernel.acts import Withdraw


@command("correct")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument(
    "event", metavar="NR", type=int, help="Het nummer van de gebeurtenis; 'baz case show' toont het."
)
@click.option("--reason", default="", metavar="TEKST", help="Waarom het niet klopt.")
@click.option("--yes", is_flag=True, help="Doe het ook echt.")
@hand
def correct(
    case: str,
    event: int,
    reason: str,
    yes: bool,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Neem iets terug wat niet klopt. Eerst zie je wat er verandert; met --yes gebeurt het.

    Vertel daarna met 'baz case report' wat wel klopt. Het logboek onthoudt allebei.
    """
    with desk(organisation) as at:
        found = at.case(case)
        view = at.engine.show(found, at.actor)
        line = next((t for t in view.timeline if t.seq == event), None)
        if line is None:
            raise NotFound(
                f"Dit traject heeft geen gebeurtenis {event}.", hint="'baz case show' toont de nummers."
            )
        wish = wished(at, Withdraw(event=event, reason=reason), Hand(**by), case=found)
        if yes:
            answer(at, at.engine.perform(wish), f"{line.title} is teruggenomen", form)
            return
        preview = at.engine.preview(wish)
        data = {
            "case": found,
            "event": event,
            "changes": preview.changes,
            "letters_gone": preview.letters_gone,
        }
        output.emit(form, data, lambda: _text(line.title, line.occurred, preview))


def _text(title: str, occurred: str, preview: Preview) -> None:
    output.heading(f"Als je '{title}' van {output.day(occurred)} terugneemt:")
    for sentence in preview.changes or ("Verder verandert er niets.",):
        output.paragraph(f"- {sentence}", "  ")
    for letter in preview.letters_gone:
        output.paragraph(f"- De brief '{letter}' is al weg en komt niet terug.", "  ")
    click.echo("\nEr is nog niets veranderd. Klopt dit? Herhaal de opdracht met --yes.")
