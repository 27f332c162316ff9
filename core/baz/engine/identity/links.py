"""Links that sign somebody in: by mail, as a QR code for a phone, as an invitation. Good once and not long.

Looking at a link changes nothing: programs that scan mail look at all of them. Only the button uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from baz.engine import rights
from baz.engine.identity import persons, sessions
from baz.engine.identity.persons import Person
from baz.engine.identity.secrets import new_secret
from baz.engine.identity.sessions import Opened
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.errors import Forbidden, NotFound
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import keys, people, standing
from baz.store.keys import KeyRow

KIND = "link"
GOOD_FOR = {"mail": timedelta(minutes=30), "qr": timedelta(minutes=15), "invitation": timedelta(days=7)}
GONE = "link-voorbij"
"""Code of the `NotFound` for a link that is over: used, too old, or never there."""


@dataclass(frozen=True, slots=True)
class Given:
    """A link that was just made. The secret is nowhere else; who makes it sends or shows it. `how` says how
    long it is good (`GOOD_FOR`)."""

    secret: str
    party: str
    organisation: str
    name: str
    mail: str
    how: str


@dataclass(frozen=True, slots=True)
class Helper:
    """Whom to call: a name and a phone number, which may be empty."""

    name: str
    phone: str


def by_mail(work: Work, mail: str, *, remember: bool = False, to: str = "") -> list[Given]:
    """A link for everybody who is reached at a mail address; mostly one, and none for an unknown address.

    Call it after the answer was given, so that the answer says nothing about the address: not by its words,
    and not by how long it took.
    """
    return [give(work, who, "mail", remember=remember, to=to) for who in persons.by_mail(work, mail)]


def give(
    work: Work, who: Person, how: str, *, remember: bool, to: str = "", begins: timedelta = timedelta()
) -> Given:
    """A link for somebody; `how` is mail, qr or invitation, `to` the page where it leads. `begins`: after how
    long she can come in at all."""
    secret, party = new_secret(), who.actor.party
    keys.add(
        KIND, secret, party, who.organisation, data={"how": how, "remember": remember, "to": to},
        expires=work.now + begins + GOOD_FOR[how], now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    name, mail = persons.name_of(work, party), persons.mail_of(work, party)
    return Given(secret, party, who.organisation, name, mail, how)


def for_phone(work: Work, maker: Actor, party: str) -> Given:
    """A link to show as a QR code: for a new phone of her own, or of a volunteer who stands beside her.

    Raises:
        Forbidden: it is for somebody else who is staff, or whom her organisation does not know.
        NotFound: she may not come in at all.
    """
    who = persons.person(work, party)
    if who is None:
        raise NotFound(
            "Deze persoon kan zich niet aanmelden.",
            hint="Wie zich aanmeldt, werkt hier of neemt deel aan een traject.",
        )
    if party != maker.party:
        _may_help(work, maker, who)
    return give(work, who, "qr", remember=True)


def _may_help(work: Work, maker: Actor, who: Person) -> None:
    if who.staff:
        raise Forbidden(
            "Een medewerker meldt het eigen toestel zelf aan.", hint="Een beheerder kan uitnodigen."
        )
    homes = {home for _, home in standing.running_for(who.actor.party, connection=work.connection)}
    if not all(rights.may(work.catalogue, maker, home, Right.EDIT_PEOPLE) for home in homes):
        raise Forbidden(
            "Dit doet een medewerker van de eigen organisatie.",
            hint="Deze persoon kan een link per mail vragen.",
        )


def look(work: Work, secret: str) -> Given:
    """For whom a link is, without using it.

    Raises:
        NotFound: it is over (code `GONE`).
    """
    row, who = _good(work, secret)
    party = who.actor.party
    name, mail = persons.name_of(work, party), persons.mail_of(work, party)
    return Given(secret, party, row.organisation, name, mail, row.told["how"])


def use(work: Work, secret: str, *, device: str = "", earlier: str = "") -> Opened:
    """Sign in by a link. It is used up.

    Raises:
        NotFound: it is over (code `GONE`).
    """
    row, who = _good(work, secret)
    if not keys.take(row.id, now=work.now, connection=work.connection):
        raise _gone()
    told = row.told
    return sessions.begin(
        work, who, means=told["how"], remember=told["remember"], device=device, earlier=earlier, to=told["to"]
    )


def _good(work: Work, secret: str) -> tuple[KeyRow, Person]:
    row = keys.find(KIND, secret, connection=work.connection)
    who = persons.person(work, row.party_id) if row and row.party_id and row.open_at(work.now) else None
    if row is None or who is None:
        raise _gone()
    return row, who


def _gone() -> NotFound:
    return NotFound(
        "Deze link werkt niet meer.",
        hint="Een link werkt één keer en niet lang. Vraag een nieuwe.",
        code=GONE,
    )


def again(work: Work, secret: str) -> Given | None:
    """A new link in place of one that is over, to be sent to the address that we know; None without one.

    The new one is for the mailbox, never for who holds the old one.
    """
    row = keys.find(KIND, secret, connection=work.connection)
    who = persons.person(work, row.party_id) if row and row.party_id else None
    if row is None or who is None or not persons.mail_of(work, who.actor.party):
        return None
    told = row.told
    how = "mail" if told["how"] == "qr" else told["how"]
    return give(work, who, how, remember=told["remember"], to=told["to"])


def helpers(work: Work, secret: str) -> list[Helper]:
    """Whom the holder of a link, good or over, can call: staff in her cases, else the managers."""
    row = keys.find(KIND, secret, connection=work.connection)
    if row is None or row.party_id is None:
        return []
    found = standing.colleagues_of(row.party_id, connection=work.connection)
    today = day_of(work.at)
    staff = standing.staff_of(row.organisation, today, connection=work.connection)
    near = [party for party, _ in staff if party in found]
    near = near or [party for party, role in staff if role == rights.MANAGER]
    known = people.of_parties(near, ("name", "phone"), connection=work.connection)
    return [Helper(v["name"], v.get("phone", "")) for v in known.values() if "name" in v and v.get("phone")][
        :3
    ]
