"""One person as staff sees her: corrected, her papers seen, what is kept of her, and when contact ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from baz.engine import keeping
from baz.engine.identity import links
from baz.engine.rights import Right, may, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, Forbidden, NotFound, Refused
from baz.ground.freetext import free_word
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import keys, people, standing
from baz.store.people import PartyRow, PersonalValue
from baz.store.standing import PaperRow, RoleRow

REACH = "iemand kunnen bereiken"
NAMED = "weten over wie het gaat"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TITLES: Mapping[str, str] = {"name": "Naam", "mail": "E-mail", "phone": "Telefoon", "address": "Adres"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom an organisation knows. `keep_until`: the last day of name and contact, if any."""

    party: str
    kind: str
    values: Mapping[str, str]
    roles: tuple[RoleRow, ...]
    papers: tuple[PaperRow, ...]
    staff: tuple[str, ...]
    keep_until: str

    @property
    def name(self) -> str:
        """What she is called."""
        return self.values.get("name", "")


def find(work: Work, party: str, organisation: str) -> PartyRow:
    """Somebody whom this organisation knows.

    Raises:
        NotFound: it does not, or she was erased.
    """
    row = people.party(party, connection=work.connection)
    if row is None or row.organisation != organisation or row.erased_at is not None:
        raise NotFound("Deze persoon is hier niet bekend.", hint="Zoek op naam in de lijst van mensen.")
    return row


def show(work: Work, actor: Actor, organisation: str, party: str) -> Person:
    """Somebody, with her roles in cases of this organisation and her papers here.

    Raises:
        Forbidden: the actor may not see people here.
        NotFound: the organisation does not know her.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    row = find(work, party, organisation)
    known = people.everything_about(party, connection=work.connection)
    values = {v.field: v.value for v in known if v.case_id is None and v.field in TITLES}
    last = {v.keep_until for v in known if v.case_id is None and v.keep_until}
    roles = standing.roles_of(party, connection=work.connection)
    papers = standing.papers_of([party], connection=work.connection, organisation=organisation)
    staff = standing.staff_roles(party, day_of(work.at), connection=work.connection)
    return Person(
        party,
        row.kind,
        values,
        tuple(r for r in roles if r.organisation == organisation),
        tuple(papers),
        tuple(role for home, role in staff if home == organisation),
        max(last, default=""),
    )


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """Name and contact as they may be kept, without spaces around.

    Raises:
        BadInput: a name that is empty, a mail address or telephone number that is none, or a text that may
            not be kept.
    """
    found = {field: " ".join(value.split()) for field, value in values.items()}
    if "mail" in found:
        found["mail"] = people.mail_text(found["mail"])
    if "name" in found and not found["name"]:
        raise BadInput("Geef een naam.")
    if found.get("mail") and not _MAIL.fullmatch(found["mail"]):
        raise BadInput(f"'{found['mail']}' is geen mailadres.")
    if found.get("phone") and not 8 <= len(re.sub(r"\D", "", found["phone"])) <= 15:
        raise BadInput(f"'{found['phone']}' is geen telefoonnummer.")
    for field, value in found.items():
        try:
            free_word(value)
        except ValueError as error:
            raise BadInput(f"{TITLES.get(field, field)}: {error}") from None
    return found


def correct(work: Work, actor: Actor, organisation: str, party: str, values: Mapping[str, str]) -> bool:
    """Put a name or contact right: {name, mail, phone, address}. An empty contact is erased; False when
    nothing changed.

    Raises:
        Forbidden: the actor may not edit people here; or it is the mail address of a colleague, by which she
            signs in: that she changes herself, or who manages wherever she works.
        NotFound: the organisation does not know her.
        BadInput: as `checked`.
    """
    require(work.catalogue, actor, organisation, Right.EDIT_PEOPLE)
    find(work, party, organisation)
    found = checked(values)
    if unknown := found.keys() - TITLES.keys():
        raise BadInput(f"'{min(unknown)}' kan je niet verbeteren.")
    now = people.of_parties([party], tuple(TITLES), connection=work.connection).get(party, {})
    # spaces alone are no correction: a list that is read in again changes nothing
    changed = {f: value for f, value in found.items() if " ".join(now.get(f, "").split()) != value}
    if "mail" in changed:
        _may_move(work, actor, party)
        keys.end_all(party, (links.KIND,), now=work.now, connection=work.connection)
    for field, value in changed.items():
        people.replace(party, field, now=work.now, connection=work.connection)
        if value:
            purpose = NAMED if field == "name" else REACH
            line = PersonalValue(field, value, purpose, party_id=party)
            people.remember(organisation, [line], now=work.now, ids=work.ids, connection=work.connection)
    if changed:
        last = keeping.party_last_day(work, party)
        people.keep_party_until(party, last, connection=work.connection)
    return bool(changed)


def _may_move(work: Work, actor: Actor, party: str) -> None:
    """Who gets the mail of somebody can sign in as her, also of who becomes staff next week."""
    if party == actor.party:
        return
    for home in standing.staff_from(party, day_of(work.at), connection=work.connection):
        if not may(work.catalogue, actor, home, Right.MANAGE):
            raise Forbidden(
                "Het e-mailadres van een collega verander je niet: die meldt zich ermee aan.",
                hint="Vraag het aan een beheerder van je organisatie.",
            )


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper that somebody saw: never what it says. `exemption` instead of a day: why it is not needed."""

    kind: str
    seen_on: date | None = None
    issued_on: date | None = None
    version: str = ""
    exemption: str = ""
    ok: bool = True


