"""Writing a file that is there whole or not at all, also when the disk is full half way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def put(path: Path, portions: Iterable[bytes], mode: int = 0o666) -> None:
    """Write a file; what stood there stays as it was until all of the new one is written.

    Args:
        path: where it comes; a pipe or a terminal is written to as it is.
        portions: what it holds, in order.
        mode: who may read it, as far as the process allows.

    Raises:
        OSError: it could not be written; `filename` says which.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    straight = path.exists() and not path.is_file()
    try:
        if straight:
            with path.open("wb") as file:
                file.writelines(portions)
            return
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(portions)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException as error:
        if not straight:
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror or str(error), str(path)) from error
        raise
