"""Everything that is kept about one person, in words: as data, or as a PDF to give along.

Names of others are never in it: who else took part is theirs to know.
"""

from __future__ import annotations

from typing import Any

from baz.engine import desk, persons
from baz.engine.forgetting import WORDS
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.words import spoken, title_of
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import cases, people
from baz.store.standing import RoleRow

STANDINGS = {
    "asked": "gevraagd", "reserve": "op de reservelijst", "active": "neemt deel", "declined": "zei neen",
    "ended": "nam deel",
}  # fmt: skip


def kept(work: Work, actor: Actor, organisation: str, party: str) -> dict[str, Any]:
    """What is kept about somebody, by headings that people read.

    Raises:
        Forbidden: the actor may not see people here.
        NotFound: the organisation does not know her.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    person = persons.show(work, actor, organisation, party)
    known = work.catalogue.organisations.get(organisation)
    values = people.everything_about(party, connection=work.connection)
    titles = {
        n: f.title for w in work.catalogue.workflows() for n, f in w.fields.items() if f.type == "paper"
    }
    return {
        "organisatie": known.name if known else organisation,
        "opgemaakt_op": day_of(work.at).isoformat(),
        "nummer": party,
        "gegevens": [
            {"wat": WORDS.get(v.field, title_of(v.field)), "waarde": v.value, "waarom": v.purpose,
             "tot": v.keep_until or "zolang het nodig is"}
            for v in values
        ],
        "trajecten": [_role(work, actor, party, r) for r in person.roles],
        "papieren": [
            {"papier": titles.get(p.kind, title_of(p.kind)), "gezien_op": p.seen_on, "van": p.issued_on,
             "in_orde": p.ok, "niet_nodig_omdat": p.exemption}
            for p in person.papers
        ],
        "medewerker": [spoken(role) for role in person.staff],
    }  # fmt: skip


def stands(role: RoleRow) -> str:
    """How somebody stands in a role, in words; who stayed until the end of a case took part in it."""
    ended = role.standing == "active" and role.ended_on is not None
    return STANDINGS["ended"] if ended else STANDINGS.get(role.standing, role.standing)


def _role(work: Work, actor: Actor, party: str, role: RoleRow) -> dict[str, Any]:
    """A role in a case; with what the case keeps when it is about her."""
    row = cases.load(role.case_id, connection=work.connection)
    w = work.plans.load(row.definition, connection=work.connection).workflow
    found: dict[str, Any] = {
        "traject": w.title,
        "rol": w.roles[role.role].title if role.role in w.roles else role.role,
        "stand": stands(role),
        "van": role.from_day,
        "tot": role.to_day or role.ended_on,
    }
    if row.about == party:
        fields = desk.show(work, role.case_id, actor).fields
        found["bewaard"] = dict(fields.values())
    return found
