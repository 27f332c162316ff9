"""Drawings of a definition: sound SVG without anything that a strict policy refuses, and Mermaid."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baz.definition.model import Workflow
from baz.kernel.diagram import mermaid, svg
from baz.kernel.figure import figures
from baz.kernel.lanes import LINE, lay_out

SVG = "{http://www.w3.org/2000/svg}"
SUN = "#f8bd40"
BASE: dict[str, Any] = {
    "workflow": "lus/proef",
    "version": 1,
    "title": 'Proef & "meer" <nu>',
    "model": "buddy",
    "keep": "bewaren",
}


def workflow(**parts: Any) -> Workflow:
    return Workflow.model_validate({**BASE, **parts})


@pytest.fixture(scope="module")
def group() -> Workflow:
    """Forward over a state, back, from everywhere, out of a phase, by the clock, and a region."""
    return workflow(
        states={
            "nieuw": {"title": "Aangemeld"},
            "gepland": {"title": "Kennismaking: gepland"},
            "bedenktijd": {"title": "Bedenktijd"},
            "weg": {"title": "Gestopt", "final": "weg"},
            "lopend": {"title": "Lopend"},
        },
        phases={"begin": ["nieuw", "gepland"]},
        transitions={
            "meld": {"title": "Aanmelden", "to": "nieuw", "by": "x"},
            "plan": {"title": "Plannen", "from": "nieuw", "to": "gepland", "by": "x"},
            "maak": {"title": "Gehad", "from": "begin", "to": "bedenktijd", "at": "each meetings.k"},
            "ja": {"title": "Ja", "from": "bedenktijd", "to": "lopend", "by": "x"},
            "opnieuw": {"title": "Opnieuw", "from": "lopend", "to": "nieuw", "by": "x"},
            "noteer": {"title": "Noteren", "from": "lopend", "by": "x"},
            "stop": {"title": "Stoppen", "from": "any", "to": "weg", "by": "x"},
        },
        regions={
            "spoor": {
                "title": "Compagnon",
                "states": {"zoek": {"title": "Zoeken"}, "klaar": {"title": "Gevonden"}},
                "transitions": {
                    "zoek": {"title": "Zoeken", "to": "zoek", "by": "x"},
                    "vind": {"title": "Vinden", "from": "zoek", "to": "klaar", "by": "x"},
                },
            }
        },
    )


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def words(root: ElementTree.Element) -> list[str]:
    return ["".join(e.itertext()) for e in root.iter(f"{SVG}text")]


def test_every_state_and_step_is_named(group: Workflow) -> None:
    said = " ".join(words(parsed(svg(group))))
    for name in (
        "Aangemeld",
        "Bedenktijd",
        "Gestopt",
        "Gevonden",
        "Aanmelden",
        "Plannen",
        "Opnieuw",
        "Vinden",
    ):
        assert name in said
    assert "Tegelijk: Compagnon" in said
    assert "Stoppen, uit elke open toestand" in said
    assert "Gehad (vanzelf)" in said


def test_the_drawing_says_in_words_what_it_shows(group: Workflow) -> None:
    root = parsed(svg(group, {"main": "bedenktijd"}))
    assert root.get("role") == "img"
    assert (root.findtext(f"{SVG}title"), root.get("aria-label", "")[:5]) == (group.title, "Proef")
    described = root.findtext(f"{SVG}desc") or ""
    assert "Het traject staat in Bedenktijd." in described
    assert "Gehad: van Aangemeld of Kennismaking: gepland naar Bedenktijd." in described
    assert "Stoppen: van elke open toestand naar Gestopt." in described
    titles = [e.text for e in root.iter(f"{SVG}title")]
    assert "Bedenktijd. hier staat het traject" in titles
    assert "Gestopt. einde" in titles
    assert "Lopend. hier kan ook: Noteren" in titles


def test_nothing_in_it_needs_a_style_a_script_or_an_id(group: Workflow) -> None:
    for element in parsed(svg(group, {"main": "lopend"}, ["meld"])).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "rect",
            "path",
            "circle",
            "polygon",
            "text",
            "g",
        }
        assert not {"style", "class", "id", "href"} & set(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)


def test_where_the_case_stands_is_yellow_and_carries_a_piece(group: Workflow) -> None:
    def marked(root: ElementTree.Element) -> list[str]:
        groups = [g for g in root.iter(f"{SVG}g") if any(r.get("fill") == SUN for r in g.iter(f"{SVG}rect"))]
        assert all(g.find(f"{SVG}path") is not None for g in groups)
        return [g.findtext(f"{SVG}text") or "" for g in groups]

    assert marked(parsed(svg(group))) == []
    assert marked(parsed(svg(group, {"main": "lopend", "spoor": "zoek"}))) == ["Lopend", "Zoeken"]


def test_the_steps_that_were_taken_are_followed_in_their_order(group: Workflow) -> None:
    main, _ = figures(group, {}, ["meld", "maak", "ja", "noteer", "opnieuw", "plan", "stop"])
    taken = {a.title: set(a.taken) for a in main.arrows}
    assert taken["Gehad"] == {"nieuw"}  # not from `gepland`, where the case had not been
    assert taken["Plannen"] == {"nieuw"}
    assert taken["Opnieuw"] == {"lopend"}
    assert taken["Stoppen"] == {"gepland"}
    dark = [e for e in parsed(svg(group, {}, ["meld"])).iter(f"{SVG}path") if e.get("stroke-width") == "2.25"]
    assert len(dark) == 1


def test_a_step_of_the_clock_alone_is_dashed() -> None:
    def dashed(**more: Any) -> int:
        steps = {"a": {"to": "x", "by": "r"}, "b": {"from": "x", "to": "y", "at": "0 days", **more}}
        text = svg(workflow(states={"x": {}, "y": {"final": "klaar"}}, transitions=steps))
        return sum("stroke-dasharray" in e.attrib for e in parsed(text).iter())

    assert dashed() == 2  # the arrow and the legend
    assert dashed(by="r") == 0


def test_an_end_is_drawn_below_what_is_open(group: Workflow) -> None:
    main, _ = figures(group, {})
    assert [n.title for n in main.nodes][-2:] == ["Lopend", "Gestopt"]


def test_mermaid(group: Workflow) -> None:
    lines = mermaid(group, {"main": "bedenktijd"}).splitlines()
    assert lines[0] == "stateDiagram-v2"
    for line in (
        'state "Kennismaking#58; gepland" as gepland',
        "[*] --> nieuw: Aanmelden",
        "nieuw --> bedenktijd: Gehad (vanzelf)",
        "gepland --> bedenktijd: Gehad (vanzelf)",
        "elke__ --> weg: Stoppen",
        "weg --> [*]",
        'state "Compagnon" as spoor__spoor {',
        "spoor__zoek --> spoor__klaar: Vinden",
        "class bedenktijd nu",
    ):
        assert line in [found.strip() for found in lines]
    assert "classDef" not in mermaid(group)


NAMES = [f"s{i}" for i in range(7)]
STEPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from([*NAMES, "any"]), max_size=4),
        st.sampled_from(["", *NAMES]),
        st.text("abc d", min_size=1, max_size=50),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sets(st.sampled_from(NAMES), max_size=3))
def test_nothing_overlaps_whatever_the_definition(
    steps: list[tuple[list[str], str, str]], ends: set[str]
) -> None:
    drawn = workflow(
        states={n: {"title": f"Toestand {n}", "final": ("klaar",) if n in ends else ()} for n in NAMES},
        transitions={
            f"t{i}": {"from": f, "to": t, "title": f"x{s}", "by": "r"} for i, (f, t, s) in enumerate(steps)
        },
    )
    layout = lay_out(figures(drawn, {})[0], 0)
    for above, below in pairwise(layout.rows):
        assert above.top + above.height < below.top
    for side in (1, -1):
        mine = sorted((e for e in layout.entries if e.side == side), key=lambda e: e.y)
        for one, other in pairwise(mine):
            assert other.y - one.y >= (len(one.label) + len(other.label)) / 2 * LINE
        for entry in mine:
            row = layout.rows[entry.target]
            assert row.top <= entry.y <= row.top + row.height
            rivals = [
                e for e in mine if e is not entry and e.lane == entry.lane and e.sources and entry.sources
            ]
            assert not any(spans_meet(entry, rival) for rival in rivals)
    root = parsed(svg(drawn))
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    for x, y in re.findall(r'<text x="(-?[\d.]+)" y="(-?[\d.]+)"', svg(drawn)):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height


def spans_meet(one: Any, other: Any) -> bool:
    first, second = sorted([sorted([*e.sources, e.target]) for e in (one, other)])
    return bool(second[0] <= first[-1])
