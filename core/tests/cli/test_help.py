"""The help: in Dutch, complete, and light."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from baz.cli.main import COMMANDS, main

HEAVY = (
    "pydantic",
    "yaml",
    "sqlalchemy",
    "alembic",
    "jinja2",
    "transitions",
    "holidays",
    "pluggy",
    "pytest",
    "tomllib",
)
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show this|OPTIONS|COMMAND|default|required|INTEGER|TEXT|PATH|Positional)\b"
)
FORBIDDEN = ("dossier", "cliënt", "client")


def every(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group, info_name="baz")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every(command, (*path, name))


ALL = dict(every(main))


@pytest.mark.parametrize("words", [(), *ALL], ids=lambda words: " ".join(words) or "baz")
def test_help_is_dutch_and_fits(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Gebruik: baz")
    assert not ENGLISH.search(result.stdout)
    assert not any(word in result.stdout.lower() for word in FORBIDDEN)
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_and_what_it_takes_is_explained(words: tuple[str, ...]) -> None:
    command = ALL[words]
    assert command.help
    for param in command.params:
        assert getattr(param, "help", ""), f"{' '.join(words)}: {param.name}"


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_whatever_prints_data_gives_json_too(words: tuple[str, ...]) -> None:
    # what prints no data, only that it was done
    without = {("workflow", "schema"), ("workflow", "diagram"), ("workflow", "copy"), ("new", "plugin")}
    without |= {("new", "workflow"), ("plugins", "enable"), ("plugins", "disable")}
    # a document itself, a template that is kept or taken away, and what goes on until somebody stops it
    without |= {("letter", "show"), ("letter", "keep"), ("letter", "drop"), ("serve",), ("worker",)}
    has = any("--format" in param.opts for param in ALL[words].params)
    assert has or words in without or isinstance(ALL[words], click.Group)


def test_the_short_texts_of_the_table_are_short() -> None:
    assert all(text.endswith(".") and len(text) <= 66 for _, text in COMMANDS.values())


@pytest.mark.parametrize("words", [[], ["--help"], ["case", "--help"], ["nergens"]], ids=" ".join)
def test_nothing_heavy_is_imported_for_the_help(words: list[str]) -> None:
    code = (
        "import sys\nfrom baz.cli.main import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.__stderr__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stderr.splitlines()[-1].split()) & set(HEAVY)


def test_the_version() -> None:
    assert re.fullmatch(r"baz \d+\.\d+.*\n", CliRunner().invoke(main, ["--version"]).stdout)
