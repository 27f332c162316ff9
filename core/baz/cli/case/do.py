"""`baz case do`."""

from __future__ import annotations

import click

from baz.cli.case.taking import choices, perform, what_help
from baz.cli.options import command
from baz.cli.telling import ANSWER_HELP, CASE_HELP, Hand, consent, hand


@command("do")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("what", metavar="STAP", help=what_help)
@click.argument("words", nargs=-1, metavar="[ANTWOORD]...", help=ANSWER_HELP)
@choices
@consent
@hand
def do(
    case: str,
    what: str,
    words: tuple[str, ...],
    outcome: str,
    choose: str,
    ends: str,
    agreed: tuple[str, ...],
    waive: str,
    behalf: str,
    how: str,
    note: str,
    key: str,
    organisation: str,
    form: str,
) -> None:
    """Zet nu een stap, of doe een taak. Mag het niet, dan lees je waarom en blijft alles zoals het was."""
    by = Hand(behalf, how, note, key)
    perform(case, what, words, "", by, outcome, choose, ends, agreed, waive, organisation, form)
