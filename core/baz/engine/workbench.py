"""What a developer sees of a workflow beside its definition: which versions are in use, and own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from baz.definition.model import Workflow
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import definitions, settings
from baz.store.tables import cases


@dataclass(frozen=True, slots=True)
class Version:
    """A stored definition: `running` is how many cases of the organisation go on with it."""

    number: int
    hash: str
    since: str
    running: int


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter: as the definition has it, and what the organisation chose (text, from which day)."""

    name: str
    value: str
    source: str
    own: tuple[tuple[str, str], ...]


def versions(work: Work, actor: Actor, organisation: str, workflow: str) -> list[Version]:
    """The versions on which an organisation runs or ran this workflow, the newest first.

    Raises:
        Forbidden: the actor may not look at cases here.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    counted = select(cases.c.definition, func.count()).where(
        cases.c.organisation == organisation, cases.c.workflow == workflow, cases.c.ended_on.is_(None)
    )
    rows = work.connection.execute(counted.group_by(cases.c.definition))
    running = {str(key): int(number) for key, number in rows}
    found = definitions.listing(connection=work.connection, workflow=workflow)
    mine = [one for one in found if one.organisation in ("", organisation) or one.hash in running]
    return sorted(
        (Version(one.version, one.hash, one.recorded_at[:10], running.get(one.hash, 0)) for one in mine),
        key=lambda one: (one.number, one.since),
        reverse=True,
    )


def numbers(work: Work, organisation: str, workflow: Workflow) -> list[Number]:
    """Every parameter, with the own values that count now or later."""
    own = settings.parameters_of(organisation, workflow.workflow, connection=work.connection)
    today = day_of(work.at).isoformat()
    found = []
    for name, parameter in workflow.parameters.items():
        lines = own.get(name, [])
        past = [line for line in lines if line.from_day <= today][-1:]
        later = [line for line in lines if line.from_day > today]
        chosen = tuple((line.value, line.from_day) for line in (*past, *later))
        found.append(Number(name, parameter.text or str(parameter.value), parameter.source, chosen))
    return found
