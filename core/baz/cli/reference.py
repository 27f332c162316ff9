"""Every help as Markdown: `python -m baz.cli.reference docs/command-line.md` renews that page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from baz.cli.main import main

MARK = "<!-- what follows is made by: python -m baz.cli.reference docs/command-line.md -->"
WIDTH = 80


def commands(group: click.Group, context: click.Context) -> Iterator[tuple[str, str]]:
    """(path, help) of a group and everything in it, in the order of the help."""
    yield context.command_path, group.get_help(context).rstrip()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, context, name, terminal_width=WIDTH, max_content_width=WIDTH)
        if isinstance(command, click.Group):
            yield from commands(command, inner)
        else:
            yield inner.command_path, command.get_help(inner).rstrip()


def reference() -> str:
    """The page from the mark on."""
    top = click.Context(main, info_name="baz", terminal_width=WIDTH, max_content_width=WIDTH)
    parts = [f"## `{path}`\n\n```text\n{text}\n```\n" for path, text in commands(main, top)]
    return f"{MARK}\n\n" + "\n".join(parts)


def renew(page: Path) -> None:
    """Write the page again, leaving what stands before the mark."""
    before = page.read_text(encoding="utf-8").split(MARK, 1)[0]
    page.write_text(before + reference(), encoding="utf-8")


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
