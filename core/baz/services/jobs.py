"""A worker that delivers what the outbox holds: letters by mail or to a folder, and the effects of plugins.

A job is leased, carried out, and marked as done with the token of its lease, which is renewed as long as its
worker lives: before each job, and before each letter to one reader. When a worker dies in between,
the lease runs out and another takes it over. What left for one reader is kept at once, as it was, so that
a next try goes on with the others; what left without being kept leaves again as the same message (the same
file, the same Message-ID). After three tries, or one answer that will not change, a job has failed and stands
where people look.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from baz.engine import invitations, keeping
from baz.engine.engine import Engine
from baz.engine.work import Work
from baz.ground.errors import BazError, Outdated
from baz.plugins.kinds import EffectRun
from baz.services.letters.making import Rendered, letters_of
from baz.services.letters.template import LetterError
from baz.services.mail.message import Mail, MailError
from baz.services.mail.outgoing import Outgoing
from baz.services.webhooks import sending as webhooks
from baz.store import cases, outbox, sent
from baz.store.outbox import Job, OutboxLine

LEASE_SECONDS = 120.0
FRESH = timedelta(seconds=15)
"""A lease older than this is renewed before something leaves. What remains is more than a mail (`smtp.MOST`)
or a webhook (`sending.SECONDS`) may take, so nobody takes over what is on its way."""
PAUSE = timedelta(minutes=5)
"""How long after a failure a job is tried again; twice as long after the second."""
PAUSES: Mapping[str, Sequence[timedelta]] = {outbox.WEBHOOK: webhooks.PAUSES}
MAIL_PAUSES = (timedelta(minutes=15), timedelta(hours=6))
"""The same for a mail server that says "not now": it may be down for a while."""
LETTER = "letter"
Deliver = Callable[[Job], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did: ids of jobs that are done, and of those that did not work, with a code."""

    done: tuple[int, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Worker:
    """Delivers for one installation, by one way out. `extra`: kinds of job that somebody else delivers."""

    engine: Engine
    outgoing: Outgoing
    page: int = 20
    extra: Mapping[str, Deliver] = field(default_factory=dict)
    _renewed: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    def run(self, limit: int = 1000) -> Delivered:
        """Deliver what is due now, each once. What is wrong in one job costs that job and raises nothing."""
        try:
            return self._run(limit)
        finally:
            self.outgoing.close()

    def _run(self, limit: int) -> Delivered:
        done: list[int] = []
        failed: list[tuple[int, str]] = []
        while len(done) + len(failed) < limit:
            jobs = self._lease(min(self.page, limit - len(done) - len(failed)))
            if not jobs:
                break
            for job in jobs:
                code = self._carry_out(job)
                if code is None:
                    done.append(job.id)
                elif code:
                    failed.append((job.id, code))
        return Delivered(tuple(done), tuple(failed))

    def _lease(self, limit: int) -> list[Job]:
        with self.engine.work() as work:
            token = work.ids.new_id("lease")
            self._renewed = work.now
            return outbox.lease(
                limit, token=token, now=work.now, seconds=LEASE_SECONDS, connection=work.connection
            )

    def _renew(self, job: Job) -> None:
        """Keep the lease long enough for one thing to leave.

        Raises:
            Outdated: somebody else took the job over.
        """
        if self.engine.clock() - self._renewed > FRESH:
            with self.engine.work() as work:
                outbox.renew(job, now=work.now, seconds=LEASE_SECONDS, connection=work.connection)
                self._renewed = work.now

    def _carry_out(self, job: Job) -> str | None:
        """None when it is done, the code of what went wrong, "" when somebody else took it over."""
        try:
            self._renew(job)
            own = {LETTER: self._letter, invitations.KIND: self._invite}
            (self.extra.get(job.kind) or own.get(job.kind, self._effect))(job)
            with self.engine.work() as work:
                outbox.done(job, now=work.now, connection=work.connection)
        except Outdated:
            return ""
        except Exception as error:
            # whatever it is: it costs this one delivery, is tried again, and is named where people look
            return self._failed(job, error)
        return None

    def _failed(self, job: Job, error: Exception) -> str:
        code = _code(error)
        pauses = PAUSES.get(job.kind)
        pause = pauses[min(job.attempt, len(pauses)) - 1] if pauses else PAUSE * job.attempt
        if isinstance(error, MailError):
            pause = MAIL_PAUSES[min(job.attempt, len(MAIL_PAUSES)) - 1]
        try:
            with self.engine.work() as work:
                if isinstance(error, MailError) and error.permanent:
                    outbox.refuse(job, code, connection=work.connection)
                else:
                    outbox.fail(job, code, retry_at=work.now + pause, connection=work.connection)
        except Outdated:
            return ""
        return code

    def _letter(self, job: Job) -> None:
        payload = json.loads(job.payload)
        with self.engine.reading() as work:
            letters = letters_of(
                work,
                job.case_id,
                payload["name"],
                consequence=job.consequence,
                meeting=payload.get("meeting", ""),
            )
        if not letters:
            # it stands where people look, and is tried again: somebody may still get the role
            raise BazError(f"Niemand krijgt de brief '{payload['name']}'.", code="geen-lezer")
        self._each(job, letters)

    def _invite(self, job: Job) -> None:
        from baz.services.calendar.inviting import invitations_of  # icalendar is only needed for these

        post = self.outgoing.post
        box = post.mailbox.sender if post else None
        with self.engine.reading() as work:
            letters = invitations_of(work, job, box)
        self._each(job, letters)

    def _each(self, job: Job, letters: Sequence[Rendered]) -> None:
        """Each letter to its reader, kept as soon as it left. One that is not taken holds up no other."""
        wrong: list[MailError] = []
        for letter in letters:
            with self.engine.reading() as work:
                if sent.is_there(job.id, letter.party, connection=work.connection):
                    continue
            self._renew(job)
            try:
                self._hand_over(job, letter)
            except MailError as error:
                wrong.append(error)
                continue
            with self.engine.work() as work:
                keep(work, job, letter)
        if wrong:
            # as long as another try can help one of them, it comes
            raise next((error for error in wrong if not error.permanent), wrong[0])

    def _hand_over(self, job: Job, letter: Rendered) -> None:
        token = f"{job.case_id}:{job.consequence}:{job.id}:{letter.party}"
        name = f"{job.case_id}-{job.seq:04}-{letter.letter.replace(':', '-')}-{letter.party}"
        mail = Mail(
            letter.mail, letter.name, letter.subject, letter.text, letter.html, token, letter.sender,
            letter.reply, letter.calendar, letter.method,
        )  # fmt: skip
        self.outgoing.send(mail, name, self.engine.clock())

    def _effect(self, job: Job) -> None:
        kind = self.engine.catalogue.effects.get(job.kind)
        if kind is None or kind.run is None:
            raise BazError(f"Niets hier kan '{job.kind}' uitvoeren.", code="soort-onbekend")
        payload = json.loads(job.payload)
        with self.engine.reading() as work:
            organisation = cases.load(job.case_id, connection=work.connection).organisation
        token = f"{job.case_id}:{job.consequence}"
        kind.run(EffectRun(organisation, job.case_id, payload["name"], payload.get("value"), token))


def keep(work: Work, job: Job, letter: Rendered) -> None:
    """Keep what left, as long as the case keeps its values."""
    row = cases.load(job.case_id, connection=work.connection)
    until = keeping.case_last_day(work, row)
    body = json.dumps(
        {"letter": letter.letter, "mail": letter.mail, "subject": letter.subject, "text": letter.text,
         "html": letter.html},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    sent.keep(
        job.id, letter.party, body, organisation=row.organisation, case=job.case_id,
        until=until.isoformat() if until else None, now=work.now, connection=work.connection,
    )  # fmt: skip


def _code(error: Exception) -> str:
    """What went wrong as a code: the outbox names no person, so the text of an error is not kept."""
    if isinstance(error, BazError):
        return error.code
    if isinstance(error, LetterError):
        return "sjabloon"
    return "schijf" if isinstance(error, OSError) else f"fout:{type(error).__name__}"


def failures(work: Work, limit: int = 100) -> list[OutboxLine]:
    """The jobs that failed three times and wait for a person, newest first."""
    return outbox.failed(connection=work.connection, limit=limit)
