"""Reads the definitions of all plugins and merges overlays. A file with errors costs only its workflow."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from baz.definition.loading import Loaded, again, load_definition
from baz.definition.model import Workflow
from baz.definition.overlay import merge
from baz.definition.problems import Problem
from baz.definition.vocabulary import Vocabulary
from baz.ground.memory import no_collecting
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

    @no_collecting()
    def read(self, files: Iterable[Resource]) -> None:
        """Read these files; what they say of each other is checked too.

        Raises:
            PluginFailed: only when the plugins are strict.
        """
        whole = list(self._loads({file: text for file in files if (text := self._text(file)) is not None}))
        for file, loaded in whole:
            if loaded.overlay is None:
                self._keep(file, loaded)
        overlays: dict[tuple[Key, str], list[tuple[Resource, Loaded]]] = defaultdict(list)
        for file, loaded in whole:
            if loaded.overlay is not None and (base := self._base(file, loaded)):
                overlays[base, file.plugin].append((file, loaded))
        for (base, organisation), extra in overlays.items():
            self._merge(base, organisation, extra)

    def _text(self, file: Resource) -> str | None:
        try:
            return file.file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self._failed(file, error)
            return None

    def _loads(self, texts: dict[Resource, str]) -> Iterator[tuple[Resource, Loaded]]:
        """Every file, read; those that speak of another workflow are checked again once that is known."""
        names = {found[1] for text in texts.values() if (found := _NAME.search(text))}
        self.known = replace(self.known, workflows=dict.fromkeys(names))
        first = {file: loaded for file, text in texts.items() if (loaded := self._load(file, text))}
        whole = {w.workflow: w for loaded in first.values() if (w := loaded.workflow)}
        self.known = replace(self.known, workflows={**self.known.workflows, **whole})
        for file, loaded in first.items():
            others = names - {loaded.workflow.workflow if loaded.workflow else ""}
            second = self._load(file, loaded) if any(name in texts[file] for name in others) else None
            yield file, second or loaded

    def _load(self, file: Resource, given: str | Loaded) -> Loaded | None:
        known = self._known_to(file.plugin)
        try:
            if isinstance(given, Loaded):
                return again(given, known)
            return load_definition(given, known, file=f"{file.plugin}/{file.name}")
        except Exception as error:
            self._failed(file, error)
            return None

    def _known_to(self, *plugins: str) -> Vocabulary:
        """A letter may use a template of its own plugin, or one of BAZ's; an overlay also its base's."""
        return replace(self.known, letters=frozenset(n for p, n in self.letters if p in (*plugins, SHARED)))

    def _keep(self, file: Resource, loaded: Loaded) -> None:
        self.problems += loaded.problems
        workflow = loaded.workflow
        if workflow is None:
            self._report(file, loaded)
            return
        key = (workflow.workflow, workflow.version)
        if workflow.organisation != file.plugin:
            self._failed(file, f"{key[0]} is niet van {file.plugin}; schrijf een uitbreiding (extends)")
        elif key in self.sources:
            self._failed(file, f"{key[0]} versie {key[1]} staat al in {self.sources[key].name}")
        else:
            self.sound[key], self.sources[key], self._loaded[key] = workflow, file, loaded

    def _base(self, file: Resource, loaded: Loaded) -> Key | None:
        """What it extends: that version, else the newest, for `merge` to say what is wrong with that."""
        self.problems += loaded.problems
        if loaded.overlay is None or loaded.overlay.organisation != file.plugin:
            self._failed(file, f"een uitbreiding is voor de eigen organisatie, dus voor {file.plugin}")
            return None
        name, version = loaded.overlay.base
        known = [v for n, v in self.sound if n == name]
        if not known:
            self._failed(file, f"{name} is er niet, of er staan fouten in")
            return None
        return name, version if version in known else max(known)

    def _merge(self, base: Key, organisation: str, overlays: Iterable[tuple[Resource, Loaded]]) -> None:
        """Each overlay over what is merged so far: one that does not fit costs only itself."""
        whole = self._loaded[base]
        for file, overlay in overlays:
            tried = merge(whole, [overlay], self._known_to(organisation, base[0].split("/")[0]))
            self.problems += tried.problems
            if tried.workflow is None:
                self._report(file, tried)
            else:
                whole = tried
        if whole.workflow is not None and whole is not self._loaded[base]:
            self.merged[(*base, organisation)] = whole.workflow

    def _report(self, file: Resource, loaded: Loaded) -> None:
        if loaded.errors:
            found = counted(len(loaded.errors), "fout", "fouten")
            self._failed(file, f"{found}; de eerste: {loaded.errors[0]}")

    def _failed(self, file: Resource, error: Exception | str) -> None:
        self.plugins.failed(file.plugin, f"bestand {file.name}", error)
