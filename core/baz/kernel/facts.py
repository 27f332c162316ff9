"""What a decision may look at besides the case itself: one frozen value, gathered before deciding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baz.definition.values import ParameterValue
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import Stamp


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that an organisation gave a parameter, in force from a moment: the begin of its first day, or
    the minute in which it was told, if that is later. What happened earlier on that day keeps its value."""

    name: str
    value: ParameterValue
    frm: Stamp


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper that was seen. `ok` False when it was not in order; `exemption` when it was not needed."""

    kind: str
    seen_on: date | None
    issued_on: date | None = None
    ok: bool = True
    exemption: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Another case, as it stood on the day that is judged."""

    id: str
    plan: Plan
    run: Run


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What guards and guard functions may know of a party: never a name."""

    id: str
    papers: Mapping[str, PaperFacts] = field(default_factory=dict)
    load: int = 0
    others: Mapping[str, tuple[CaseFacts, ...]] = field(default_factory=dict)
    today: date = date.min


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What guard functions may know of the organisation: its own papers (insurance, recognition)."""

    key: str
    papers: Mapping[str, PaperFacts] = field(default_factory=dict)
    today: date = date.min


GuardCall = Callable[..., bool | str]
"""A registered function: True when it holds; False, or the sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything outside the case. `plans` by hash (a case may have moved between versions)."""

    plans: Mapping[str, Plan]
    settings: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    organisation: OrganisationFacts = OrganisationFacts("")
    values: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, GuardCall] = field(default_factory=dict)

    def parameter(self, plan: Plan, name: str, at: Stamp) -> ParameterValue | None:
        """The value in force at a moment: the organisation's own, else the definition's; None if unknown."""
        found: ParameterValue | None = None
        for setting in self.settings.get(name, ()):
            if setting.frm <= at:
                found = setting.value
        if found is not None:
            return found
        declared = plan.workflow.parameters.get(name)
        return declared.value if declared else None


@dataclass(slots=True)
class Look:
    """Where a judgement stands: the plan, the run, the moment, and the party it is about (in `needs`).

    `hidden` are the fields whose value may not be named to who asks, when a refusal says what was looked at.
    """

    plan: Plan
    run: Run
    facts: Facts
    at: Stamp
    party: str = ""
    hidden: frozenset[str] = frozenset()
