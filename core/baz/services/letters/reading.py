"""The letters of a case for who may read it: what left, to whom and when, and what would leave now.

A letter that left is shown as it left; one that did not is filled in with the facts of today. Others than
staff see only the letters that were for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from baz.engine.access import hand_of, may_see, read_snapshot
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS
from baz.ground.errors import NotFound
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.kernel.when import day_of
from baz.services.letters import paper, word
from baz.services.letters.making import Rendered, letters_of
from baz.store import cases, outbox, people, sent, word_templates
from baz.store.cases import CaseRow
from baz.store.codec import moment

GONE = "iemand die gewist is"
NOW = "nu"
"""In the address of a letter: as it would be filled in today, instead of the number of one that left."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter or invitation of a case: one that left, waits or failed, or one that could be made now.

    `id` is `<job>` for what left (or waits), `nu` for what could be made. `readers` are names, where the
    reader of this list may know them. `on` is the day on which it left, None when it did not.
    """

    id: str
    letter: str
    title: str
    status: str
    on: date | None
    readers: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One letter to one reader, to show: `html` is its body, "" when it was erased since."""

    case: str
    letter: str
    title: str
    party: str
    name: str
    mail: str
    house: str
    on: date
    html: str
    hue: int
    left: bool

    def page(self) -> str:
        """The page that stands alone."""
        return paper.page(
            self.html, title=self.title, house=self.house, to=self.name, on=self.on, hue=self.hue
        )


def lines_of(work: Work, actor: Actor, case: str) -> list[LetterLine]:
    """Everything that left about a case or waits to, newest first, then what could be made.

    Raises:
        NotFound: there is no such case for this actor.
    """
    _, plan, staff = _enter(work, actor, case)
    gone = sent.of_case(case, connection=work.connection)
    names = people.of_parties({g.party_id for g in gone}, connection=work.connection)
    found = []
    for line in reversed(sent.letters(case, connection=work.connection)):
        mine = [g for g in gone if g.id == sent.key_of(line.id, g.party_id)]
        if not staff and not any(g.party_id == actor.party for g in mine):
            continue
        shown = [g.party_id for g in mine if staff or g.party_id == actor.party]
        readers = tuple(names.get(p, {}).get("name", GONE) for p in shown)
        on = _day(mine[0].created_at if mine else line.done_at)
        found.append(
            LetterLine(str(line.id), line.name, _title(plan, line.kind, line.name), line.status, on, readers,
                       line.error or "")
        )  # fmt: skip
    if staff:
        found += [LetterLine(NOW, name, d.title, "", None) for name, d in plan.workflow.letters.items()]
    return found


def papers_of(work: Work, actor: Actor, case: str, which: str, letter: str = "") -> list[Paper]:
    """One letter of a case, for each of its readers.

    Args:
        work: a transaction; nothing is written.
        actor: who looks.
        case: of which case.
        which: the number of one that left, or `nu`.
        letter: with `nu`: which letter of the workflow.

    Raises:
        NotFound: there is none, or not for this actor.
        BadInput, LetterError: it cannot be filled in.
    """
    row, plan, staff = _enter(work, actor, case)
    found: list[Paper] = []
    if which != NOW:
        found = list(_left(work, row, plan, which, "" if staff else actor.party))
        letter = "" if found else _name(work, case, which)
    if letter and staff and not found:
        found = list(_fresh(work, row, letter))
    if not found:
        raise NotFound("Deze brief is er niet, of niemand krijgt hem.")
    return found


def _name(work: Work, case: str, which: str) -> str:
    """Which letter a job is that did not leave yet; "" for none, and for an invitation."""
    lines = sent.letters(case, connection=work.connection)
    return next(
        (j.name for j in lines if str(j.id) == which and j.kind == "letter" and j.status != "done"), ""
    )


