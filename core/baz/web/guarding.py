"""What stands before every page: headers that a browser obeys, where a form comes from, how much it holds."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
MOST_BYTES = 12_000_000
"""A form with a file: enough for a list of twenty thousand lines."""


class Guard:
    """An ASGI layer: refuses what another site sends or what is too big, and adds the headers.

    Args:
        app: what stands behind it.
        secure: whether this is reached over https (then browsers are told to stay there).
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = dict(HEADERS)
        if secure:
            self.headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def decorated(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    found.setdefault(name, value)
                found.setdefault("cache-control", "no-store")
            await send(message)

        headers = Headers(scope=scope)
        if refusal := _refusal(scope["method"], headers):
            await refusal(scope, receive, decorated)
            return
        await self.app(scope, _counted(receive), decorated)


def _refusal(method: str, headers: Headers) -> PlainTextResponse | None:
    if method in SAFE:
        return None
    bearer = headers.get("authorization", "").lower().startswith("bearer ") and "cookie" not in headers
    if not bearer and not same_site(headers):
        return PlainTextResponse(
            "Dit formulier kwam van een andere website. Open de pagina hier en probeer opnieuw.", 403
        )
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return PlainTextResponse("Dit is te groot: hoogstens 12 MB.", 413)
    return None


def same_site(headers: Headers) -> bool:
    """Whether a browser says that a form comes from our own pages; a program says nothing, and may."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host", "")
    except ValueError:  # no address at all, as "http://["
        return False


class TooMuch(Exception):
    """A body that goes on beyond what it may hold."""


def _counted(receive: Receive) -> Receive:
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MOST_BYTES:
            raise TooMuch
        return message

    return counted
