"""Options and kinds of value that many commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from baz.cli.lazy import DutchCommand
from baz.ground.words import in_words, nearest

F = TypeVar("F", bound=Callable[..., Any])
_BELGIAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


class Day(click.ParamType[date]):
    """A day: 2026-11-18 or 18/11/2026."""

    name = "dag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day.

        Raises:
            click.BadParameter: when the text is none.
        """
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(belgian(value))
        except ValueError:
            self.fail(f"'{value}' is geen dag. Schrijf bijvoorbeeld 2026-11-18 of 18/11/2026.", param, ctx)


class Choice(click.Choice[str]):
    """One of a few words, with the answer for another word in Dutch."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word.

        Raises:
            click.BadParameter: when it is another word.
        """
        if value == "" or value in self.choices:
            return str(value)
        near = nearest(str(value), self.choices)
        hint = f" Bedoel je '{near}'?" if near else ""
        self.fail(f"'{value}' kan hier niet.{hint} Kies uit {in_words(self.choices, 'of')}.", param, ctx)


def belgian(text: str) -> str:
    """`18/11/2026` as `2026-11-18`; anything else stays."""
    m = _BELGIAN.match(text.strip())
    return f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}" if m else text.strip()


DAY = Day()


def form(kinds: Sequence[str] = ("text", "json")) -> Callable[[F], F]:
    """`--format`: as text for people, or as data."""
    shown = in_words(kinds, "of")
    return click.option(
        "--format",
        "form",
        type=Choice(kinds),
        default="text",
        metavar="VORM",
        help=f"Hoe je het wil zien: {shown}. Standaard text.",
    )


organisation = click.option(
    "--organisation",
    "organisation",
    default="",
    metavar="SLEUTEL",
    help="Voor welke organisatie; standaard die van baz.toml, anders baz.",
)


def command(name: str, **extra: Any) -> Callable[[Callable[..., Any]], DutchCommand]:
    """A command with Dutch help."""
    return click.command(name, cls=DutchCommand, **extra)
