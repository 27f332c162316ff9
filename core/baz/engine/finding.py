"""From what somebody types to the case or the party that is meant: an id, its beginning, or a name."""

from __future__ import annotations

import re

from sqlalchemy import select

from baz.engine import membership
from baz.engine.access import may_see, read_snapshot
from baz.engine.rights import Right, may
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words
from baz.kernel.acts import Actor
from baz.store import people
from baz.store.cases import load
from baz.store.tables import cases

SHORT = 6
"""So many letters of an id are shown, and are enough to find it."""
_SHOWN = 5
_RANDOM = re.compile(r"[a-z2-7]{16}")


def short(case: str) -> str:
    """The part of a case's id that people type: `k3fq2a` of `case-k3fq2a...`. A story's id stays whole."""
    tail = case.partition("-")[2]
    return tail[:SHORT] if _RANDOM.fullmatch(tail) else tail or case


def find_case(work: Work, text: str, actor: Actor) -> str:
    """The id of the case that is meant: its id, the beginning of it, or the name of whom it is about.

    Only cases that this actor may list are looked at by name; access to the case itself is decided later.

    Raises:
        NotFound: no case fits.
        BadInput: several do.
    """
    wanted = text.strip()
    for key in (wanted, f"case-{wanted}"):
        if work.connection.execute(select(cases.c.id).where(cases.c.id == key)).first():
            return key  # who may see it is asked when it is opened
    begin = wanted if wanted.startswith("case-") else f"case-{wanted}"
    query = select(cases.c.id).where(cases.c.id.startswith(begin, autoescape=True)).limit(_SHOWN)
    begun = [row.id for row in work.connection.execute(query)] if wanted else []
    found = [key for key in begun if _seen(work, key, actor)]
    if not found and wanted:
        found = _about(work, wanted, actor)
    if not found:
        raise NotFound(f"Er is geen traject '{text}'.", hint="'baz case list' toont wat er loopt.")
    if len(found) > 1:
        known = in_words(short(case) for case in found)
        raise BadInput(
            f"'{text}' kan meer dan één traject zijn: {known}.", hint="Geef meer tekens van het nummer."
        )
    return str(found[0])


def _seen(work: Work, case: str, actor: Actor) -> bool:
    """A number of which only the beginning was typed must not tell that a case of others is there."""
    row = load(case, connection=work.connection)
    return may_see(work, row, read_snapshot(row)[0], actor)


def _about(work: Work, name: str, actor: Actor) -> list[str]:
    everywhere = membership.organisations(work) if actor.operator else actor.organisations
    homes = [home for home in everywhere if may(work.catalogue, actor, home, Right.LOOK_CASES)]
    found: list[str] = []
    for home in sorted(homes):
        parties = [key for key, _ in people.search(home, name, connection=work.connection)]
        query = select(cases.c.id).where(cases.c.about.in_(parties), cases.c.organisation == home)
        found += [row.id for row in work.connection.execute(query.order_by(cases.c.id).limit(_SHOWN))]
    return found


def find_party(work: Work, text: str, organisation: str) -> str:
    """The id of the party that is meant: its id, or a name that only one party of the organisation has.

    Raises:
        NotFound: nobody fits.
        BadInput: several do.
    """
    wanted = text.strip()
    if wanted and people.party(wanted, connection=work.connection) is not None:
        return wanted
    near = people.search(organisation, wanted, connection=work.connection) if wanted else []
    found = [pair for pair in near if pair[1].casefold() == wanted.casefold()] or near
    if not found:
        raise NotFound(
            f"'{text}' is geen bekende persoon of organisatie.",
            hint=f'Voeg toe met: baz person add "{text}" (of met --kind organisation).',
        )
    if len(found) > 1:
        known = "\n".join(f"{name}: {key}" for key, name in found[:_SHOWN])
        raise BadInput(f"'{text}' kan meer dan één betrokkene zijn.", hint=f"Geef het nummer.\n{known}")
    return found[0][0]
