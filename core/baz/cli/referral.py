"""`baz referral`: cases that a partner handed over with the person's yes; taken over here, or sent back."""

from __future__ import annotations

from typing import Any

import click

from baz.cli import output
from baz.cli.answers import read
from baz.cli.desk import desk
from baz.cli.lazy import LazyGroup
from baz.cli.options import form
from baz.engine.finding import short
from baz.engine.referrals import Card

referral = LazyGroup("referral", help="Doorverwijzingen van partners: bekijken, overnemen of terugsturen.")

KINDS = {"mail": "Mail", "phone": "Telefoon", "address": "Adres"}


@referral.command("list")
@click.option("--organisation", default="", metavar="SLEUTEL", help="Voor welke organisatie.")
@form()
def list_(organisation: str, form: str) -> None:
    """Wat partners doorverwezen en nog op een antwoord wacht, met het kaartje dat meekwam."""
    with desk(organisation) as at:
        found = at.engine.cards(at.actor, at.organisation)

    def text() -> None:
        if not found:
            click.echo("Er wacht geen doorverwijzing.")
        for number, card in enumerate(found):
            if number:
                click.echo()
            _show(card)

    output.emit(form, found, text)


def _show(card: Card) -> None:
    since = f", op {output.day(card.since)}" if card.since else ""
    output.heading(f"{card.title} voor {card.about or 'iemand'}")
    output.paragraph(f"Van {card.sender}{since}. Nummer: {card.id}", "  ")
    lines = [*((KINDS.get(kind, kind), value) for kind, value in card.contact), *card.fields]
    for title, value in lines:
        output.paragraph(f"{title}: {value}", "  ")


@referral.command("accept")
@click.argument("number", metavar="NUMMER", help="Het nummer uit baz referral list.")
@click.argument("answers", nargs=-1, metavar="[ANTWOORD]...", help="veld=waarde of rol=naam.")
@click.option("--step", default="", metavar="STAP", help="Met welke stap het traject hier begint.")
@click.option("--organisation", default="", metavar="SLEUTEL", help="Voor welke organisatie.")
@form()
def accept(number: str, answers: tuple[str, ...], step: str, organisation: str, form: str) -> None:
    """Neem over: hier begint een eigen traject. De partner ziet alleen dat het overgenomen is.

    Het begint zoals elk traject van deze werkwijze. Wat de eerste stap vraagt, geef je mee als antwoord.
    """
    with desk(organisation) as at:
        row = next((r for r in at.engine.referrals(at.actor, at.organisation) if r.id == number), None)
        given: dict[str, Any] = {}
        if row is not None and answers:
            given = read(at.engine.catalogue.workflow(row.workflow, at.organisation), answers, at.party)
        receipt = at.engine.accept_referral(
            number, at.actor, key=f"accept:{number}", answers=given, step=step
        )
        view = at.engine.show(receipt.case, at.actor)
    data = {"case": receipt.case, "state": receipt.state}
    told = f"Overgenomen: {view.title} van {view.about or 'iemand'}. Nummer: {short(receipt.case)}"
    output.emit(form, data, lambda: click.echo(output.good(told)))


@referral.command("return")
@click.argument("number", metavar="NUMMER", help="Het nummer uit baz referral list.")
@click.option("--reason", default="", metavar="TEKST", help="Waarom het hier niet past.")
@click.option("--organisation", default="", metavar="SLEUTEL", help="Voor welke organisatie.")
@form()
def return_(number: str, reason: str, organisation: str, form: str) -> None:
    """Stuur terug: bij de partner wordt het een taak."""
    with desk(organisation) as at:
        at.engine.return_referral(number, at.actor, key=f"return:{number}", reason=reason)
    told = "Teruggestuurd. De partner krijgt een taak."
    output.emit(form, {"returned": number}, lambda: click.echo(output.good(told)))
