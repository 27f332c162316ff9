"""Reads the definitions of all plugins and merges overlays. A file with errors costs only its workflow."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from baz.definition.loading import Loaded, load_definition
from baz.definition.model import Workflow
from baz.definition.problems import Problem
from baz.definition.vocabulary import Vocabulary
from baz.ground.words import counted
from baz.plugins.catalogue import SHARED, Key, Resource
from baz.plugins.manager import Plugins

_NAME = re.compile(r"^workflow:\s*([^\s#]+)", re.M)


@dataclass(slots=True)
class Definitions:
    """The reader. `sound`, `merged`, `sources` and `problems` are filled by `read`."""

    plugins: Plugins
    known: Vocabulary
    letters: frozenset[tuple[str, str]]
    sound: dict[Key, Workflow] = field(default_factory=dict)
    merged: dict[tuple[str, int, str], Workflow] = field(default_factory=dict)
    sources: dict[Key, Resource] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _loaded: dict[Key, Loaded] = field(default_factory=dict)
    _overlays: dict[tuple[Key, str], list[Loaded]] = field(default_factory=lambda: defaultdict(list))

    def read(self, files: Iterable[Resource]) -> None:
        """Read these files; what they say of each other is checked too.

        Raises:
            PluginFailed: only when the plugins are strict.
        """
        texts = {file: text for file in files if (text := self._text(file)) is not None}
        names = {found[1] for text in texts.values() if (found := _NAME.search(text))}
        self.known = replace(self.known, workflows=dict.fromkeys(names))
        first = {file: self._load(file, text) for file, text in texts.items()}
        whole = {w.workflow: w for loaded in first.values() if loaded and (w := loaded.workflow)}
        self.known = replace(self.known, workflows={**self.known.workflows, **whole})
        for file, loaded in first.items():
            if loaded is None:
                continue
            own = loaded.workflow.workflow if loaded.workflow else ""
            if any(name in texts[file] for name in names - {own}):
                loaded = self._load(file, texts[file]) or loaded
            self._keep(file, loaded)

    def _text(self, file: Resource) -> str | None:
        try:
            return file.file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.plugins.failed(file.plugin, f"bestand {file.name}", error)
            return None

    def _load(self, file: Resource, text: str) -> Loaded | None:
        known = replace(self.known, letters=lambda name: self._has_letter(file.plugin, name))
        try:
            return load_definition(text, known, file=f"{file.plugin}/{file.name}")
        except Exception as error:
            self.plugins.failed(file.plugin, f"bestand {file.name}", error)
            return None

    def _has_letter(self, plugin: str, name: str) -> bool:
        return (plugin, name) in self.letters or (SHARED, name) in self.letters

    def _keep(self, file: Resource, loaded: Loaded) -> None:
        self.problems += loaded.problems
        if loaded.errors:
            found = counted(len(loaded.errors), "fout", "fouten")
            self._failed(file, f"{found}; de eerste: {loaded.errors[0]}")
        elif loaded.overlay is not None:
            self._keep_overlay(file, loaded)
        elif loaded.workflow is not None:
            key = (loaded.workflow.workflow, loaded.workflow.version)
            if loaded.workflow.organisation != file.plugin:
                self._failed(file, f"{key[0]} is niet van {file.plugin}; schrijf een uitbreiding (extends)")
            elif key in self.sources:
                self._failed(file, f"{key[0]} versie {key[1]} staat al in {self.sources[key].name}")
            else:
                self.sound[key], self.sources[key], self._loaded[key] = loaded.workflow, file, loaded

    def _keep_overlay(self, file: Resource, loaded: Loaded) -> None:
        assert loaded.overlay is not None  # noqa: S101  # for the type checker; `_keep` looked
        if loaded.overlay.organisation != file.plugin:
            self._failed(file, f"een uitbreiding is voor de eigen organisatie, dus voor {file.plugin}")
            return
        name, _, version = loaded.overlay.extends.partition("@")
        self._overlays[(name, int(version)), file.plugin].append(loaded)

    def _failed(self, file: Resource, error: str) -> None:
        self.plugins.failed(file.plugin, f"bestand {file.name}", error)
