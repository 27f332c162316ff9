"""A new plugin for a partner, and a new workflow in a plugin or in a folder of one's own."""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from baz.ground.errors import BadInput, NotFound
from baz.ground.words import title_of
from baz.plugins.catalogue import OWN, SHARED
from baz.plugins.manager import CORE
from baz.scaffold.writing import write

FIRST = "traject"
"""The workflow that a new plugin begins with, unless another name is given."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = (CORE, OWN, SHARED, "demo")


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the plugin or workflow, its folder and its files."""

    name: str
    folder: Path
    files: tuple[Path, ...]


def new_plugin(name: str, folder: Path, *, title: str = "", workflow: str = FIRST, core: str = "0.1") -> Made:
    """Write a plugin with a first workflow, its letter and its story.

    Args:
        name: its key, as in `name/workflow`.
        folder: where it comes.
        title: the name of the organisation; else made of the key.
        workflow: the name of the first workflow.
        core: the version of core that it needs at least.

    Raises:
        BadInput: the name cannot be one, or a file is there already; then nothing was written.
    """
    _check(name)
    _check(workflow, "werkwijze")
    if name in _TAKEN:
        raise BadInput(f"'{name}' is van onszelf.", hint="Kies een andere naam voor je plugin.")
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            f"De map {folder} is niet leeg; er is niets geschreven.", hint="Kies een andere map met --to."
        )
    shown = title or title_of(name)
    if bad := set(shown) & set('"\\\n'):
        raise BadInput(f"Een naam van een organisatie bevat geen {min(bad)!r}.")
    values = {
        "org": name, "dashed": name.replace("_", "-"), "title": shown, "workflow": f"{name}/{workflow}",
        "core": core, "hue": str(crc32(name.encode()) % 360),
    }  # fmt: skip
    files = write("plugin", folder, name, values)
    made = new_workflow(f"{name}/{workflow}", folder / f"baz_{name}", organisation=name)
    return Made(name, folder, (*files, *made.files))


def new_workflow(name: str, folder: Path, *, title: str = "", organisation: str = "") -> Made:
    """Write a workflow with a letter and a story into a folder with `workflows/`, `letters/`, `scenarios/`.

    Args:
        name: `organisation/name`.
        folder: the package of a plugin, or a folder of own definitions.
        title: what people read; else made of the name.
        organisation: whose case the story tells; else the part before the slash.

    Raises:
        BadInput: the name cannot be one, or a file is there already; then nothing was written.
    """
    home, short = parts_of(name)
    values = {
        "workflow": name, "name": short, "quoted": json.dumps(title or title_of(short), ensure_ascii=False),
        "organisation": organisation or home,
    }  # fmt: skip
    return Made(name, folder, write("workflow", folder, short, values))


def parts_of(name: str) -> tuple[str, str]:
    """The organisation and the own name of a workflow.

    Raises:
        BadInput: the name cannot be one.
    """
    home, slash, short = name.partition("/")
    if not slash:
        raise BadInput(f"'{name}' is geen werkwijze.", hint="Schrijf organisatie/naam, zoals buurt/leesclub.")
    _check(home)
    _check(short, "werkwijze")
    return home, short


def _check(name: str, what: str = "plugin") -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise BadInput(
            f"'{name}' kan geen naam van een {what} zijn.",
            hint="Gebruik kleine letters, cijfers en _; begin met een letter.",
        )


def home_of(plugin: str, start: Path) -> Path:
    """The package of a plugin, for writing in it: in this folder, below it, or where it is installed from.

    Raises:
        NotFound: it is nowhere, or only in an installed copy that should not be changed.
    """
    package = f"baz_{plugin}"
    for folder in (start, start / package, start / plugin / package, start / "plugins" / plugin / package):
        if folder.name == package and folder.is_dir():
            return folder
    spec = find_spec(package)
    for place in spec.submodule_search_locations or () if spec else ():
        if "site-packages" not in Path(place).parts:
            return Path(place)
    raise NotFound(
        f"De map van de plugin '{plugin}' is hier niet.",
        hint=f"Zeg waar ze staat met --to, of maak ze met: baz new plugin {plugin}",
    )
