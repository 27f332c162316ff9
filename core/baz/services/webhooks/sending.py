"""Sending an event to the address that wants to hear it, signed as Standard Webhooks has it.

    webhook-id: case-k3fq2a.7                the same at every try of the same event
    webhook-timestamp: 1798531200            seconds; a receiver refuses what is older than some minutes
    webhook-signature: v1,<base64>           HMAC-SHA256 of "id.timestamp.body" by the secret of the address

A 2xx answer is a delivery. Anything else is tried again, with longer pauses. Redirects are not followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Any

from baz.engine.engine import Engine
from baz.ground.errors import BadInput, BazError
from baz.services.webhooks.address import Address, Lookup, look_up, parse, reach
from baz.services.webhooks.hooks import MARK
from baz.store import webhooks
from baz.store.outbox import WEBHOOK, Job

SECONDS = 10.0
"""How long one delivery may take, from the first byte to the last."""
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600, 840))
"""How long after each failed try the next one comes: the last is a day and a half after the first."""
REST = timedelta(minutes=1)
"""So long an address that was too slow is left alone: what else waits for it is not tried in that time, so
that one that hangs costs all others ten seconds, and not ten for each event."""
_READ = 4096


class NotDelivered(BazError):
    """An address did not take an event. `code` says why and names nobody."""

    code = "webhook"


@dataclass(slots=True)
class Sender:
    """Delivers events. `private`: names inside the house that the installation allows."""

    engine: Engine
    private: Collection[str] = ()
    lookup: Lookup = look_up
    context: ssl.SSLContext | None = None
    _slow: dict[str, datetime] = field(default_factory=dict, init=False)

    def deliver(self, job: Job) -> None:
        """Send one event; nothing when its address was ended meanwhile.

        Raises:
            NotDelivered: it was not taken.
        """
        payload: dict[str, Any] = json.loads(job.payload)
        with self.engine.reading() as work:
            hook = webhooks.find(payload["hook"], connection=work.connection)
        if hook is None or hook.ended_at is not None:
            return
        rests = self._slow.get(hook.id)
        if rests is not None and self.engine.clock() < rests:
            raise _too_slow()
        body = json.dumps(
            payload["event"], ensure_ascii=False, separators=(",", ":"), sort_keys=True
        ).encode()
        stamp = int(self.engine.clock().timestamp())
        headers = signed(hook.secret, str(payload["event"]["id"]), stamp, body)
        try:
            self._post(parse(hook.url), headers, body)
        except TimeoutError:
            self._slow[hook.id] = self.engine.clock() + REST
            raise _too_slow() from None

    def _post(self, address: Address, headers: Mapping[str, str], body: bytes) -> None:
        try:
            number = reach(address, self.private, self.lookup)
            status = self._exchange(address, number, headers, body)
        except BadInput:
            raise NotDelivered("Naar dit adres gaat geen webhook.", code="webhook-adres") from None
        except TimeoutError:
            raise
        except ssl.SSLError:
            raise NotDelivered("Het certificaat klopt niet.", code="webhook-certificaat") from None
        except (OSError, HTTPException):
            raise NotDelivered("Het adres is niet bereikbaar.", code="webhook-onbereikbaar") from None
        if not 200 <= status < 300:
            raise NotDelivered(f"Het adres antwoordt {status}.", code=f"webhook-{status}")

    def _exchange(self, address: Address, number: str, headers: Mapping[str, str], body: bytes) -> int:
        connection = _Pinned(address, number, self.context or ssl.create_default_context())
        # the timeout of a socket counts from byte to byte: an answer that drips must end too
        watch = Timer(SECONDS, connection.hang_up)
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", address.path, body, dict(headers))
            answer = connection.getresponse()
            answer.read(_READ)
            if connection.overdue:
                raise TimeoutError  # what was cut off half-way may look like an answer
            return answer.status
        except (OSError, HTTPException):
            if connection.overdue:
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
            connection.close()


def _too_slow() -> NotDelivered:
    return NotDelivered("Het adres antwoordt te traag.", code="webhook-traag")


class _Pinned(HTTPConnection):
    """A connection to the number that was checked; the name is only for the certificate and the host."""

    def __init__(self, address: Address, number: str, context: ssl.SSLContext) -> None:
        super().__init__(address.host, address.port, timeout=SECONDS)
        self._number, self._context, self._tls = number, context, address.tls
        self.default_port = 443 if address.tls else 80
        self.overdue = False

    def connect(self) -> None:
        """Connect, and guard it where the address says https."""
        plain = socket.create_connection((self._number, self.port), self.timeout)
        self.sock = plain
        if self.overdue:
            raise TimeoutError
        if self._tls:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)

    def hang_up(self) -> None:
        """End what takes too long, from another thread."""
        self.overdue = True
        found = self.sock
        if found is not None:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it was over already


def signed(secret: str, key: str, stamp: int, body: bytes) -> dict[str, str]:
    """The headers of a delivery."""
    told = f"{key}.{stamp}.".encode() + body
    mark = hmac.new(base64.b64decode(secret.removeprefix(MARK)), told, hashlib.sha256).digest()
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "user-agent": "BurgersAanZet",
        "webhook-id": key,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{base64.b64encode(mark).decode()}",
    }


def senders(engine: Engine, private: Collection[str] = ()) -> Mapping[str, Callable[[Job], None]]:
    """What a worker needs to deliver webhooks."""
    return {WEBHOOK: Sender(engine, private).deliver}
