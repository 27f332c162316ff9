"""Every letter that the stories of the demo send, in each of its forms: nothing in it is missing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from sqlalchemy import select
from town import Town

from baz.kernel.acts import OPERATOR
from baz.services.jobs import Worker
from baz.services.letters import reading
from baz.services.mail.outgoing import Outgoing
from baz.store.tables import outbox

HOLES = re.compile(r"\bNone\b|\{\{|\{%|nog niet ingevuld|\bundefined\b|[,(] *[.,)]|  \.")


@pytest.fixture
def left(town: Town, tmp_path: Path) -> list[tuple[str, str]]:
    """(case, number) of every letter that left."""
    Worker(town.house.engine, Outgoing(tmp_path / "brieven")).run()
    with town.house.engine.reading() as work:
        query = select(outbox.c.case_id, outbox.c.id).where(outbox.c.status == "done")
        query = query.where(outbox.c.kind == "letter").order_by(outbox.c.id)
        return [(row.case_id, str(row.id)) for row in work.connection.execute(query)]


def test_no_value_is_missing_in_what_left(town: Town, left: list[tuple[str, str]], tmp_path: Path) -> None:
    assert len(left) > 50
    holes = []
    with town.house.engine.reading() as work:
        for case, number in left:
            for found in reading.papers_of(work, OPERATOR, case, number):
                words = docx.Document(io.BytesIO(reading.document_of(work, found)))
                forms = [found.page(), "\n".join(p.text for p in words.paragraphs)]
                name = found.name.split(" ")[0]
                holes += [(case, found.letter, m[0]) for text in forms for m in HOLES.finditer(_body(text))]
                assert all(name in text for text in forms), (case, found.letter)
    assert holes == []


def _body(text: str) -> str:
    """What a reader sees of a page: without the style in its head."""
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
