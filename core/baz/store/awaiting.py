"""What waits for somebody: people who were asked, steps that need a yes, referrals on their way."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, literal, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from baz.store.prepared import Prepared
from baz.store.tables import cases, links, participations


class AwaitedRow(NamedTuple):
    """A line. `what`: asked, proposed or referral. `name`: the role, or the workflow that was referred to.
    `party_id`: who was asked; `since` the ISO day, or ""; `home` the organisation that a referral went to;
    `snapshot` only where a step is proposed."""

    what: str
    case_id: str
    name: str
    party_id: str | None
    since: str
    home: str
    definition: str
    about: str | None
    area: str | None
    state: str
    snapshot: str


def awaited(organisation: str, *, connection: Connection, limit: int = 60) -> list[AwaitedRow]:
    """What waits for somebody in the running cases of an organisation, at most `limit` of each kind."""
    return [AwaitedRow._make(row) for row in _awaited.rows(connection, organisation, limit)]


def _case() -> list[ColumnElement[Any]]:
    return [cases.c.definition, cases.c.about, cases.c.area, cases.c.state]


def _asked() -> Select[*tuple[object, ...]]:
    return (
        select(
            literal("asked").label("what"), cases.c.id.label("case_id"), participations.c.role.label("name"),
            participations.c.party_id, participations.c.from_day.label("since"), literal("").label("home"),
            *_case(), literal("").label("snapshot"),
        )
        .join(cases, cases.c.id == participations.c.case_id)
        .where(participations.c.standing == literal("asked"), cases.c.organisation == bindparam("org"))
        .where(cases.c.ended_on.is_(None))
        .order_by(participations.c.from_day)
        .limit(bindparam("most"))
    )  # fmt: skip


def _proposed() -> Select[*tuple[object, ...]]:
    return (
        select(
            literal("proposed"), cases.c.id, literal(""), null(), literal(""), literal(""), *_case(),
            cases.c.snapshot,
        )
        .where(cases.c.proposed > literal(0), cases.c.organisation == bindparam("org"))
        .order_by(cases.c.id)
        .limit(bindparam("most"))
    )  # fmt: skip


def _referred() -> Select[*tuple[object, ...]]:
    return (
        select(
            literal("referral"), cases.c.id, links.c.workflow, null(), cases.c.since, links.c.organisation,
            *_case(), literal(""),
        )
        .join(cases, cases.c.id == links.c.parent_case)
        .where(links.c.status == literal("waiting"), cases.c.organisation == bindparam("org"))
        .order_by(links.c.id)
        .limit(bindparam("most"))
    )  # fmt: skip


_awaited = Prepared(
    union_all(*(select(part.subquery()) for part in (_asked(), _proposed(), _referred()))), ("org", "most")
)
