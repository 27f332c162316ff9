"""Plugins that a test writes to disk, found through entry points of their own.

A folder of tests takes the fixture over in its `conftest.py` with `from baz.testing.plugins import *`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

__all__ = ["write_plugin"]

WritePlugin = Callable[..., EntryPoint]

HEAD = """
from __future__ import annotations
from importlib.resources import files
from baz.api import *
"""

ORGANISATION = """
@hookimpl
def baz_organisation():
    return Organisation(key="{name}", name="{name}", hue=1, staff_roles=("medewerker",))

@hookimpl
def baz_workflows():
    return [files("{package}") / "workflows"]
"""


@pytest.fixture
def write_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritePlugin]:
    """`write_plugin("stuk", source, {"workflows/a.yaml": text})` gives an entry point to a package."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write(
        name: str, source: str = "", files: Mapping[str, str] | None = None, *, organisation: bool = True
    ) -> EntryPoint:
        package = f"geschreven_{name}"
        folder = tmp_path / package
        (folder / "workflows").mkdir(parents=True)
        (folder / "__init__.py").touch()
        own = ORGANISATION.format(name=name, package=package) if organisation else ""
        (folder / "plugin.py").write_text(HEAD + own + source)
        for path, text in (files or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        return EntryPoint(name, f"{package}.plugin", "baz")

    yield write
    for module in set(sys.modules) - before:
        if module.startswith("geschreven_"):
            del sys.modules[module]
