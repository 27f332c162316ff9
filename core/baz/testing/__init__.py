"""Floor 7: what the tests of core and of every plugin share."""

import pytest

pytest.register_assert_rewrite("baz.testing.suite", "baz.testing.minimal")
