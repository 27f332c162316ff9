"""Plugins: found by entry point, chosen for this installation, and called one by one.

Three things are apart: a plugin is *installed* (its distribution is there), *enabled* for the installation
(`[plugins]` in `baz.toml`, or `BAZ_PLUGINS`) and *visible* to an organisation (`baz.plugins.catalogue`).
Whatever a plugin does wrong costs only itself and is kept as a `Failure`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, ParamSpec, TypeVar, cast

import pluggy

from baz.ground.errors import BadInput, PluginFailed
from baz.ground.words import nearest
from baz.plugins import builtin, hookspecs

P = ParamSpec("P")
T = TypeVar("T")

CORE = "core"
"""The name of what core itself gives, through the same hooks."""
GROUP = "baz"
_ANY_FAILURE = (Exception, SystemExit)
"""A plugin that ends the process while it is imported costs itself too; Ctrl+C stays ours."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in one plugin, and when: at import, in a hook, in a file of it."""

    plugin: str
    moment: str
    error: str

    def __str__(self) -> str:
        return f"plugin {self.plugin}, {self.moment}: {self.error}"


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin that is there, whether it works or not: known without importing it."""

    name: str
    module: str
    distribution: str
    version: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Contribution(Generic[T]):
    """What one plugin gave, with its name."""

    plugin: str
    value: T


@dataclass(frozen=True, slots=True)
class Choice:
    """Which plugins an installation wants: `only` these (None: all), and `off` never."""

    only: frozenset[str] | None = None
    off: frozenset[str] = frozenset()

    @classmethod
    def read(cls, table: Mapping[str, Any], environ: Mapping[str, str]) -> Choice:
        """From the table `[plugins]` of `baz.toml` (`only`, `off`: lists of names) and the environment.

        `BAZ_PLUGINS=buurt,baz` replaces `only`; empty text is nothing said.

        Raises:
            BadInput: the table holds something else.
        """
        if not isinstance(table, Mapping):
            raise BadInput("In baz.toml is [plugins] een tabel.", hint='Schrijf bijvoorbeeld only = ["baz"].')
        for key, value in table.items():
            known = key in ("only", "off")
            if not known or not isinstance(value, list) or not all(isinstance(n, str) for n in value):
                raise BadInput(
                    f"In baz.toml kan {key} onder [plugins] niet gelezen worden.",
                    hint="[plugins] kent only en off, elk met een lijst van namen.",
                )
        named = [n.strip() for n in environ.get("BAZ_PLUGINS", "").split(",") if n.strip()]
        only = named or table.get("only")
        return cls(None if only is None else frozenset(only), frozenset(table.get("off", ())))

    def enables(self, name: str) -> bool:
        """Whether a plugin of this name is wanted."""
        return name not in self.off and (self.only is None or name in self.only)


@dataclass(slots=True)
class Plugins:
    """The plugins of one installation. Make it with `discover`; `failures` grows while hooks are called."""

    installed: tuple[Installed, ...] = ()
    failures: list[Failure] = field(default_factory=list)
    strict: bool = False
    _manager: _Manager = field(default_factory=lambda: _Manager())

    @classmethod
    def discover(
        cls, choice: Choice | None = None, *, strict: bool = False, found: Iterable[EntryPoint] | None = None
    ) -> Plugins:
        """Import every enabled plugin of the entry point group `baz`, in the order of their names.

        Args:
            choice: which ones are enabled; default all.
            strict: raise at the first failure (`BAZ_STRICT=1`: for tests and CI).
            found: entry points to use instead of the installed ones.

        Raises:
            PluginFailed: only when `strict`.
        """
        choice = choice or Choice()
        plugins = cls(strict=strict)
        plugins.register(CORE, builtin)
        seen: dict[str, Installed] = {}
        points = sorted(
            entry_points(group=GROUP) if found is None else found, key=lambda p: (p.name, p.value)
        )
        for point in points:
            if point.name in seen or point.name == CORE:
                taken = seen[point.name].distribution if point.name in seen else "core"
                plugins.failed(
                    point.name, "ontdekken", f"deze naam is al van {taken}; {point.value} telt niet mee"
                )
                continue
            seen[point.name] = _installed(point, enabled=choice.enables(point.name))
            if seen[point.name].enabled:
                plugins._load(point)
        for name in sorted(((choice.only or frozenset()) | choice.off) - seen.keys()):
            near = nearest(name, seen)
            hint = f"; bedoel je {near}?" if near else ""
            plugins.failed(name, "instellingen", f"deze plugin is niet geïnstalleerd{hint}")
        plugins.installed = tuple(seen.values())
        return plugins

    def _load(self, point: EntryPoint) -> None:
        try:
            module = point.load()
        except _ANY_FAILURE as error:
            self.failed(point.name, "laden", error)
        else:
            self.register(point.name, module)

    def register(self, name: str, plugin: ModuleType | object) -> None:
        """Add a plugin by hand: a module or an object with the hooks. A wrong hook costs only that hook."""
        refused: set[str] = set()
        for attribute, problem in _misfits(plugin):
            refused.add(attribute)
            self.failed(name, f"haak {attribute}", problem)
        self._manager.refused = frozenset(refused)
        try:
            self._manager.register(plugin, name)
        except Exception as error:
            self._manager.unregister(name=name)
            self.failed(name, "registreren", error)

    def names(self) -> tuple[str, ...]:
        """The plugins that were imported, core first, then by name."""
        return tuple(name for name, _ in self._manager.list_name_plugin())

    def each(self, spec: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Iterator[Contribution[T]]:
        """Call a hook in every plugin that has it, each apart, in the order of `names`.

        Args:
            spec: the function of `hookspecs`; its arguments follow and are checked by the type checker.

        Raises:
            PluginFailed: only when `strict`.
        """
        given = inspect.signature(spec).bind(*args, **kwargs).arguments
        caller: pluggy.HookCaller = getattr(self._manager.hook, spec.__name__)
        order = {name: i for i, name in enumerate(self.names())}
        for hook in sorted(caller.get_hookimpls(), key=lambda h: order[h.plugin_name]):
            try:
                value = cast(T, hook.function(*(given[name] for name in hook.argnames)))
            except _ANY_FAILURE as error:
                self.failed(hook.plugin_name, f"haak {spec.__name__}", error)
            else:
                yield Contribution(hook.plugin_name, value)

    def failed(self, plugin: str, moment: str, error: BaseException | str) -> None:
        """Keep a failure under the plugin's name.

        Raises:
            PluginFailed: only when `strict`.
        """
        text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        failure = Failure(plugin, moment, text)
        self.failures.append(failure)
        if self.strict:
            cause = error if isinstance(error, BaseException) else None
            raise PluginFailed(str(failure), hint="BAZ_STRICT=1 stopt bij de eerste fout.") from cause


class _Manager(pluggy.PluginManager):
    """pluggy's registry, without the hooks that we refused: it drops a whole plugin for one."""

    def __init__(self) -> None:
        super().__init__(hookspecs.PROJECT)
        self.add_hookspecs(hookspecs)
        self.refused: frozenset[str] = frozenset()

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        return None if name in self.refused else super().parse_hookimpl_opts(plugin, name)


