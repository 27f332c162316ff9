"""From what a programme sends to a command of the engine, and back."""

from __future__ import annotations

from typing import Any

from baz.engine.performing import Receipt
from baz.ground.errors import BadInput, Outdated
from baz.kernel.acts import Act, Command, Yes
from baz.kernel.when import When
from baz.web.api import given, shapes
from baz.web.api.caller import Caller, Changed


def command(caller: Caller, key: str, case: str, act: Act, told: given.Telling, seen: int | None) -> Command:
    """The command of a request.

    Raises:
        BadInput: a day that cannot be read, or words that cannot be stored.
    """
    return Command(
        actor=caller.actor,
        act=act,
        key=key,
        case=case,
        organisation=caller.organisation,
        occurred=None if told.occurred is None else moment(told.occurred),
        seen=seen,
        behalf=told.behalf,
        how=told.how,
        note=told.note,
    )


def perform(caller: Caller, wanted: Command) -> shapes.Receipt:
    """Carry out a command.

    Raises:
        BazError: as the engine says. Changed: the case is not what `If-Match` says.
    """
    try:
        return receipt(caller.engine.perform(wanted))
    except Outdated as error:
        if wanted.seen is None:
            raise
        raise Changed(error.message, hint=error.hint) from None


def receipt(found: Receipt) -> shapes.Receipt:
    """What a command did."""
    return shapes.Receipt.model_validate(found)


def moment(text: str) -> When:
    """A day or a moment as a programme writes it.

    Raises:
        BadInput: it is none.
    """
    try:
        return When.parse(text)
    except ValueError as error:
        raise BadInput(
            f"'{text}' is geen datum.", hint="Schrijf 2026-03-09, 2026-03-09T19:30, 2026-03, 2026 of ?."
        ) from error


def yeses(told: list[given.Yes]) -> tuple[Yes, ...]:
    """Who said yes or no."""
    return tuple(Yes(one.party, one.how, one.yes) for one in told)


def plain(value: Any) -> None:
    """Refuse what is nested deeper than any answer is, or holds a sign that no database takes.

    Raises:
        BadInput: it does.
    """
    _look(value, 4)


def _look(value: Any, left: int) -> None:
    if isinstance(value, str) and "\x00" in value:
        raise BadInput("Een antwoord bevat een teken dat niet kan.")
    if isinstance(value, dict | list):
        if not left:
            raise BadInput("Een antwoord zit te diep in elkaar.")
        for item in [*value.keys(), *value.values()] if isinstance(value, dict) else value:
            _look(item, left - 1)
