"""The same promises over many more stories of every workflow: slow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promises import test_order_of_telling as order
from promises import test_random_commands as commands
from promises.world import workflows

PROMISES = {
    "commands": commands.test_no_command_breaks_a_case,
    "order": order.test_the_order_of_telling_makes_no_difference,
    "worker": order.test_a_worker_makes_no_difference,
}


@pytest.mark.slow
@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("workflow", workflows())
def test_many_stories(workflow: str, promise: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Seeds 0 to 5."""
    inner: Callable[..., None] = PROMISES[promise].hypothesis.inner_test  # type: ignore[attr-defined]
    for seed in range(6):
        inner(workflow, seed, tmp_path_factory)
