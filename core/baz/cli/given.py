"""What stood on the command line before the command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Given:
    """`--config` and `--as`."""

    config: Path | None = None
    me: str = ""
