"""The table `[mail]` of `baz.toml`: by which server letters leave, and from which address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any, Final

from baz.ground.errors import SetupError

PORTS: Final[Mapping[str, int]] = {"starttls": 587, "ssl": 465, "none": 25}
"""How the connection is guarded, with the port that goes with it."""
HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
KEYS: Final = frozenset({"host", "port", "user", "password", "from", "tls"})


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail server and the address that letters come from. `user` "": without signing in."""

    host: str
    sender: Address
    port: int
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


def read_mailbox(table: Mapping[str, Any], environ: Mapping[str, str]) -> Mailbox | None:
    """The mailbox that the table `[mail]` describes; None without one: then letters go to a folder.

    `BAZ_MAIL_PASSWORD` goes before `password`, so that it need not stand in a file.

    Raises:
        SetupError: host or from is missing or no address, tls is unknown, or a password would go unguarded.
    """
    if not table:
        return None
    tls = str(table.get("tls", "starttls"))
    if tls not in PORTS:
        raise SetupError(f"In [mail] is tls '{tls}' onbekend.", hint="Kies starttls, ssl of none.")
    host, user = str(table.get("host", "")), str(table.get("user", ""))
    if not host:
        raise SetupError("In [mail] ontbreekt host, de naam van je mailserver.")
    port = table.get("port", PORTS[tls])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        raise SetupError(f"In [mail] is port {port!r} geen poort.", hint=f"Meestal is dat {PORTS[tls]}.")
    if user and tls == "none" and host not in HERE:
        raise SetupError(
            "In [mail] zou het wachtwoord onbeveiligd over het net gaan.", hint="Zet tls op starttls of ssl."
        )
    password = environ.get("BAZ_MAIL_PASSWORD") or str(table.get("password", ""))
    return Mailbox(host, _sender(str(table.get("from", ""))), port, tls, user, password)


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        found = Address(name, addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        found = Address()
    if not found.username or not found.domain or not (address.isascii() and text.isprintable()):
        raise SetupError(
            f"In [mail] is from geen mailadres: '{text}'.", hint="Bijvoorbeeld: post@burgersaanzet.be."
        )
    return found
