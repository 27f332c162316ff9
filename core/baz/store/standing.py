"""What a party is and does: papers that were seen, roles in cases, and where somebody is staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, or_, select, update

from baz.store.prepared import Prepared
from baz.store.tables import accounts, cases, papers, participations


class PaperRow(NamedTuple):
    """A document that was seen, never kept. Days are ISO text; `exemption` is the reason for doing without;
    `case_id` and `seq` say which line of a log told it, None for one that was told apart from a case."""

    id: str
    party_id: str
    organisation: str
    kind: str
    version: str | None
    seen_on: str | None
    issued_on: str | None
    seen_by: str | None
    exemption: str | None
    ok: bool
    case_id: str | None = None
    seq: int | None = None


class RoleRow(NamedTuple):
    """A role of a party in a case; `about` is who the case is about."""

    case_id: str
    organisation: str
    workflow: str
    state: str
    role: str
    standing: str
    from_day: str | None
    to_day: str | None
    ended_on: str | None
    about: str | None = None


_add_paper = Prepared(insert(papers), PaperRow._fields)
_load = Prepared(
    select(func.count())
    .select_from(participations.join(cases, cases.c.id == participations.c.case_id))
    .where(
        participations.c.party_id == bindparam("party"),
        participations.c.standing.in_([literal(s) for s in ("active", "asked", "ended")]),
        participations.c.from_day <= bindparam("day"),
        # who is asked has no end; who ended still counted until that day
        or_(participations.c.to_day.is_(None), participations.c.to_day > bindparam("same_day")),
        func.coalesce(cases.c.organisation, literal("")) == bindparam("org"),
        or_(cases.c.ended_on.is_(None), cases.c.ended_on > bindparam("that_day")),
        # the case that is about her is no load
        or_(cases.c.about.is_(None), cases.c.about != participations.c.party_id),
    ),
    ("party", "day", "same_day", "org", "that_day"),
)
_any_role = (
    select(
        participations.c.case_id, cases.c.organisation, cases.c.workflow, cases.c.state,
        participations.c.role, participations.c.standing, participations.c.from_day, participations.c.to_day,
        cases.c.ended_on, cases.c.about,
    )
    .select_from(participations.join(cases, cases.c.id == participations.c.case_id))
    .order_by(participations.c.case_id, participations.c.id)
)  # fmt: skip
_roles = Prepared(_any_role.where(participations.c.party_id == bindparam("party")), ("party",))
_staff = Prepared(
    select(accounts.c.organisation, accounts.c.role)
    .where(
        accounts.c.party_id == bindparam("party"),
        accounts.c.from_day <= bindparam("day"),
        or_(accounts.c.to_day.is_(None), accounts.c.to_day >= bindparam("day")),
    )
    .order_by(accounts.c.organisation, accounts.c.role),
    ("party", "day"),
)


def add_paper(row: PaperRow, *, connection: Connection) -> None:
    """Keep that a document was seen."""
    _add_paper.run(connection, *row)


def remove_papers(case_id: str, seq: int, *, connection: Connection) -> int:
    """Take back the papers that a line of a log had told; gives how many."""
    change = delete(papers).where(papers.c.case_id == case_id, papers.c.seq == seq)
    return connection.execute(change).rowcount


def papers_of(
    party_ids: Iterable[str], *, connection: Connection, kind: str = "", organisation: str = ""
) -> list[PaperRow]:
    """The papers of these parties, the one that was seen first first."""
    query = select(*(papers.c[name] for name in PaperRow._fields)).where(
        papers.c.party_id.in_(list(party_ids))
    )
    if kind:
        query = query.where(papers.c.kind == kind)
    if organisation:
        query = query.where(papers.c.organisation == organisation)
    query = query.order_by(papers.c.seen_on.nulls_first(), papers.c.id)
    return [PaperRow._make(row) for row in connection.execute(query)]


def load(party_id: str, organisation: str, day: date, *, connection: Connection) -> int:
    """In how many roles of running cases of an organisation a party was active or asked on a day, but not as
    the person the case is about (a volunteer's own case)."""
    iso = day.isoformat()
    row = _load.row(connection, party_id, iso, iso, organisation, iso)
    return int(row[0]) if row else 0


def loads(
    party_ids: Sequence[str], organisation: str, day: date, *, connection: Connection
) -> dict[str, int]:
    """`load` of many parties at once; who has none is left out."""
    if len(party_ids) == 1:
        return {party_ids[0]: load(party_ids[0], organisation, day, connection=connection)}
    iso, p, c = day.isoformat(), participations.c, cases.c
    query = (
        select(p.party_id, func.count())
        .select_from(participations.join(cases, c.id == p.case_id))
        .where(
            p.party_id.in_(party_ids),
            p.standing.in_(("active", "asked", "ended")),
            p.from_day <= iso,
            or_(p.to_day.is_(None), p.to_day > iso),
            # compared, never searched: the few cases of each person lead, not those of the organisation
            func.coalesce(c.organisation, "") == organisation,
            or_(c.ended_on.is_(None), c.ended_on > iso),
            or_(c.about.is_(None), c.about != p.party_id),
        )
        .group_by(p.party_id)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def roles_of(party_id: str, *, connection: Connection) -> list[RoleRow]:
    """Every role that a party has or had, in any case."""
    return [RoleRow._make(row) for row in _roles.rows(connection, party_id)]


def last_asked(party_ids: Sequence[str], organisation: str, *, connection: Connection) -> dict[str, date]:
    """The last day on which each of these parties got or was asked for a role in a case of an organisation
    that is not about her; who never was is left out."""
    p, c = participations.c, cases.c
    query = (
        select(p.party_id, func.max(p.from_day))
        .select_from(participations.join(cases, c.id == p.case_id))
        .where(
            p.party_id.in_(party_ids),
            func.coalesce(c.organisation, "") == organisation,
            or_(c.about.is_(None), c.about != p.party_id),
        )
        .group_by(p.party_id)
    )
    return {row[0]: date.fromisoformat(row[1][:10]) for row in connection.execute(query) if row[1]}


def roles_of_all(party_ids: Sequence[str], *, connection: Connection) -> dict[str, list[RoleRow]]:
    """`roles_of` of many parties at once; who never had one is left out."""
    query = _any_role.add_columns(participations.c.party_id).where(participations.c.party_id.in_(party_ids))
    found: dict[str, list[RoleRow]] = {}
    for row in connection.execute(query):
        found.setdefault(row.party_id, []).append(RoleRow._make(row[:-1]))
    return found


def add_account(
    party_id: str, organisation: str, role: str, from_day: date, *, connection: Connection
) -> None:
    """Somebody is staff of an organisation, in this role, from a day.

    Raises:
        Outdated: when that is known already.
    """
    values = {
        "party_id": party_id,
        "organisation": organisation,
        "role": role,
        "from_day": from_day.isoformat(),
    }
    connection.execute(insert(accounts).values(**values))


def end_account(party_id: str, organisation: str, role: str, to_day: date, *, connection: Connection) -> int:
    """Somebody is staff in this role until a day, that day included; gives 0 when she was not."""
    change = update(accounts).where(
        accounts.c.party_id == party_id,
        accounts.c.organisation == organisation,
        accounts.c.role == role,
        accounts.c.to_day.is_(None),
    )
    return connection.execute(change.values(to_day=to_day.isoformat())).rowcount


def staff_roles(party_id: str, day: date, *, connection: Connection) -> list[tuple[str, str]]:
    """Where a party is staff on a day: (organisation, role), in order."""
    return [(row[0], row[1]) for row in _staff.rows(connection, party_id, day.isoformat())]


def staff_from(party_id: str, day: date, *, connection: Connection) -> list[str]:
    """The organisations where a party is staff on a day or will be later, in order."""
    query = select(accounts.c.organisation).where(
        accounts.c.party_id == party_id,
        or_(accounts.c.to_day.is_(None), accounts.c.to_day >= day.isoformat()),
    )
    return list(connection.execute(query.distinct().order_by(accounts.c.organisation)).scalars())


class AccountRow(NamedTuple):
    """That a party is staff in a role, from a day; `to_day` is the last one, None while it goes on."""

    party_id: str
    role: str
    from_day: str
    to_day: str | None


def accounts_of(organisation: str, *, connection: Connection) -> list[AccountRow]:
    """Every role of staff that an organisation gave, now, earlier and later; the newest first."""
    query = select(*(accounts.c[name] for name in AccountRow._fields))
    query = query.where(accounts.c.organisation == organisation)
    order = (accounts.c.from_day.desc(), accounts.c.party_id, accounts.c.role)
    return [AccountRow._make(row) for row in connection.execute(query.order_by(*order))]


def staff_among(party_ids: Sequence[str], day: date, *, connection: Connection) -> set[str]:
    """Who of these parties is staff anywhere on a day."""
    iso = day.isoformat()
    query = select(accounts.c.party_id).where(
        accounts.c.party_id.in_(party_ids),
        accounts.c.from_day <= iso,
        or_(accounts.c.to_day.is_(None), accounts.c.to_day >= iso),
    )
    return set(connection.execute(query).scalars())


def running_for(party_id: str, *, connection: Connection) -> list[tuple[str, str]]:
    """The running cases in which a party takes part, or was asked to: (case, organisation)."""
    query = (
        select(cases.c.id, cases.c.organisation)
        .join(participations, participations.c.case_id == cases.c.id)
        .where(
            participations.c.party_id == party_id,
            participations.c.standing.in_(("active", "asked", "reserve")),
            cases.c.ended_on.is_(None),
        )
        .distinct()
        .order_by(cases.c.id)
    )
    return [(row.id, row.organisation) for row in connection.execute(query)]


def colleagues_of(party_id: str, *, connection: Connection) -> list[str]:
    """Who else takes part in the cases that a party takes or took part in; the parties, in order."""
    mine = select(participations.c.case_id).where(participations.c.party_id == party_id)
    query = (
        select(participations.c.party_id)
        .where(
            participations.c.case_id.in_(mine),
            participations.c.standing == "active",
            participations.c.party_id != party_id,
        )
        .distinct()
        .order_by(participations.c.party_id)
    )
    return list(connection.execute(query).scalars())


def staff_of(organisation: str, day: date, *, connection: Connection) -> list[tuple[str, str]]:
    """Who is staff of an organisation on a day: (party, role), in order."""
    iso = day.isoformat()
    query = (
        select(accounts.c.party_id, accounts.c.role)
        .where(
            accounts.c.organisation == organisation,
            accounts.c.from_day <= iso,
            or_(accounts.c.to_day.is_(None), accounts.c.to_day >= iso),
        )
        .order_by(accounts.c.party_id, accounts.c.role)
    )
    return [(row.party_id, row.role) for row in connection.execute(query)]
