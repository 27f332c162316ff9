"""A file is written whole, or what stood there stays."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from baz.ground.files import put


def half() -> Iterator[bytes]:
    yield b"x" * 100_000
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    with pytest.raises(OSError, match="No space") as caught:
        put(path, half())
    assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []
    put(path, [b"oud"])
    with pytest.raises(OSError, match="No space"):
        put(path, half())
    assert path.read_bytes() == b"oud"
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_only_for_whom_it_is(tmp_path: Path) -> None:
    put(tmp_path / "brief.txt", [b"a", b"b"], 0o600)
    assert (tmp_path / "brief.txt").read_bytes() == b"ab"
    assert stat.S_IMODE((tmp_path / "brief.txt").stat().st_mode) == 0o600


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pijp"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    put(path, [b"door de pijp"])
    assert os.read(reader, 100) == b"door de pijp"
    os.close(reader)
    assert path.is_fifo()
