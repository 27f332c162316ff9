"""What BAZ's own workflows about people and initiatives never keep: their "left out" is a promise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.kernel.acts import Actor, Command, Open
from baz.plugins.assembly import assemble
from baz.plugins.manager import Plugins
from baz.store.database import open_database
from baz.testing.databases import sqlite_file  # noqa: F401  # a fixture
from baz.testing.scratch import player_on

CATALOGUE = assemble(Plugins.discover())
OWN = [w for (name, _), w in sorted(CATALOGUE.definitions.items()) if name.startswith("baz/")]
WORDS = {
    "baz/proeftuin": set(),  # no talk is written down
    "baz/avg_verzoek": set(),
    "baz/verhalenbundel": {"wijzigen"},
    "baz/partneroverleg": {"afspraken"},  # of organisations
    "baz/ondersteuning_initiatief": {"wij_doen", "wij_doen_niet", "mijlpaal"},
}


@pytest.mark.parametrize("name", WORDS)
def test_free_words_stand_only_where_the_definition_allows_them(name: str) -> None:
    workflow = CATALOGUE.workflow(name)
    assert {f for f, d in workflow.fields.items() if d.type in ("text", "list")} == WORDS[name]
    assert not any(m.attendance == "names" for m in workflow.meetings.values())


@pytest.mark.parametrize("workflow", OWN, ids=lambda w: w.workflow)
def test_no_field_is_a_label_on_a_person(workflow: Workflow) -> None:
    told = " ".join(f"{name} {f.title}" for name, f in workflow.fields.items())
    assert not re.search(r"diagnos|probleem|problem|score|categorie|doelgroepcode|uitkering", told, re.I)


@pytest.mark.parametrize(
    ("workflow", "step", "refused"),
    [
        ("baz/proeftuin", "meld_aan", "verslag"),
        ("baz/proeftuin", "meld_aan", "ervaringen"),
        ("baz/avg_verzoek", "vraag", "kopie_identiteitskaart"),
        ("baz/partneroverleg", "begin", "verslag"),
        ("baz/ondersteuning_initiatief", "vraag_steun", "conflict"),
    ],
)
def test_what_is_not_kept_cannot_be_told(
    workflow: str,
    step: str,
    refused: str,
    sqlite_file: Path,  # noqa: F811 - a fixture of that name
    tmp_path: Path,
) -> None:
    path = tmp_path / "none.db"
    shutil.copy(sqlite_file, path)
    with open_database(f"sqlite:///{path}") as database:
        engine = player_on(database, CATALOGUE).engine
        act = Open(workflow=workflow, name=step, answers={refused: "Er was veel te vertellen."})
        with pytest.raises(BadInput, match=f"'{refused}' is geen veld"):
            engine.perform(Command(actor=Actor("engine"), act=act, key="x", organisation="baz"))


def test_nothing_sets_the_yes_of_a_teller_or_an_open_remark_aside() -> None:
    bundle = CATALOGUE.workflow("baz/verhalenbundel").transitions["neem_op"]
    assert bundle.agree == ("verteller",)
    assert bundle.when == ()
    for step in ("keur_verslag_goed", "dien_in"):
        conditions = CATALOGUE.workflow("baz/jaarplan").transitions[step].when
        assert conditions
        assert not any(c.waive for c in conditions)
