"""Erasing somebody because she asks it: one person asks, another approves, a proof without a name stays.

Until it is approved nothing changes. The law gives a month to answer (GDPR, article 12).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from baz.engine import persons
from baz.engine.performing import perform
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.clock import today_in_brussels
from baz.ground.errors import BadInput, NotFound, Refused
from baz.kernel.acts import ENGINE, Actor, Command, Erase
from baz.kernel.when import day_of
from baz.store import people, standing, uploads
from baz.store.codec import moment, moment_text
from baz.store.uploads import UploadRow

KIND = "wissen"
ASKED, ERASED = "gevraagd", "gewist"
ANSWER = timedelta(days=30)
"""Within so many days there must be an answer."""
WAITS = timedelta(days=365)
PROOF = timedelta(days=3653)
"""So long a proof is kept: it says that and when, never who she was."""


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody who is to be erased. `answer_by`: the last day on which she must have an answer."""

    id: str
    party: str
    name: str
    asked_by: str
    asker: str
    asked_on: date
    answer_by: date
    cases: int
    values: int


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody was erased: when it was asked and done, by whom, and how much went."""

    id: str
    party: str
    asked_on: date
    erased_on: date
    asker: str
    approver: str
    cases: int
    values: int


def ask(work: Work, actor: Actor, organisation: str, party: str) -> str:
    """Ask that somebody is erased; gives the number of the question. A second time it is the same one.

    Raises:
        Forbidden: the actor may not edit people here.
        NotFound: the organisation does not know her.
        Refused: she works here.
    """
    require(work.catalogue, actor, organisation, Right.EDIT_PEOPLE)
    persons.find(work, party, organisation)
    if standing.staff_roles(party, day_of(work.at), connection=work.connection):
        raise Refused("Dit is een medewerker.", hint="Beëindig eerst de rol van deze persoon bij beheer.")
    for row, body in _asked(work, organisation):
        if body["party"] == party:
            return row.id
    known = people.party(actor.party, connection=work.connection)
    body = {"party": party, "by": actor.party}
    row = UploadRow(
        work.ids.new_id("erase"), organisation, known.id if known else None, KIND, "", ASKED,
        json.dumps(body), moment_text(work.now), moment_text(work.now + WAITS),
    )  # fmt: skip
    uploads.add(row, connection=work.connection)
    return row.id


def waiting(work: Work, actor: Actor, organisation: str) -> list[Question]:
    """What waits for somebody's yes, the oldest first.

    Raises:
        Forbidden: the actor may not erase here.
    """
    require(work.catalogue, actor, organisation, Right.ERASE)
    rows = _asked(work, organisation)
    names = _names(work, [p for _, body in rows for p in (body["party"], body["by"])])
    who = sorted({body["party"] for _, body in rows})
    roles = standing.roles_of_all(who, connection=work.connection)
    values = people.kept(who, connection=work.connection)
    found = []
    for row, body in reversed(rows):
        party, asked = body["party"], today_in_brussels(moment(row.created_at))
        many = len({r.case_id for r in roles.get(party, ())})
        found.append(
            Question(row.id, party, names.get(party, ""), body["by"], names.get(body["by"], ""), asked,
                     asked + ANSWER, many, values.get(party, 0))
        )  # fmt: skip
    return found


def approve(work: Work, actor: Actor, organisation: str, question: str) -> Proof:
    """Erase her: her name and contact, her papers, and what names her in every case in which she takes part.
    A case about her ends. What is left is a proof.

    Raises:
        Forbidden: the actor may not erase here.
        NotFound: there is no such question.
        Refused: the actor asked it herself.
    """
    require(work.catalogue, actor, organisation, Right.ERASE)
    row, body = _one(work, organisation, question)
    if body["by"] == actor.party:
        raise Refused("Jij vroeg dit zelf.", hint="Iemand anders van je organisatie keurt het goed.")
    party = body["party"]
    roles = standing.roles_of(party, connection=work.connection)
    values = len(people.everything_about(party, connection=work.connection))
    found = {r.case_id for r in roles}
    ours = [r for r in roles if r.organisation == organisation]
    if ours:
        # one case is told, one about her where there is one: her other cases hear of it along with that
        case = min(ours, key=lambda r: (r.about != party, r.case_id)).case_id
        _tell(work, actor, question, case, party)
    else:
        for case in sorted(found):
            _tell(work, Actor(ENGINE), question, case, party)
    if not found:
        people.erase_party(party, now=work.now, connection=work.connection)
    done = {**body, "asked": row.created_at, "approved": actor.party, "cases": len(found), "values": values}
    uploads.remove(question, connection=work.connection)
    proof = row._replace(
        state=ERASED, body=json.dumps(done), created_at=moment_text(work.now),
        expires_at=moment_text(work.now + PROOF),
    )  # fmt: skip
    uploads.add(proof, connection=work.connection)
    return _proof(proof, done, _names(work, [body["by"], actor.party]))


def _tell(work: Work, actor: Actor, question: str, case: str, party: str) -> None:
    perform(work, Command(actor=actor, act=Erase(party=party), key=f"{question}:{case}", case=case))


def take_back(work: Work, actor: Actor, organisation: str, question: str) -> None:
    """The question is withdrawn: by who asked it, or by who may erase.

    Raises:
        NotFound: there is no such question.
        Forbidden: the actor did not ask it, and may not erase here.
    """
    _row, body = _one(work, organisation, question)
    if body["by"] != actor.party or organisation not in actor.organisations:
        require(work.catalogue, actor, organisation, Right.ERASE)
    uploads.remove(question, connection=work.connection)


def proofs(work: Work, actor: Actor, organisation: str) -> list[Proof]:
    """Whom this organisation erased, without a name, the last first.

    Raises:
        Forbidden: the actor may not erase here.
    """
    require(work.catalogue, actor, organisation, Right.ERASE)
    rows = [
        (row, json.loads(row.body))
        for row in uploads.of(organisation, KIND, connection=work.connection)
        if row.state == ERASED
    ]
    names = _names(work, [p for _, body in rows for p in (body["by"], body["approved"])])
    return [_proof(row, body, names) for row, body in rows]


def _proof(row: UploadRow, body: dict[str, Any], names: dict[str, str]) -> Proof:
    return Proof(
        row.id, body["party"], today_in_brussels(moment(body["asked"])),
        today_in_brussels(moment(row.created_at)), names.get(body["by"], ""),
        names.get(body["approved"], ""), body["cases"], body["values"],
    )  # fmt: skip


def _asked(work: Work, organisation: str) -> list[tuple[UploadRow, dict[str, Any]]]:
    rows = uploads.of(organisation, KIND, connection=work.connection, limit=1000)
    return [(row, json.loads(row.body)) for row in rows if row.state == ASKED]


def _one(work: Work, organisation: str, question: str) -> tuple[UploadRow, dict[str, Any]]:
    row = uploads.find(question, organisation, KIND, connection=work.connection)
    if row is None:
        raise NotFound("Deze vraag om te wissen is er niet (meer).")
    if row.state != ASKED:
        raise BadInput("Deze persoon werd al gewist.")
    return row, json.loads(row.body)


def _names(work: Work, parties: list[str]) -> dict[str, str]:
    found = people.of_parties(sorted(set(parties)), connection=work.connection)
    return {party: values.get("name", "") for party, values in found.items()}
