"""The parameters of an organisation's workflows: the value now, where it comes from, and what it decides."""

from __future__ import annotations

from dataclasses import dataclass

from baz.definition.model import Workflow
from baz.definition.sentences import value_text
from baz.definition.uses import uses
from baz.definition.values import parse_value
from baz.engine import membership, online
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.words import spoken
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import settings


@dataclass(frozen=True, slots=True)
class Later:
    """A value that begins on a day (ISO) still to come."""

    value: str
    frm: str


@dataclass(frozen=True, slots=True)
class Tunable:
    """One parameter. `standard` is what the definition says, with its `source`; `own` what the organisation
    chose ("" for nothing) since `own_from`; all as people read it. `written` is the value now as one writes
    it. `decides`: titles of what depends on it."""

    workflow: str
    workflow_title: str
    name: str
    title: str
    standard: str
    source: str
    own: str
    own_from: str
    later: tuple[Later, ...]
    written: str
    decides: tuple[str, ...]


def listing(work: Work, who: Actor, organisation: str) -> list[Tunable]:
    """Every parameter of every workflow that an organisation can begin.

    Raises:
        Forbidden: the actor may not set parameters there.
    """
    require(work.catalogue, who, organisation, Right.SET_PARAMETERS)
    chosen = membership.chosen(work, organisation)
    return [t for w in work.catalogue.workflows(organisation, chosen) for t in _of(work, organisation, w)]


def _of(work: Work, organisation: str, workflow: Workflow) -> list[Tunable]:
    lines = settings.parameters_of(organisation, workflow.workflow, connection=work.connection)
    today, decided = day_of(work.at).isoformat(), uses(workflow)
    found = []
    for name, parameter in online.parameters(workflow).items():
        own = [line for line in lines.get(name, []) if line.from_day <= today]
        later = tuple(
            Later(_shown(line.value), line.from_day) for line in lines.get(name, []) if line.from_day > today
        )
        standard = parameter.text or str(parameter.value)
        found.append(
            Tunable(
                workflow.workflow, workflow.title, name, parameter.title or spoken(name),
                _shown(standard), parameter.source, _shown(own[-1].value) if own else "",
                own[-1].from_day if own else "", later, own[-1].value if own else standard,
                decided.get(name, online.DECIDES),
            )
        )  # fmt: skip
    return found


def _shown(text: str) -> str:
    value = parse_value(text)
    return text if value is None else value_text(value)
