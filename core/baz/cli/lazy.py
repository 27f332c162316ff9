"""Click in Dutch, and groups that import a command only when it is used.

`baz --help` reads the names and short texts from a table; the modules behind them stay unread.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from baz.cli import errors
from baz.ground.errors import BadInput
from baz.ground.words import nearest

HELP_OPTION = "Toon deze uitleg."


class DutchCommand(click.Command):
    """A command with its help in Dutch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIES]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The same option as click's, with Dutch help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_OPTION
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """`Gebruik: baz ...`."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Gebruik: ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """The text as it is."""
        text = inspect.cleandoc(self.help or "")
        if text:
            formatter.write_paragraph()
            formatter.write_text(text)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What stands behind the command."""
        arguments = [p for p in self.get_params(ctx) if isinstance(p, click.Argument)]
        records = [(re.sub(r"[][]|\.\.\.", "", a.make_metavar(ctx)), a.help) for a in arguments if a.help]
        if records:
            with formatter.section("Wat je meegeeft"):
                formatter.write_dl(records)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and for a group its commands."""
        records = [
            record
            for param in self.get_params(ctx)
            if not isinstance(param, click.Argument) and (record := param.get_help_record(ctx))
        ]
        if records:
            with formatter.section("Opties"):
                formatter.write_dl(
                    [(name, text.replace("[required]", "[verplicht]")) for name, text in records]
                )


class LazyGroup(DutchCommand, click.Group):
    """A group whose commands are named in a table: name -> (module:attribute, short help)."""

    command_class = DutchCommand

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "OPDRACHT ...")
        super().__init__(*args, **kwargs)
        self.table = dict(table or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The names, in the order of the table."""
        return [*self.table, *(name for name in self.commands if name not in self.table)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name in self.table:
            module, _, attribute = self.table[cmd_name][0].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, with a Dutch answer for a name that is not there."""
        command = self.get_command(ctx, args[0])
        if command is None:
            near = nearest(args[0], self.list_commands(ctx))
            hint = f" Bedoel je '{near}'?" if near else ""
            ctx.fail(f"Er is geen opdracht '{args[0]}'.{hint}")
        return args[0], command, args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands with their short texts."""
        super().format_options(ctx, formatter)
        rows = [(name, self._short(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Opdrachten"):
            formatter.write_dl(rows)

    def _short(self, ctx: click.Context, name: str) -> str:
        if name in self.table:
            return self.table[name][1]
        command = self.get_command(ctx, name)
        return command.get_short_help_str(200) if command else ""


class Root(LazyGroup):
    """The outermost group: every error ends here as a sentence and an exit code, never as a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with 0, 1 (something is broken or stopped) or 2 (bad input)."""
        prog_name = prog_name or "baz"
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        if os.environ.get("NO_COLOR"):
            extra.setdefault("color", False)
        sys.exit(errors.run(self._inside(args, prog_name, complete_var, extra)))

    def _inside(
        self,
        args: Sequence[str] | None,
        prog_name: str | None,
        complete_var: str | None,
        extra: dict[str, Any],
    ) -> Callable[[], Any]:
        def run() -> Any:
            if any("\udc80" <= sign <= "\udcff" for word in args or sys.argv[1:] for sign in word):
                raise BadInput("Wat je typte bevat een teken dat geen UTF-8 is.")
            return super(Root, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)

        return run


def group(name: str, table: Mapping[str, tuple[str, str]], text: str) -> LazyGroup:
    """A group of commands without options of its own."""
    return LazyGroup(name, table=table, help=text)
