"""Who may come in today: staff of an organisation, and who takes part in a case that runs."""

from __future__ import annotations

from dataclasses import dataclass

from baz.engine import admin
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.store import people, standing


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come in. `organisation`: where she works, or whose volunteer she is."""

    actor: Actor
    organisation: str

    @property
    def staff(self) -> bool:
        """Whether she works for an organisation."""
        return bool(self.actor.organisations)


def person(work: Work, party: str) -> Person | None:
    """Who a party is today; None for who may not come in: erased, no staff any more, in no running case."""
    row = people.party(party, connection=work.connection)
    if row is None or row.erased_at is not None or row.kind != "person":
        return None
    actor = admin.actor(work, party)
    if actor.organisations:
        home = row.organisation if row.organisation in actor.organisations else min(actor.organisations)
        return Person(actor, home)
    running = standing.running_for(party, connection=work.connection)
    if not running:
        return None
    homes = [home for _, home in running]
    return Person(actor, row.organisation if row.organisation in homes else homes[0])


def by_mail(work: Work, mail: str) -> list[Person]:
    """Everybody who may come in and is reached at a mail address."""
    rows = people.by_mail(mail, connection=work.connection)
    return [found for row in rows if (found := person(work, row.id)) is not None]


def name_of(work: Work, party: str) -> str:
    """What a party is called; empty when that was erased."""
    return people.of_parties([party], connection=work.connection).get(party, {}).get("name", "")


def mail_of(work: Work, party: str) -> str:
    """Where a party gets mail; empty when that is not known."""
    found = people.of_parties([party], ("mail",), connection=work.connection)
    return found.get(party, {}).get("mail", "")