def known_hooks() -> dict[str, Callable[..., Any]]:
    """Every hook by name."""
    return {n: f for n, f in vars(hookspecs).items() if hasattr(f, "baz_spec")}


def _installed(point: EntryPoint, *, enabled: bool) -> Installed:
    # asked once: each look at a name or a version reads the file anew
    told = point.dist.metadata if point.dist else {"Name": "", "Version": ""}
    name, version = told["Name"], told["Version"]
    return Installed(point.name, point.value, name, version, enabled)


def _misfits(plugin: object) -> Iterator[tuple[str, str]]:
    """(attribute, what is wrong) of everything that looks like a hook and is none."""
    known = known_hooks()
    for name, function in vars(plugin).items():
        marked = getattr(function, f"{hookspecs.PROJECT}_impl", None)
        if marked is None:
            if name.startswith("baz_") and inspect.isfunction(function):
                yield name, "@hookimpl ontbreekt" if name in known else _unknown(name)
        elif name not in known:
            yield name, _unknown(name)
        elif marked.get("wrapper") or marked.get("hookwrapper") or marked.get("specname"):
            yield name, "een haak geeft waarden terug: wrapper, hookwrapper en specname bestaan hier niet"
        elif inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
            yield name, "een haak is een gewone functie: geen async en geen yield"
        elif extra := sorted(
            inspect.signature(function).parameters.keys() - inspect.signature(known[name]).parameters
        ):
            yield name, f"onbekend argument {extra[0]}; de haak is {name}{inspect.signature(known[name])}"


def _unknown(name: str) -> str:
    near = nearest(name, known_hooks())
    return f"onbekende haak{f'; bedoel je {near}?' if near else ''}"
