"""Where organisations sign their people in: `[oidc.KEY]` of `baz.toml`, one for each that has it.

[oidc.buurt]
issuer = "https://aanmelden.buurt.example"
client_id = "burgersaanzet"
client_secret = "..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from baz.ground.errors import SetupError

KEYS = ("issuer", "client_id", "client_secret")
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an organisation signs its people in."""

    organisation: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


def read_providers(table: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Provider]:
    """The providers by organisation. `BAZ_OIDC_BUURT_SECRET` goes before `client_secret` of `[oidc.buurt]`.

    Raises:
        SetupError: a setting is missing, unknown or no text, or the issuer is not reached over https.
    """
    return {key: _provider(key, told, environ) for key, told in table.items()}


def _provider(key: str, told: Any, environ: Mapping[str, str]) -> Provider:
    if not isinstance(told, dict):
        raise SetupError(f"'{key}' in [oidc] is een groep instellingen; schrijf [oidc.{key}].")
    given = dict(told)
    if secret := environ.get(f"BAZ_OIDC_{key.upper().replace('-', '_')}_SECRET"):
        given["client_secret"] = secret
    if unknown := sorted(set(given) - set(KEYS)):
        raise SetupError(
            f"'{unknown[0]}' in [oidc.{key}] is geen instelling.", hint=f"Wel: {', '.join(KEYS)}."
        )
    for name in KEYS:
        if not isinstance(given.get(name), str) or not given[name]:
            raise SetupError(f"[oidc.{key}] heeft geen '{name}'.")
    address = urlsplit(given["issuer"])
    if address.scheme != "https" and address.hostname not in _HERE:
        raise SetupError(f"'issuer' in [oidc.{key}] begint met https://.")
    return Provider(key, *(given[name] for name in KEYS))
