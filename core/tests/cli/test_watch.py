"""`baz check --watch` says only what changed, and stops with 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from baz.cli import watching
from baz.cli.main import main
from baz.scaffold.making import new_workflow


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = new_workflow("eigen/club", tmp_path / "eigen", organisation="x")
    return next(f for f in made.files if f.parent.name == "workflows")


def watched(monkeypatch: pytest.MonkeyPatch, saves: list[Callable[[], object]]) -> None:
    """Instead of sleeping: one save at each look, then Ctrl-C."""
    todo: Iterator[Callable[[], object]] = iter(saves)

    def sleep(_seconds: float) -> None:
        save = next(todo, None)
        if save is None:
            raise KeyboardInterrupt
        save()

    monkeypatch.setattr(watching.time, "sleep", sleep)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--watch", *words])
    assert not ended.value.code
    return capsys.readouterr().out.splitlines()


def test_a_save_tells_what_is_new_and_what_is_solved(
    club: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = club.read_text(encoding="utf-8")
    bad = good.replace("to: slapend", "to: slapent")
    watched(monkeypatch, [
        lambda: club.write_text(good + "# een woord\n", encoding="utf-8"),
        lambda: club.write_text(bad, encoding="utf-8"),
        lambda: club.write_text("# erboven\n" + bad, encoding="utf-8"),
        lambda: None,
        lambda: club.write_text(good, encoding="utf-8"),
    ])  # fmt: skip
    first, hello, *said, _ = run(capsys, "eigen")
    assert "alles in orde" in first
    assert "Ctrl-C" in hello
    assert "unknown state 'slapent'" in said[0]
    assert said[-3] == "Nog 1 fout."
    assert said[-2].startswith("Opgelost: ")
    assert said[-1] == "Geen fouten."
    assert sum("slapent' [unknown-state]" in line for line in said) == 2, (
        "once when it came, once when it went"
    )


def test_a_file_that_goes_and_comes_does_not_end_it(
    club: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = club.read_text(encoding="utf-8")
    watched(monkeypatch, [club.unlink, lambda: club.write_text(good + "statse:\n", encoding="utf-8")])
    said = run(capsys, str(club))
    assert any("statse" in line for line in said)


def test_it_shows_text_and_nothing_else(club: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--watch", "--format", "json"])
    assert ended.value.code == 2
    assert "--watch toont tekst" in capsys.readouterr().err
