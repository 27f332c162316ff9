"""How values become text in the tables: canonical JSON, days and moments. Alike on both databases."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import Any

from baz.ground.errors import BadInput

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


quoted: Callable[[str], str] = encode_basestring
"""The canonical JSON of a text."""


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, letters as they are.

    Raises:
        TypeError: for what JSON cannot hold. ValueError: for a number that is none.
    """
    return _encode(value)


def plain(text: str) -> Any:
    """The value of canonical JSON."""
    return json.loads(text)


def moment_text(moment: datetime) -> str:
    """An aware moment as `2021-01-13T14:00:00.000000Z`: 27 characters that sort as time does.

    Raises:
        ValueError: when the moment has no zone.
    """
    if moment.tzinfo is not UTC:
        if moment.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def moment(text: str) -> datetime:
    """The UTC moment of `moment_text`."""
    return datetime.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    """A day as `2021-01-13`, or None."""
    return None if day is None else day.isoformat()


def digest(text: str) -> str:
    """SHA-256 of a text, in hex.

    Raises:
        BadInput: when the text holds half a character (a lone surrogate), which UTF-8 cannot write.
    """
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise unreadable() from error


def mac(salt: str, value: str) -> str:
    """HMAC-SHA256 of a value under its own salt, in hex: what the log keeps instead of the value.

    Raises:
        BadInput: when the text holds half a character.
    """
    try:
        return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()
    except UnicodeEncodeError as error:
        raise unreadable() from error


def storable(value: str) -> str:
    """The text itself, once it is sure that both databases can hold it.

    Raises:
        BadInput: for a NUL, which PostgreSQL refuses, or half a character.
    """
    if "\x00" in value:
        raise unreadable()
    return value


def unreadable() -> BadInput:
    """The error for a text that cannot be stored."""
    return BadInput(
        "Deze tekst bevat een teken dat niet bewaard kan worden.",
        hint="Typ de tekst opnieuw in plaats van hem te plakken.",
    )
