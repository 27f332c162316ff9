"""The morning of a coordinator: what is late, due, coming, waiting for somebody, and who has been quiet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baz.definition.model import Workflow
from baz.engine import lists, membership, rights
from baz.engine.lists import AgendaLine
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import awaiting, cases, morning, people
from baz.store.awaiting import KINDS, AwaitedRow
from baz.store.morning import PARTS as PARTS_OF_WORK
from baz.store.morning import Whose
from baz.store.worklist import AgendaRow, Key, key_of, last_meetings

FIRST, PAGE = 12, 50
"""So many rows of each part are shown, and so many when one part is looked at alone."""
MOST = 100
"""Nobody needs to know whether there are a hundred or a hundred and three: no more are counted."""
PARTS = (*PARTS_OF_WORK, "waiting")
_SOMEBODY_AWAY = re.compile(r'"proxy_of": ?"[^"]')


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is up to somebody else. `who` is her name or the partner's, `what` the step or the role;
    `since` an ISO day or "". `person`: it is up to a person, whose pace it is. `named`: the case is
    about a person."""

    case: str
    kind: str
    what: str
    who: str
    about: str
    title: str
    area: str
    since: str
    person: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """A case without a meeting beyond its own rhythm: the day of the last one, and how many days too long."""

    case: str
    title: str
    about: str
    area: str
    last: str
    days: int
    person: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The first rows of a part, those that are due first on top; how many there are, `MOST` + 1 for more than
    these; and the place where the rows after these begin, "" when there are none."""

    lines: tuple[AgendaLine, ...] = ()
    many: int = 0
    next: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The page. `late`, `now`, `week` and `quiet` are tasks (and late meetings), `meetings` those of this
    week that are still to come. `turns`: how much is late or due today of this reader herself, whatever she
    looks at; counted like a part. `behalf`: in these cases she stands in for somebody, by name."""

    parts: Mapping[str, Part]
    waiting: tuple[Waiting, ...]
    waits: Part
    quiet: tuple[Quiet, ...]
    turns: int
    workflows: tuple[tuple[str, str], ...]
    with_whom: Mapping[str, tuple[str, ...]]
    behalf: Mapping[str, str]


def today(
    work: Work,
    actor: Actor,
    organisation: str,
    *,
    whose: str = "mij",
    workflow: str = "",
    part: str = "",
    after: str = "",
) -> Today:
    """The morning of an actor in an organisation: the first of everything, or a page of one part.

    Args:
        whose: `mij` (what is hers, and what is nobody's), `team`, or the id of a colleague.
        workflow: only this one; empty for all.
        part: only this one of `PARTS`; empty for all. Everything is counted anyway.
        after: the `next` of the page of this part before.

    Raises:
        Forbidden: the actor may not look into the organisation's cases.
        BadInput: `after` is no place in a part.
    """  # fmt: skip
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    look = _Look(work, actor, organisation, whose, workflow)
    counts, limit = look.counts(), PAGE if part else FIRST
    parts = look.parts(counts, [name for name in counts if part in ("", name)], limit, after if part else "")
    waiting, waits = look.waiting(limit, after if part else "", shown=part in ("", "waiting"))
    return Today(
        parts,
        waiting,
        waits,
        _quiet(work, parts["quiet"].lines),
        look.turns(counts),
        tuple((w.workflow, w.title) for w in look.workflows()),
        lists.volunteers_of(work, parts["meetings"].lines),
        _replaced(work, actor.party, [a for name in parts for a in parts[name].lines]),
    )  # fmt: skip


def _replaced(work: Work, party: str, lines: Sequence[AgendaLine]) -> dict[str, str]:
    """Whom she stands in for, by case: who handed a role to her until a day."""
    rows = cases.load_all({a.case for a in lines if a.owner == party}, connection=work.connection)
    found = {}
    for row in rows:
        if _SOMEBODY_AWAY.search(row.snapshot):
            for part in json.loads(row.snapshot)["run"]["parts"]:
                if part["party"] == party and part["standing"] == "active" and part["proxy_of"]:
                    found[row.id] = part["proxy_of"]
    names = people.of_parties(set(found.values()), connection=work.connection) if found else {}
    return {case: names.get(who, {}).get("name", "") for case, who in found.items()}


