"""Who comes in: from the cookie of a browser to the person behind it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request

from baz.engine.identity import entry
from baz.kernel.acts import Actor
from baz.web.house import House

COOKIE = "baz"
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who came in. `token` is the id of her session ("" in a demo), `actor` who she is when she acts
    (None: to be looked up). `language` and `look` as she chose them here."""

    party: str
    organisation: str
    token: str
    language: str = ""
    look: str = "auto"
    actor: Actor | None = None


def cookie_name(house: House) -> str:
    """What the cookie of a session is called. Over https no other site and no other path can set it."""
    return f"__Host-{COOKIE}" if house.secure else COOKIE


def secret_of(house: House, request: Request) -> str:
    """The secret of the session that this browser has, or empty."""
    return request.cookies.get(cookie_name(house), "")


def address_of(request: Request) -> str:
    """From which network address a request comes; only counted, never kept."""
    return request.client.host if request.client else ""


def known(house: House, request: Request) -> Known | None:
    """Who sends this request; None when nobody signed in."""
    secret = secret_of(house, request)
    if house.demo and (party := _played(secret)):
        return Known(party, "", "")
    found = entry.by_cookie(house.engine, secret)
    if found is None:
        return None
    look = found.look or "auto"
    return Known(found.actor.party, found.organisation, found.key, found.language, look, found.actor)


def _played(secret: str) -> str:
    party, _, mark = secret.rpartition(".")
    return party if party and hmac.compare_digest(mark, _mark(party)) else ""


def demo_cookie(party: str) -> str:
    """The cookie by which an invented person comes in; only a demo takes it."""
    return f"{party}.{_mark(party)}"


def _mark(party: str) -> str:
    return hmac.new(_SECRET, party.encode(), hashlib.sha256).hexdigest()[:32]


def inside(path: str) -> str:
    """An address of ours, as it was given; empty for one that leads elsewhere."""
    local = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if local and not path.startswith("/aanmelden") else ""
