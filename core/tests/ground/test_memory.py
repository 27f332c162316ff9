"""The search for rubbish is off inside the block, and afterwards as it was, whatever happened inside."""

from __future__ import annotations

import gc

import pytest

from baz.ground.memory import no_collecting


def _fails() -> None:
    assert not gc.isenabled()
    raise ValueError("mis")


def test_it_is_off_inside_and_on_afterwards_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="mis"), no_collecting():
        _fails()
    assert gc.isenabled()


def test_inside_another_block_it_stays_off() -> None:
    with no_collecting():
        with no_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
