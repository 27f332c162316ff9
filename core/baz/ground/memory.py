"""Python's search for rubbish, put off while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """As long as the block lasts nobody looks for objects that hold each other and nothing else.

    For work that makes very many objects that stay: every search walks past all of them, and finds nothing.
    Where a caller put it off already, it stays so when the block ends.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
