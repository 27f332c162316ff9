"""A mailbox in use: one connection for as many messages as there are, and errors by what can be done."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Timer
from typing import Any

from baz.engine.mailbox import Mailbox
from baz.services.mail.message import Mail, MailError, message_of

SECONDS = 20.0
"""How long a mail server may keep silent."""
MOST = 60.0
"""How long it may take over one message, from the call to the last answer."""


@dataclass(slots=True)
class Post:
    """Sends mail by one mailbox. `context` is what a connection is guarded with; tests give their own.

    Not shared between threads; `close` hangs up.
    """

    mailbox: Mailbox
    context: ssl.SSLContext | None = None
    _server: smtplib.SMTP | None = field(default=None, init=False)

    def send(self, mail: Mail, now: datetime) -> None:
        """Hand over one message.

        Raises:
            MailError: it was not taken; `permanent` says whether another try makes sense.
        """
        message = message_of(mail, self.mailbox.sender, now)
        try:
            with self._watched():
                self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            # the server stays in step after a refusal, but a later message must not inherit anything
            self.close()
            codes = [code for code, _ in error.recipients.values()]
            raise MailError("mail-geweigerd", permanent=_for_good(codes)) from None
        except smtplib.SMTPAuthenticationError:
            self.close()
            raise MailError("mail-aanmelden") from None
        except smtplib.SMTPDataError as error:
            self.close()
            raise MailError("mail-geweigerd", permanent=_for_good([error.smtp_code])) from None
        except smtplib.SMTPNotSupportedError:
            self.close()
            raise MailError("mail-server-kan-niet") from None
        except (smtplib.SMTPException, OSError):
            # the text of these errors may hold an address: it goes nowhere
            self.close()
            raise MailError("mail-onbereikbaar") from None

    def close(self) -> None:
        """Hang up. As often as wanted."""
        server = self._server
        if server is not None:
            try:
                with self._watched():
                    server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()
            self._server = None

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End what takes too long: a socket counts from byte to byte, and a server may dribble."""
        watch = Timer(MOST, self._hang_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _hang_up(self) -> None:
        line = self._server.sock if self._server is not None else None
        if line is not None:
            with suppress(OSError):  # it was over already
                line.shutdown(socket.SHUT_RDWR)

    def _begin(self, server: smtplib.SMTP) -> None:
        self._server = server

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        box = self.mailbox
        context = self.context or ssl.create_default_context()
        server: smtplib.SMTP
        if box.tls == "ssl":
            server = _SecureCall(self._begin, box.host, box.port, timeout=SECONDS, context=context)
        else:
            server = _Call(self._begin, box.host, box.port, timeout=SECONDS)
        if box.tls == "starttls":
            server.starttls(context=context)
        if box.user:
            server.login(box.user, box.password)
        return server


class _Call(smtplib.SMTP):
    """A call that is known from before its first byte, so that it can be ended while it begins."""

    def __init__(self, begin: Callable[[smtplib.SMTP], None], host: str, port: int, **more: Any) -> None:
        begin(self)
        super().__init__(host, port, **more)


class _SecureCall(_Call, smtplib.SMTP_SSL):
    """The same, guarded from its first byte."""


def _for_good(codes: list[int]) -> bool:
    """A server says 4xx for "not now" and 5xx for "never" (RFC 5321, 4.2.1)."""
    return bool(codes) and all(code >= 500 for code in codes)
