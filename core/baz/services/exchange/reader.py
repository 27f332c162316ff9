"""What the rows of every list need: who looks, names that were asked once, and words as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from baz.definition.model import Workflow
from baz.engine import membership
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.services.exchange.asking import ME, Ask
from baz.services.exchange.columns import Cell
from baz.store import people

FOUND = 500
"""So many people of one name are looked at; who finds more types another letter."""


class Row(NamedTuple):
    """A line of a list. `key` is the place to go on from; `case` and `party` what it leads to, or ""."""

    key: str
    cells: tuple[Cell, ...]
    case: str = ""
    party: str = ""


@dataclass(slots=True)
class Reader:
    """One look at one list."""

    work: Work
    actor: Actor
    organisation: str
    ask: Ask
    names: dict[str, str] = field(default_factory=dict)

    def learn(self, parties: Iterable[str | None]) -> None:
        """Look up the names of these parties, all at once."""
        wanted = sorted({p for p in parties if p and p not in self.names})
        found = people.of_parties(wanted, connection=self.work.connection)
        self.names.update({p: found.get(p, {}).get("name", "") for p in wanted})

    def name(self, party: str | None) -> str:
        """A name that was learned; "" for nobody, or for somebody who was erased."""
        return self.names.get(party or "", "")

    def plan(self, definition: str) -> Plan:
        """The definition that a row runs on."""
        return self.work.plans.load(definition, connection=self.work.connection)

    def workflows(self) -> tuple[Workflow, ...]:
        """The workflows that this organisation sees."""
        chosen = membership.chosen(self.work, self.organisation)
        return self.work.catalogue.workflows(self.organisation, chosen)

    def workflow(self) -> Workflow | None:
        """The one workflow that is asked, if one is.

        Raises:
            NotFound: there is none of this name.
        """
        name = self.ask.value("werkwijze")
        return self.work.catalogue.workflow(name, self.organisation) if name else None

    def party(self, name: str) -> str:
        """The party of a filter; `ik` is who looks."""
        value = self.ask.value(name)
        return self.actor.party if value == ME else value

    def span(self, frm: str, to: str) -> tuple[str, str]:
        """From a day to a day, each empty when nothing is said."""
        return self.ask.value(frm), self.ask.value(to)

    def searched(self) -> tuple[str, ...] | None:
        """The people whose names hold the words that are searched; None when nothing is."""
        words = self.ask.value("zoek")
        if not words:
            return None
        found = people.search(self.organisation, words, connection=self.work.connection, limit=FOUND)
        return tuple(key for key, _ in found)


def states_of(workflow: Workflow, text: str) -> tuple[str, ...]:
    """The states that a word means: a name, a phase, or a title.

    Raises:
        BadInput: none.
    """
    if text in workflow.states:
        return (text,)
    if text in workflow.phases:
        return tuple(workflow.phases[text])
    found = tuple(n for n, s in workflow.states.items() if s.title.casefold() == text.casefold())
    if found:
        return found
    near = nearest(text, [*workflow.states, *(s.title for s in workflow.states.values())])
    hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(workflow.states, 'of')}."
    raise BadInput(f"{workflow.title} heeft geen toestand '{text}'.", hint=hint)


def day(text: str | None, precision: str = "day") -> Cell:
    """A stored day as a cell: a month or a year stays text when no more is known."""
    if not text:
        return None
    if precision == "unknown":
        return "?"
    if precision in ("month", "year"):
        return text[:7] if precision == "month" else text[:4]
    return date.fromisoformat(text[:10])


def minute(value: int | None) -> str | None:
    """A minute of the day as `19:30`."""
    return None if value is None else f"{value // 60:02}:{value % 60:02}"


def joined(names: Iterable[str]) -> str:
    """Several names in one cell, each once."""
    return "; ".join(dict.fromkeys(n for n in names if n))
