"""The people of a story come in: under ids that a second run finds again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from unicodedata import normalize

from baz.engine import admin
from baz.engine.work import Work
from baz.kernel.acts import OPERATOR
from baz.store import people
from baz.store.ids import Ids
from baz.testing.story import Person, Story


def party_of(story: Story, person: Person) -> str:
    """The id of somebody of a story. Stories of a demo share their people: the same name in the same
    organisation is the same person."""
    if not story.demo:
        return f"party-{story.key}-{person.key}"
    plain = normalize("NFKD", person.name.casefold()).encode("ascii", "ignore").decode()
    return f"party-{person.of or story.organisation}-{re.sub('[^a-z0-9]+', '_', plain)}"


def arrive(work: Work, story: Story, day: date) -> None:
    """Everybody of a story who is not known yet; staff works from this day."""
    for person in story.people.values():
        party = party_of(story, person)
        if people.party(party, connection=work.connection) is None:
            _add(replace(work, ids=_Named(work.ids, party)), story, person, day)


def _add(work: Work, story: Story, person: Person, day: date) -> None:
    kind = "organisation" if person.kind == "organisation" else "person"
    home = person.of or story.organisation
    party = admin.add_party(work, person.name, kind, home, person.contact, OPERATOR)
    if person.kind == "staff":
        known = work.catalogue.organisations.get(home)
        role = person.role or (known.staff_roles[0] if known else "medewerker")
        admin.add_staff(work, party, home, role, day, OPERATOR)


class _Named:
    """Ids that are known beforehand for people; the rest comes from the engine's own."""

    def __init__(self, ids: Ids, party: str) -> None:
        self._ids, self._party = ids, party

    def new_id(self, prefix: str) -> str:
        """The id of the person of the story, or a new one."""
        return self._party if prefix == "party" else self._ids.new_id(prefix)

    def salt(self) -> str:
        """As the engine makes them."""
        return self._ids.salt()
