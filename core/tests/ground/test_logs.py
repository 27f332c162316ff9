"""A line of the log: JSON, with where an error came from and nothing of what it says."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

from baz.ground.logs import Lines


def line_of(
    error: BaseException | None, says: str = "unexpected error on %s", *args: str
) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("baz.web", logging.ERROR, "", 1, says, args, info)
    found: dict[str, object] = json.loads(Lines().format(record))
    return found


def test_a_line_says_what_when_and_of_which_part() -> None:
    line = line_of(None, "unexpected error on %s", "/vandaag")
    assert line["says"] == "unexpected error on /vandaag"
    assert (line["level"], line["of"]) == ("ERROR", "baz.web")
    assert str(line["at"]).endswith("+00:00")
    assert "errors" not in line


def test_an_error_shows_its_kind_and_its_places_and_nothing_that_it_says() -> None:
    def inner() -> None:
        raise KeyError("Rudy Peeters")

    try:
        try:
            inner()
        except KeyError as error:
            raise ValueError("rudy@voorbeeld.be is geen getal") from error
    except ValueError as error:
        line = line_of(error)
    text = json.dumps(line)
    assert "Rudy" not in text
    assert "rudy@" not in text
    errors = line["errors"]
    assert isinstance(errors, list)
    assert [one["kind"] for one in errors] == ["ValueError", "KeyError"]
    assert errors[1]["where"][-1].endswith(" inner")


def test_begin_writes_lines_and_leaves_the_chatter_of_others_out() -> None:
    program = (
        "import logging; from baz.ground import logs; logs.begin(); "
        "logging.getLogger('baz.exchange').info('read in'); logging.getLogger('httpx').info('GET https://x')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [json.loads(line)["says"] for line in done.stderr.splitlines()] == ["read in"]
