"""A small plugin `proef`, installed for once, and the command line on it: here, or as a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from baz.cli.main import main

HERE = Path(__file__).parent
PLUGIN = """
from importlib.resources import files
from baz.api import Organisation, hookimpl

@hookimpl
def baz_organisation():
    return Organisation(key="proef", name="Proef vzw", hue=1, staff_roles=("begeleider",))

@hookimpl
def baz_workflows():
    return [files("baz_proefplugin") / "workflows"]

@hookimpl
def baz_letters():
    return [files("baz_proefplugin") / "letters"]
"""
METADATA = "Metadata-Version: 2.1\nName: baz-proefplugin\nVersion: 1.2\n"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is on the path: a package with an entry point, as pip would leave it."""
    top = tmp_path_factory.mktemp("site")
    package = top / "baz_proefplugin"
    (package / "workflows").mkdir(parents=True)
    (package / "letters").mkdir()
    (package / "__init__.py").write_text("")
    (package / "plugin.py").write_text(PLUGIN)
    (package / "workflows" / "hulp.yaml").write_text((HERE / "hulp.yaml").read_text("utf-8"), "utf-8")
    (package / "letters" / "welkom.md").write_text("Dag", "utf-8")
    info = top / "baz_proefplugin-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)
    (info / "entry_points.txt").write_text("[baz]\nproef = baz_proefplugin.plugin\n")
    return top


@dataclass
class Baz:
    """The command line in a folder of its own, on the plugin `proef` alone."""

    folder: Path
    site: Path

    def __call__(self, *words: str, code: int = 0) -> Result:
        """Run it in this process; the exit code must be as said."""
        result = CliRunner().invoke(main, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, f"{words}: {result.exit_code}\n{result.output}"
        return result

    def data(self, *words: str, code: int = 0) -> Any:
        """What it gives as JSON: stdout must be that and nothing else."""
        return json.loads(self(*words, "--format", "json", code=code).stdout)

    def refused(self, *words: str, code: int = 2) -> str:
        """What it says on stderr when it does not do it; nothing may come out on stdout."""
        result = self(*words, code=code)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr

    def process(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run it as a process of its own, without a terminal."""
        return subprocess.run(
            self.line(*words),
            cwd=self.folder,
            env=self.environ(**environ),
            capture_output=True,
            text=True,
            check=False,
        )

    def line(self, *words: str) -> list[str]:
        """The command line of a process."""
        return [sys.executable, "-m", "baz.cli.main", *words]

    def environ(self, **more: str) -> dict[str, str]:
        """The environment of a process: the plugin on the path, no other settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BAZ_", "NO_COLOR"))}
        path = os.pathsep.join([str(self.site), *(p for p in sys.path if p)])
        return {**kept, "PYTHONPATH": path, "BAZ_PLUGINS": "proef", **more}

    def open(self, *words: str) -> str:
        """A case about Lena, with An as her companion; gives its number."""
        found = self.data(
            "case", "open", "proef/hulp", "persoon=Lena", "begeleider=An", "gemeente=Gent", *words
        )
        return str(found["case"])


@pytest.fixture
def bare(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Baz:
    """The command line in an empty folder."""
    for name in [n for n in os.environ if n.startswith("BAZ_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("BAZ_PLUGINS", "proef")
    monkeypatch.syspath_prepend(str(installed))
    folder = tmp_path / "werk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Baz(folder, installed)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to be copied by each test: it is told once who works there."""
    return tmp_path_factory.mktemp("bekend")


@pytest.fixture
def baz(bare: Baz, known: Path) -> Baz:
    """The same, working for Proef, which knows An (staff), Lena and Rudy."""
    (bare.folder / "baz.toml").write_text('[organisation]\nkey = "proef"\n')
    if not (known / "baz.db").exists():
        bare("person", "add", "An Peeters", "--staff", "begeleider")
        bare("person", "add", "Lena Maes", "--mail", "lena@voorbeeld.be")
        bare("person", "add", "Rudy Claes")
        shutil.copy(bare.folder / "baz.db", known)
    else:
        shutil.copy(known / "baz.db", bare.folder)
    return bare


Writer = Callable[[str], Path]


@pytest.fixture
def toml(bare: Baz) -> Writer:
    """Writes baz.toml."""

    def write(text: str) -> Path:
        path = bare.folder / "baz.toml"
        path.write_text(text, "utf-8")
        return path

    return write
