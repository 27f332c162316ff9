"""Signing in from first to last, with the limits: each function is one form that somebody sends.

Hashing a password takes a while on purpose, so it is done outside of any transaction that writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from baz.engine.engine import Engine
from baz.engine.identity import limits, links, passkeys, passwords, persons, sessions, totp, waiting
from baz.engine.identity.links import Given
from baz.engine.identity.passkeys import Question, Site
from baz.engine.identity.sessions import Opened
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound, TooMany
from baz.store import credentials, people


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody signs in: its network address (counted, never kept), what it calls itself, and the
    secret of the session that it has now."""

    address: str = ""
    device: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """The password was right; `token` comes back with the second means, of which she has these."""

    token: str
    app: bool
    passkey: bool


def request_link(engine: Engine, mail: str, *, remember: bool, to: str = "") -> list[Given]:
    """The links to send to an address. Call it after the answer went out, and `allow_link` before.

    More than a few in a short time are not sent: who gets them is not who asks for them.
    """
    try:
        limits.count(engine, limits.LINK_MAIL, people.mail_text(mail))
    except TooMany:
        return []
    with engine.work() as work:
        return links.by_mail(work, mail, remember=remember, to=to)


def allow_link(engine: Engine, browser: Browser) -> None:
    """Whether this address may ask for a link now.

    Raises:
        TooMany: it asks too often.
    """
    limits.count(engine, limits.LINK_ADDRESS, browser.address)


def use_link(engine: Engine, secret: str, browser: Browser) -> Opened:
    """Sign in by a link.

    Raises:
        NotFound: the link is over. TooMany: too many were tried.
    """
    limits.count(engine, limits.OPEN_ADDRESS, browser.address)
    with engine.work() as work:
        return links.use(work, secret, device=browser.device, earlier=browser.earlier)


def with_password(
    engine: Engine, mail: str, password: str, browser: Browser, *, remember: bool = False, to: str = ""
) -> Half:
    """The first half of signing in with a password.

    Raises:
        BadInput: the address or the password is not right; it does not say which.
        TooMany: too many were tried.
    """
    limits.count(engine, limits.PASSWORD_ADDRESS, browser.address)
    limits.count(engine, limits.PASSWORD_MAIL, people.mail_text(mail))
    with engine.reading() as work:
        rows = passwords.of_mail(work, mail)
    row = passwords.right_one(rows, password)
    if row is None:
        raise BadInput(
            "Dit e-mailadres en wachtwoord horen niet samen.",
            hint="Of vraag een link per mail, dat gaat altijd.",
        )
    fresh = passwords.renewed(row, password)
    with engine.work() as work:
        passwords.used(work, row, fresh)
        token = waiting.begin(work, "half", None, whose=row.party_id, remember=remember, to=to)
        kinds = {r.kind for r in credentials.of_party(row.party_id, connection=work.connection)}
    return Half(token, totp.KIND in kinds, passkeys.KIND in kinds)


def half(engine: Engine, token: str) -> Half:
    """What was begun, to show its page again.

    Raises:
        BadInput: it is over.
    """
    with engine.reading() as work:
        party = waiting.look(work, "half", token).told["whose"]
        kinds = {r.kind for r in credentials.of_party(party, connection=work.connection)}
    return Half(token, totp.KIND in kinds, passkeys.KIND in kinds)


def with_code(engine: Engine, token: str, code: str, browser: Browser) -> Opened:
    """The second half: a code of the app, or one on paper.

    Raises:
        BadInput: the code is not right, was used before, or the first half is over.
        TooMany: too many were tried.
    """
    with engine.reading() as work:
        party = waiting.look(work, "half", token).told["whose"]
    limits.count(engine, limits.CODE, party)
    with engine.work() as work:
        if totp.check(work, party, code):
            return _whole(work, token, "password+totp", browser)
        if totp.check_paper(work, party, code):
            return _whole(work, token, "password+paper", browser)
    raise BadInput("Deze code klopt niet, of werd al gebruikt.", hint="Wacht op de volgende code van je app.")


def _whole(work: Work, token: str, means: str, browser: Browser) -> Opened:
    told = waiting.take(work, "half", token)
    who = persons.person(work, told["whose"])
    if who is None:
        raise _nobody()
    return sessions.begin(
        work, who, means=means, remember=told["remember"], device=browser.device, earlier=browser.earlier,
        to=told["to"],
    )  # fmt: skip


def ask_passkey(engine: Engine, site: Site, browser: Browser, half_token: str = "") -> Question:
    """The question for a passkey: as the only means, or beside a password that was right.

    Raises:
        BadInput: the first half is over. TooMany: too many were asked.
    """
    limits.count(engine, limits.OPEN_ADDRESS, browser.address)
    with engine.work() as work:
        party = waiting.look(work, "half", half_token).told["whose"] if half_token else None
        return passkeys.ask(work, site, party)


def with_passkey(
    engine: Engine,
    site: Site,
    token: str,
    answer: str,
    browser: Browser,
    *,
    half_token: str = "",
    remember: bool = False,
    to: str = "",
) -> Opened:
    """Sign in with a passkey: as the only means, or beside a password that was right.

    Raises:
        BadInput: it is not accepted. TooMany: too many were tried.
    """
    limits.count(engine, limits.OPEN_ADDRESS, browser.address)
    with engine.work() as work:
        if half_token:
            party = waiting.look(work, "half", half_token).told["whose"]
            passkeys.prove(work, site, token, answer, party)
            return _whole(work, half_token, "password+passkey", browser)
        who = persons.person(work, passkeys.prove(work, site, token, answer))
        if who is None:
            raise _nobody()
        return sessions.begin(
            work,
            who,
            means="passkey",
            remember=remember,
            device=browser.device,
            earlier=browser.earlier,
            to=to,
        )


def _nobody() -> NotFound:
    return NotFound(
        "Je kan hier nu niet aanmelden.", hint="Je rol is beëindigd. Bel een beheerder van je organisatie."
    )
