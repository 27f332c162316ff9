"""Libraries that only documents need, loaded when one is made."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from baz.ground.errors import SetupError


def needed(module: str) -> Any:
    """A module of the extra `documents`.

    Raises:
        SetupError: it is not installed.
    """
    try:
        return import_module(module)
    except (ImportError, OSError) as error:
        raise SetupError(
            f"Dit bestand maken vraagt een onderdeel dat hier niet werkt: {module}.",
            hint="Installeer burgersaanzet-core[documents].",
        ) from error
