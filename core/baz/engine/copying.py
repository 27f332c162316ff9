"""Copying a workflow to a folder of one's own, to change it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from baz.engine.own import LETTERS, WORKFLOWS
from baz.ground.errors import BadInput
from baz.ground.files import put
from baz.plugins.catalogue import OWN, SHARED, Catalogue, Resource

_HEAD = re.compile(r"^(workflow:\s*)\S+", re.M)
_VERSION = re.compile(r"^(version:\s*)\d+", re.M)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was written: the new name, its file, and the templates beside it."""

    name: str
    file: Path
    letters: tuple[Path, ...]


def copy_workflow(catalogue: Catalogue, name: str, folder: Path, new: str = "") -> Copied:
    """Write a workflow into a folder as version 1 of `eigen/<name>`, with the letters that are not shared.

    Comments and layout stay. Nothing is written over.

    Raises:
        NotFound: there is no such workflow.
        BadInput: the file is there already, or the new name is none.
    """
    found = catalogue.workflow(name)
    source = catalogue.sources[found.workflow, found.version]
    short = new or found.workflow.split("/", 1)[1]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", short):
        raise BadInput(
            f"'{short}' kan geen naam zijn.",
            hint="Gebruik kleine letters, cijfers en _; begin met een letter.",
        )
    file = folder / WORKFLOWS / f"{short}.yaml"
    if file.exists():
        raise BadInput(f"{file} bestaat al.", hint="Kies een andere naam met --name.")
    file.parent.mkdir(parents=True, exist_ok=True)
    text = _HEAD.sub(rf"\g<1>{OWN}/{short}", source.text(), count=1)
    put(file, [_VERSION.sub(r"\g<1>1", text, count=1).encode()])
    return Copied(f"{OWN}/{short}", file, tuple(_letters(catalogue, source, folder / LETTERS)))


def _letters(catalogue: Catalogue, source: Resource, folder: Path) -> list[Path]:
    if source.plugin == SHARED:
        return []
    written = []
    for (plugin, name), letter in catalogue.letters.items():
        target = folder / name
        if plugin == source.plugin and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            put(target, [letter.file.read_bytes()])
            written.append(target)
    return written
