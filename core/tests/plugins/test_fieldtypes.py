"""What people type becomes a value of JSON, or a sentence that says what to write."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from baz.plugins import hookspecs
from baz.plugins.kinds import FieldType
from baz.plugins.manager import Plugins

TYPES: dict[str, FieldType] = {
    t.name: t for c in Plugins.discover(found=[]).each(hookspecs.baz_field_types) for t in c.value
}
OPTIONS = ("bereikt", "deels_bereikt", "niet_bereikt")


@pytest.mark.parametrize(
    ("kind", "raw", "value", "shown"),
    [
        ("text", "  kom langs ", "kom langs", "kom langs"),
        ("number", "12", 12, "12"),
        ("number", 0, 0, "0"),
        ("yes_no", "Ja", True, "ja"),
        ("yes_no", "false", False, "nee"),
        ("choice", "deels bereikt", "deels_bereikt", "deels bereikt"),
        ("choice", "Niet bereikt", "niet_bereikt", "niet bereikt"),
        ("choices", "niet_bereikt, bereikt", ["bereikt", "niet_bereikt"], "bereikt en niet bereikt"),
        ("choices", [], [], "niets"),
        ("date", "13/1/2021", "2021-01-13", "13 januari 2021"),
        ("date", date(2021, 1, 13), "2021-01-13", "13 januari 2021"),
        ("list", "een\n\ntwee", [{"text": "een"}, {"text": "twee"}], "een; twee"),
        ("list", [{"text": "een", "mark": "bereikt"}], [{"text": "een", "mark": "bereikt"}], "een (bereikt)"),
        ("municipality", "Dilbeek", "Dilbeek", "Dilbeek"),
        ("paper", "2021-03-01", {"seen_on": "2021-03-01", "ok": True}, "gezien op 1 maart 2021"),
        ("paper", "bereikt", {"exemption": "bereikt", "ok": True}, "niet nodig: bereikt"),
        (
            "paper",
            {"seen_on": "2021-03-01", "ok": "nee"},
            {"seen_on": "2021-03-01", "ok": False},
            "gezien op 1 maart 2021, niet in orde",
        ),
    ],
)
def test_read_and_shown(kind: str, raw: Any, value: Any, shown: str) -> None:
    assert TYPES[kind].parse(raw, OPTIONS) == value
    assert TYPES[kind].show(value) == shown
    assert TYPES[kind].parse(value, OPTIONS) == value, "what was stored reads as itself"
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "said"),
    [
        ("text", "  ", "Schrijf hier een tekst."),
        ("text", 3, "Schrijf hier een tekst."),
        ("number", "-1", "geen getal"),
        ("number", True, "geen getal"),
        ("number", "twee", "geen getal"),
        ("yes_no", "misschien", "Schrijf ja of nee."),
        (
            "choice",
            "deels_bereik",
            "Bedoel je deels bereikt? Kies uit bereikt, deels bereikt of niet bereikt.",
        ),
        ("choices", "bereikt, anders", "'anders' kan je niet kiezen."),
        ("date", "30/2/2021", "'30/2/2021' is geen datum."),
        ("list", [{"text": "een", "nota": "x"}], "geen 'nota'"),
        ("paper", {"ok": True}, "Zeg op welke dag je het papier gezien hebt."),
        ("paper", {"seen_on": "2021-03-01", "inhoud": "x"}, "geen 'inhoud'"),
    ],
)
def test_refused_with_a_sentence(kind: str, raw: Any, said: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        TYPES[kind].parse(raw, OPTIONS)
    assert said in str(refused.value)
