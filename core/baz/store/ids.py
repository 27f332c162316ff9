"""Where ids and salts come from. Injected, so that two databases can be given the same ones."""

from __future__ import annotations

import base64
import secrets
from itertools import count
from typing import Protocol


class Ids(Protocol):
    """Gives ids and salts. `prefix` says what the id is of: `case`, `party`, `personal`, `lease`."""

    def new_id(self, prefix: str) -> str:
        """A fresh id that begins with the prefix."""

    def salt(self) -> str:
        """A fresh salt for one personal value."""


class RandomIds:
    """The real ones: nobody can guess them, so an id in a link gives nothing away."""

    def new_id(self, prefix: str) -> str:
        """The prefix, a hyphen and 16 letters or digits (80 random bits)."""
        return f"{prefix}-{base64.b32encode(secrets.token_bytes(10)).decode().lower()}"

    def salt(self) -> str:
        """32 hex digits."""
        return secrets.token_hex(16)


class NumberedIds:
    """For tests, scenarios and the demo: `case-1`, `case-2`, the same in every run. Never for real people."""

    def __init__(self) -> None:
        self._next = count(1)

    def new_id(self, prefix: str) -> str:
        """The prefix, a hyphen and the next number."""
        return f"{prefix}-{next(self._next)}"

    def salt(self) -> str:
        """`salt-` and the next number."""
        return f"salt-{next(self._next)}"
