"""Secrets that nobody can guess, and codes that people can type."""

from __future__ import annotations

import base64
import re
import secrets

_LETTERS = re.compile(r"[^A-Z2-7]")


def new_secret() -> str:
    """32 letters, digits, `-` and `_`: 192 random bits."""
    return secrets.token_urlsafe(24)


def new_code(groups: int = 4) -> str:
    """A code to type: groups of four letters and digits, 20 random bits each."""
    letters = base64.b32encode(secrets.token_bytes(groups * 5)).decode()[: groups * 4]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def tidy_code(typed: str) -> str:
    """A code as it was given out, however somebody typed it: no spaces, no hyphens, in capitals."""
    plain = _LETTERS.sub("", typed.upper().replace("0", "O").replace("1", "I").replace("8", "B"))
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
