"""Which workflow is meant: a name of an installed one, or a file."""

from __future__ import annotations

from pathlib import Path

from baz.definition.loading import load_definition
from baz.definition.model import Workflow
from baz.definition.problems import render_all
from baz.engine.checking import file_vocabulary
from baz.engine.installation import Toolbox
from baz.ground.errors import BadDefinition, BadInput, NotFound

NAME_HELP = "Een naam zoals baz/workshop, of een YAML-bestand."


def pick(tools: Toolbox, name: str, organisation: str = "", version: int | None = None) -> Workflow:
    """The workflow.

    Raises:
        NotFound: there is none of this name or version.
        BadDefinition: the file has errors; the message holds all of them.
        BadInput: the file is an overlay.
    """
    if not name.endswith((".yaml", ".yml")):
        home = tools.organisation(organisation) if organisation else tools.settings.organisation
        return tools.catalogue.workflow(_whole(tools, name), home, version)
    path = Path(name)
    loaded = load_definition(path, file_vocabulary(path, tools.catalogue))
    if loaded.overlay is not None:
        raise BadInput(
            f"{name} is een uitbreiding.", hint="Vraag de werkwijze zelf, met --organisation erbij."
        )
    if loaded.workflow is None:
        raise BadDefinition(
            f"{name} heeft fouten.\n\n{render_all(loaded.errors, loaded.sources)}", problems=loaded.problems
        )
    return loaded.workflow


def _whole(tools: Toolbox, name: str) -> str:
    """`workshop` alone is enough when only one plugin has it."""
    if "/" in name:
        return name
    found = sorted({n for n, _ in tools.catalogue.definitions if n.split("/", 1)[1] == name})
    if len(found) > 1:
        raise NotFound(f"Er zijn meer werkwijzen '{name}'.", hint=f"Kies: {', '.join(found)}.")
    return found[0] if found else name
