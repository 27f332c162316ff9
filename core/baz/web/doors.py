"""Who comes in: from the cookie of a browser to the person behind it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request

from baz.web.house import House

COOKIE = "baz"
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who signed in. `language` and `look` as she chose them, `token` the key of her session."""

    party: str
    organisation: str
    token: str
    language: str = ""
    look: str = "auto"


def known(house: House, request: Request) -> Known | None:
    """Who sends this request; None when nobody signed in."""
    text = request.cookies.get(COOKIE, "")
    party, _, mark = text.rpartition(".")
    if not house.demo or not party or not hmac.compare_digest(mark, _mark(party)):
        return None
    return Known(party, "", text)


def demo_cookie(party: str) -> str:
    """The cookie by which an invented person comes in; only a demo takes it."""
    return f"{party}.{_mark(party)}"


def _mark(party: str) -> str:
    return hmac.new(_SECRET, party.encode(), hashlib.sha256).hexdigest()[:32]
