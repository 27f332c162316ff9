"""Forgetting what was kept long enough: values first, then the names of people who are needed nowhere.

Each case gets a line in its log that says so, without what it was; `verify` still finds everything in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from baz.engine import keeping
from baz.engine.performing import perform
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BazError
from baz.kernel.acts import ENGINE, Actor, Command, Erase
from baz.kernel.when import day_of
from baz.store import cases, people, standing
from baz.store.cases import CaseLine

PAGE = 1000
_BY_ENGINE = Actor(ENGINE)
Opened = Callable[[], AbstractContextManager[Work]]


@dataclass(slots=True)
class Forgotten:
    """What was erased: how many values of which cases, which people, and what could not be done."""

    values: int = 0
    cases: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Going:
    """What goes after a day: the values of a case, or the name and contact of a person."""

    on: date
    organisation: str
    case: str = ""
    workflow: str = ""
    party: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()


def forget(writing: Opened, reading: Opened) -> Forgotten:
    """Erase all that is over its time, each case and each person in a transaction of its own."""
    done = Forgotten()
    seen: set[str] = set()
    while True:
        with reading() as work:
            over = people.expired(day_of(work.at), connection=work.connection, limit=PAGE + len(seen))
        fresh = [row for row in over if row[0] not in seen]
        if not fresh:
            return done
        seen |= {row[0] for row in fresh}
        by_case: dict[str, list[str]] = defaultdict(list)
        for value, case, _ in fresh:
            if case is not None:
                by_case[case].append(value)
        for case, values in by_case.items():
            _try(done, case, partial(_values, writing, case, values, done))
        for party in dict.fromkeys(p for _, case, p in fresh if case is None and p is not None):
            _try(done, party, partial(_person, writing, party, done))


def _try(done: Forgotten, what: str, work: Callable[[], None]) -> None:
    """One case that cannot be written now does not keep the others; it is tried again tomorrow."""
    try:
        work()
    except BazError as error:
        done.failed[what] = error.message


def _values(writing: Opened, case: str, values: list[str], done: Forgotten) -> None:
    with writing() as work:
        _tell(work, case, Erase(values=tuple(sorted(values))))
    done.values += len(values)
    done.cases.append(case)


def _person(writing: Opened, party: str, done: Forgotten) -> None:
    """The name and contact of a person, unless she is needed again since her last day was set."""
    with writing() as work:
        last = keeping.party_last_day(work, party)
        if last is None or last >= day_of(work.at):
            people.keep_party_until(party, last, connection=work.connection)
            return
        values = len(people.everything_about(party, connection=work.connection))
        roles = standing.roles_of(party, connection=work.connection)
        for case in sorted({r.case_id for r in roles}):
            _tell(work, case, Erase(party=party))
        if not roles:
            people.erase_party(party, now=work.now, connection=work.connection)
    done.values += values
    done.people.append(party)


def _tell(work: Work, case: str, act: Erase) -> None:
    perform(work, Command(actor=_BY_ENGINE, act=act, key=work.ids.new_id("forget"), case=case))


def going(work: Work, actor: Actor, organisations: frozenset[str], until: date) -> list[Going]:
    """What goes up to a day, the first first: what is over its time, and what will be by then.

    Raises:
        Forbidden: the actor may not erase in one of these organisations.
    """
    for home in organisations:
        require(work.catalogue, actor, home, Right.ERASE)
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    homes: dict[tuple[str, str, str], str] = {}
    for row in people.ending(organisations, until, connection=work.connection):
        key = (row.keep_until, row.case_id or "", row.party_id or "" if row.case_id is None else "")
        found[key].append(row.field)
        homes[key] = row.organisation
    known = cases.lines(sorted({case for _, case, _ in found if case}), connection=work.connection)
    who = {party for _, _, party in found if party}
    last = keeping.party_last_days(work, who)
    names = people.of_parties(who, connection=work.connection)
    lines = []
    for (day, case, party), fields in found.items():
        home, on = homes[day, case, party], date.fromisoformat(day) if case else last[party]
        if on is None or on > until:
            continue
        if case:
            lines.append(_of_case(work, known[case], on, home, fields))
        else:
            titles = dict.fromkeys(WORDS.get(f, f) for f in fields)
            name = names.get(party, {}).get("name", "")
            lines.append(Going(on, home, party=party, name=name, fields=tuple(titles)))
    return sorted(lines, key=lambda g: (g.on, g.case, g.party))


def _of_case(work: Work, case: CaseLine, day: date, home: str, fields: list[str]) -> Going:
    workflow = work.plans.load(case.definition, connection=work.connection).workflow
    known = workflow.fields
    titles = dict.fromkeys(known[f].title if f in known else WORDS.get(f, f) for f in fields)
    return Going(day, home, case.id, workflow.title, fields=tuple(titles))


WORDS: Mapping[str, str] = {
    "name": "Naam", "mail": "E-mail", "phone": "Telefoon", "address": "Adres", "reason": "Een reden",
    "waive": "Een reden", "place": "Een plaats", "note": "Een nota",
    "letter": "Een brief",
}  # fmt: skip
"""What is kept besides the fields of a workflow, as people read it."""
