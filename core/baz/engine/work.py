"""One transaction's worth of work: the connection, the moment, and what was looked up already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from baz.definition.calls import with_missing
from baz.definition.canonical import digest_of, dump, restore
from baz.definition.model import Workflow
from baz.definition.values import parse_value
from baz.ground.errors import Broken
from baz.kernel.facts import Setting
from baz.kernel.plan import Plan, build
from baz.kernel.when import Stamp, stamp, stamp_of
from baz.plugins.catalogue import Catalogue
from baz.store import definitions, settings
from baz.store.codec import moment
from baz.store.ids import Ids
from baz.store.settings import ParameterRow


class Plans:
    """Compiled definitions by hash. A definition is kept with its cases, so it outlives its plugin."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._by_hash: dict[str, Plan] = {}
        self._texts: dict[int, tuple[str, str]] = {}

    def hash_of(self, workflow: Workflow) -> str:
        """The hash of a definition, worked out once."""
        return self._text_of(workflow)[0]

    def _text_of(self, workflow: Workflow) -> tuple[str, str]:
        key = id(workflow)
        if key not in self._texts:
            text = dump(workflow)
            self._texts[key] = digest_of(text), text
        return self._texts[key]

    def newest(self, name: str, organisation: str, *, connection: Connection, now: datetime) -> Plan:
        """The plan that a new case of an organisation runs on; its definition is kept.

        Raises:
            NotFound: when no plugin has such a workflow.
        """
        return self.of(
            self.catalogue.workflow(name, organisation), organisation, connection=connection, now=now
        )

    def of(self, workflow: Workflow, organisation: str, *, connection: Connection, now: datetime) -> Plan:
        """The plan of a definition, which is kept from now on."""
        key, text = self._text_of(workflow)
        definitions.put(
            key,
            workflow.workflow,
            workflow.version,
            organisation,
            text,
            now=now,
            connection=connection,
        )
        return self._built(key, workflow)

    def compiled(self, workflow: Workflow) -> Plan:
        """The plan of a definition, for who only reads: it is not kept."""
        return self._built(self.hash_of(workflow), workflow)

    def load(self, key: str, *, connection: Connection) -> Plan:
        """The plan behind a hash, from memory or as it was kept.

        Raises:
            NotFound: it was never kept.
            Broken: what was kept is not what the hash says.
        """
        if key in self._by_hash:
            return self._by_hash[key]
        body = definitions.body(key, connection=connection)
        if digest_of(body) != key:
            raise Broken(
                f"De bewaarde werkwijze {key[:12]} werd veranderd.", hint="Vergelijk met een reservekopie."
            )
        return self._built(key, restore(body))

    def _built(self, key: str, workflow: Workflow) -> Plan:
        if key not in self._by_hash:
            signatures = {n: f.signature for n, f in self.catalogue.guard_functions.items()}
            self._by_hash[key] = build(workflow, key, with_missing(workflow, signatures))
        return self._by_hash[key]


@dataclass(slots=True)
class Work:
    """What the parts of one transaction share."""

    connection: Connection
    now: datetime
    plans: Plans
    ids: Ids
    known_settings: dict[tuple[str, str], Mapping[str, tuple[Setting, ...]]] = field(default_factory=dict)
    depth: int = 0

    @property
    def at(self) -> Stamp:
        """Now, as the kernel counts."""
        return stamp_of(self.now)

    @property
    def catalogue(self) -> Catalogue:
        """What the plugins gave."""
        return self.plans.catalogue

    def settings(self, organisation: str, workflow: str) -> Mapping[str, tuple[Setting, ...]]:
        """The organisation's own values of a workflow's parameters."""
        key = (organisation, workflow)
        if key not in self.known_settings:
            found: dict[str, tuple[Setting, ...]] = {}
            timeline = settings.parameters_of(organisation, workflow, connection=self.connection)
            for name, rows in timeline.items():
                values = ((parse_value(r.value), in_force_from(r)) for r in rows)
                found[name] = tuple(Setting(name, value, at) for value, at in values if value is not None)
            self.known_settings[key] = found
        return self.known_settings[key]


def in_force_from(row: ParameterRow) -> Stamp:
    """From when a value holds: its first day, but never before the minute in which it was told."""
    return max(stamp(date.fromisoformat(row.from_day)), stamp_of(moment(row.recorded_at)))


def refs_in(value: Any) -> list[str]:
    """The ids of personal values anywhere in what a log line or a run holds."""
    if isinstance(value, dict):
        if isinstance(value.get("ref"), str):
            return [value["ref"]]
        return [ref for item in value.values() for ref in refs_in(item)]
    if isinstance(value, list | tuple):
        return [ref for item in value for ref in refs_in(item)]
    return []