def _fresh(work: Work, row: CaseRow, letter: str) -> Iterator[Paper]:
    house, hue = _house(work, row)
    for made in letters_of(work, row.id, letter):
        html = paper.body_of(made.html)
        yield Paper(
            row.id, letter, made.subject, made.party, made.name, made.mail, house, day_of(work.at), html, hue,
            left=False,
        )  # fmt: skip


def _left(work: Work, row: CaseRow, plan: Plan, which: str, only: str) -> Iterator[Paper]:
    """What left by one job, to everybody or `only` to one party."""
    house, hue = _house(work, row)
    line = next((j for j in sent.letters(row.id, connection=work.connection) if str(j.id) == which), None)
    gone = sent.of_case(row.id, connection=work.connection) if line else []
    names = people.of_parties({g.party_id for g in gone}, connection=work.connection)
    for one in gone:
        if line is None or one.id != sent.key_of(line.id, one.party_id) or only not in ("", one.party_id):
            continue
        body = json.loads(one.value) if one.value else {}
        yield Paper(
            row.id, line.name, body.get("subject") or _title(plan, line.kind, line.name), one.party_id,
            names.get(one.party_id, {}).get("name", GONE), body.get("mail", ""), house,
            _day(one.created_at) or day_of(work.at),
            paper.body_of(body.get("html", "")) or paper.paragraphs(body.get("text", "")), hue, left=True,
        )  # fmt: skip


def _house(work: Work, row: CaseRow) -> tuple[str, int]:
    """The name and the colour of the organisation."""
    known = work.catalogue.organisations.get(row.organisation)
    return (known.name, known.hue) if known else (row.organisation, paper.HUE)


def document_of(work: Work, found: Paper) -> bytes:
    """A letter as a document of Word: by the template of the organisation for one that is made now, else
    as plain text in what it said.

    Raises:
        BadInput: the template asks for what is not there (any more).
        SetupError: docxtpl is not installed.
    """
    row = cases.load(found.case, connection=work.connection)
    own = word_templates.body(row.organisation, row.workflow, found.letter, connection=work.connection)
    if own is not None and not found.left:
        made = _of(letters_of(work, found.case, found.letter), found.party)
        return word.render(own, made.context, found.title)
    return word.plain(f"<body>{found.html}</body>", found.title, found.house, found.name)


def send_again(work: Work, actor: Actor, case: str, which: str) -> None:
    """What left goes out once more, and what failed is tried anew, filled in with the facts of now.

    Raises:
        NotFound: there is no such letter, or it still waits.
        Forbidden: the actor may not work on cases there.
        Outdated: somebody did this already.
    """
    row, _, _ = _enter(work, actor, case)
    require(work.catalogue, actor, row.organisation, Right.WORK_CASES)
    line = next((j for j in sent.letters(case, connection=work.connection) if str(j.id) == which), None)
    if line is None:
        raise NotFound("Deze brief is er niet.")
    if line.status == "done":
        outbox.repeat(line.id, now=work.now, connection=work.connection)
    else:
        outbox.again(line.id, now=work.now, connection=work.connection)


def _enter(work: Work, actor: Actor, case: str) -> tuple[CaseRow, Plan, bool]:
    row = cases.load(case, connection=work.connection)
    run, _ = read_snapshot(row)
    if not may_see(work, row, run, actor):
        raise NotFound(f"Er is geen traject '{case}'.")
    plan = work.plans.load(row.definition, connection=work.connection)
    return row, plan, hand_of(work, actor, row.organisation).staff


def _title(plan: Plan, kind: str, name: str) -> str:
    w = plan.workflow
    if kind == "invite":
        return f"Uitnodiging: {w.meetings[name].title if name in w.meetings else name}"
    return w.letters[name].title if name in w.letters else name


def _day(text: str | None) -> date | None:
    return moment(text).astimezone(BRUSSELS).date() if text else None


def _of(made: list[Rendered], party: str) -> Rendered:
    for one in made:
        if one.party == party:
            return one
    raise NotFound("Deze brief is er niet.")
