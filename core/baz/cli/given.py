"""What stood on the command line before the command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """`--config` and `--as`."""

    config: str = ""
    me: str = ""
