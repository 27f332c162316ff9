"""The same promises over many more stories of every workflow: `BAZ_STORIES=20 make test-slow`."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from promises import test_order_of_telling as order
from promises import test_random_commands as commands
from promises.world import workflows

STORIES = int(os.environ.get("BAZ_STORIES", "1"))
PROMISES = {
    "commands": commands.test_no_command_breaks_a_case,
    "order": order.test_the_order_of_telling_makes_no_difference,
    "worker": order.test_a_worker_makes_no_difference,
}


@pytest.mark.slow
@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("workflow", workflows())
def test_many_stories(workflow: str, promise: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Seeds from 0 on, as many as were asked for."""
    inner: Callable[..., None] = PROMISES[promise].hypothesis.inner_test  # type: ignore[attr-defined]  # hypothesis adds it
    for seed in range(STORIES):
        inner(workflow, seed, tmp_path_factory)
