"""A real SMTP server for tests, on this machine: keeps what it takes, and refuses what it is told to."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from baz.engine.engine import Engine
from baz.engine.mailbox import Mailbox, read_mailbox
from baz.store import people
from baz.store.people import PersonalValue


@dataclass
class MailServer:
    """`answers` gives for an address the answer to RCPT TO; `data` is the one to every message."""

    answers: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, to: str, options: Any) -> str:
        answer = self.answers.get(to, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.data.startswith("250"):
            found = message_from_bytes(envelope.content or b"", policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.taken.append(found)
            self.to.append(list(envelope.rcpt_tos))
        return self.data

    def check(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == b"geheim"
        if good:
            self.signed_in.append(data.login.decode())
        return AuthResult(success=good, handled=good)

    def mailbox(self, **more: Any) -> Mailbox:
        """The table `[mail]` that goes with it, unguarded unless it says otherwise."""
        table = {"host": "127.0.0.1", "port": self.port, "from": "post@baz.example", "tls": "none", **more}
        found = read_mailbox(table, {})
        assert found is not None
        return found


def give_addresses(engine: Engine, people_: dict[str, str], organisation: str = "proef") -> None:
    """Everybody (name: party) gets the address name@voorbeeld.example."""
    with engine.work() as work:
        for name, party in people_.items():
            value = PersonalValue("mail", f"{name}@voorbeeld.example", "bereiken", party_id=party)
            people.remember(organisation, [value], now=work.now, ids=work.ids, connection=work.connection)


class _AnyPort(Controller):
    """On a free port: the one that was asked for is 0."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(certificate: Path | None = None, *, implicit: bool = False) -> Iterator[MailServer]:
    """A server as long as the block lasts. With a certificate it wants STARTTLS, or speaks TLS at once."""
    server = MailServer()
    options: dict[str, Any] = {"authenticator": server.check, "auth_required": False}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        if implicit:
            options |= {"ssl_context": context, "auth_require_tls": False}
        else:
            options |= {"tls_context": context, "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    controller = _AnyPort(server, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        server.port = controller.port
        yield server
    finally:
        controller.stop()


def own_certificate(path: Path) -> Path:
    """A certificate for 127.0.0.1 that signed itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
