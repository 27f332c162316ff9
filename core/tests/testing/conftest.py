from baz.testing.plugins import *  # noqa: F403  # the fixture, and nothing else
