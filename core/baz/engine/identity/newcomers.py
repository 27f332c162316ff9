"""How people come to belong: the first manager by a code on the machine, the others by an invitation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from baz.engine import admin, rights
from baz.engine.engine import Engine
from baz.engine.identity import limits, links, persons, sessions
from baz.engine.identity.links import Given
from baz.engine.identity.persons import Person
from baz.engine.identity.secrets import new_code, tidy_code
from baz.engine.identity.sessions import Opened
from baz.engine.identity.signing import Browser
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import folded
from baz.kernel.acts import OPERATOR, Actor
from baz.kernel.when import day_of
from baz.store import credentials, keys, people, standing
from baz.store.people import PersonalValue

SETUP = "setup"
_LINK = re.compile(r"://|www\.", re.I)
"""What no name holds: it stands in a mail to whatever address somebody fills in."""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whom to invite: `role` from a day, to a day when that is known."""

    name: str
    mail: str
    role: str
    frm: date
    to: date | None = None


def needed(engine: Engine, organisation: str) -> bool:
    """Whether an organisation has no manager yet who can sign in."""
    with engine.reading() as work:
        return not _has_manager(work, organisation)


def setup_code(engine: Engine, organisation: str) -> str:
    """The code for the first manager, good for a day and once; empty when there is a manager who can sign in.

    An earlier code stops working. It is for who runs the machine: print it there, and nowhere else.
    """
    with engine.work() as work:
        if _has_manager(work, organisation):
            return ""
        for row in keys.of_organisation(organisation, SETUP, now=work.now, connection=work.connection):
            keys.end(row.id, now=work.now, connection=work.connection)
        code = new_code()
        keys.add(
            SETUP, code, None, organisation, expires=work.now + timedelta(days=1),
            now=work.now, ids=work.ids, connection=work.connection,
        )  # fmt: skip
        return code


def _managers(work: Work, organisation: str) -> list[str]:
    found = standing.staff_of(organisation, day_of(work.at), connection=work.connection)
    return [party for party, role in found if role == rights.MANAGER]


def _has_manager(work: Work, organisation: str) -> bool:
    return any(
        persons.mail_of(work, party) or credentials.of_party(party, connection=work.connection)
        for party in _managers(work, organisation)
    )


def first(engine: Engine, code: str, name: str, mail: str, browser: Browser) -> Opened:
    """The first manager of an installation, who signs in at once. The nameless manager of the command line
    becomes this person.

    Raises:
        NotFound: the code is not right, or over. BadInput: no name or address. TooMany: too many were tried.
    """
    limits.count(engine, limits.SETUP, browser.address)
    with engine.work() as work:
        row = keys.find(SETUP, tidy_code(code), connection=work.connection)
        if row is None or not row.open_at(work.now) or _has_manager(work, row.organisation):
            raise _no_code()
        check(name, mail)
        nameless = _managers(work, row.organisation)
        party = nameless[0] if nameless else ""
        if party:
            _becomes(work, party, row.organisation, name, mail)
        else:
            party = admin.add_party(work, name, "person", row.organisation, {"mail": mail}, OPERATOR)
            admin.add_staff(work, party, row.organisation, rights.MANAGER, day_of(work.at), OPERATOR)
        if not keys.take(row.id, now=work.now, connection=work.connection):
            raise _no_code()  # of two who came at once, one is first
        who = _certainly(work, party)
        return sessions.begin(
            work, who, means="setup", remember=False, device=browser.device, earlier=browser.earlier
        )


def _no_code() -> NotFound:
    return NotFound("Deze code werkt niet.", hint="De code staat waar 'baz serve' draait.")


def _becomes(work: Work, party: str, organisation: str, name: str, mail: str) -> None:
    people.replace(party, "name", now=work.now, connection=work.connection)
    values = [
        PersonalValue("name", name.strip(), "weten over wie het gaat", party_id=party),
        PersonalValue("mail", people.mail_text(mail), "iemand kunnen bereiken", party_id=party),
    ]
    people.remember(organisation, values, now=work.now, ids=work.ids, connection=work.connection)


def check(name: str, mail: str) -> None:
    """Whether a name and a mail address can be that.

    Raises:
        BadInput: one of them is missing or no address, or the name leads somewhere.
    """
    if not name.strip():
        raise BadInput("Vul een naam in.")
    if _LINK.search(name):
        raise BadInput("In een naam staat geen webadres.")
    if not _MAIL.fullmatch(mail.strip()):
        raise BadInput("Dit is geen e-mailadres.", hint="Zoals naam@voorbeeld.be.")


def invite(work: Work, maker: Actor, organisation: str, who: Newcomer) -> Given:
    """Somebody will be staff of an organisation, and gets a link to come in, for her mailbox alone. Who is
    known there by this address and this name gets the role beside what she has.

    Raises:
        Forbidden: the maker may not manage this organisation.
        BadInput: no name, no address, no such role, an end before the beginning, or an address that is known
            of others only: two people may share one, and a role is not given to who happens to be first.
        Outdated: she has this role from that day already.
    """
    rights.require(work.catalogue, maker, organisation, Right.MANAGE)
    check(who.name, who.mail)
    if who.role not in roles_in(work, organisation):
        raise BadInput(f"'{who.role}' is geen rol in deze organisatie.")
    if who.to is not None and who.to < who.frm:
        raise BadInput("De rol eindigt voor ze begint.")
    party = _known(work, organisation, who)
    party = party or admin.add_party(work, who.name, "person", organisation, {"mail": who.mail}, maker)
    admin.add_staff(work, party, organisation, who.role, who.frm, maker)
    if who.to is not None:
        standing.end_account(party, organisation, who.role, who.to, connection=work.connection)
    home = Person(Actor(party, frozenset((organisation,))), organisation)
    begins = max(who.frm - day_of(work.at), timedelta())
    return links.give(work, home, "invitation", remember=False, to="/mij", begins=begins)


def _known(work: Work, organisation: str, who: Newcomer) -> str:
    """Who is known by this address and this name; "" when nobody is known by the address."""
    found = people.by_mail(who.mail, connection=work.connection)
    here = [row.id for row in found if row.organisation == organisation]
    names = people.of_parties(here, ("name",), connection=work.connection)
    same = [party for party in here if _plain(names[party].get("name", "")) == _plain(who.name)]
    if len(same) == 1 or not here:
        return same[0] if same else ""
    if same:
        raise BadInput(
            "Met deze naam en dit adres staan hier twee mensen.", hint="Voeg ze eerst samen bij Mensen."
        )
    raise BadInput(
        "Dit e-mailadres is hier al van iemand met een andere naam.",
        hint="Schrijf de naam zoals bij Mensen. Delen twee mensen een adres? Voeg de nieuwe daar eerst toe.",
    )


def _plain(name: str) -> str:
    return " ".join(folded(name).split())


def roles_in(work: Work, organisation: str) -> tuple[str, ...]:
    """The roles that staff of an organisation can have."""
    known = work.catalogue.organisations.get(organisation)
    own = known.staff_roles if known else ()
    return tuple(dict.fromkeys((*own, *rights.EVERYWHERE)))


def _certainly(work: Work, party: str) -> Person:
    who = persons.person(work, party)
    if who is None:
        raise NotFound("Je kan hier nu niet aanmelden.")
    return who
