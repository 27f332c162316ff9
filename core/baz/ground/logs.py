"""What an installation writes about itself: one JSON object on each line, which names nobody.

    {"at": "2026-03-02T08:00:00.125+00:00", "level": "ERROR", "of": "baz.web", "says": "unexpected error on
    /trajecten/{case}", "errors": [{"kind": "ValueError", "where": ["web/telling.py:243 _report"]}]}

Of an error stand its kind and where it was raised, never its text: that may hold what somebody filled in,
such as the values of a statement that the database refused.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_OURS = "/baz/"


class Lines(logging.Formatter):
    """A record of a log as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the text of the error that the record may carry."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "at": at,
            "level": record.levelname,
            "of": record.name,
            "says": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["errors"] = [
                {"kind": type(error).__name__, "where": _where(error)} for error in _chain(record.exc_info[1])
            ]
        return json.dumps(line, ensure_ascii=False)


def begin() -> None:
    """Write lines to the error output from now on: of ours what is worth knowing, of others what goes wrong.

    Where something writes the log already, that stays so.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("baz").setLevel(logging.INFO)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it remarks on every rule that is not for paper


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what it came from."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _where(error: BaseException) -> list[str]:
    """The places that it went through, the first first: a file, its line and the function."""
    found = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition(_OURS)[2]}:{frame.lineno} {frame.name}" for frame in found]
