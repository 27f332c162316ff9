"""Styles, scripts and pictures, each under an address that changes with what is in it: kept for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from baz.web import colouring

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: its content and what kind of content that is."""

    body: bytes
    kind: str
    mark: str


class Assets:
    """All files that pages refer to, read once.

    Args:
        hues: organisation to its hue; the colours of the pages follow from it.
    """

    def __init__(self, hues: Mapping[str, int]) -> None:
        found = {
            file.name: file.read_bytes()
            for file in (files("baz.web") / "static").iterdir()
            if file.name.rpartition(".")[2] in TYPES
        }
        for look in colouring.LOOKS:
            found[f"kleuren-{look}.css"] = colouring.stylesheet(hues, look).encode()
        self._files = {name: _asset(name, body) for name, body in found.items()}

    def find(self, name: str) -> Asset | None:
        """A file by its name."""
        return self._files.get(name)

    def address(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/vast/{self._files[name].mark}/{name}"


def _asset(name: str, body: bytes) -> Asset:
    return Asset(body, TYPES[name.rpartition(".")[2]], hashlib.sha256(body).hexdigest()[:12])
