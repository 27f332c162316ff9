"""`baz report`, and the letters that `baz tick` lets go."""

from __future__ import annotations

from datetime import UTC, datetime


def test_a_report_counts_the_cases_of_the_organisation(baz) -> None:
    baz.open()
    year = str(datetime.now(UTC).year)
    found = baz.data("report", year)
    assert (found["organisation"], found["title"]) == ("proef", f"Jaarverslag {year}")
    assert [(c["workflow"], c["opened"], c["running"]) for c in found["conduct"]] == [("proef/hulp", 1, 1)]
    assert "Hulp: 1 begonnen" in baz("report", year).stdout
    assert baz.data("report", year, "--as-known-on", "2000-01-01")["conduct"][0]["opened"] == 0


def test_a_report_goes_to_a_file(baz) -> None:
    said = baz("report", "2021", "--format", "html", "--output", "verslag.html").stdout
    assert said == "Geschreven: verslag.html\n"
    assert (baz.folder / "verslag.html").read_text("utf-8").startswith("<!doctype html>")


def test_what_cannot_be_read_is_refused(baz) -> None:
    assert "is geen jaar" in baz.refused("report", "vorig")
    assert "is geen dag" in baz.refused("report", "2021", "--as-known-on", "gisteren")
    assert "kan niet geschreven worden" in baz.refused("report", "2021", "--output", "weg/verslag.txt")
    assert "geen organisatie 'zz'" in baz.refused("report", "2021", "--organisation", "zz")


def test_tick_delivers_each_letter_once(baz) -> None:
    baz.open()
    told = baz.data("tick")
    assert (told["cases"], told["delivered"], told["failed"]) == ([], 1, {})
    (letter,) = (baz.folder / "brieven").glob("*.txt")
    assert letter.read_text("utf-8").startswith("Aan: Lena Maes <lena@voorbeeld.be>\nOnderwerp: Welkom\n")
    assert baz.data("tick")["delivered"] == 0
