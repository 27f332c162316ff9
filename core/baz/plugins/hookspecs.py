"""The hooks: what a plugin may give to an installation. `docs/hooks.md` has an example of each.

Every hook is called once while an installation loads, takes nothing and returns values. An exception
costs the plugin that one contribution and is kept with its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable

import pluggy

from baz.plugins.kinds import EffectKind, FieldType, GuardFunction, HealthCheck, Organisation
from baz.plugins.panels import PageKind, PanelKind

PROJECT = "baz"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def baz_organisation() -> Organisation:
    """Who this plugin is of. Its key is the plugin's name."""


@hookspec
def baz_workflows() -> Sequence[Traversable]:
    """Folders with `*.yaml`: definitions and overlays."""


@hookspec
def baz_letters() -> Sequence[Traversable]:
    """Folders with the templates that `letters.x.template` names."""


@hookspec
def baz_scenarios() -> Sequence[Traversable]:
    """Folders with `*.yaml`: stories with dates."""


@hookspec
def baz_guard_functions() -> Sequence[GuardFunction]:
    """Pure functions that a condition may call."""


@hookspec
def baz_effects() -> Sequence[EffectKind]:
    """Kinds usable in `then`."""


@hookspec
def baz_field_types() -> Sequence[FieldType]:
    """Types usable in `fields.x.type`."""


@hookspec
def baz_health() -> Sequence[HealthCheck]:
    """Checks of the installation, for `baz doctor` and the health page."""


@hookspec
def baz_panels() -> Sequence[PanelKind]:
    """Blocks on the page of a case, made of core's own parts."""


@hookspec
def baz_pages() -> Sequence[PageKind]:
    """Pages of its own, made of core's own parts."""
