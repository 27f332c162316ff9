"""What the tests of definitions share: files, and an installation that knows a few things."""

from __future__ import annotations

from pathlib import Path

import pytest

from baz.definition.guards import FunctionSignature
from baz.definition.loading import load_definition
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent

NEIGHBOUR = """
baz: 1
workflow: atk/vrijwilliger
version: 2
title: Vrijwilliger
model: vrijwillig_engagement
about: kandidaat
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes: {gestopt: Gestopt}
roles:
  kandidaat: {kind: volunteer, count: 1}
  coach: {kind: staff, count: 1}
states:
  nieuw:
  actief:
  gestopt: {final: gestopt}
transitions:
  begin: {to: nieuw, by: coach, ask: [kandidaat, coach]}
  word_actief:
    from: nieuw
    to: actief
    by: coach
    when:
      - that: roles.kandidaat.count == 1
        because: Er is nog geen kandidaat.
  stop: {from: [nieuw, actief], to: gestopt, by: coach}
"""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """An installation with one other workflow, a function, an effect, organisations and templates."""
    signature = FunctionSignature("nota_gezien", ("party", "max_age"), "De nota is nog niet gezien.")
    bare = Vocabulary(guard_functions={"nota_gezien": signature})
    other = load_definition(NEIGHBOUR, bare).workflow
    return Vocabulary(
        guard_functions={"nota_gezien": signature},
        effect_kinds=("atk_stip",),
        workflows={"atk/vrijwilliger": other},
        organisations=("atk", "lus", "magenta"),
        letters=("welkom.md", "verslag.md", "afscheid.md"),
        never={
            "lus": {"notulen": "Een leesclub is geen vergadering."},
            "atk": {"fietsen": "Dat telt niemand."},
        },
    )


@pytest.fixture(scope="session")
def good_files() -> list[Path]:
    """Definitions without any problem."""
    return sorted((HERE / "good").glob("*.yaml"))


@pytest.fixture(scope="session")
def broken_files() -> list[Path]:
    """Definitions that say in their first lines what is wrong with them."""
    return sorted((HERE / "broken").glob("*.yaml"))
