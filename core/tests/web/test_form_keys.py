"""A form counts once by its key, and no key that somebody made up is one of something else."""

from __future__ import annotations

import pytest
from web_world import Web

from baz.store import cases, commands


@pytest.mark.parametrize(
    "key", ["round:night:2026-03-03", "case-1:open:begin.0@7", "x" * 9000, "web-1:x", "é\x00"]
)
def test_a_key_that_somebody_made_up_is_none_of_ours_and_still_counts_once(web: Web, key: str) -> None:
    """What follows of itself is kept by keys that can be guessed: who took one would stop it for good."""
    web.sign_in("ine")
    path, engine = f"/trajecten/{web.town.case}/stap/nee", web.town.world.engine
    form = {"sleutel": key, "opnieuw": "2026-09-01", "dag": web.town.world.now.date().isoformat()}
    answers = [web.client.post(path, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with engine.reading() as work:
        assert cases.load(web.town.case, connection=work.connection).state == "niet"
        assert commands.find(key.replace("\x00", ""), connection=work.connection) is None
        kept = work.connection.exec_driver_sql("SELECT max(length(key)) FROM commands").scalar()
    assert kept is not None
    assert kept < 100
