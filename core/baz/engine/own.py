"""A developer's own definitions: folders that count as one more plugin, `eigen`, without any Python.

A folder has the layout of a plugin: `workflows/`, `letters/`, `scenarios/`. A folder without `workflows/`
holds the definitions itself. Moving such a folder into a package is all it takes to make it a plugin.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from baz.ground.errors import SetupError
from baz.plugins.catalogue import OWN
from baz.plugins.hookspecs import hookimpl
from baz.plugins.manager import Installed, Plugins

WORKFLOWS, LETTERS, SCENARIOS = "workflows", "letters", "scenarios"


class OwnDefinitions:
    """The folders, with the hooks of a plugin."""

    def __init__(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise SetupError(
                    f"De map {folder} met eigen werkwijzen is er niet.",
                    hint="Maak de map, of pas [definitions] in baz.toml aan.",
                )
        self.folders = tuple(folders)

    def join(self, plugins: Plugins) -> None:
        """Stand among the plugins."""
        plugins.register(OWN, self)
        where = ", ".join(str(folder) for folder in self.folders)
        plugins.installed = (*plugins.installed, Installed(OWN, where, "", "", True))

    @hookimpl
    def baz_workflows(self) -> Sequence[Traversable]:
        """The definitions."""
        return [f / WORKFLOWS if (f / WORKFLOWS).is_dir() else f for f in self.folders]

    @hookimpl
    def baz_letters(self) -> Sequence[Traversable]:
        """Templates of letters."""
        return self._parts(LETTERS)

    @hookimpl
    def baz_scenarios(self) -> Sequence[Traversable]:
        """Stories with dates."""
        return self._parts(SCENARIOS)

    def _parts(self, name: str) -> list[Traversable]:
        return [f / name for f in self.folders if (f / name).is_dir()]
