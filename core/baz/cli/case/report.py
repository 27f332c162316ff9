"""`baz case report`."""

from __future__ import annotations

from typing import Any

import click

from baz.cli import answers
from baz.cli.case.taking import Given, choices, perform, what_help
from baz.cli.options import command
from baz.cli.telling import ANSWER_HELP, CASE_HELP, consent, hand


@command("report")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("what", metavar="STAP", help=what_help)
@click.argument("words", nargs=-1, metavar="[ANTWOORD]...", help=ANSWER_HELP)
@click.option(
    "--on",
    "on",
    required=True,
    metavar="DATUM",
    help="Wanneer het gebeurde: 2021-01-13, 2021-01-13T19:30, 2021-01, 2021 of ?.",
)
@choices
@consent
@hand
def report(case: str, what: str, words: tuple[str, ...], on: str, **given: Any) -> None:
    """Vertel iets wat eerder gebeurde.

    Past het niet bij wat al bekend is, dan wacht het op de rest van het verhaal.
    """
    perform(case, what, words, answers.when(on), Given(**given))
