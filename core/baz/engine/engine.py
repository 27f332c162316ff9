"""The engine: every command of people, and the clock, through one door.

    engine = Engine(database, catalogue)
    receipt = engine.perform(Command(actor=..., act=Step(name="zeg_ja"), key="...", case="case-..."))

Nothing else writes a case. A refused act leaves nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from baz.engine import admin, audit, desk, linking, referrals, sense
from baz.engine.access import Entrance, enter
from baz.engine.gather import gather, with_log
from baz.engine.prepare import Prepared, prepare
from baz.engine.save import Saved, save, store_papers
from baz.engine.work import Plans, Work
from baz.ground.clock import Clock, system_clock
from baz.ground.errors import BadInput, Outdated, Refused
from baz.kernel.acts import Actor, Command, Erase, Event, Migrate, Open, Option, Refusal, Share
from baz.kernel.decide import Decision, advance, decide
from baz.kernel.facts import Facts
from baz.kernel.plan import Plan
from baz.kernel.when import When, day_of
from baz.plugins.catalogue import Catalogue
from baz.store import cases, commands, links, log, people
from baz.store.commands import CommandRow
from baz.store.database import Database
from baz.store.ids import Ids, RandomIds
from baz.store.links import LinkRow


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command did. `already`: it was carried out before and nothing happened now.

    `held` are the sentences of facts that wait for another one; `opened` the cases that it opened.
    """

    case: str
    seq: int
    state: str
    held: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    already: bool = False


