"""A mailbox in use: one connection for as many messages as there are, and errors by what can be done."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime

from baz.engine.mailbox import Mailbox
from baz.services.mail.message import Mail, MailError, message_of

SECONDS = 20.0
"""How long a mail server may keep silent."""


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
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        box = self.mailbox
        context = self.context or ssl.create_default_context()
        server: smtplib.SMTP
        if box.tls == "ssl":
            server = smtplib.SMTP_SSL(box.host, box.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(box.host, box.port, timeout=SECONDS)
        try:
            if box.tls == "starttls":
                server.starttls(context=context)
            if box.user:
                server.login(box.user, box.password)
        except BaseException:
            server.close()
            raise
        self._server = server
        return server


def _for_good(codes: list[int]) -> bool:
    """A server says 4xx for "not now" and 5xx for "never" (RFC 5321, 4.2.1)."""
    return bool(codes) and all(code >= 500 for code in codes)
