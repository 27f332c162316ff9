"""Puts a catalogue together: calls every hook and reads every definition. What fails costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, TypeVar

from baz.definition.names import FieldKind
from baz.definition.problems import in_order
from baz.definition.vocabulary import Vocabulary
from baz.plugins import hookspecs
from baz.plugins.catalogue import Catalogue, Resource
from baz.plugins.definitions import Definitions
from baz.plugins.kinds import EffectKind, FieldType, GuardFunction, HealthCheck, Organisation
from baz.plugins.manager import Plugins

T = TypeVar("T")
YAML = (".yaml", ".yml")


def assemble(plugins: Plugins) -> Catalogue:
    """Everything that these plugins give, as one frozen value. Failures of plugins are kept in it."""
    organisations = _organisations(plugins)
    functions = _named(plugins, hookspecs.baz_guard_functions, GuardFunction, lambda g: g.name)
    effects = _named(plugins, hookspecs.baz_effects, EffectKind, lambda e: e.name)
    types = _named(plugins, hookspecs.baz_field_types, FieldType, lambda t: t.name)
    letters = {(r.plugin, r.name): r for r in _resources(plugins, hookspecs.baz_letters)}
    known = Vocabulary(
        field_types={n: FieldKind(t.kind, t.personal) for n, t in types.items()},
        guard_functions={n: g.signature for n, g in functions.items()},
        effect_kinds=frozenset(effects),
        organisations=frozenset(organisations),
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
        health=_named(plugins, hookspecs.baz_health, HealthCheck, lambda h: h.key),
        failures=tuple(plugins.failures),
        problems=in_order(definitions.problems),
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
        else:
            found[given.plugin] = given.value
    return found


def _items(plugins: Plugins, spec: Callable[[], Sequence[T]], kind: type[Any]) -> Iterator[tuple[str, T]]:
    """(plugin, item) of everything a hook gives; what is of another type costs only itself."""
    for given in plugins.each(spec):
        moment = f"haak {spec.__name__}"
        if isinstance(given.value, str) or not isinstance(given.value, Iterable):
            plugins.failed(
                given.plugin, moment, f"geeft {type(given.value).__name__}, geen lijst van {kind.__name__}"
            )
            continue
        for item in given.value:
            if isinstance(item, kind):
                yield given.plugin, item
            else:
                plugins.failed(given.plugin, moment, f"geeft een {type(item).__name__}, geen {kind.__name__}")


def _named(
    plugins: Plugins, spec: Callable[[], Sequence[T]], kind: type[T], name_of: Callable[[T], str]
) -> dict[str, T]:
    """By name; the first plugin that has a name keeps it, and core comes first."""
    found: dict[str, T] = {}
    owner: dict[str, str] = {}
    for plugin, item in _items(plugins, spec, kind):
        name = name_of(item)
        if name in found:
            plugins.failed(plugin, f"haak {spec.__name__}", f"'{name}' is al van {owner[name]}")
        else:
            found[name], owner[name] = item, plugin
    return found


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
