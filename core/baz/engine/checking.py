"""Checking definition files: those that somebody names, and those of the installed plugins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from baz.definition.loading import Loaded, load_definition
from baz.definition.names import FieldKind
from baz.definition.overlay import merge
from baz.definition.problems import Problem, in_order
from baz.definition.vocabulary import Vocabulary
from baz.engine.own import LETTERS
from baz.plugins import hookspecs
from baz.plugins.catalogue import SHARED, Catalogue
from baz.plugins.manager import Plugins

_NAME = re.compile(r"^workflow:\s*([^\s#]+)", re.M)


@dataclass(slots=True)
class Checked:
    """What a check found: how many files, their problems in order, and the text of those files."""

    files: int
    problems: tuple[Problem, ...]
    sources: dict[str, str] = field(default_factory=dict)


def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """What an installation knows, for reading one more definition."""
    newest = {w.workflow: w for w in catalogue.workflows()}
    return Vocabulary(
        field_types={n: FieldKind(t.kind, t.personal) for n, t in catalogue.field_types.items()},
        guard_functions={n: g.signature for n, g in catalogue.guard_functions.items()},
        effect_kinds=frozenset(catalogue.effects),
        workflows=newest,
        organisations=frozenset(catalogue.organisations),
        never={key: found.never for key, found in catalogue.organisations.items()},
    )


def file_vocabulary(path: Path, catalogue: Catalogue) -> Vocabulary:
    """What a file of somebody's own may use: everything installed, and the letters beside it.

    Raises:
        OSError: the file cannot be read.
    """
    return replace(vocabulary(catalogue), letters=_letters(path, catalogue))


def check_files(paths: Sequence[Path], catalogue: Catalogue) -> Checked:
    """Check these files against what is installed, and against each other.

    Raises:
        OSError: a file cannot be read.
    """
    known = vocabulary(catalogue)
    names = {found[1] for path in paths if (found := _NAME.search(path.read_text("utf-8-sig", "replace")))}
    known = replace(known, workflows={**dict.fromkeys(names), **known.workflows})
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    for path in paths:
        mine = replace(known, letters=_letters(path, catalogue))
        loaded = load_definition(path, mine)
        if loaded.overlay is not None:
            loaded = _merged(loaded, catalogue, mine)
        problems += [p for p in loaded.problems if p.file == str(path)]
        sources |= loaded.sources
    return Checked(len(paths), in_order(problems), sources)


def check_installed(plugins: Plugins, catalogue: Catalogue) -> Checked:
    """What reading the installed plugins found."""
    sources = {}
    files = {f"{r.plugin}/{r.name}" for r in catalogue.sources.values()} | {
        p.file for p in catalogue.problems
    }
    for given in plugins.each(hookspecs.baz_workflows):
        for folder in given.value:
            for name in sorted(p.file for p in catalogue.problems if p.file.startswith(f"{given.plugin}/")):
                file = folder.joinpath(*name.split("/")[1:])
                if file.is_file():
                    sources[name] = file.read_bytes().decode("utf-8-sig", "replace")
    return Checked(len(files), catalogue.problems, sources)


def folders(plugins: Plugins) -> list[Path]:
    """The folders on disk that the plugins read: definitions and letters."""
    given = [*plugins.each(hookspecs.baz_workflows), *plugins.each(hookspecs.baz_letters)]
    return [folder for some in given for folder in some.value if isinstance(folder, Path)]


def _letters(path: Path, catalogue: Catalogue) -> frozenset[str]:
    """The templates that a file may use: of its own plugin, of BAZ, and those in a folder beside it."""
    found = _NAME.search(path.read_text("utf-8-sig", "replace"))
    home = found[1].split("/", 1)[0] if found else ""
    names = {name for plugin, name in catalogue.letters if plugin in (home, SHARED)}
    for folder in (path.parent / LETTERS, path.parent.parent / LETTERS):
        names |= {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return frozenset(names)


def _merged(loaded: Loaded, catalogue: Catalogue, known: Vocabulary) -> Loaded:
    if loaded.overlay is None:
        return loaded
    name, version = loaded.overlay.base
    versions = [v for n, v in catalogue.sources if n == name]
    if not versions:
        return loaded
    key = (name, version if version in versions else max(versions))
    source = catalogue.sources[key]
    letters = {n for p, n in catalogue.letters if p in (source.plugin, SHARED)} | set(_named(known))
    whole = replace(known, letters=frozenset(letters))
    base = load_definition(source.text(), whole, file=f"{source.plugin}/{source.name}")
    return merge(base, [loaded], whole)


def _named(known: Vocabulary) -> Sequence[str]:
    return () if known.letters is None or callable(known.letters) else tuple(known.letters)
