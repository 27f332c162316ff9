"""Reading in people and organisations: who is new, whose contact changed, who is here already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baz.engine import admin, persons
from baz.ground.errors import BadInput
from baz.ground.words import nearest
from baz.services.exchange.bringing import NEW, Desk, Outcome
from baz.services.exchange.columns import KIND_NAMES
from baz.services.exchange.fitting import Target
from baz.store import people

TARGETS = (
    Target("nummer", "Nummer", ("id", "party")),
    Target("naam", "Naam", ("volledige naam", "naam en voornaam", "voornaam en naam"), needed=True),
    Target("soort", "Soort"),
    Target("mail", "E-mail", ("mailadres", "e-mailadres", "emailadres")),
    Target("telefoon", "Telefoon", ("gsm", "tel", "telefoonnummer", "mobiel", "gsm-nummer")),
    Target("adres", "Adres"),
    Target("~medewerker", "Medewerker"),
    Target("~trajecten", "Lopende trajecten"),
)
_FIELDS = {"naam": "name", "mail": "mail", "telefoon": "phone", "adres": "address"}


class People:
    """The import of people."""

    most = 2_000

    def targets(self, desk: Desk) -> Sequence[Target]:  # noqa: ARG002  # the same everywhere
        """What a column can be."""
        return TARGETS

    def read(self, desk: Desk, values: Mapping[str, str], key: str) -> Outcome:  # noqa: ARG002  # no commands
        """Read in one person."""
        given = persons.checked({_FIELDS[n]: v for n, v in values.items() if n in _FIELDS and v})
        number = values.get("nummer", "")
        if number and number.casefold() != NEW:
            persons.find(desk.work, number, desk.organisation)
            return _changed(desk, number, given)
        if "name" not in given:
            raise BadInput("Er staat geen naam.")
        if (mine := _same(desk, given, sure=bool(number))) is not None:
            return _changed(desk, mine, given)
        warnings = desk.similar(given["name"], given.get("mail", ""), given.get("phone", ""))
        kind = _kind(values.get("soort", ""))
        contact = {k: v for k, v in given.items() if k != "name"}
        party = admin.add_party(desk.work, given["name"], kind, desk.organisation, contact, desk.actor)
        desk.known.add(party, given["name"])
        return Outcome("nieuw", given["name"], () if number else warnings)


def _kind(text: str) -> str:
    if not text:
        return "person"
    found = KIND_NAMES.get(text.casefold()) or (text if text in KIND_NAMES.values() else "")
    if not found:
        near = nearest(text, KIND_NAMES)
        hint = f" Bedoel je '{near}'?" if near else ""
        raise BadInput(f"Soort is mens of organisatie, niet '{text}'.{hint}")
    return found


def _same(desk: Desk, given: Mapping[str, str], *, sure: bool) -> str | None:
    """Who this is, when she is here already. `sure`: the file says that she is new."""
    named = desk.known.named(given["name"])
    known = people.of_parties(named, ("name", "mail", "phone"), connection=desk.work.connection)
    for party in named:
        mine = known.get(party, {})
        # a second time the same file: the name as it stands there, and nothing that differs
        if all(mine.get(f, "") == given[f] for f in ("name", "mail", "phone") if f in given):
            return party
    if sure or not named:
        return None
    for party in named:
        mine = known.get(party, {})
        if any(f in given and mine.get(f, "").casefold() == given[f].casefold() for f in ("mail", "phone")):
            return party
    raise BadInput(
        f"Er is al iemand die {given['name']} heet ({named[0]}), met andere gegevens. Is het dezelfde "
        f"persoon, schrijf dan dat nummer in de kolom nummer. Is het iemand anders, schrijf daar: {NEW}."
    )


def _changed(desk: Desk, party: str, given: Mapping[str, str]) -> Outcome:
    before = people.of_parties([party], connection=desk.work.connection).get(party, {}).get("name", "")
    if not persons.correct(desk.work, desk.actor, desk.organisation, party, given):
        return Outcome("gelijk", before)
    return Outcome("veranderd", given.get("name", before))
