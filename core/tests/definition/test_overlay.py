"""An overlay adds and tightens; the merged definition is one like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from baz.definition.loading import Loaded, load_definition
from baz.definition.overlay import merge
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent
HEAD = "baz: 1\nextends: lus/leesclub@2\nfor: atk\nversion: 4\n"
ADDS = (
    HEAD
    + """
title: Leesclub in de buurt
parameters:
  min_uren: {value: 6, source: aanname}
fields:
  uren: {title: Uren opleiding, type: number, purpose: een goede start}
states:
  in_opleiding: {title: In opleiding}
  verhuisd: {final: gestopt}
transitions:
  leid_op:
    from: aangemeld
    to: in_opleiding
    by: trekker
    ask: uren
  begin:
    title: Beginnen na de opleiding
    when:
      - that: fields.uren >= params.min_uren
        because: "Eerst is er een opleiding van {params.min_uren} uur."
  keer_terug:
    from: in_opleiding
    to: aangemeld
    by: trekker
  verhuis:
    from: in_opleiding
    to: verhuisd
    by: lezer
roles:
  maatje:
    needs:
      - that: party.load < 3
        because: Dit leesmaatje heeft al genoeg om handen.
  gast: {title: Gast, count: 0..4}
letters:
  afscheid: {template: afscheid.md, to: lezer}
indicators:
  opgeleid: {title: Opgeleid, count: steps.leid_op}
tasks:
  bel: {title: Bel de lezer op}
"""
)


@pytest.fixture(scope="module")
def base(vocabulary: Vocabulary) -> Loaded:
    return load_definition(HERE / "base" / "leesclub.yaml", vocabulary, file="leesclub.yaml")


def test_what_it_adds_is_there(base: Loaded, vocabulary: Vocabulary) -> None:
    overlay = load_definition(ADDS, vocabulary, file="atk.yaml")
    merged = merge(base, [overlay], vocabulary)
    assert merged.errors == ()
    workflow = merged.workflow
    assert workflow is not None
    assert workflow.overlays == ("atk@4",)
    assert (workflow.workflow, workflow.version) == ("lus/leesclub", 2)
    assert workflow.title == "Leesclub in de buurt"
    assert list(workflow.states)[-2:] == ["in_opleiding", "verhuisd"]
    assert [c.that for c in workflow.transitions["begin"].when] == [
        "fields.lezers >= params.min_lezers",
        "fields.uren >= params.min_uren",
    ]
    assert workflow.transitions["begin"].title == "Beginnen na de opleiding"
    assert workflow.transitions["begin"].to == "lezend"
    assert [c.that for c in workflow.roles["maatje"].needs] == ["party.load < 3"]
    assert workflow.tasks["bel"].title == "Bel de lezer op"
    assert merged.places.file(("states", "in_opleiding")) == "atk.yaml"
    assert merged.places.file(("states", "lezend")) == "leesclub.yaml"


def test_the_base_stays_as_it_was(base: Loaded, vocabulary: Vocabulary) -> None:
    before = base.workflow
    merge(base, [load_definition(ADDS, vocabulary)], vocabulary)
    again = load_definition(HERE / "base" / "leesclub.yaml", vocabulary)
    assert base.workflow is before
    assert again.workflow == before
    assert base.node is not None
    assert "in_opleiding" not in base.node.entries["states"].entries


def test_two_overlays_in_their_order(base: Loaded, vocabulary: Vocabulary) -> None:
    first = load_definition(ADDS, vocabulary, file="a.yaml")
    more = HEAD + "transitions:\n  leid_op: {title: Opleiden, when: 'nota_gezien(about, params.stilte)'}\n"
    second = load_definition(more, vocabulary, file="b.yaml")
    workflow = merge(base, [first, second], vocabulary).workflow
    assert workflow is not None
    assert workflow.overlays == ("atk@4", "atk@4")
    assert workflow.transitions["leid_op"].title == "Opleiden"
    assert workflow.transitions["leid_op"].when[0].call == "nota_gezien(about, params.stilte)"


def test_a_forbidden_change_names_both_places(base: Loaded, vocabulary: Vocabulary) -> None:
    overlay = load_definition(HEAD + "transitions:\n  begin: {from: lezend}\n", vocabulary, file="atk.yaml")
    merged = merge(base, [overlay], vocabulary)
    assert merged.workflow is None
    (problem,) = merged.errors
    assert (problem.file, problem.line, problem.column, problem.slug) == (
        "atk.yaml",
        6,
        11,
        "overlay-changes",
    )
    lines = (HERE / "base" / "leesclub.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index("    from: aangemeld") + 1
    assert f"'from' of 'begin' is fixed in leesclub.yaml:{line}" == problem.message


def test_another_base_is_refused(base: Loaded, vocabulary: Vocabulary) -> None:
    other = load_definition(HEAD.replace("leesclub@2", "zangclub@2"), vocabulary)
    assert [p.slug for p in merge(base, [other], vocabulary).errors] == ["overlay-base"]


def test_a_broken_overlay_or_base_merges_into_nothing(base: Loaded, vocabulary: Vocabulary) -> None:
    broken = load_definition(HEAD + "tittle: x\n", vocabulary)
    merged = merge(base, [broken], vocabulary)
    assert merged.workflow is None
    assert [p.slug for p in merged.errors] == ["unknown-key"]
    assert merge(broken, [], vocabulary).workflow is None