def paper(work: Work, actor: Actor, organisation: str, party: str, seen: Seen) -> str:
    """Keep that a paper of somebody was seen, apart from a case; gives its id. The same one twice is one.

    Raises:
        Forbidden: the actor may not edit people here.
        NotFound: the organisation does not know her.
        BadInput: no kind, no day, or a day that has yet to come.
    """
    require(work.catalogue, actor, organisation, Right.EDIT_PEOPLE)
    find(work, party, organisation)
    if not seen.kind:
        raise BadInput("Zeg welk papier je zag.")
    if seen.seen_on is None and not seen.exemption:
        raise BadInput("Zeg op welke dag je het papier zag.")
    for day in (seen.seen_on, seen.issued_on):
        if day is not None and day > day_of(work.at):
            raise BadInput("Die dag moet nog komen.")
    new = PaperRow(
        work.ids.new_id("paper"), party, organisation, seen.kind, seen.version or None,
        seen.seen_on.isoformat() if seen.seen_on else None,
        seen.issued_on.isoformat() if seen.issued_on else None, actor.party, seen.exemption or None, seen.ok,
    )  # fmt: skip
    mine = standing.papers_of([party], connection=work.connection, kind=seen.kind, organisation=organisation)
    for row in mine:
        if row._replace(id=new.id, seen_by=new.seen_by, case_id=None, seq=None) == new:
            return row.id
    standing.add_paper(new, connection=work.connection)
    return new.id


LONGEST = timedelta(days=730)
"""So long may somebody with whom contact ended still be known at most."""


def end_contact(work: Work, actor: Actor, organisation: str, party: str, last: date) -> None:
    """Contact with somebody ends: her name and contact are kept until a day, then they are erased.

    Raises:
        Forbidden: the actor may not edit people here.
        NotFound: the organisation does not know her.
        BadInput: a day that has passed or is too far.
        Refused: she works here, or still takes part; or took part, and then the case says until when.
    """
    require(work.catalogue, actor, organisation, Right.EDIT_PEOPLE)
    find(work, party, organisation)
    today = day_of(work.at)
    if not today <= last <= today + LONGEST:
        raise BadInput("Kies een dag vanaf vandaag, en binnen twee jaar.")
    if standing.staff_roles(party, today, connection=work.connection):
        raise Refused("Dit is een medewerker.", hint="Beëindig eerst de rol van deze persoon bij beheer.")
    roles = standing.roles_of(party, connection=work.connection)
    if any(r.ended_on is None for r in roles):
        raise Refused("Deze persoon neemt nog deel aan een traject.", hint="Beëindig eerst die deelname.")
    if roles:
        raise Refused("Tot wanneer je deze gegevens bewaart, volgt al uit de trajecten van deze persoon.")
    people.keep_party_until(party, last, connection=work.connection)
