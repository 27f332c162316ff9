"""The names that a definition declares, and whether they can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from baz.definition.problems import Problem
from baz.definition.reading.walk import Path
from baz.definition.source import Node
from baz.definition.values import ParameterValue, parse_value

BUILT_IN_STATES: Final = ("any", "pause")
_SHARED: Final = (
    "fields, roles and meetings share one name space; so do states, phases and regions, and all transitions"
)
_RESERVED_FIELDS: Final = ("outcome", "month")
Table = dict[str, Node]


class Names:
    """Declared names by kind, each with the node of its key. A section that cannot be read is None."""

    def __init__(self, root: Node, tainted: set[Path]) -> None:
        self.root = root
        self.tainted = tainted
        self.roles = self.section("roles")
        self.fields = self.section("fields")
        self.meetings = self.section("meetings")
        self.outcomes = self.section("outcomes")
        self.parameters = self.section("parameters")
        self.letters = self.section("letters")
        self.indicators = self.section("indicators")
        self.regions = self.section("regions")

    def section(self, *path: str) -> Table | None:
        """The names under a path, or None when what stands there is no mapping."""
        if path in self.tainted:
            return None
        node = self.root
        for step in path:
            if step not in node.entries:
                return {}
            node = node.entries[step]
        return node.keys if node.kind == "map" else None

    def states(self, region: str = "") -> Table | None:
        """The states of the main machine or of a region."""
        return self.section("regions", region, "states") if region else self.section("states")

    def phases(self, region: str = "") -> Table | None:
        """The phases of the main machine or of a region."""
        return self.section("regions", region, "phases") if region else self.section("phases")

    def steps(self) -> Table | None:
        """All transitions, those of regions too."""
        found: Table = {}
        for region in ["", *(self.regions or {})]:
            table = self.section("regions", region, "transitions") if region else self.section("transitions")
            if table is None:
                return None
            found.update(table)
        return found

    def text(self, *path: str) -> str | None:
        """The text of a value, or None when it is absent, wrong or no text."""
        node = self.root
        for step in path:
            if step not in node.entries:
                return None
            node = node.entries[step]
        if path in self.tainted or node.kind != "scalar" or node.value is None:
            return None
        return node.value if isinstance(node.value, str) else str(node.value).lower()

    def parameter(self, name: str) -> ParameterValue | None:
        """The value of a parameter, or None when it has none that can be read."""
        text = self.text("parameters", name, "value")
        return None if text is None else parse_value(text)

    def field_type(self, name: str) -> str | None:
        """The type of a field, or None when it is not known."""
        return self.text("fields", name, "type")

    def outcomes_of(self, state: str) -> list[str] | None:
        """The outcomes that a state of the main machine may end with; None when that cannot be read."""
        states = self.root.entries.get("states")
        node = states.entries.get(state) if states else None
        if node is None or ("states", state, "final") in self.tainted or ("states", state) in self.tainted:
            return None
        final = node.entries.get("final")
        return [str(s.value) for s in final.scalars()] if final else []

    def problems(self) -> Iterator[Problem]:
        """Names that are taken twice, or that mean something already."""
        yield from _clashes(("role", self.roles), ("field", self.fields), ("meeting", self.meetings))
        yield from _clashes(("state", self.states()), ("phase", self.phases()), ("region", self.regions))
        yield from _reserved("state or phase", BUILT_IN_STATES, self.states(), self.phases(), self.regions)
        yield from _reserved("field", _RESERVED_FIELDS, self.fields)
        machines = [("", self.section("transitions"))]
        for region in self.regions or {}:
            yield from _clashes(("state", self.states(region)), ("phase", self.phases(region)))
            yield from _reserved("state or phase", BUILT_IN_STATES, self.states(region), self.phases(region))
            machines.append((region, self.section("regions", region, "transitions")))
        yield from _clashes(
            *((f"transition of {region}" if region else "transition", t) for region, t in machines)
        )


def _clashes(*tables: tuple[str, Table | None]) -> Iterator[Problem]:
    taken: dict[str, tuple[str, Node]] = {}
    for kind, table in tables:
        for name, node in (table or {}).items():
            if name not in taken:
                taken[name] = (kind, node)
                continue
            other, first = taken[name]
            message = f"'{name}' is a {kind} here and a {other} on line {first.line}"
            yield node.problem("name-clash", message, _SHARED)


def _reserved(kind: str, reserved: tuple[str, ...], *tables: Table | None) -> Iterator[Problem]:
    for table in tables:
        for name in reserved:
            if table and name in table:
                yield table[name].problem(
                    "reserved-name", f"'{name}' is built in, so no {kind} can be called so"
                )
