"""The rounds of a worker: what the clock asks, what must leave, what must go at night, the mail of Monday.

As many workers as wanted may run them: each thing is done once. `baz serve` has one beside its pages,
`baz worker` is one by itself, and `baz tick` makes one round.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from baz.engine.engine import Engine
from baz.engine.forgetting import Forgotten
from baz.engine.installation import Installation
from baz.ground.clock import BRUSSELS
from baz.ground.errors import BazError, Busy, Outdated
from baz.services import digest
from baz.services.jobs import Deliver, Delivered, Worker
from baz.services.mail.message import MailError
from baz.services.mail.outgoing import Outgoing, outgoing_of
from baz.services.reports import renewing
from baz.services.webhooks.sending import senders
from baz.store import commands

SECONDS = 30.0
PAGE = 200
LAST = "round:last"
"""The key under which the last round is kept, for the health page."""
NIGHT, MORNING = 2, 6
"""From which hour in Brussels the nightly work may begin, and the mail of Monday may leave."""
AGAIN = timedelta(hours=1)
"""After how long something that was begun and not finished is begun again."""
logger = logging.getLogger("baz.worker")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; empty where there was nothing to do."""

    moved: tuple[str, ...] = ()
    delivered: Delivered = field(default_factory=Delivered)
    forgotten: Forgotten = field(default_factory=Forgotten)
    digests: int = 0


@dataclass(slots=True)
class Rounds:
    """The rounds of one worker. `address`: where the pages are, for links in mail; `extra`: kinds of job that
    somebody else delivers. Made for an installation by `rounds_of`."""

    engine: Engine
    outgoing: Outgoing
    address: str = ""
    extra: Mapping[str, Deliver] = field(default_factory=dict)

    def once(self, *, forget: bool = False) -> Round:
        """One round. A letter or a case that goes wrong costs only itself.

        Args:
            forget: erase what is over its time now, instead of once at night.

        Raises:
            Busy, SetupError: the database.
        """
        moved: list[str] = []
        while page := self.engine.tick(PAGE):
            moved += page
        delivered = Worker(self.engine, self.outgoing, extra=self.extra).run()
        local = self.engine.clock().astimezone(BRUSSELS)
        forgotten = self.engine.forget() if forget else self._night(local)
        sent = self._monday(local)
        self._count(local)
        with suppress(Outdated), self.engine.work() as work:  # another worker says so at this very moment
            commands.mark(LAST, "", now=work.now, connection=work.connection)
        return Round(tuple(moved), delivered, forgotten, sent)

    def forever(self, stop: threading.Event, seconds: float = SECONDS) -> None:
        """Round after round until `stop` is set. What goes wrong is logged without a name and tried again."""
        while not stop.is_set():
            try:
                self.once()
            except BazError as error:
                logger.error("a round did not work: %s", error.code)
            except Exception as error:  # the next round may work; the text of an error may hold a name
                logger.error("a round did not work: %s", type(error).__name__)
            stop.wait(seconds)

    def _count(self, local: datetime) -> None:
        """Count what changed for reports, some at a time. A report is right without it, only slower."""
        try:
            renewing.next_year(self.engine, local.year)
            renewing.renew(self.engine, most=renewing.ROUND)
        except Busy:
            logger.info("the figures are counted in the next round")

    def _night(self, local: datetime) -> Forgotten:
        key = f"round:night:{local.date()}"
        if local.hour < NIGHT or not self._begin(key):
            return Forgotten()
        forgotten = self.engine.forget()
        self._end(key)
        return forgotten

    def _monday(self, local: datetime) -> int:
        if local.weekday() != 0 or local.hour < MORNING:
            return 0
        week = week_of(local.date())
        if not self._begin(whole := f"digest:{week}"):
            return 0
        sent, missed = self.send_digests(week)
        if not missed:
            self._end(whole)
        return sent

    def send_digests(self, week: str) -> tuple[int, int]:
        """Send the digest of a week (`week_of`) to whoever did not get it yet; gives how many left now, and
        how many did not."""
        with self.engine.reading() as work:
            found = list(digest.digests(work))
        sent = missed = 0
        try:
            for one in found:
                key = f"digest:{week}:{one.party}"
                if one.mail and self._begin(key):
                    left = self._send(one, week, key)
                    sent, missed = sent + left, missed + (not left)
        finally:
            self.outgoing.close()
        return sent, missed

    def _send(self, one: digest.Digest, week: str, key: str) -> bool:
        mail = digest.mail_of(one, self.address, week)
        try:
            self.outgoing.send(mail, f"week-{week}-{one.party}", self.engine.clock())
        except (MailError, OSError) as error:
            logger.error("a digest did not leave: %s", getattr(error, "code", type(error).__name__))
            if getattr(error, "permanent", False):
                self._end(key)
                return True
            return False
        self._end(key)
        return True

    def _begin(self, key: str) -> bool:
        """Whether this is ours to do now: nobody did it, and nobody is at it."""
        try:
            with self.engine.work() as work:
                found = commands.marked(key, connection=work.connection)
                if found is not None and (found[1] == "done" or found[0] > work.now - AGAIN):
                    return False
                commands.mark(key, "begun", now=work.now, connection=work.connection)
        except Outdated:
            return False
        return True

    def _end(self, key: str) -> None:
        with self.engine.work() as work:
            commands.mark(key, "done", now=work.now, connection=work.connection)


def rounds_of(installation: Installation, address: str = "", folder: Path | None = None) -> Rounds:
    """The rounds of an installation, with all that it delivers.

    Args:
        installation: the open installation.
        address: where the pages are, when that is not what `[web]` says.
        folder: where letters go that become files, instead of beside `baz.toml`.
    """
    told = installation.settings
    extra = senders(installation.engine, told.webhooks)
    return Rounds(installation.engine, outgoing_of(told, folder), address or told.address, extra)


def week_of(day: date) -> str:
    """The ISO week of a day: `2026-W49`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
