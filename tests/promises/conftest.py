from baz.testing.databases import *  # noqa: F403  # the fixtures, all of them and nothing else