class _Look:
    """What somebody looks at on a morning."""

    def __init__(self, work: Work, actor: Actor, organisation: str, whose: str, workflow: str) -> None:
        self._work, self._organisation, self._workflow = work, organisation, workflow
        self._day = day_of(work.at)
        self._mine = Whose(organisation, actor.party, True, "")
        owner = {"mij": actor.party, "team": ""}.get(whose, whose)
        self._whose = Whose(organisation, owner, whose == "mij", workflow)

    def counts(self) -> dict[str, int]:
        """How many rows each part has."""
        return morning.counts(self._whose, self._day, MOST + 1, connection=self._work.connection)

    def turns(self, counts: Mapping[str, int]) -> int:
        """How often it is the reader's turn."""
        if self._whose != self._mine:
            counts = morning.counts(self._mine, self._day, MOST + 1, connection=self._work.connection)
        return min(counts["late"] + counts["now"], MOST + 1)

    def workflows(self) -> Sequence[Workflow]:
        """Those that the organisation sees, by title."""
        chosen = membership.chosen(self._work, self._organisation)
        found = self._work.catalogue.workflows(self._organisation, chosen)
        return sorted(found, key=lambda w: (w.title, w.workflow))

    def parts(
        self, counts: Mapping[str, int], shown: Sequence[str], limit: int, after: str
    ) -> dict[str, Part]:
        """Every part with its count, and with a page of its rows where these are shown."""
        rows = {name: self._rows(name, limit + 1, lists.place(after)) for name in shown}
        pages = {name: found[:limit] for name, found in rows.items()}
        lines = lists.agenda_lines(self._work, [row for page in pages.values() for row in page])
        found = {name: Part(many=many) for name, many in counts.items()}
        for name, page in pages.items():
            here = {(row.what, row.case_id, row.id) for row in page}
            mine = tuple(line for line in lines if (line.what, line.case, line.id) in here)
            next_ = "/".join(key_of(page[-1])) if len(rows[name]) > limit else ""
            found[name] = Part(mine, counts[name], next_)
        return found

    def _rows(self, part: str, limit: int, after: Key) -> list[AgendaRow]:
        connection = self._work.connection
        return morning.rows(self._whose, part, self._day, connection=connection, limit=limit, after=after)

    def waiting(self, limit: int, after: str, *, shown: bool) -> tuple[tuple[Waiting, ...], Part]:
        """What waits for somebody: the first of each kind, or a page, a kind after the other."""
        connection, home = self._work.connection, self._organisation
        many = awaiting.how_many(home, MOST + 1, connection=connection, workflow=self._workflow)
        if not shown:
            return (), Part(many=many)
        kind, _, place = after.partition("/")
        rows: list[AwaitedRow] = []
        for name in KINDS[KINDS.index(kind) if kind in KINDS else 0 :]:
            start = lists.place(place) if name == kind else awaiting.START
            rows += awaiting.awaited(
                home, name, connection=connection, limit=limit + 1, workflow=self._workflow, after=start
            )
        last = rows[limit - 1] if len(rows) > limit else None
        next_ = "/".join((last.what, *awaiting.key_of(last))) if last else ""
        if limit == FIRST:
            rows.sort(key=lambda row: row.since or "9999")
        return _waiting(self._work, rows[:limit]), Part(many=many, next=next_)


def _quiet(work: Work, lines: Sequence[AgendaLine]) -> tuple[Quiet, ...]:
    kinds = {(a.case, a.name.removeprefix("ritme.")) for a in lines}
    last = last_meetings({case for case, _ in kinds}, connection=work.connection)
    found = [
        Quiet(
            a.case, a.workflow_title, a.about, a.area, last.get((a.case, a.name.removeprefix("ritme.")), ""),
            a.late, a.person,
        )
        for a in lines
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda q: -q.days))


def _waiting(work: Work, rows: Sequence[AwaitedRow]) -> tuple[Waiting, ...]:
    waits = [(row, who) for row in rows for who in _whom(work, row)]
    parties = {row.about for row in rows if row.about} | {party for _, (_, party) in waits if party}
    names = people.of_parties(sorted(parties), connection=work.connection)
    found = []
    for row, (what, party) in waits:
        plan = work.plans.load(row.definition, connection=work.connection)
        name = names.get(party, {}).get("name", "") if party else _home(work, row.home)
        about = names.get(row.about or "", {}).get("name", "")
        found.append(
            Waiting(row.case_id, row.what, what, name, about, plan.workflow.title, row.area or "", row.since,
                    bool(party), lists.about_person(plan))
        )  # fmt: skip
    return tuple(found)


def _home(work: Work, organisation: str) -> str:
    known = work.catalogue.organisations.get(organisation)
    return known.name if known else organisation


def _whom(work: Work, row: AwaitedRow) -> Iterable[tuple[str, str]]:
    """(what is waited for, the party whose answer it is; "" for a partner)."""
    plan = work.plans.load(row.definition, connection=work.connection)
    w = plan.workflow
    if row.what == "asked":
        return [(w.roles[row.name].title if row.name in w.roles else row.name, row.party_id or "")]
    if row.what == "referral":
        known = [d for (name, _), d in work.catalogue.definitions.items() if name == row.name]
        return [(known[-1].title if known else row.name.partition("/")[2], "")]
    found = []
    run = json.loads(row.snapshot)["run"]
    for proposal in run["proposals"]:
        edge = plan.edges.get(proposal["step"])
        for part in run["parts"] if edge else ():
            asked = edge and part["role"] in edge.agree and part["standing"] == "active"
            if edge and asked and part["party"] not in proposal["yes"]:
                found.append((edge.step.title, part["party"]))
    return found
