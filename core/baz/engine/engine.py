"""The engine: every command of people, and the clock, through one door.

    engine = Engine(database, catalogue)
    receipt = engine.perform(Command(actor=..., act=Step(name="zeg_ja"), key="...", case="case-..."))

Nothing else writes a case. A refused act leaves nothing. Whoever asks has an actor, whose rights are asked in
the organisation of each row (`baz.engine.rights`); what has none is for the worker and the operator.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection

from baz.engine import (
    admin,
    audit,
    casepage,
    correcting,
    desk,
    forgetting,
    lists,
    membership,
    panels,
    referrals,
    roster,
)
from baz.engine import cast as casting
from baz.engine import today as morning
from baz.engine.correcting import Correction
from baz.engine.forgetting import Forgotten, Going
from baz.engine.identity.sweeping import sweep
from baz.engine.once import once
from baz.engine.performing import Receipt, follow_clock, perform
from baz.engine.preview import Preview, compare
from baz.engine.referrals import Card
from baz.engine.work import Plans, Work
from baz.ground.clock import Clock, system_clock
from baz.ground.errors import Busy, SetupError
from baz.kernel.acts import Actor, Command, Option
from baz.kernel.when import DAY
from baz.plugins.catalogue import Catalogue
from baz.plugins.panels import PageKind, Panel
from baz.store import cases, people
from baz.store.database import Database
from baz.store.ids import Ids, RandomIds
from baz.store.links import LinkRow

__all__ = ["Engine", "Preview", "Receipt"]

logger = logging.getLogger("baz.engine")


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
        self._open = threading.local()

    @property
    def _batch(self) -> Connection | None:
        """The transaction of a batch of this thread; other threads have their own."""
        found: Connection | None = getattr(self._open, "batch", None)
        return found

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Many commands in one transaction: for a replay or an import. All or nothing."""
        with self.database.write() as connection:
            self._open.batch = connection
            try:
                yield
            finally:
                self._open.batch = None

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction that writes, for functions that ask an actor's rights themselves. Within a batch it
        is a part of it that can fail by itself."""
        if self._batch is not None:
            with self._batch.begin_nested():
                yield Work(self._batch, self.clock(), self.plans, self.ids)
            return
        with self.database.write() as connection:
            yield Work(connection, self.clock(), self.plans, self.ids)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that only reads, for functions that ask an actor's rights themselves."""
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
        return self._preview(command.case, command.actor, lambda _work: [command])

    def _preview(self, case: str, actor: Actor, given: Callable[[Work], list[Command]]) -> Preview:
        found: list[Preview] = []
        try:
            with self.work() as work:
                before = desk.show(work, case, actor)
                for command in given(work):
                    perform(work, command)
                found.append(compare(before, desk.show(work, case, actor)))
                raise _Undo
        except _Undo:
            return found[0]

    def correct(self, fix: Correction, actor: Actor) -> Receipt:
        """Take a fact back, or give it another day. All or nothing.

        Raises:
            Refused, NotFound, BadInput, Outdated: as they say.
        """
        with self.work() as work:
            return [perform(work, command) for command in correcting.commands(work, fix, actor)][-1]

    def preview_correction(self, fix: Correction, actor: Actor) -> Preview:
        """What a correction would change. Nothing is written."""
        return self._preview(fix.case, actor, lambda work: correcting.commands(work, fix, actor))

    def can(self, case: str, actor: Actor) -> list[Option]:
        """Every transition of a case with yes, or no and every reason."""
        with self.reading() as work:
            return desk.can(work, case, actor)

    def show(self, case: str, actor: Actor) -> desk.CaseView:
        """A case as this actor may see it."""
        with self.reading() as work:
            return desk.show(work, case, actor)

    def look(self, case: str, actor: Actor, *, whole: bool = False) -> casepage.CasePage:
        """A case with all that this actor can do in it, in one look; `whole` with the blocks of plugins."""
        with self.reading() as work:
            return casepage.look(work, case, actor, whole=whole)

    def own_pages(self, actor: Actor, organisation: str) -> tuple[tuple[str, PageKind], ...]:
        """The pages of plugins that this actor may open: the plugin and the page."""
        with self.reading() as work:
            return panels.pages(work, actor, organisation)

    def own_page(
        self, actor: Actor, organisation: str, plugin: str, name: str
    ) -> tuple[PageKind, Sequence[Panel]]:
        """A page of a plugin, with what is on it."""
        with self.reading() as work:
            return panels.page(work, actor, organisation, plugin, name)

    def cases(
        self,
        actor: Actor,
        organisation: str = "",
        workflow: str = "",
        state: str = "",
        running: bool = True,
        limit: int = 500,
        after: str = "",
    ) -> list[lists.CaseLine]:
        """The cases that this actor may list."""
        with self.reading() as work:
            return lists.listing(work, actor, organisation, workflow, state, running, limit, after)

    def agenda(
        self,
        actor: Actor,
        organisation: str = "",
        until: date | None = None,
        mine: bool = False,
        limit: int = 500,
        after: str = "",
    ) -> list[lists.AgendaLine]:
        """The worklist up to a day, late first."""
        with self.reading() as work:
            return lists.agenda(work, actor, organisation, until, mine, limit, after)

    def today(self, actor: Actor, organisation: str, **which: str) -> morning.Today:
        """The morning of a coordinator: late, due, this week, waiting for somebody, quiet."""
        with self.reading() as work:
            return morning.today(work, actor, organisation, **which)

    def tick(self, limit: int = 1000) -> list[str]:
        """Let every case follow its own clock up to now; gives those in which something happened.
        For the worker."""
        with self.reading() as work:
            due = cases.due(work.at, connection=work.connection, limit=limit)
        return [case for case in due if self._follow(case)]

    def _follow(self, case: str) -> bool:
        """One case follows its clock. One that cannot costs only itself: it is named, and waits a day."""
        try:
            with self.work() as work:
                return follow_clock(work, case)
        except (Busy, SetupError):
            raise
        except Exception:  # whatever is wrong with one case, the clock of the others goes on
            logger.exception("case %s could not follow its clock", case)
            with self.work() as work:
                cases.postpone(case, work.at + DAY, connection=work.connection)
            return False

    def forget(self) -> Forgotten:
        """Erase what was kept long enough; as often as wanted, a value goes once. For the worker."""
        with self.work() as work:
            sweep(work)
        return forgetting.forget(self.work, self.reading)

    def keeping(self, actor: Actor, organisations: frozenset[str], until: date) -> list[Going]:
        """What goes up to a day, in the cases and of the people of these organisations."""
        with self.reading() as work:
            return forgetting.going(work, actor, organisations, until)

    def verify(self, case: str = "") -> list[str]:
        """What does not agree between log and projections, in Dutch sentences; an empty list is good.
        For the operator."""
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
        self,
        name: str,
        kind: str = "person",
        *,
        organisation: str,
        actor: Actor,
        contact: Mapping[str, str] | None = None,
    ) -> str:
        """A new person or organisation; gives the id."""
        with self.work() as work:
            return admin.add_party(work, name, kind, organisation, contact or {}, actor)

    def add_party_once(
        self,
        name: str,
        kind: str = "person",
        *,
        organisation: str,
        actor: Actor,
        contact: Mapping[str, str],
        key: str,
    ) -> tuple[str, bool]:
        """`add_party`, once by its key; gives the id, and whether it was there already."""
        with self.work() as work:
            given = sorted(k for k, v in contact.items() if v)
            return once(
                work,
                key,
                ["party", kind, organisation, given],
                lambda: admin.add_party(work, name, kind, organisation, contact, actor),
            )

    def add_staff(self, party: str, organisation: str, role: str, from_day: date, *, actor: Actor) -> None:
        """Somebody is staff of an organisation from a day."""
        with self.work() as work:
            admin.add_staff(work, party, organisation, role, from_day, actor)

    def actor(self, party: str) -> Actor:
        """Who a party is when it acts. For signing in and the operator: it says nothing of who asks."""
        with self.reading() as work:
            return admin.actor(work, party)

    def name_of(self, party: str) -> str:
        """What a party is called; empty when that was erased."""
        with self.reading() as work:
            return people.of_parties([party], connection=work.connection).get(party, {}).get("name", "")

    def home_of(self, party: str) -> str:
        """The organisation that knows a party; empty when there is no such party."""
        with self.reading() as work:
            found = people.party(party, connection=work.connection)
            return found.organisation if found else ""

    def staff(self, actor: Actor, organisation: str) -> roster.Named:
        """Who works for an organisation today: (party, name)."""
        with self.reading() as work:
            return roster.staff(work, actor, organisation)

    def volunteers(self, actor: Actor, organisation: str) -> roster.Named:
        """The volunteers of an organisation: (party, name)."""
        with self.reading() as work:
            return roster.volunteers(work, actor, organisation)

    def caseload(self, actor: Actor, organisation: str, party: str) -> list[roster.Held]:
        """The running cases in which somebody holds a staff role."""
        with self.reading() as work:
            return roster.caseload(work, actor, organisation, party)

    def called(self, actor: Actor, organisation: str, name: str) -> roster.Named:
        """Who of an organisation has just this name: (party, name)."""
        with self.reading() as work:
            return roster.called(work, actor, organisation, name)

    def cast(self) -> list[casting.Player]:
        """The invented people of a demo; the pages ask for it only there."""
        with self.reading() as work:
            return casting.cast(work)

    def set_parameter(
        self, organisation: str, workflow: str, name: str, value: str, from_day: date, actor: Actor
    ) -> None:
        """An organisation gives a parameter its own value from a day on."""
        with self.work() as work:
            admin.set_parameter(work, organisation, workflow, name, value, from_day, actor)

    def enable_plugin(self, organisation: str, plugin: str, on: bool, actor: Actor) -> None:
        """An organisation switches a plugin on or off for itself. Cases that run go on."""
        with self.work() as work:
            membership.enable(work, organisation, plugin, on, actor)

    def referrals(self, actor: Actor, organisation: str) -> list[LinkRow]:
        """The referrals that wait for an answer of an organisation."""
        with self.reading() as work:
            return referrals.waiting(work, actor, organisation)

    def cards(self, actor: Actor, organisation: str) -> list[Card]:
        """The same referrals, each with the minimal card that travels with it."""
        with self.reading() as work:
            return referrals.cards(work, actor, organisation)

    def card(self, actor: Actor, organisation: str, link: str) -> Card:
        """One of these cards."""
        with self.reading() as work:
            return referrals.card(work, actor, organisation, link)

    def accept_referral(
        self, link: str, actor: Actor, *, key: str, answers: Mapping[str, Any] | None = None, step: str = ""
    ) -> Receipt:
        """The receiver takes over: its own case opens, and the sender learns that it was handed over.

        Raises:
            Refused: the opening step asks more, or one of its conditions does not hold; nothing changed.
        """
        with self.work() as work:
            found, command = referrals.opening(work, link, actor, key, answers or {}, step)
            receipt = perform(work, command)
            perform(work, referrals.answer(work, found, actor, key, child=receipt.case))
            return receipt

    def return_referral(self, link: str, actor: Actor, *, key: str, reason: str = "") -> Receipt:
        """The receiver sends it back; it becomes a task of the sender."""
        with self.work() as work:
            return perform(work, referrals.returning(work, link, actor, key, reason))


class _Undo(Exception):
    """Leaves a transaction without writing."""
