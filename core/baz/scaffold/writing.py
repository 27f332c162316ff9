"""Writing files from templates: all of them, or none. Nothing is ever written over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from baz.ground.errors import BadInput
from baz.ground.files import put

SUFFIX = ".tmpl"
"""Templates have it so that nobody takes them for code or pages of this house; it falls off."""
NAME = "NAME"
"""In the path of a template, the name that the caller chose."""


def write(kind: str, folder: Path, name: str, values: Mapping[str, str]) -> tuple[Path, ...]:
    """Write all templates of a kind (`plugin`, `workflow`) into a folder.

    Args:
        kind: the folder of templates.
        folder: where they come; made when it is not there.
        name: what stands for NAME in their paths.
        values: what stands for `$x` in their text.

    Raises:
        BadInput: one of the files is there already; then nothing was written.
        OSError: one of them cannot be written; then none stays.
    """
    texts = {
        folder / path.replace(NAME, name): Template(text).substitute(values) for path, text in templates(kind)
    }
    if taken := [path for path in texts if path.exists()]:
        raise BadInput(
            f"{taken[0]} bestaat al; er is niets geschreven.", hint="Kies een andere naam, of een andere map."
        )
    written: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            put(path, [text.encode()])
            written.append(path)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(texts)


def templates(kind: str) -> Iterator[tuple[str, str]]:
    """(path without the suffix, text) of every template of a kind, in order."""
    yield from sorted(_inside(files("baz.scaffold").joinpath("templates", kind), ""))


def _inside(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _inside(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIX):
            yield f"{prefix}{entry.name.removesuffix(SUFFIX)}", entry.read_text(encoding="utf-8")
