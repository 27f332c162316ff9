"""A message as it leaves: headers that nobody can smuggle a line into, text, HTML, and what is attached."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from baz.ground.errors import BazError


class MailError(BazError):
    """A message that did not leave. `permanent`: trying again would not help. Its text names nobody."""

    code = "mail"
    http_status = 503

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__("Deze mail is niet vertrokken.", code=code)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes to one person. `token` is the same at every try of the same message; `sender` is the name
    that stands before the address of the mailbox, `reply` where an answer goes ("" for that address).
    `calendar` is an invitation (RFC 5546) with its method, or empty."""

    to: str
    name: str
    subject: str
    text: str
    html: str = ""
    token: str = ""
    sender: str = ""
    reply: str = ""
    calendar: bytes = b""
    method: str = ""


def message_of(mail: Mail, address: Address, now: datetime) -> EmailMessage:
    """The message. Nothing of it but the addresses says who it is about.

    Raises:
        MailError: the address is none; permanent.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_line(mail.sender) or address.display_name, address.username, address.domain)
    message["To"] = _address(mail.name, mail.to)
    if mail.reply and mail.reply.casefold() != mail.to.casefold():
        message["Reply-To"] = _address("", mail.reply)
    message["Subject"] = _line(mail.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(mail.token, address.domain)
    # no machine answers a machine (RFC 3834)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message["Content-Language"] = "nl-BE"
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        text = mail.calendar.decode("utf-8")
        message.add_alternative(text, subtype="calendar", params={"method": mail.method})
        message.add_attachment(
            mail.calendar, maintype="application", subtype="ics", filename="uitnodiging.ics"
        )
    return message


def message_id(token: str, domain: str) -> str:
    """The Message-ID of a token: a mail system that sees it twice knows that it is the same message."""
    return f"<{hashlib.sha256(token.encode()).hexdigest()[:40]}@{domain}>"


def _line(text: str) -> str:
    """A text on one line, without signs that cannot be seen: nothing in it can begin a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _address(name: str, address: str) -> Address:
    try:
        found = Address(_line(name), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        found = Address()
    if not found.username or not found.domain or not address.isascii() or not address.isprintable():
        raise MailError("mail-adres", permanent=True)
    return found
