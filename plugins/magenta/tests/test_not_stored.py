"""What Magenta may not store (domain 6.1, 6.3): anything about the child, and who came to a meeting."""

from __future__ import annotations

from baz.testing.minimal import *  # noqa: F403  # it names its tests in __all__

PLUGIN = "magenta"
FREE = {
    "magenta/reeks": {"nuttigst"},
    "magenta/infobundel": {"vindplaats"},
    "baz/workshop": {"vragen", "geleerd", "vindplaats", "aanbod_titel", "uitleg", "voor_wie", "wat"},
}
JUDGING = ("diagnose", "aandoening", "handicap", "ziekte", "score", "probleem", "reden", "waarom")
STORY = """
scenario: niet_bewaard
title: Wat niet bewaard wordt
workflow: magenta/workshopreeks
organisation: magenta
people:
  an: {name: An, kind: staff}
  yara: {name: Yara}
steps:
  - refuse: meld_interesse
    open: meld_interesse
    told: 2024-01-08
    by: an
    for: yara
    how: telefoon
    with: {ouder: yara, gemeente: Gent, wil_dit: ja, VELD: autisme}
    because: is geen veld
"""
REFUSED = ("diagnose", "kind", "geboortedatum_kind", "antwoorden")
