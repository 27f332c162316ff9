"""`baz export` and `baz import`, as somebody types them."""

from __future__ import annotations

from typing import Any

Baz = Any


def test_a_list_is_saved_and_read_in_again(baz: Baz) -> None:
    baz("person", "add", "Mia Claes", "--mail", "mia@voorbeeld.be")
    saved = baz("export", "mensen", "kolom=nummer,naam,mail", "--output", "mensen.csv").stdout
    assert "Bewaard: mensen.csv (5 rijen)" in saved
    assert "gelijk" not in baz("import", "people", "mensen.csv").stdout
    assert baz.data("import", "people", "mensen.csv", "--yes")["gelijk"] == 5
    (baz.folder / "nieuw.csv").write_text("Wie;mail\nPiet Maes;\nMarie;geen\n", "utf-8")
    said = baz("import", "people", "nieuw.csv", "--column", "Wie=naam", "--errors", "terug.csv").stdout
    assert "1 rij nieuw, 1 rij fout." in said
    assert "Rij 3: 'geen' is geen mailadres." in said
    assert "nog niets veranderd" in said
    assert "Wat er mis is" in (baz.folder / "terug.csv").read_text("utf-8-sig")
    assert "Ingelezen." in baz("import", "people", "nieuw.csv", "--column", "Wie=naam", "--yes").stdout
    assert "Piet Maes" in baz("person", "list").stdout


def test_what_cannot_be_is_said(baz: Baz) -> None:
    assert "Bedoel je 'mensen'?" in baz.refused("export", "menzen")
    assert "geen soort bestand" in baz.refused("export", "mensen", "--output", "x.pdf")
    assert "geen filter" in baz.refused("export", "mensen", "naam")
    assert "kan niet gelezen worden" in baz.refused("import", "people", "er_niet.csv")
