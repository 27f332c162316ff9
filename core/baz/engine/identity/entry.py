"""From what a request carries to who it is: a browser's cookie, a program's token, a calendar's secret.

It is asked at every request, and reads the tables at every request: a role that ended is gone at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from baz.engine.engine import Engine
from baz.engine.identity import limits, sessions, tokens
from baz.ground.errors import Forbidden
from baz.kernel.acts import Actor

NO_TOKEN = "geen-sleutel"
"""Code of the `Forbidden` for a token that does not work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who came in. `organisation`: where she works now, or whose volunteer she is. `key`: the id of
    her session or token. `language` and `look` as she chose them on this device, else empty."""

    actor: Actor
    organisation: str
    key: str
    language: str = ""
    look: str = ""


def by_cookie(engine: Engine, secret: str) -> Entry | None:
    """Who signed in on this browser; None when nobody did, or she may not come in any more."""
    if not secret:
        return None
    with engine.reading() as work:
        found = sessions.resolve(work, secret)
        seen = found is not None and sessions.used_today(work, found)
    if found is None:
        return None
    if not seen:
        with engine.work() as work:
            sessions.touch(work, found)
    told = found.told
    return Entry(
        found.person.actor, found.organisation, found.row.id, told.get("language", ""), told.get("look", "")
    )


def by_token(engine: Engine, secret: str, address: str = "") -> Entry:
    """Which program this is.

    Raises:
        Forbidden: the token does not work (code `NO_TOKEN`). TooMany: too many wrong ones were tried.
    """
    with engine.reading() as work:
        found = tokens.holder(work, secret)
    if found is None:
        limits.count(engine, limits.TOKEN_ADDRESS, address)
        raise Forbidden(
            "Deze sleutel werkt niet.", hint="Een beheerder maakt er een op /beheer.", code=NO_TOKEN
        )
    key, actor, organisation, seen = found
    if not seen:
        with engine.work() as work:
            tokens.touch(work, key)
    return Entry(actor, organisation, key)
