"""All that an installation knows, as one frozen value. `baz.plugins.assembly` puts it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from baz.definition.model import Workflow
from baz.definition.problems import Problem
from baz.ground.errors import NotFound
from baz.ground.words import nearest
from baz.plugins.guarding import Incidents
from baz.plugins.kinds import EffectKind, FieldType, GuardFunction, HealthCheck, Organisation
from baz.plugins.manager import Failure, Installed
from baz.plugins.panels import PageKind, PanelKind

SHARED = "baz"
"""The plugin that every organisation sees unless it says otherwise."""

OWN = "eigen"
"""The name that a developer's own folders have as a plugin; whoever works in that installation sees them."""

Key = tuple[str, int]
"""A workflow's name and version."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a plugin. `name` is its path inside the folder that the plugin gave."""

    plugin: str
    name: str
    file: Traversable

    def text(self) -> str:
        """What is in it."""
        return self.file.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the enabled plugins gave, and what went wrong on the way.

    `definitions` has every sound workflow as its plugin wrote it, `merged` what an organisation's overlays
    make of it, `sources` its file. A definition with errors is in none of them; `problems` says why.
    `failures` happened while it was put together; `incidents` is filled by what goes wrong later.
    """

    installed: tuple[Installed, ...] = ()
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    definitions: Mapping[Key, Workflow] = field(default_factory=dict)
    merged: Mapping[tuple[str, int, str], Workflow] = field(default_factory=dict)
    sources: Mapping[Key, Resource] = field(default_factory=dict)
    guard_functions: Mapping[str, GuardFunction] = field(default_factory=dict)
    effects: Mapping[str, EffectKind] = field(default_factory=dict)
    field_types: Mapping[str, FieldType] = field(default_factory=dict)
    letters: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    scenarios: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    health: Mapping[str, HealthCheck] = field(default_factory=dict)
    panels: Mapping[tuple[str, str], PanelKind] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], PageKind] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    problems: tuple[Problem, ...] = ()
    incidents: Incidents = field(default_factory=Incidents)

    def workflow(self, name: str, organisation: str = "", version: int | None = None) -> Workflow:
        """A workflow as an organisation has it, overlays merged in; the newest version unless one is named.

        Raises:
            NotFound: there is none of this name and version, or it has errors.
        """
        versions = [v for n, v in self.definitions if n == name]
        if version is None:
            version = max(versions, default=0)
        if version not in versions:
            raise self._missing(name, versions)
        own = self.merged.get((name, version, organisation))
        return own or self.definitions[name, version]

    def _missing(self, name: str, versions: list[int]) -> NotFound:
        if versions:
            known = ", ".join(str(v) for v in sorted(versions))
            return NotFound(f"De werkwijze {name} heeft die versie niet.", hint=f"Versies: {known}.")
        near = nearest(name, (n for n, _ in self.definitions))
        hint = f"Bedoel je {near}?" if near else "`baz workflow list` toont wat er is."
        return NotFound(f"De werkwijze {name} bestaat niet, of er staan fouten in.", hint=hint)

    def visible_to(self, organisation: str, chosen: Mapping[str, bool] | None = None) -> frozenset[str]:
        """The plugins that an organisation sees: its own and BAZ's, those that it runs, and what it chose.

        Args:
            organisation: its key.
            chosen: plugin to yes or no, as the organisation set it; a no never takes its own plugin away.
        """
        chosen = chosen or {}
        known = self.organisations.get(organisation)
        wanted = {SHARED, OWN, *(known.runs if known else ())} | {name for name, yes in chosen.items() if yes}
        return frozenset((wanted - {name for name, yes in chosen.items() if not yes}) | {organisation})

    def workflows(
        self, organisation: str = "", chosen: Mapping[str, bool] | None = None
    ) -> tuple[Workflow, ...]:
        """The newest version of every workflow that an organisation sees, by name; all without one."""
        seen = self.visible_to(organisation, chosen) if organisation else None
        names = sorted({n for n, _ in self.definitions})
        return tuple(
            self.workflow(n, organisation) for n in names if seen is None or n.split("/", 1)[0] in seen
        )

    def letter(self, workflow: Workflow, template: str, organisation: str = "") -> Resource:
        """The template of a letter as an organisation has it.

        Its own words come first: `letters/PLUGIN/x.md` of the organisation stands for `letters/x.md` of the
        workflow's plugin. Then that of the workflow's plugin, BAZ's, and that of a letter which the
        organisation's overlay adds.

        Raises:
            NotFound: none of them has it.
        """
        home = workflow.organisation
        places = [(home, template), (SHARED, template)]
        if organisation not in ("", home):
            places = [(organisation, f"{home}/{template}"), *places, (organisation, template)]
        for place in places:
            if found := self.letters.get(place):
                return found
        near = nearest(template, (n for p, n in self.letters if p in (home, SHARED, organisation)))
        raise NotFound(f"Er is geen sjabloon {template}.", hint=f"Bedoel je {near}?" if near else "")
