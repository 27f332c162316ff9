"""The page of the command line agrees with the commands themselves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from baz.cli.reference import MARK, reference
from baz.engine.installation import read_settings

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "command-line.md").read_text(encoding="utf-8")
COMMANDS = dict(re.findall(r"^## `(baz[^`]*)`\n\n```text\n(.*?)\n```$", reference(), re.M | re.S))


def test_the_page_names_no_other_commands() -> None:
    assert set(re.findall(r"^## `(baz[^`]*)`$", PAGE, re.M)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_there_with_its_help(name: str) -> None:
    told = PAGE.split(MARK, 1)[1].split(f"## `{name}`\n\n```text\n", 1)[1].split("\n```", 1)[0]
    assert told == COMMANDS[name], "renew it: python -m baz.cli.reference docs/command-line.md"


def test_the_settings_on_the_page_are_settings(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE, re.S)
    assert block is not None
    (tmp_path / "baz.toml").write_text(block[1], encoding="utf-8")
    settings = read_settings(tmp_path, {})
    table = tomllib.loads(block[1])
    assert settings.organisation == table["organisation"]["key"] == "lus"
    assert settings.me == "An Peeters"
    assert settings.folders == (tmp_path / "mijn-werkwijzen",)
    assert settings.choice.enables("lus")
    assert not settings.choice.enables("magenta")


def test_every_variable_on_the_page_counts(tmp_path: Path) -> None:
    assert {"BAZ_CONFIG", "BAZ_DATABASE_URL", "BAZ_PLUGINS", "BAZ_STRICT"} <= set(
        re.findall(r"BAZ_\w+", PAGE)
    )
    other = tmp_path / "anders.toml"
    other.write_text('[organisation]\nkey = "ekc"\n')
    environ = {
        "BAZ_DATABASE_URL": "x.db",
        "BAZ_PLUGINS": "lus, baz",
        "BAZ_STRICT": "1",
        "BAZ_CONFIG": str(other),
    }
    settings = read_settings(tmp_path, environ)
    assert (settings.database, settings.strict, settings.organisation) == ("x.db", True, "ekc")
    assert settings.choice.only == {"lus", "baz"}
