"""How often something may be tried. What is counted is a digest of who tries, and is gone within the hour.

An attempt is counted in a transaction of its own, before it is looked at: that it fails does not undo that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from baz.engine.engine import Engine
from baz.ground.errors import TooMany
from baz.store import attempts
from baz.store.codec import digest, moment_text


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts by one in so many minutes."""

    name: str
    most: int
    minutes: int


LINK_ADDRESS = Limit("link-address", 30, 15)
LINK_MAIL = Limit("link-mail", 5, 15)
OPEN_ADDRESS = Limit("open-address", 60, 15)
PASSWORD_ADDRESS = Limit("password-address", 30, 15)
PASSWORD_MAIL = Limit("password-mail", 8, 15)
CODE = Limit("code", 6, 15)
HELD_ADDRESS = Limit("held-address", 20, 15)
SETUP = Limit("setup", 10, 15)
TOKEN_ADDRESS = Limit("token-address", 60, 15)


def count(engine: Engine, limit: Limit, who: str) -> None:
    """One more attempt by somebody: a network address, a mail address, the id of a party.

    Raises:
        TooMany: it was one too many; nothing else may be done.
    """
    now = engine.clock()
    length = limit.minutes * 60
    begin = datetime.fromtimestamp(int(now.timestamp()) // length * length, UTC)
    with engine.work() as work:
        attempts.sweep(moment_text(now - timedelta(hours=1)), connection=work.connection)
        number = attempts.count(digest(f"{limit.name} {who}"), moment_text(begin), connection=work.connection)
    if number <= limit.most:
        return
    wait = begin + timedelta(seconds=length) - now
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    raise TooMany(
        "Dit werd te vaak geprobeerd.",
        retry_after=max(1, int(wait.total_seconds())),
        hint=f"Wacht {minutes} {'minuut' if minutes == 1 else 'minuten'} en probeer het opnieuw.",
    )
