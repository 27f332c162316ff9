"""What ArmenTeKort may not store (domain 5.2): income, debts, why somebody fits, scores of self-worth."""

from __future__ import annotations

from baz.testing.minimal import *  # noqa: F403  # it names its tests in __all__

PLUGIN = "atk"
FREE = {
    "atk/buddyschap": {"interesses"},
}
JUDGING = ("inkomen", "schuld", "zelfwaarde", "score", "diagnose", "probleem", "reden", "waarom", "uitkering")
STORY = """
scenario: niet_bewaard
title: Wat niet bewaard wordt
workflow: atk/buddyschap
organisation: atk
people:
  an: {name: An, kind: staff}
  yara: {name: Yara}
steps:
  - refuse: meld_aan
    open: meld_aan
    told: 2024-01-08
    by: an
    for: yara
    how: telefoon
    with: {kanszoekende: yara, gemeente: Gent, wil_dit: ja, begeleider: an, VELD: weinig}
    because: is geen veld
"""
REFUSED = ("inkomen", "schulden", "zelfwaarde", "verslag")
