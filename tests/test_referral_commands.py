"""`baz referral`: without anything that waits it says so; what does not exist is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from baz.cli.main import main
from baz.store.schema import migrate


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BAZ_DATABASE_URL", raising=False)
    migrate("baz.db")
    return tmp_path


def test_nothing_waits(folder: Path) -> None:
    found = CliRunner().invoke(main, ["referral", "list"])
    assert found.exit_code == 0
    assert "Er wacht geen doorverwijzing" in found.output


@pytest.mark.parametrize("words", [("accept", "link-x"), ("return", "link-x", "--reason", "vol")])
def test_what_is_not_there_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    found = CliRunner().invoke(main, ["referral", *words])
    assert found.exit_code == 2
    assert "geen doorverwijzing" in found.output
