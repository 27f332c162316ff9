"""Puts a catalogue together: calls every hook and reads every definition. What fails costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, Protocol, TypeVar

from baz.definition.names import FieldKind
from baz.definition.problems import in_order
from baz.definition.vocabulary import Vocabulary
from baz.ground import colours
from baz.plugins import guarding, hookspecs
from baz.plugins.catalogue import Catalogue, Resource
from baz.plugins.definitions import Definitions
from baz.plugins.guarding import Incidents
from baz.plugins.kinds import EffectKind, FieldType, GuardFunction, HealthCheck, Organisation
from baz.plugins.manager import Plugins
from baz.plugins.panels import PageKind, PanelKind

T = TypeVar("T")
YAML = (".yaml", ".yml")


def assemble(plugins: Plugins) -> Catalogue:
    """Everything that these plugins give, as one frozen value. Failures of plugins are kept in it."""
    organisations = _organisations(plugins)
    incidents = Incidents(strict=plugins.strict)
    functions = _safe(
        plugins, hookspecs.baz_guard_functions, GuardFunction, guarding.guard_function, incidents
    )
    types = _safe(plugins, hookspecs.baz_field_types, FieldType, guarding.field_type, incidents)
    health = _safe(plugins, hookspecs.baz_health, HealthCheck, guarding.health_check, incidents)
    effects = {
        name: effect for name, (_, effect) in _named(plugins, hookspecs.baz_effects, EffectKind).items()
    }
    letters = {(r.plugin, r.name): r for r in _resources(plugins, hookspecs.baz_letters)}
    known = Vocabulary(
        field_types={n: FieldKind(t.kind, t.personal) for n, t in types.items()},
        guard_functions={n: g.signature for n, g in functions.items()},
        effect_kinds=frozenset(effects),
        organisations=frozenset(organisations),
        never={key: found.never for key, found in organisations.items()},
    )
    files = list(_resources(plugins, hookspecs.baz_workflows, YAML))
    definitions = Definitions(plugins, known, frozenset(letters))
    definitions.read(files)
    return Catalogue(
        installed=plugins.installed,
        organisations=organisations,
        definitions=definitions.sound,
        merged=definitions.merged,
        sources=definitions.sources,
        guard_functions=functions,
        effects=effects,
        field_types=types,
        letters=letters,
        scenarios={(r.plugin, r.name): r for r in _resources(plugins, hookspecs.baz_scenarios, YAML)},
        health=health,
        panels=_own(plugins, hookspecs.baz_panels, PanelKind, guarding.panel, incidents),
        pages=_own(plugins, hookspecs.baz_pages, PageKind, guarding.page, incidents),
        failures=tuple(plugins.failures),
        problems=in_order(definitions.problems),
        incidents=incidents,
    )


def _organisations(plugins: Plugins) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for given in plugins.each(hookspecs.baz_organisation):
        moment = "haak baz_organisation"
        if not isinstance(given.value, Organisation):
            plugins.failed(given.plugin, moment, f"geeft {type(given.value).__name__}, geen Organisation")
        elif given.value.key != given.plugin:
            plugins.failed(
                given.plugin, moment, f"de sleutel is {given.value.key}, maar de plugin heet {given.plugin}"
            )
        elif wrong := next(colours.problems(given.value.hue), ""):
            plugins.failed(given.plugin, moment, wrong)
        else:
            found[given.plugin] = given.value
    return found


def _items(plugins: Plugins, spec: Callable[[], Sequence[T]], kind: type[Any]) -> Iterator[tuple[str, T]]:
    """(plugin, item) of everything a hook gives; what is of another type costs only itself."""
    for given in plugins.each(spec):
        moment = f"haak {spec.__name__}"
        if not isinstance(given.value, list | tuple):
            got = type(given.value).__name__
            plugins.failed(given.plugin, moment, f"geeft {got}, geen lijst van {kind.__name__}")
            continue
        for item in given.value:
            if isinstance(item, kind):
                yield given.plugin, item
            else:
                plugins.failed(given.plugin, moment, f"geeft een {type(item).__name__}, geen {kind.__name__}")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _named(plugins: Plugins, spec: Callable[[], Sequence[N]], kind: type[N]) -> dict[str, tuple[str, N]]:
    """Name -> (plugin, item); the first plugin that has a name keeps it, and core comes first."""
    found: dict[str, tuple[str, N]] = {}
    for plugin, item in _items(plugins, spec, kind):
        if item.name in found:
            moment = f"haak {spec.__name__}"
            plugins.failed(plugin, moment, f"'{item.name}' is al van {found[item.name][0]}")
        else:
            found[item.name] = (plugin, item)
    return found


def _own(
    plugins: Plugins,
    spec: Callable[[], Sequence[N]],
    kind: type[N],
    guard: Callable[[str, N, Incidents], N],
    incidents: Incidents,
) -> dict[tuple[str, str], N]:
    """By plugin and name: two plugins may use the same one."""
    found: dict[tuple[str, str], N] = {}
    for plugin, item in _items(plugins, spec, kind):
        if (plugin, item.name) in found:
            plugins.failed(plugin, f"haak {spec.__name__}", f"'{item.name}' is er twee keer")
        else:
            found[plugin, item.name] = guard(plugin, item, incidents)
    return found


def _safe(
    plugins: Plugins,
    spec: Callable[[], Sequence[N]],
    kind: type[N],
    guard: Callable[[str, N, Incidents], N],
    incidents: Incidents,
) -> dict[str, N]:
    """By name, each made safe for the time that it runs."""
    return {
        name: guard(plugin, item, incidents) for name, (plugin, item) in _named(plugins, spec, kind).items()
    }


def _resources(
    plugins: Plugins, spec: Callable[[], Sequence[Traversable]], endings: tuple[str, ...] = ()
) -> Iterator[Resource]:
    for plugin, folder in _items(plugins, spec, Traversable):
        try:
            found = sorted(_files(folder, ""))
        except OSError as error:
            plugins.failed(plugin, f"haak {spec.__name__}", error)
            continue
        for name in found:
            if not PurePosixPath(name).name.startswith(".") and (not endings or name.endswith(endings)):
                yield Resource(plugin, name, folder.joinpath(*name.split("/")))


def _files(folder: Traversable, prefix: str) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}"
