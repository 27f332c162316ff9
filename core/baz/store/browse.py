"""Pages of long lists: the rows of an organisation in the order of an index, from a place on.

A query says where the page before ended (`after`: what it was sorted by, then its id) and never counts how
many rows lie before it, so that the thousandth page costs as much as the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from baz.store.tables import cases, links, meetings, papers, participations, parties, personal, tasks

After = tuple[str, ...]
"""Where the page before ended; empty for the first page."""


class CaseWish(NamedTuple):
    """Which cases. `ended` None: both those that run and those that ended. `abouts`: only about these people
    or with these ids; `who` takes part in them."""

    workflow: str = ""
    states: tuple[str, ...] = ()
    ended: bool | None = False
    area: str = ""
    outcome: str = ""
    paused: bool | None = None
    who: str = ""
    since: tuple[str, str] = ("", "")
    opened: tuple[str, str] = ("", "")
    abouts: tuple[str, ...] | None = None
    ids: tuple[str, ...] = ()


CASE_FIELDS = (
    "id", "workflow", "version", "definition", "state", "regions", "since", "paused", "paused_until",
    "outcome", "opened_on", "opened_precision", "ended_on", "about", "area", "held", "snapshot",
)  # fmt: skip


def case_query(organisation: str, wish: CaseWish, order: str, down: bool, after: After) -> Select[Any]:
    """Cases, sorted by one of `since`, `ended_on`, `opened_on`, `area`, `state`."""
    c = cases.c
    query = select(*(c[name] for name in CASE_FIELDS)).where(c.organisation == organisation)
    if wish.ended is not None:
        query = query.where(c.ended_on.is_not(None) if wish.ended else c.ended_on.is_(None))
    equal = ((c.workflow, wish.workflow), (c.area, wish.area), (c.outcome, wish.outcome))
    query = query.where(*(column == value for column, value in equal if value))
    if wish.states:
        query = query.where(c.state.in_(wish.states))
    if wish.paused is not None:
        query = query.where(c.paused.is_not(None) if wish.paused else c.paused.is_(None))
    if wish.who:
        query = query.where(_takes_part(wish.who))
    query = query.where(*_between(c.since, wish.since), *_between(c.opened_on, wish.opened))
    if wish.abouts is not None:
        query = query.where(or_(c.about.in_(wish.abouts), c.id.in_(wish.ids)))
    key = (
        c[order] if order == "since" or (order == "ended_on" and wish.ended) else func.coalesce(c[order], "")
    )
    return _page(query, (key, c.id), down, after)


def _takes_part(party: str) -> ColumnElement[bool]:
    p = participations.c
    mine = and_(p.case_id == cases.c.id, p.party_id == party, p.standing == "active")
    return exists(select(literal(1)).select_from(participations).where(mine))


def _between(column: ColumnElement[Any], span: tuple[str, str]) -> Iterable[ColumnElement[bool]]:
    if span[0]:
        yield column >= span[0]
    if span[1]:
        yield column <= span[1]


def _page(query: Select[Any], keys: Sequence[ColumnElement[Any]], down: bool, after: After) -> Select[Any]:
    if after:
        here, there = tuple_(*keys), tuple_(*(literal(v) for v in after))
        query = query.where(here < there if down else here > there)
    return query.order_by(*(key.desc() if down else key for key in keys))


class PartyWish(NamedTuple):
    """Which people: of a kind (`person`, `organisation`), among these ids, or volunteers: about whom a case
    of one of these workflows runs, or who hold one of these (workflow, role) now. `free`: those without."""

    kind: str = ""
    ids: tuple[str, ...] | None = None
    about_in: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    volunteers: bool = False
    free: bool | None = None


def party_query(organisation: str, wish: PartyWish, down: bool, after: After) -> Select[Any]:
    """People and organisations by name: (party, name, kind, its place), in the order of the index on names,
    in which capitals and accents do not count."""
    query = (
        select(personal.c.party_id, personal.c.value.label("name"), parties.c.kind, personal.c.sort)
        .select_from(personal.join(parties, parties.c.id == personal.c.party_id))
        .where(
            personal.c.organisation == organisation,
            personal.c.field == literal("name", literal_execute=True),
            personal.c.sort.is_not(None),
            parties.c.erased_at.is_(None),
        )
    )
    if wish.kind:
        query = query.where(parties.c.kind == wish.kind)
    if wish.ids is not None:
        query = query.where(personal.c.party_id.in_(wish.ids))
    if wish.volunteers:
        query = query.where(or_(_has_case(organisation, wish.about_in), _holds(organisation, wish.roles)))
    if wish.free is not None:
        busy = _holds(organisation, wish.roles)
        query = query.where(~busy if wish.free else busy)
    return _page(query, (personal.c.sort, personal.c.party_id), down, after)


def _has_case(organisation: str, workflows: Sequence[str]) -> ColumnElement[bool]:
    if not workflows:
        return false()
    c = cases.c
    # `about` is compared alone, so that its own index leads: a person has few cases
    mine = and_(
        c.about == personal.c.party_id, c.about.is_not(None), c.ended_on.is_(None), c.workflow.in_(workflows),
        func.coalesce(c.organisation, "") == organisation,
    )  # fmt: skip
    return exists(select(literal(1)).select_from(cases).where(mine))


def _holds(organisation: str, roles: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    p, c = participations.c, cases.c
    mine = and_(
        p.party_id == personal.c.party_id, p.standing == "active", c.ended_on.is_(None),
        or_(c.about.is_(None), c.about != p.party_id), func.coalesce(c.organisation, "") == organisation,
        or_(*(and_(c.workflow == workflow, p.role == role) for workflow, role in roles), false()),
    )  # fmt: skip
    return exists(select(literal(1)).select_from(participations.join(cases, c.id == p.case_id)).where(mine))


MEETING_FIELDS = ("case_id", "id", "kind", "status", "day", "minute", "precision", "mode", "people")


def meeting_query(
    organisation: str, status: str, span: tuple[str, str], kind: str, down: bool, after: After
) -> Select[Any]:
    """The meetings of one status by day, with what their case is."""
    m = meetings.c
    query = (
        select(
            *(m[name] for name in MEETING_FIELDS),
            cases.c.workflow,
            cases.c.definition,
            cases.c.about,
            cases.c.area,
        )
        .select_from(meetings.join(cases, cases.c.id == m.case_id))
        .where(m.organisation == organisation, m.status == status, m.day.is_not(None), *_between(m.day, span))
    )
    if kind:
        query = query.where(m.kind == kind)
    return _page(query, (m.day, m.case_id, m.id), down, after)


TASK_FIELDS = (
    "case_id",
    "id",
    "name",
    "title",
    "owner_role",
    "owner",
    "due_on",
    "status",
    "area",
    "agenda_on",
)


def task_query(
    organisation: str, owner: str, workflow: str, span: tuple[str, str], down: bool, after: After
) -> Select[Any]:
    """Tasks that are not done, by the day on which they stand on the worklist, with what their case is."""
    t = tasks.c
    query = (
        select(
            *(t[name] for name in TASK_FIELDS),
            cases.c.workflow,
            cases.c.definition,
            cases.c.about,
            cases.c.state,
        )
        .select_from(tasks.join(cases, cases.c.id == t.case_id))
        .where(t.organisation == organisation, t.agenda_on.is_not(None), *_between(t.agenda_on, span))
    )
    if owner:
        query = query.where(t.owner == owner)
    if workflow:
        query = query.where(cases.c.workflow == workflow)
    return _page(query, (t.agenda_on, t.case_id, t.id), down, after)


PAPER_FIELDS = ("id", "party_id", "kind", "version", "seen_on", "issued_on", "exemption", "ok")


def paper_query(organisation: str, kind: str, down: bool, after: After) -> Select[Any]:
    """Papers by the name of whom they are of: the index on names leads to the papers of each."""
    query = (
        select(*(papers.c[name] for name in PAPER_FIELDS), personal.c.value.label("name"), personal.c.sort)
        .select_from(personal.join(papers, papers.c.party_id == personal.c.party_id))
        .where(
            personal.c.organisation == organisation,
            personal.c.field == literal("name", literal_execute=True),
            personal.c.sort.is_not(None),
            func.coalesce(papers.c.organisation, "") == organisation,
        )
    )
    if kind:
        query = query.where(papers.c.kind == kind)
    return _page(query, (personal.c.sort, personal.c.party_id, papers.c.id), down, after)


LINK_FIELDS = ("id", "parent_case", "child_case", "workflow", "organisation", "status")


def referral_query(organisation: str, out: bool, status: str, down: bool, after: After) -> Select[Any]:
    """Referrals that came in, or with `out` those that cases of this organisation sent to another."""
    k = links.c
    query = (
        select(*(k[name] for name in LINK_FIELDS), k.sender, cases.c.about)
        .select_from(links.join(cases, cases.c.id == k.parent_case))
        .where((k.sender if out else k.organisation) == organisation, k.organisation != k.sender)
        # written out, so that the partial index is used
        .where(k.status != literal_column("'opened'"))
    )
    query = query.where(k.status == status) if status else query
    return _page(query, (k.id,), down, after)


# --- what stands beside the rows of a page: one query each, however many rows


def parts_of(case_ids: Sequence[str], *, connection: Connection) -> list[tuple[str, str, str]]:
    """(case, role, party) of who takes part in these cases now, in order of id."""
    p = participations.c
    query = select(p.case_id, p.role, p.party_id).where(p.case_id.in_(case_ids), p.standing == "active")
    return [(r[0], r[1], r[2]) for r in connection.execute(query.order_by(p.case_id, p.id))]


def next_tasks(case_ids: Sequence[str], *, connection: Connection) -> dict[str, tuple[str, str]]:
    """case -> (day, title) of the first task that is not done."""
    t = tasks.c
    query = select(t.case_id, t.due_on, t.agenda_on, t.title).where(
        t.case_id.in_(case_ids), t.agenda_on.is_not(None), t.status.in_(("open", "snoozed"))
    )
    found: dict[str, tuple[str, str]] = {}
    for row in connection.execute(query.order_by(t.agenda_on, t.id)):
        found.setdefault(row.case_id, (row.due_on or row.agenda_on, row.title))
    return found


def meeting_days(case_ids: Sequence[str], *, connection: Connection) -> dict[str, dict[str, str]]:
    """case -> {"held": last day, "planned": first day}."""
    m = meetings.c
    query = (
        select(m.case_id, m.status, func.max(m.day).label("last"), func.min(m.day).label("first"))
        .where(m.case_id.in_(case_ids), m.status.in_(("held", "planned")), m.day.is_not(None))
        .group_by(m.case_id, m.status)
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, {})[row.status] = row.last if row.status == "held" else row.first
    return found


def counted(query: Select[Any], most: int, *, connection: Connection) -> int:
    """How many rows a list has; `most` when there are at least so many."""
    inner = query.order_by(None).with_only_columns(literal(1)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(inner)).scalar_one()


def rows(query: Select[Any], limit: int, *, connection: Connection) -> list[dict[str, Any]]:
    """The rows of a page."""
    return [dict(row._mapping) for row in connection.execute(query.limit(limit))]
