"""An authenticator in software: makes passkeys and answers questions, as a phone or a security key does."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One passkey for one site."""

    origin: str = "https://baz.example"
    host: str = "baz.example"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    ident: bytes = field(default_factory=lambda: os.urandom(16))
    count: int = 0
    verified: bool = True

    def make(self, options: str) -> str:
        """The answer to a question that makes a passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        data = self._data(0x41)
        data += bytes(16) + len(self.ident).to_bytes(2) + self.ident + cbor2.dumps(cose)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options),
                "attestationObject": b64(attestation),
            }
        )

    def prove(self, options: str) -> str:
        """The answer to a question that asks for proof."""
        self.count += 1
        data, client = self._data(0x01), self._client("webauthn.get", options)
        signed = data + hashlib.sha256(base64.urlsafe_b64decode(client + "==")).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": b64(data), "signature": b64(signature)}
        )

    def _data(self, flags: int) -> bytes:
        flags |= 0x04 if self.verified else 0
        return hashlib.sha256(self.host.encode()).digest() + bytes((flags,)) + self.count.to_bytes(4)

    def _client(self, kind: str, options: str) -> str:
        told = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return b64(json.dumps(told).encode())

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps(
            {"id": b64(self.ident), "rawId": b64(self.ident), "type": "public-key", "response": response}
        )
