"""`baz case do`."""

from __future__ import annotations

from typing import Any

import click

from baz.cli.case.taking import Given, choices, perform, what_help
from baz.cli.options import command
from baz.cli.telling import ANSWER_HELP, CASE_HELP, consent, hand


@command("do")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("what", metavar="STAP", help=what_help)
@click.argument("words", nargs=-1, metavar="[ANTWOORD]...", help=ANSWER_HELP)
@choices
@consent
@hand
def do(case: str, what: str, words: tuple[str, ...], **given: Any) -> None:
    """Zet nu een stap, of doe een taak. Mag het niet, dan lees je waarom en blijft alles zoals het was."""
    perform(case, what, words, None, Given(**given))
