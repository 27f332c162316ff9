"""Whether a webhook may go to an address: only out, never back into the house.

Somebody who manages an organisation gives the address, and the server asks it. So it goes to public
addresses, over https. Names that the installation lists (`[webhooks] private`) may also be on this machine or
in a private network; on this machine plain http will do.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from baz.ground.errors import BadInput

LONGEST = 500
_TRANSLATED = ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
Lookup = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts."""

    host: str
    port: int
    path: str
    tls: bool


def parse(url: str) -> Address:
    """The parts of an address.

    Raises:
        BadInput: it is no address on the web, or holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadInput("Dit is geen webadres.", hint=_HINT) from None
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if not plain or parts.scheme not in _PORTS or not parts.hostname:
        raise BadInput("Dit is geen webadres.", hint=_HINT)
    if parts.username or parts.password or parts.fragment:
        raise BadInput("In het adres mag geen wachtwoord of # staan.", hint=_HINT)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Address(parts.hostname, port or _PORTS[parts.scheme], path, parts.scheme == "https")


_HINT = "Schrijf het volledig, zoals https://voorbeeld.be/hier."


def look_up(host: str, port: int) -> list[str]:
    """The numbers behind a name.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(line[4][0]) for line in found))


def reach(address: Address, private: Collection[str], lookup: Lookup = look_up) -> str:
    """The number to connect to: it is checked here and used as it is, so that a name which points elsewhere a
    moment later changes nothing.

    Raises:
        BadInput: a webhook may not go there.
        OSError: the name has no number.
    """
    numbers = [ip_address(text.partition("%")[0]) for text in lookup(address.host, address.port)]
    if not numbers:
        raise OSError("no address")
    listed = address.host in private
    if not listed and not all(is_public(number) for number in numbers):
        raise BadInput(
            "Een webhook gaat niet naar een adres binnen het eigen netwerk.",
            hint="Wie de installatie beheert, kan zo'n adres toelaten in [webhooks] van baz.toml.",
        )
    if not address.tls and not (listed and all(number.is_loopback for number in numbers)):
        raise BadInput("Een webhook gaat alleen over https.", hint=_HINT)
    return str(numbers[0])


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Whether a number is one of the open internet; an IPv4 number inside an IPv6 one counts as itself."""
    inside = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    if inside is not None:
        return is_public(inside)
    if number.version == 6 and number in _TRANSLATED:
        return is_public(IPv4Address(int(number) & 0xFFFFFFFF))
    return number.is_global and not number.is_multicast
