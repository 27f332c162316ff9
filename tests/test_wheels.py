"""A wheel holds all that a checkout holds: code, YAML, letters, scenarios, the mark of typed packages."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["core", "workflows", *sorted(f"plugins/{p.name}" for p in (ROOT / "plugins").iterdir())]


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_wheel_is_complete(folder: str, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT / folder, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = next(archive.read(n).decode() for n in archive.namelist() if n.endswith("/METADATA"))
    project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    listed = subprocess.run(
        ["git", "ls-files", "-z", package], cwd=ROOT / folder, check=True, capture_output=True, text=True
    )
    expected = {name for name in listed.stdout.split("\0") if name and not name.endswith(".gitkeep")}
    assert expected <= inside
    assert f"{package}/py.typed" in inside
    assert "Private :: Do Not Upload" in metadata
