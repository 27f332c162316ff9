"""What `baz new` writes is sound at once: it installs, passes check and suite; nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from baz.ground.errors import BadInput, NotFound
from baz.scaffold.making import home_of, new_plugin, new_workflow
from baz.scaffold.writing import templates


@dataclass
class Desk:
    """A folder, and a place of its own to install in."""

    folder: Path
    site: Path

    def run(self, *words: str, code: int = 0) -> str:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("BAZ_", "PYTEST"))}
        environ["PYTHONPATH"] = str(self.site)
        environ["NO_COLOR"] = "1"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{words}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def baz(self, *words: str, code: int = 0) -> str:
        return self.run("baz.cli.main", *words, code=code)

    def install(self, folder: str) -> None:
        self.run("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--upgrade",
                 "--target", str(self.site), f"./{folder}")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Where a new plugin was made and installed."""
    folder = tmp_path_factory.mktemp("werk")
    desk = Desk(folder, folder / "site")
    said = desk.baz("new", "plugin", "buurtkring", "--title", "De Buurtkring")
    assert "Klaar: plugin buurtkring" in said
    assert "baz new workflow buurtkring/" in (desk.folder / "buurtkring/README.md").read_text(
        encoding="utf-8"
    )
    desk.baz("new", "workflow", "buurtkring/leesclub", "--title", "Leesclub: samen lezen")
    desk.install("buurtkring")
    return desk


def test_a_new_plugin_installs_and_passes_the_check_and_the_suite(desk: Desk) -> None:
    (desk.folder / "baz.toml").write_text('[plugins]\nonly = ["buurtkring"]\n', encoding="utf-8")
    assert "alles in orde" in desk.baz("check")
    passed = desk.run("pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "buurtkring/tests")
    assert " passed" in passed
    assert "skipped" not in passed
    assert "buurtkring/leesclub" in desk.baz("workflow", "list")


def test_a_workflow_in_a_folder_of_ones_own(desk: Desk, tmp_path: Path) -> None:
    desk = Desk(tmp_path, desk.site)
    (desk.folder / "baz.toml").write_text(
        '[organisation]\nkey = "buurtkring"\n\n[definitions]\nfolders = ["eigen"]\n', encoding="utf-8"
    )
    (desk.folder / "eigen").mkdir()
    desk.baz("new", "workflow", "eigen/wandelclub")
    assert "1 bestand nagekeken: alles in orde" in desk.baz("check", "eigen")
    assert "alles liep zoals het verhaal zegt" in desk.baz("play", "eigen/scenarios/wandelclub.yaml")
    assert "bestaat al; er is niets geschreven" in desk.baz("new", "workflow", "eigen/wandelclub", code=2)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_plugin("buurtkring", tmp_path / "buurtkring")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(BadInput, match="niet leeg"):
        new_plugin("buurtkring", tmp_path / "buurtkring", title="Anders")
    package = tmp_path / "buurtkring" / "baz_buurtkring"
    (package / "scenarios" / "leesclub.yaml").write_text("van mij", encoding="utf-8")
    with pytest.raises(BadInput, match="bestaat al"):
        new_workflow("buurtkring/leesclub", package)
    assert not (package / "workflows" / "leesclub.yaml").exists(), "all files, or none"
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize(
    "name", ["Buurt", "2kring", "buurt-kring", "class", "baz", "eigen", "core", "", "a/b"]
)
def test_a_name_that_cannot_be_one(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        new_plugin(name, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["leesclub", "lus/Lees club", "/leesclub", "lus/", "lus/if"])
def test_a_workflow_needs_an_organisation_and_a_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        new_workflow(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_plugin_is_found_or_asked_for(tmp_path: Path) -> None:
    new_plugin("buurtkring", tmp_path / "plugins" / "buurtkring")
    package = tmp_path / "plugins" / "buurtkring" / "baz_buurtkring"
    for start in (tmp_path, package.parent, package):
        assert home_of("buurtkring", start) == package
    with pytest.raises(NotFound) as refused:
        home_of("nergens", tmp_path)
    assert "baz new plugin nergens" in refused.value.hint


def test_the_templates_are_files_of_the_package() -> None:
    assert {path for path, _ in templates("workflow")} == {
        "letters/NAME_welkom.md", "scenarios/NAME.yaml", "workflows/NAME.yaml",
    }  # fmt: skip
    assert "baz_NAME/py.typed" in {path for path, _ in templates("plugin")}
