"""Putting away what is over: keys a month after their end, drafts after two weeks, counts of attempts."""

from __future__ import annotations

from datetime import timedelta

from baz.engine.work import Work
from baz.store import attempts, drafts, keys
from baz.store.codec import moment_text

KEYS = timedelta(days=30)
"""So long a link that is over still says whom to call."""
DRAFTS = timedelta(days=14)


def sweep(work: Work) -> int:
    """Remove it; gives how many lines."""
    gone = keys.sweep(work.now - KEYS, connection=work.connection)
    gone += drafts.sweep(work.now - DRAFTS, connection=work.connection)
    before = moment_text(work.now - timedelta(hours=1))
    return gone + attempts.sweep(before, connection=work.connection)
