"""What EKC may not store (domain 7.1): the plan itself, which is the paper of the family."""

from __future__ import annotations

from baz.testing.minimal import *  # noqa: F403  # it names its tests in __all__

PLUGIN = "ekc"
FREE = {
    "ekc/conferentie": {"vraag", "bodemeisen", "onthouden"},
}
JUDGING = ("diagnose", "probleem", "score", "domein", "categorie", "reden", "waarom", "strafblad")
STORY = """
scenario: niet_bewaard
title: Wat niet bewaard wordt
workflow: ekc/conferentie
organisation: ekc
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
    with: {hoofdpersoon: yara, vraag: Hoe nu, wil_dit: ja, spoed: nee, schaal: buurt, VELD: iets}
    because: is geen veld
"""
REFUSED = ("plan", "verslag", "domein")
