"""Parties and what is known about them. What names somebody lives in `personal`, one row per value.

A value has its own salt. The log holds only the id of the row and `mac` (HMAC-SHA256 of the value under
that salt). Erasing empties value and salt, so that the mac can no longer be guessed back to a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Delete,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from baz.ground.words import folded
from baz.store.codec import mac, moment_text, storable
from baz.store.ids import Ids
from baz.store.page_tables import credentials, drafts, keys, views
from baz.store.prepared import Prepared
from baz.store.tables import accounts, papers, parties, personal


class Ref(NamedTuple):
    """What the log keeps of a personal value: where it is, and the proof of what it was."""

    id: str
    mac: str


class PersonalValue(NamedTuple):
    """A value to be kept. `field` says what it is (`name`, `mail`, `phone`, `place`, or the
    workflow's own); `purpose` why it is kept; `keep_until` (ISO day) until when at most;
    `case_id` and `party_id` whose it is."""

    field: str
    value: str
    purpose: str
    case_id: str | None = None
    party_id: str | None = None
    keep_until: str | None = None


class EndingValue(NamedTuple):
    """A value with a last day: what it is and whose, never what it says."""

    keep_until: str
    organisation: str
    case_id: str | None
    party_id: str | None
    field: str


class PartyRow(NamedTuple):
    """A party. `kind`: person or organisation. `organisation` is the partner that knows it."""

    id: str
    kind: str
    organisation: str
    created_at: str
    erased_at: str | None


_party = Prepared(insert(parties), ("id", "kind", "organisation", "created_at"))
_one_party = Prepared(
    select(*(parties.c[name] for name in PartyRow._fields)).where(parties.c.id == bindparam("key")), ("key",)
)
_remember = Prepared(
    insert(personal),
    (
        "id",
        "organisation",
        "case_id",
        "party_id",
        "field",
        "value",
        "salt",
        "purpose",
        "keep_until",
        "created_at",
        "sort",
    ),
)


def add_party(kind: str, organisation: str, *, now: datetime, ids: Ids, connection: Connection) -> str:
    """A new person or organisation, still without a name; gives its id."""
    key = ids.new_id("party")
    _party.run(connection, key, kind, organisation, moment_text(now))
    return key


def add_organisation(key: str, *, now: datetime, connection: Connection) -> str:
    """The tenant itself as a party, for its own papers; gives its id. It is made at the first use."""
    known = f"org:{key}"
    if party(known, connection=connection) is None:
        _party.run(connection, known, "organisation", key, moment_text(now))
    return known


def party(party_id: str, *, connection: Connection) -> PartyRow | None:
    """A party, or None when there is none with this id."""
    row = _one_party.row(connection, party_id)
    return None if row is None else PartyRow._make(row)


def known(party_ids: Sequence[str], *, connection: Connection) -> dict[str, PartyRow]:
    """These parties by id; one that is not there is left out."""
    query = select(*(parties.c[name] for name in PartyRow._fields)).where(parties.c.id.in_(party_ids))
    return {row.id: PartyRow._make(row) for row in connection.execute(query)}


def remember(
    organisation: str, values: Sequence[PersonalValue], *, now: datetime, ids: Ids, connection: Connection
) -> list[Ref]:
    """Keep personal values; gives for each what the log may hold, in the same order.

    Raises:
        BadInput: for a text that cannot be stored.
    """
    sealed = [seal(organisation, value, now=now, ids=ids) for value in values]
    keep(sealed, connection=connection)
    return [s.ref for s in sealed]


class Sealed(NamedTuple):
    """A personal value that is ready to be kept: what the log may hold, and the row still to be written."""

    ref: Ref
    row: tuple[str | None, ...]


def seal(organisation: str, value: PersonalValue, *, now: datetime, ids: Ids) -> Sealed:
    """Give a value its id, salt and proof, without writing it yet: a case that is being opened has no row.

    Raises:
        BadInput: for a text that cannot be stored.
    """
    key, salt = ids.new_id("personal"), ids.salt()
    row = (key, organisation, value.case_id, value.party_id, value.field, value.value, salt, value.purpose,
           value.keep_until, moment_text(now),
           folded(value.value) if value.field == "name" else None)  # fmt: skip
    return Sealed(Ref(key, mac(salt, storable(value.value))), row)


def keep(sealed: Sequence[Sealed], *, connection: Connection) -> None:
    """Write sealed values."""
    _remember.many(connection, [s.row for s in sealed])


# made once: a step asks for the values behind no ids most of the time, and making it costs more than that
_VALUES = select(personal.c.id, personal.c.value)


def reveal(refs: Iterable[str], *, connection: Connection) -> dict[str, str | None]:
    """The values behind ids: None for one that was erased; an unknown id is left out."""
    found: dict[str, str | None] = {}
    for some in _portions(refs):
        rows = connection.execute(_VALUES.where(personal.c.id.in_(some)))
        found.update((row.id, row.value) for row in rows)
    return found


def agrees(ref: Ref, *, connection: Connection) -> bool | None:
    """Whether the stored value is the one that the log speaks of; None when it was erased."""
    query = select(personal.c.value, personal.c.salt).where(personal.c.id == ref.id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return False
    return None if row.salt is None else mac(row.salt, row.value) == ref.mac


def of_parties(
    party_ids: Iterable[str], fields: Sequence[str] = ("name",), *, connection: Connection
) -> dict[str, dict[str, str]]:
    """The newest value of these fields for each party: {party: {field: value}}. Erased ones are absent."""
    query = (
        select(personal.c.party_id, personal.c.field, personal.c.value)
        .where(personal.c.field.in_(fields), personal.c.value.is_not(None))
        .order_by(personal.c.created_at, personal.c.id)
    )
    found: dict[str, dict[str, str]] = {}
    for some in _portions(party_ids):
        for row in connection.execute(query.where(personal.c.party_id.in_(some))):
            found.setdefault(row.party_id, {})[row.field] = row.value
    return found


def of_case(case_id: str, *, connection: Connection) -> dict[str, tuple[str, str | None]]:
    """The personal values of a case: {id: (field, value or None when erased)}."""
    query = select(personal.c.id, personal.c.field, personal.c.value).where(personal.c.case_id == case_id)
    return {row.id: (row.field, row.value) for row in connection.execute(query.order_by(personal.c.id))}


def everything_about(party_id: str, *, connection: Connection) -> list[PersonalValue]:
    """All that is kept about a party, oldest first: for who asks what is known (GDPR, article 15)."""
    columns = (personal.c[name] for name in PersonalValue._fields)
    query = select(*columns).where(personal.c.party_id == party_id, personal.c.value.is_not(None))
    return [
        PersonalValue._make(row)
        for row in connection.execute(query.order_by(personal.c.created_at, personal.c.id))
    ]


def replace(party_id: str, field: str, *, now: datetime, connection: Connection) -> int:
    """Erase what was kept under this field of a party, before a new value is remembered; gives how many."""
    return _erase(
        _empty(now).where(personal.c.party_id == party_id, personal.c.field == field), connection=connection
    )


def erase_party(party_id: str, *, now: datetime, connection: Connection) -> int:
    """Forget a party: its values are emptied, its papers, accounts, keys and drafts go, the bare id stays.

    What the workflow kept about the party in a case goes too, where the value names the party. Gives how
    many values were emptied; 0 the second time.
    """
    emptied = _erase(_empty(now).where(personal.c.party_id == party_id), connection=connection)
    for table in (papers, accounts, keys, credentials, drafts, views):
        _erase(delete(table).where(table.c.party_id == party_id), connection=connection)
    mark = update(parties).where(parties.c.id == party_id, parties.c.erased_at.is_(None))
    connection.execute(mark.values(erased_at=moment_text(now)))
    return emptied


def erase_case(case_id: str, *, now: datetime, connection: Connection) -> int:
    """Empty every personal value of a case, and what somebody was typing in it; gives how many."""
    _erase(delete(drafts).where(drafts.c.case_id == case_id), connection=connection)
    return _erase(_empty(now).where(personal.c.case_id == case_id), connection=connection)


def erase_values(refs: Sequence[str], *, now: datetime, connection: Connection) -> int:
    """Empty these values; gives how many were not empty yet."""
    return _erase(_empty(now).where(personal.c.id.in_(refs)), connection=connection)


def keep_until(case_id: str, day: date | None, fields: Sequence[str] = (), *, connection: Connection) -> int:
    """Set until when the values of a case (or only some fields) may be kept; gives how many were set."""
    change = update(personal).where(personal.c.case_id == case_id, personal.c.erased_at.is_(None))
    if fields:
        change = change.where(personal.c.field.in_(fields))
    return _erase(change.values(keep_until=day.isoformat() if day else None), connection=connection)


def keep_party_until(party_id: str, day: date | None, *, connection: Connection) -> int:
    """Set until when the name and contact of a party may be kept; gives how many values were set."""
    change = update(personal).where(
        personal.c.party_id == party_id, personal.c.case_id.is_(None), personal.c.erased_at.is_(None)
    )
    return _erase(change.values(keep_until=day.isoformat() if day else None), connection=connection)


def last_days(party_ids: Sequence[str], *, connection: Connection) -> dict[str, date]:
    """Until when the name and contact of each party are kept now; one without a last day is left out."""
    query = (
        select(personal.c.party_id, func.max(personal.c.keep_until))
        .where(
            personal.c.party_id.in_(party_ids),
            personal.c.case_id.is_(None),
            personal.c.erased_at.is_(None),
            personal.c.keep_until.is_not(None),
        )
        .group_by(personal.c.party_id)
    )
    return {row[0]: date.fromisoformat(row[1]) for row in connection.execute(query)}


def kept(party_ids: Sequence[str], *, connection: Connection) -> dict[str, int]:
    """How many values are kept about each party; one about whom nothing is kept is left out."""
    query = select(personal.c.party_id, func.count()).where(
        personal.c.party_id.in_(party_ids), personal.c.value.is_not(None)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query.group_by(personal.c.party_id))}


def ending(
    organisations: Iterable[str], until: date, *, connection: Connection, limit: int = 5000
) -> list[EndingValue]:
    """The values of these organisations whose last day is this one or earlier, the first to go first."""
    query = (
        select(*(personal.c[name] for name in EndingValue._fields))
        .where(
            personal.c.erased_at.is_(None),
            personal.c.keep_until <= until.isoformat(),
            personal.c.organisation.in_(sorted(organisations)),
        )
        .order_by(personal.c.keep_until, personal.c.id)
        .limit(limit)
    )
    return [EndingValue._make(row) for row in connection.execute(query)]


def expired(
    today: date, *, connection: Connection, limit: int = 500
) -> list[tuple[str, str | None, str | None]]:
    """Values that may no longer be kept, as (id, case, party), those longest over time first."""
    query = (
        select(personal.c.id, personal.c.case_id, personal.c.party_id)
        .where(personal.c.erased_at.is_(None), personal.c.keep_until < today.isoformat())
        .order_by(personal.c.keep_until, personal.c.id)
        .limit(limit)
    )
    return [(row.id, row.case_id, row.party_id) for row in connection.execute(query)]


def by_mail(mail: str, *, connection: Connection) -> list[PartyRow]:
    """The people who are reached at a mail address now, however it is written; the oldest first."""
    query = (
        select(*(parties.c[name] for name in PartyRow._fields))
        .join(personal, personal.c.party_id == parties.c.id)
        .where(
            personal.c.field == literal_column("'mail'"),  # a literal, so that the partial index serves
            personal.c.value == mail_text(mail),
            personal.c.case_id.is_(None),
            parties.c.kind == "person",
            parties.c.erased_at.is_(None),
        )
        .distinct()
        .order_by(parties.c.created_at, parties.c.id)
    )
    found = [PartyRow._make(row) for row in connection.execute(query)]
    now = of_parties([row.id for row in found], ("mail",), connection=connection)
    return [row for row in found if now[row.id]["mail"] == mail_text(mail)]


def mail_text(mail: str) -> str:
    """A mail address as it is kept: without capitals and spaces around it."""
    return mail.strip().lower()


def search(
    organisation: str, words: str, *, connection: Connection, limit: int = 20
) -> list[tuple[str, str]]:
    """Parties of an organisation whose name holds all these words: (party, name), by name."""
    query = (
        select(personal.c.party_id, personal.c.value)
        .join(parties, parties.c.id == personal.c.party_id)
        .where(
            parties.c.organisation == organisation,
            parties.c.erased_at.is_(None),
            personal.c.field == "name",
            personal.c.value.is_not(None),
        )
    )
    # Lowered in Python: SQLite lowers only ASCII, and "Élise" must be found alike on both databases.
    wanted = words.casefold().split()
    names = ((row.party_id, row.value) for row in connection.execute(query))
    found = [(key, name) for key, name in names if all(word in name.casefold() for word in wanted)]
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))[:limit]


def _portions(keys: Iterable[str], size: int = 1000) -> Iterator[list[str]]:
    # A statement has room for some 32 000 parameters; a report may ask for more names than that.
    wanted = list(keys)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def _empty(now: datetime) -> Update:
    change = update(personal).where(or_(personal.c.value.is_not(None), personal.c.salt.is_not(None)))
    return change.values(value=None, sort=None, salt=None, erased_at=moment_text(now))


def _erase(statement: Update | Delete, *, connection: Connection) -> int:
    return connection.execute(statement).rowcount
