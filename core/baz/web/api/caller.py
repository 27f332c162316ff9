"""Which programme asks: its token, how often it asks, and what it says along with a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Annotated, ClassVar

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from baz.engine.engine import Engine
from baz.engine.identity import entry
from baz.ground.errors import BazError, Forbidden, Outdated, TooMany
from baz.kernel.acts import Actor
from baz.web.house import House

PER_MINUTE = 600
"""Requests by one token to one process: ten a second, all day long."""
BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="Een sleutel van je organisatie (`baz_...`). Een beheerder maakt er een op /beheer.",
)


class NoToken(BazError):
    """A request without a token that works."""

    code = "geen-sleutel"
    http_status = 401
    headers: ClassVar = {"www-authenticate": "Bearer"}


class Changed(Outdated):
    """What the programme looked at (`If-Match`) is no longer so."""

    http_status = 412


@dataclass(slots=True)
class Meter:
    """Counts requests by token, a minute at a time."""

    clock: Callable[[], datetime]
    most: int = PER_MINUTE
    _minute: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, key: str) -> None:
        """One more request.

        Raises:
            TooMany: it is one too many in this minute.
        """
        minute, second = divmod(int(self.clock().timestamp()), 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            if self._counts[key] <= self.most:
                return
        raise TooMany(f"Een sleutel vraagt hoogstens {self.most} keer per minuut.", retry_after=60 - second)


@dataclass(frozen=True, slots=True)
class Caller:
    """A programme: who acts, for which organisation, and by which token."""

    engine: Engine
    house: House
    actor: Actor
    organisation: str
    token: str


def _caller(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> Caller:
    house: House = request.app.state.house
    if given is None:
        raise NoToken("Stuur een sleutel mee.", hint="Authorization: Bearer baz_...")
    try:
        address = request.client.host if request.client else ""
        found = entry.by_token(house.engine, given.credentials, address)
    except Forbidden as error:
        raise NoToken(error.message, hint=error.hint) from None
    request.app.state.meter.count(found.key)
    return Caller(house.engine, house, found.actor, found.organisation, found.key)


Asking = Annotated[Caller, Depends(_caller)]
"""A programme with a token that works."""


def _once(
    caller: Asking,
    idempotency_key: Annotated[
        str,
        Header(
            min_length=8,
            max_length=200,
            pattern=r"^[!-~]+$",
            description="Jouw kenmerk van deze opdracht: met hetzelfde kenmerk telt ze één keer.",
        ),
    ],
) -> str:
    return f"api:{caller.token}:{idempotency_key}"


Once = Annotated[str, Depends(_once)]
"""The key of a command: of this token, so that two programmes never meet."""


def _seen(
    if_match: Annotated[
        str | None,
        Header(
            description="De ETag van het traject dat je bekeek. Is het intussen veranderd, dan krijg je 412."
        ),
    ] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'"(\d{1,18})"', if_match.strip())
    if found is None:
        raise Changed("Dit is geen ETag van een traject.", hint='Stuur ze terug zoals je ze kreeg: "7".')
    return int(found[1])


Seen = Annotated[int | None, Depends(_seen)]
"""The version of the case that the programme looked at."""
