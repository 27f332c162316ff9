"""What every plugin must satisfy."""

from __future__ import annotations

from baz.testing.suite import *  # noqa: F403  # the suite names its tests in __all__

PLUGIN = "lus"
