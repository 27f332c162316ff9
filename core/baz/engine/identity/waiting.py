"""What must be remembered between two pages of signing in: for one use, and for minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from baz.engine.identity.secrets import new_secret
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.store import keys
from baz.store.keys import KeyRow

MINUTES = 15


def begin(work: Work, kind: str, party: str | None = None, **told: Any) -> str:
    """Remember something; gives the secret by which it is found again."""
    secret = new_secret()
    keys.add(
        f"wait-{kind}", secret, party, "", data=told, expires=work.now + timedelta(minutes=MINUTES),
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    return secret


def look(work: Work, kind: str, secret: str, party: str | None = None) -> KeyRow:
    """What was remembered, without using it up.

    Raises:
        BadInput: nothing was, for this party, or not so recently.
    """
    row = keys.find(f"wait-{kind}", secret, connection=work.connection)
    if row is None or not row.open_at(work.now) or row.party_id != party:
        raise _over()
    return row


def take(work: Work, kind: str, secret: str, party: str | None = None) -> Mapping[str, Any]:
    """What was remembered; it is used up.

    Raises:
        BadInput: nothing was, for this party, or not so recently, or it was used before.
    """
    row = look(work, kind, secret, party)
    if not keys.take(row.id, now=work.now, connection=work.connection):
        raise _over()
    return row.told


def _over() -> BadInput:
    return BadInput("Dit duurde te lang.", hint="Begin opnieuw.", code="te-laat")
