"""What commands that tell the engine something share: their options, sending it, saying what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from baz.cli import answers, output
from baz.cli.desk import Desk
from baz.cli.options import Choice, form, organisation
from baz.engine.desk import CaseView, TaskLine
from baz.engine.engine import Receipt
from baz.engine.finding import short
from baz.kernel.acts import Act, Command
from baz.kernel.when import When

HELD = (
    "Vertel met 'baz case report' wat er nog gebeurde, of neem met 'baz case correct' terug wat niet klopt. "
    "Zodra het past, telt het mee."
)
F = TypeVar("F", bound=Callable[..., Any])
CASE_HELP = "Het nummer, het begin ervan, of de naam van wie het gaat."
ANSWER_HELP = "Antwoorden: veld=waarde, rol=naam, samenkomst=2026-11-18T19:30,online."

ON = click.option(
    "--on",
    "on",
    default="",
    metavar="DATUM",
    help="Wanneer het gebeurde: 2021-01-13, 2021-01-13T19:30, 2021-01, 2021 of ?.",
)


def hand(function: F) -> F:
    """Options: for whom, how that person said so, a note, the key, the organisation and the form."""
    for option in (
        form(),
        organisation,
        click.option(
            "--key", default="", metavar="SLEUTEL", help="Telt maar één keer, ook als je dit herhaalt."
        ),
        click.option("--note", default="", metavar="TEKST", help="Een woord erbij."),
        click.option(
            "--how",
            type=Choice(answers.HOWS),
            default="",
            metavar="HOE",
            help="Hoe die persoon dat zei: mondeling, telefoon, brief of mail.",
        ),
        click.option(
            "--for", "behalf", default="", metavar="WIE", help="Je legt dit vast voor deze persoon."
        ),
    ):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Hand:
    """For whom, how, the note and the key, as they were typed."""

    behalf: str = ""
    how: str = ""
    note: str = ""
    key: str = ""


def consent(function: F) -> F:
    """Options: who agreed, and a reason to set a condition aside."""
    function = click.option(
        "--waive", default="", metavar="REDEN", help="Zet een voorwaarde opzij, als dat mag, met deze reden."
    )(function)
    return click.option(
        "--agreed", "agreed", multiple=True, metavar="WIE[:HOE]", help="Wie ja zei, en hoe. Mag meer keren."
    )(function)


def wished(desk: Desk, act: Act, by: Hand, *, case: str = "", occurred: When | None = None) -> Command:
    """The command to send.

    Raises:
        NotFound, BadInput: nobody, or more than one, has the name behind `--for`.
    """
    return Command(
        actor=desk.actor,
        act=act,
        key=desk.key(by.key),
        case=case,
        organisation=desk.organisation,
        occurred=occurred,
        behalf=desk.party(by.behalf) if by.behalf else "",
        how=by.how,
        note=by.note,
    )


def send(desk: Desk, act: Act, by: Hand, *, case: str = "", occurred: When | None = None) -> Receipt:
    """Tell the engine.

    Raises:
        Refused, Outdated, NotFound, Forbidden, BadInput: as the engine does.
    """
    return desk.engine.perform(wished(desk, act, by, case=case, occurred=occurred))


def answer(desk: Desk, receipt: Receipt, what: str, form: str) -> None:
    """Say what a command did, where the case stands now, and what is due next."""
    view = desk.engine.show(receipt.case, desk.actor)
    tasks = [t for t in view.tasks if t.status in ("open", "snoozed")]
    data = {
        "case": receipt.case,
        "seq": receipt.seq,
        "state": view.state,
        "state_title": view.state_title,
        "held": receipt.held,
        "opened": receipt.opened,
        "already": receipt.already,
        "tasks": tasks,
    }
    output.emit(form, data, lambda: _told(receipt, view, tasks, what))


def _told(receipt: Receipt, view: CaseView, tasks: list[TaskLine], what: str) -> None:
    mark = "Dat was al gedaan" if receipt.already else "Bewaard"
    click.echo(f"{output.good(mark)}: {what}")
    where = f"{view.title} {short(view.id)}" + (f" van {view.about}" if view.about else "")
    click.echo(f"{where} staat op: {click.style(view.state_title, bold=True)}")
    for sentence in receipt.held:
        click.secho(f"Dit past nog niet: {sentence}", fg="yellow")
    for line in view.held:
        if line.other_title:
            click.echo(f"  '{line.title}' botst met '{line.other_title}' (gebeurtenis {line.other}).")
    if view.held:
        output.paragraph(HELD, "  ")
    for other in receipt.opened:
        click.echo(f"Ook geopend: traject {short(other)}")
    for missing in view.missing:
        click.echo(f"Nog nodig: {missing}")
    if tasks:
        click.echo("Wat nu te doen is:")
        output.facts([(output.day(t.due_on) or "ooit", t.title) for t in tasks], indent="  ")
