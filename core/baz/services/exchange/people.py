"""The lists of people: everybody whom an organisation knows, and her volunteers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select

from baz.ground.words import spoken
from baz.kernel.when import day_of
from baz.services.exchange import volunteers
from baz.services.exchange.columns import KIND_NAMES, KINDS, Cell, Column
from baz.services.exchange.reader import Reader, Row, joined
from baz.store import browse, people, standing
from baz.store.browse import After, PartyWish
from baz.store.tables import personal

KEYS = (personal.c.party_id,)
_CONTACT = {"mail": "mail", "telefoon": "phone", "adres": "address"}
_KIND_TITLES = {stored: shown for shown, stored in KIND_NAMES.items()}


def query(reader: Reader, after: After) -> Select[Any]:
    """The people that are asked, from a place on."""
    ask = reader.ask
    abouts: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    volunteering = ask.list == "vrijwilligers"
    if volunteering:
        abouts, roles = volunteers.volunteer_roles(reader)
    free, kind = ask.value("vrij"), ask.value("soort")
    ids = reader.searched()
    if ask.value("medewerker"):
        staff = {p for p, _ in _staff(reader)}
        if ask.value("medewerker") == "ja":
            ids = tuple(staff if ids is None else staff & set(ids))
    wish = PartyWish(
        kind=KIND_NAMES[kind] if kind else "",
        ids=ids,
        about_in=abouts,
        roles=roles,
        volunteers=volunteering,
        free=None if not free else free == "ja",
    )
    found = browse.party_query(reader.organisation, wish, ask.down, after)
    if ask.value("medewerker") == "nee":
        found = found.where(personal.c.party_id.not_in({p for p, _ in _staff(reader)}))
    return found


def _staff(reader: Reader) -> list[tuple[str, str]]:
    today = day_of(reader.work.at)
    return standing.staff_of(reader.organisation, today, connection=reader.work.connection)


def place(_reader: Reader, row: Mapping[str, Any]) -> After:
    """Where a row lies in the order of the index."""
    return (row["sort"], row["party_id"])


def columns(reader: Reader) -> dict[str, Column]:
    """The columns that this question can show, by name."""
    return {c.name: c for c in reader.ask.definition.columns}


def rows(reader: Reader, found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Row]:
    """The lines of a page: as many queries for a thousand rows as for one."""
    ids, connection = [r["party_id"] for r in found], reader.work.connection
    contact = people.of_parties(ids, ("mail", "phone", "address"), connection=connection)
    staff: dict[str, list[str]] = {}
    for party, role in _staff(reader) if "medewerker" in names else ():
        staff.setdefault(party, []).append(spoken(role))
    known: dict[str, volunteers.Volunteer] = {}
    loads: dict[str, int] = {}
    if reader.ask.list == "vrijwilligers":
        known = volunteers.look(reader, ids)
        loads = {party: v.load for party, v in known.items()}
    elif "trajecten" in names and ids:
        loads = standing.loads(ids, reader.organisation, day_of(reader.work.at), connection=connection)

    def cell(row: Mapping[str, Any], name: str) -> Cell:
        party = row["party_id"]
        match name:
            case "nummer":
                return str(party)
            case "naam":
                return str(row["name"])
            case "soort":
                return KINDS[_KIND_TITLES.get(row["kind"], "mens")]
            case "medewerker":
                return joined(staff.get(party, ())) or None
            case "trajecten":
                return loads.get(party, 0)
        if name in _CONTACT:
            return contact.get(party, {}).get(_CONTACT[name])
        return _of_volunteer(known[party], name)

    return [Row(r["party_id"], tuple(cell(r, n) for n in names), party=r["party_id"]) for r in found]


def _of_volunteer(known: volunteers.Volunteer, name: str) -> Cell:
    match name:
        case "gemeente":
            return known.area or None
        case "vrij":
            return known.load == 0
        case "papieren":
            return joined(p.title if p.ok else f"{p.title} (niet in orde)" for p in known.papers) or None
    ready = [s.title for s in known.starts if not s.missing]
    return joined(ready) or None
