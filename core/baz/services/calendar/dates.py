"""The meetings that somebody may see between two days, for the page and for her private feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baz.engine.desk import state_title
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN, Plan
from baz.store import datebook, people
from baz.store.datebook import DateRow


@dataclass(frozen=True, slots=True)
class Gathered:
    """A meeting in a calendar. `status`: planned, held or cancelled; `minute` None where no hour is known.
    `about` is the name of whom the case is about, only for staff; `mine`: whether the reader takes part."""

    case: str
    id: str
    title: str
    day: date
    minute: int | None
    status: str
    mode: str
    workflow: str
    state: str
    area: str
    about: str
    mine: bool
    organisation: str
    place: str = ""
    sequence: int = 0


def gathered(
    work: Work, actor: Actor, organisation: str, first: date, last: date, *, mine: bool = False
) -> list[Gathered]:
    """The meetings from a day up to and including another, earliest first: of an organisation, or with `mine`
    those in which somebody takes part herself, wherever that is.

    Raises:
        Forbidden: the actor may not look at the cases of this organisation.
    """
    if not mine:
        require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    rows = datebook.between(
        first, last, connection=work.connection, organisation="" if mine else organisation,
        party=actor.party if mine else "",
    )  # fmt: skip
    roles = datebook.roles_of(actor.party, connection=work.connection)
    known = _names(work, rows) if not mine else {}
    places = people.reveal({r.place for r in rows if r.place}, connection=work.connection) if mine else {}
    found = []
    for row in rows:
        plan = work.plans.load(row.definition, connection=work.connection)
        hers = _takes_part(plan, row.kind, roles.get(row.case_id, set()))
        if hers or not mine:
            name, place = known.get(row.about or "", ""), places.get(row.place or "") or ""
            found.append(_gathered(plan, row, hers, name, place))
    return found


def _names(work: Work, rows: list[DateRow]) -> dict[str, str]:
    wanted = sorted({row.about for row in rows if row.about})
    found = people.of_parties(wanted, connection=work.connection)
    return {party: values.get("name", "") for party, values in found.items()}


def _takes_part(plan: Plan, kind: str, roles: set[str]) -> bool:
    """Whether a meeting is somebody's: of one of its roles, or staff of the case, who is never far."""
    known = plan.workflow.meetings.get(kind)
    staff = {name for name, role in plan.workflow.roles.items() if role.kind == "staff"}
    return bool(roles & ({*known.people} if known else set())) or bool(roles & staff)


def _gathered(plan: Plan, row: DateRow, mine: bool, about: str, place: str) -> Gathered:
    w = plan.workflow
    title = w.meetings[row.kind].title if row.kind in w.meetings else row.kind
    return Gathered(
        row.case_id, row.id, title, date.fromisoformat(row.day), row.minute, row.status, row.mode, w.title,
        state_title(plan, MAIN, row.state), row.area or "", about, mine, row.organisation, place, row.seq,
    )  # fmt: skip
