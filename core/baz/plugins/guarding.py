"""Functions of plugins that run later, made safe: an exception costs one answer, and is kept with a name.

A condition that raises cannot be known, so the step is refused with that reason; a value that cannot be read
is refused; what cannot be shown is shown as it is; a check that raises says so. An effect is another matter:
it may raise, and is tried again.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args

from baz.definition.guards import UNKNOWN
from baz.ground.errors import PluginFailed
from baz.kernel.facts import GuardCall
from baz.plugins.kinds import FieldType, GuardFunction, HealthCheck
from baz.plugins.manager import CORE, Failure
from baz.plugins.panels import PageKind, Panel, PanelKind, Part, SeenCase, SeenHouse, Text

T = TypeVar("T")
KEPT = 100
"""How many different incidents are remembered."""
_log = logging.getLogger("baz.plugins")


class Incidents:
    """What plugins did wrong since this installation was loaded; the same thing is kept once.

    Of an error stand its kind and its place, never its text: these functions get what people filled in.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._seen: dict[Failure, int] = {}

    def note(self, plugin: str, moment: str, error: Exception | str) -> None:
        """Keep it, and tell the log the first time.

        Raises:
            PluginFailed: only when the installation is strict.
        """
        failure = Failure(plugin, moment, error if isinstance(error, str) else _told(error))
        if self.strict:
            raise PluginFailed(str(failure)) from (error if isinstance(error, Exception) else None)
        if failure not in self._seen:
            _log.warning("%s", failure)
            if len(self._seen) >= KEPT:
                self._seen.pop(next(iter(self._seen)))
        self._seen[failure] = self._seen.get(failure, 0) + 1

    def all(self) -> tuple[tuple[Failure, int], ...]:
        """Each with how often, the oldest first."""
        return tuple(self._seen.items())


def _told(error: Exception) -> str:
    places = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    return f"{type(error).__name__}{where}"


def guard_function(plugin: str, function: GuardFunction, incidents: Incidents) -> GuardFunction:
    """The same function; UNKNOWN when it raises, or answers neither yes, no nor a sentence."""
    moment = f"voorwaarde {function.name}"

    def call(*args: Any) -> Any:
        try:
            answer = function.call(*args)
        except Exception as error:
            incidents.note(plugin, moment, error)
            return UNKNOWN
        if isinstance(answer, bool | str) or answer is UNKNOWN:
            return answer
        incidents.note(plugin, moment, f"geeft een {type(answer).__name__}, geen ja, nee of zin")
        return UNKNOWN

    safe: GuardCall = call
    return function if plugin == CORE else replace(function, call=safe)


def field_type(plugin: str, kind: FieldType, incidents: Incidents) -> FieldType:
    """The same type; a value that its reader chokes on is refused, one that cannot be shown is shown raw."""
    moment = f"veldtype {kind.name}"

    def parse(raw: Any, options: Sequence[str]) -> Any:
        try:
            return kind.parse(raw, options)
        except ValueError:
            raise
        except Exception as error:
            incidents.note(plugin, moment, error)
            raise ValueError(
                f"'{raw}' kan nu niet gelezen worden: het type {kind.name} geeft een fout."
            ) from error

    def show(value: Any) -> str:
        return _safe(
            lambda: kind.show(value), str(value), lambda error: incidents.note(plugin, moment, error)
        )

    return kind if plugin == CORE else replace(kind, parse=parse, show=show)


def health_check(plugin: str, check: HealthCheck, incidents: Incidents) -> HealthCheck:
    """The same check; one that raises says so."""
    moment = f"controle {check.name}"
    broken = [f"Deze controle van plugin {plugin} geeft zelf een fout."]

    def safe() -> Sequence[str]:
        return _safe(check.check, broken, lambda error: incidents.note(plugin, moment, error))

    return check if plugin == CORE else replace(check, check=safe)


def panel(plugin: str, kind: PanelKind, incidents: Incidents) -> PanelKind:
    """The same panels; when they cannot be made, the page goes on without them."""
    moment = f"paneel {kind.name}"

    def draw(case: SeenCase) -> Sequence[Panel]:
        return _safe(lambda: _sound(kind.draw(case)), (), lambda error: incidents.note(plugin, moment, error))

    return replace(kind, draw=draw)


def page(plugin: str, kind: PageKind, incidents: Incidents) -> PageKind:
    """The same page; when it cannot be made, it says so."""
    moment = f"pagina {kind.name}"
    broken = (
        Panel(kind.title, (Text("Deze pagina geeft nu een fout. De rest werkt gewoon.", state="late"),)),
    )

    def draw(house: SeenHouse) -> Sequence[Panel]:
        return _safe(
            lambda: _sound(kind.draw(house)), broken, lambda error: incidents.note(plugin, moment, error)
        )

    return replace(kind, draw=draw)


def _sound(panels: Sequence[Any]) -> Sequence[Panel]:
    """Panels of parts, and nothing else.

    Raises:
        TypeError: something else was given.
    """
    for one in panels:
        if not isinstance(one, Panel) or not all(isinstance(part, get_args(Part)) for part in one.parts):
            raise TypeError("een paneel bestaat uit delen van baz.api")
    return tuple(panels)


def _safe(call: Callable[[], T], otherwise: T, note: Callable[[Exception], None]) -> T:
    try:
        return call()
    except Exception as error:
        note(error)
        return otherwise