class Engine:
    """The only writer of cases.

    Args:
        database: where everything is kept.
        catalogue: what the plugins gave.
        clock: gives the aware present; tests, scenarios and the demo inject one.
        ids: new ids and salts; tests inject numbered ones.
    """

    def __init__(
        self, database: Database, catalogue: Catalogue, *, clock: Clock = system_clock, ids: Ids | None = None
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
        self.ids = ids or RandomIds()
        self.plans = Plans(catalogue)
        self._batch: Connection | None = None

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Many commands in one transaction: for a replay or an import. All or nothing."""
        with self.database.write() as connection:
            self._batch = connection
            try:
                yield
            finally:
                self._batch = None

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction that writes."""
        if self._batch is not None:
            yield Work(self._batch, self.clock(), self.plans, self.ids)
            return
        with self.database.write() as connection:
            yield Work(connection, self.clock(), self.plans, self.ids)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that only reads."""
        if self._batch is not None:
            yield Work(self._batch, self.clock(), self.plans, self.ids)
            return
        with self.database.read() as connection:
            yield Work(connection, self.clock(), self.plans, self.ids)

    def perform(self, command: Command) -> Receipt:
        """Carry out one command.

        Raises:
            Refused: with every reason; nothing was written.
            Outdated: the case changed since it was looked at.
            NotFound, Forbidden, BadInput: as they say.
        """
        with self.work() as work:
            return perform(work, command)

    def preview(self, command: Command) -> Preview:
        """What a command would change. Nothing is written.

        Raises:
            Refused: it would be refused.
        """
        found: list[Preview] = []
        try:
            with self.work() as work:
                before = desk.show(work, command.case, command.actor)
                perform(work, command)
                found.append(compare(before, desk.show(work, command.case, command.actor)))
                raise _Undo
        except _Undo:
            return found[0]

    def can(self, case: str, actor: Actor) -> list[Option]:
        """Every transition of a case with yes, or no and every reason."""
        with self.reading() as work:
            return desk.can(work, case, actor)

    def show(self, case: str, actor: Actor) -> desk.CaseView:
        """A case as this actor may see it."""
        with self.reading() as work:
            return desk.show(work, case, actor)

    def cases(
        self,
        actor: Actor,
        organisation: str = "",
        workflow: str = "",
        state: str = "",
        running: bool = True,
        limit: int = 500,
    ) -> list[desk.CaseLine]:
        """The cases that this actor may list."""
        with self.reading() as work:
            return desk.listing(work, actor, organisation, workflow, state, running, limit)

    def agenda(
        self, actor: Actor, organisation: str = "", until: date | None = None, mine: bool = False
    ) -> list[desk.AgendaLine]:
        """The worklist up to a day, late first."""
        with self.reading() as work:
            return desk.agenda(work, actor, organisation, until, mine)

    def tick(self, limit: int = 1000) -> list[str]:
        """Let every case follow its own clock up to now; gives those in which something happened."""
        with self.reading() as work:
            due = cases.due(work.at, connection=work.connection, limit=limit)
        moved = []
        for case in due:
            with self.work() as work:
                if follow_clock(work, case):
                    moved.append(case)
        return moved

    def verify(self, case: str = "") -> list[str]:
        """What does not agree between log and projections, in Dutch sentences; an empty list is good."""
        with self.reading() as work:
            if case:
                return audit.verify(work, case)
            found: list[str] = []
            last = ""
            while page := cases.ids(connection=work.connection, after=last):
                for key in page:
                    found += audit.verify(work, key)
                last = page[-1]
            return found

    def add_party(
        self, name: str, kind: str = "person", *, organisation: str, contact: Mapping[str, str] | None = None
    ) -> str:
        """A new person or organisation; gives the id."""
        with self.work() as work:
            return admin.add_party(work, name, kind, organisation, contact or {})

    def add_staff(self, party: str, organisation: str, role: str, from_day: date) -> None:
        """Somebody is staff of an organisation from a day."""
        with self.work() as work:
            admin.add_staff(work, party, organisation, role, from_day)

    def actor(self, party: str) -> Actor:
        """Who a party is when it acts."""
        with self.reading() as work:
            return admin.actor(work, party)

    def set_parameter(
        self, organisation: str, workflow: str, name: str, value: str, from_day: date, actor: Actor
    ) -> None:
        """An organisation gives a parameter its own value from a day on."""
        with self.work() as work:
            admin.set_parameter(work, organisation, workflow, name, value, from_day, actor)

    def referrals(self, actor: Actor, organisation: str) -> list[LinkRow]:
        """The referrals that wait for an answer of an organisation."""
        with self.reading() as work:
            return referrals.waiting(work, actor, organisation)

    def accept_referral(
        self, link: str, actor: Actor, *, key: str, answers: Mapping[str, Any] | None = None
    ) -> Receipt:
        """The receiver takes over: its own case opens, and the sender learns that it was handed over."""
        with self.work() as work:
            found, command = referrals.opening(work, link, actor, key, answers or {})
            receipt = perform(work, command)
            perform(work, referrals.answer(work, found, actor, key, child=receipt.case))
            return receipt

    def return_referral(self, link: str, actor: Actor, *, key: str, reason: str = "") -> Receipt:
        """The receiver sends it back; it becomes a task of the sender."""
        with self.work() as work:
            return perform(work, referrals.returning(work, link, actor, key, reason))


class _Undo(Exception):
    """Leaves a transaction without writing."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a command would change: the case before and after, in sentences, and letters that left already."""

    before: desk.CaseView
    after: desk.CaseView
    changes: tuple[str, ...]
    letters_gone: tuple[str, ...]


def compare(before: desk.CaseView, after: desk.CaseView) -> Preview:
    """The differences between two views of a case, in sentences that a coordinator reads."""
    changes = []
    if before.state != after.state:
        changes.append(f"De toestand wordt '{after.state_title}' (was '{before.state_title}').")
    for region, (state, title) in after.regions.items():
        was = before.regions.get(region, ("", ""))
        if was[0] != state:
            changes.append(f"Het spoor '{region}' wordt '{title}' (was '{was[1]}').")
    old = {t.id: t for t in before.tasks if t.status in ("open", "snoozed")}
    new = {t.id: t for t in after.tasks if t.status in ("open", "snoozed")}
    changes += [f"De taak '{t.title}' vervalt." for k, t in old.items() if k not in new]
    changes += [
        f"Er komt een taak bij: '{t.title}', tegen {t.due_on or 'later'}."
        for k, t in new.items()
        if k not in old
    ]
    moved = [(old[k], t) for k, t in new.items() if k in old and old[k].due_on != t.due_on]
    changes += [f"De taak '{t.title}' verschuift van {o.due_on} naar {t.due_on}." for o, t in moved]
    changes += [
        f"Dit past dan niet meer: {h.title}."
        for h in after.held
        if h.event not in {b.event for b in before.held}
    ]
    sent = {(n, t) for n, t, status in before.letters if status == "done"}
    still = {line.title for line in after.timeline if line.kind == "unfollowed"} - {
        line.title for line in before.timeline if line.kind == "unfollowed"
    }
    gone = tuple(sorted(t for _, t in sent if any(t in title for title in still)))
    return Preview(before, after, tuple(changes), gone)


def perform(work: Work, command: Command) -> Receipt:
    """Carry out a command within a transaction. What it opens follows in the same one."""
    if not command.key:
        raise BadInput("Elke opdracht heeft een sleutel nodig, zodat ze maar één keer telt.")
    entrance = enter(work, command)
    if done := _done_before(work, command):
        return done
    if command.seen is not None and entrance.row is not None and entrance.row.facts != command.seen:
        raise Outdated("Iemand was je voor: dit traject is intussen veranderd.", hint="Bekijk het opnieuw.")
    sense.readable(work, command, _versions(work, entrance, command))
    event, prepared, facts = _fact(work, entrance, command)
    if not isinstance(command.act, Open) and command.occurred is None:
        linking.must_be_installed(work, entrance, event)

    def whole() -> list[Event]:
        return log.read(entrance.case, connection=work.connection)

    outcome = decide(
        facts if not _needs_log(command, entrance) else with_log(work, facts, [*whole(), event]),
        entrance.run,
        whole,
        event,
        at=work.at,
        hand=entrance.hand,
        report=command.occurred is not None,
    )
    if isinstance(outcome, Refusal):
        raise Refused(str(outcome), refusal=outcome, hint=_hint(outcome))
    saved = _save(work, entrance, outcome, prepared, facts)
    opened = linking.after(work, entrance, saved, perform, command)
    if isinstance(command.act, Erase):
        _erase(work, entrance, command.act.party)
    if isinstance(command.act, Share) and command.act.until.day is not None:
        today, until = day_of(work.at), command.act.until.day
        links.share(
            entrance.case,
            command.act.name,
            today,
            until,
            actor=command.actor.party,
            connection=work.connection,
        )
    receipt = Receipt(entrance.case, saved.seq, outcome.run.main.state, saved.held, opened)
    _remember(work, command, receipt, outcome.event.seq)
    return receipt


def _versions(work: Work, entrance: Entrance, command: Command) -> list[Plan]:
    """The definitions that a command may speak of: a report also of those that the case ran on before."""
    if entrance.row is None or command.occurred is None:
        return [entrance.plan]
    keys = [
        e.data["definition"]
        for e in log.read(entrance.case, connection=work.connection)
        if "definition" in e.data
    ]
    older = [
        work.plans.load(k, connection=work.connection) for k in reversed(keys) if k != entrance.plan.hash
    ]
    return [entrance.plan, *older]


def _needs_log(command: Command, entrance: Entrance) -> bool:
    """Whether deciding may have to fold the whole log, which may speak of other versions."""
    run = entrance.run
    if run is None:
        return False
    return (
        command.occurred is not None
        or command.act.kind in ("withdrawn", "migrated")
        or bool(run.held)
        or run.horizon >= run.at
    )


def _fact(work: Work, entrance: Entrance, command: Command) -> tuple[Event, Prepared, Facts]:
    occurred = command.occurred or When.at(work.now)
    if occurred.earliest is not None and occurred.earliest > work.at:
        raise BadInput(f"{occurred} ligt in de toekomst. Wat nog moet gebeuren, plan je.")
    prepared = prepare(work, entrance.plan, entrance.run, command, entrance.case, entrance.organisation)
    if isinstance(command.act, Migrate):
        target = work.catalogue.workflow(
            entrance.plan.workflow.workflow, entrance.organisation, command.act.version
        )
        plan = work.plans.of(target, entrance.organisation, connection=work.connection, now=work.now)
        prepared.data["definition"] = plan.hash
    seq = entrance.row.seq + 1 if entrance.row else 1
    act, behalf = command.act, command.behalf
    event = Event(
        seq, act.kind, act.name, prepared.data, occurred, work.now, command.actor.party, behalf, command.how
    )
    at = min(occurred.latest, work.at) if occurred.latest is not None else work.at
    facts = gather(work, entrance.organisation, entrance.plan, entrance.run, event=event, at=at)
    values = {**facts.values, **prepared.values}
    plans = dict(facts.plans)
    if key := prepared.data.get("definition"):
        plans[key] = work.plans.load(key, connection=work.connection)
    return event, prepared, replace(facts, values=values, plans=plans)


def _save(work: Work, entrance: Entrance, decision: Decision, prepared: Prepared, facts: Facts) -> Saved:
    if decision.run.plan not in facts.plans:
        plan = work.plans.load(decision.run.plan, connection=work.connection)
        facts = replace(facts, plans={**facts.plans, plan.hash: plan})
    saved = save(work, entrance, facts, decision, prepared.sealed)
    store_papers(work, entrance, decision, prepared.papers)
    return saved


def _fingerprint(command: Command) -> str:
    text = json.dumps([command.act.kind, asdict(command), command.case], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _done_before(work: Work, command: Command) -> Receipt | None:
    found = commands.find(command.key, connection=work.connection)
    if found is None:
        return None
    if found.fingerprint != _fingerprint(command):
        raise BadInput(
            "Deze sleutel werd al gebruikt voor een andere opdracht.", hint="Gebruik een nieuwe sleutel."
        )
    result: dict[str, Any] = json.loads(found.result)
    return Receipt(
        result["case"],
        result["seq"],
        result["state"],
        tuple(result["held"]),
        tuple(result["opened"]),
        already=True,
    )


def _remember(work: Work, command: Command, receipt: Receipt, first: int) -> None:
    result = json.dumps(asdict(receipt), ensure_ascii=False, sort_keys=True)
    row = CommandRow(receipt.case, _fingerprint(command), first, receipt.seq, result)
    commands.remember(command.key, row, now=work.now, connection=work.connection)


def _hint(refusal: Refusal) -> str:
    return "Wel mogelijk: " + "; ".join(refusal.instead) + "." if refusal.instead else ""


def follow_clock(work: Work, case: str) -> bool:
    """Let one case follow its own clock up to now; True when something was written."""
    row = cases.load(case, connection=work.connection, lock=True)
    if row.next_due is None or row.next_due > work.at:
        return False
    entrance = Entrance.of_clock(work, row)
    assert_run = entrance.run
    if assert_run is None:
        return False
    facts = gather(work, row.organisation, entrance.plan, assert_run, event=None, at=work.at)
    run = advance(facts, assert_run, work.at)
    save(work, entrance, facts, Decision(_nothing(work.now), run))
    return True


def _nothing(now: datetime) -> Event:
    return Event(0, "", "", {}, When.at(now), now, "engine")


def _erase(work: Work, entrance: Entrance, party: str) -> None:
    """Empty what names the party; when the case was about her, everything personal in it."""
    people.erase_party(party, now=work.now, connection=work.connection)
    if entrance.row is not None and entrance.row.about == party:
        people.erase_case(entrance.case, now=work.now, connection=work.connection)
