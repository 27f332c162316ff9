"""The page with the dots of the public map: how many in each municipality, and how many wait for a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from baz.api import Bars, Beside, Count, PageKind, Panel, SeenHouse, Table, Text

WORKFLOW, ON_MAP = "lus/linkgroep_deelnemer", "kaart.op_kaart"
MOST = 8


def draw(house: SeenHouse) -> Sequence[Panel]:
    """The dots: one for each person on the map, blurred to the municipality, without a name."""
    seekers = [line for line in house.cases if line.workflow == WORKFLOW]
    dots = Counter(line.area for line in seekers if ON_MAP in line.beside and line.area)
    waiting = Counter(line.area for line in seekers if line.state == "wacht_op_groep" and line.area)
    if not seekers:
        return [Panel("Stippen", (Text("Nog niemand zoekt een linkgroep. De kaart is leeg."),))]
    total = sum(dots.values())
    words = "stip op de kaart" if total == 1 else "stippen op de kaart"
    places = sorted({*dots, *waiting}, key=lambda place: (-dots[place], place))
    table = Table(
        "Stippen per gemeente",
        ("Gemeente", "Stippen", "Wacht op een groep"),
        tuple((place, dots[place], waiting[place]) for place in places),
        ("Samen", total, sum(waiting.values())),
    )
    bars = Bars(
        "Stippen per gemeente", _said(dots), tuple((p[:9], dots[p]) for p in places[:MOST] if dots[p])
    )
    shown = Beside(bars, table) if bars.bars else table
    note = Text(
        "Een stip is een gemeente, nooit een adres. Wie dat wil, haalt de eigen stip weg.", quiet=True
    )
    return [Panel("Wie zoekt een linkgroep?", (Count(total, words), shown, note))]


def _said(dots: Counter[str]) -> str:
    if not dots:
        return "Er is nog geen stip."
    place, most = dots.most_common(1)[0]
    return f"De meeste stippen staan in {place}: {most}."


STIPPEN = PageKind(name="stippen", title="De kaart van de linkgroepen", draw=draw)
