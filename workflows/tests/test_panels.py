"""What coaching and learning networks show on their page, from what their reader may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from baz.api import (
    Beside,
    Count,
    Entries,
    Item,
    Lines,
    Panel,
    Scan,
    Seats,
    SeenCase,
    SeenMeeting,
    SeenPerson,
    SeenTask,
    Table,
    Text,
    Tick,
)
from baz_workflows import coaching, network

TODAY = date(2026, 11, 18)
EMPTY = SeenCase("", 1, "", TODAY, "", False, {}, {}, {}, {}, (), (), (), (), frozenset())
BEFORE = {"pionnen": 110, "rechtmatig": 47, "presterend": 33, "netwerkend": 20, "responsief": 10}
AFTER = {"pionnen": 90, "rechtmatig": 23, "presterend": 14, "netwerkend": 24, "responsief": 29}


def meeting(name: str, day: str, *present: str, kind: str = "sessie", **values: object) -> SeenMeeting:
    return SeenMeeting(name, kind, "Sessie", "held", day, len(present), "", frozenset(present), values)


def titled(panels: object) -> dict[str, Panel]:
    return {p.title: p for p in panels}  # type: ignore[attr-defined]  # the hook gives objects


# --- coaching


def scanned(**more: object) -> SeenCase:
    fields = {f"scan_voor_{k}": v for k, v in BEFORE.items()} | {f"scan_na_{k}": v for k, v in AFTER.items()}
    return replace(EMPTY, workflow=coaching.WORKFLOW, fields={**fields, **more})


def test_the_scan_is_an_average_of_ten_pieces_before_and_after() -> None:
    panel = titled(coaching.draw(scanned()))["Zelfscan: welke rol neemt het bestuur op?"]
    (beside,) = (p for p in panel.parts if isinstance(p, Beside))
    assert isinstance(beside.one, Scan)
    assert isinstance(beside.other, Table)
    assert beside.one.before == (4.3, 3.0, 1.8, 0.9)
    assert beside.one.after == (2.6, 1.6, 2.7, 3.2)
    assert beside.one.said == "Het gewicht verschuift het meest van rechtmatig naar responsief."
    assert beside.other.heads == ("Rol", "Voor", "Na", "Verschil")
    assert beside.other.rows[0] == ("Rechtmatig", "4,3", "2,6", "− 1,7")
    assert beside.other.rows[3] == ("Responsief", "0,9", "3,2", "+ 2,3")
    last = panel.parts[-1]
    assert isinstance(last, Text)
    assert last.words.startswith("11 deelnemers voor, 9 deelnemers na.")


def test_before_alone_shows_no_difference_and_nothing_shows_nothing() -> None:
    only = replace(EMPTY, fields={f"scan_voor_{k}": v for k, v in BEFORE.items()})
    panel = titled(coaching.draw(only))["Zelfscan: welke rol neemt het bestuur op?"]
    (beside,) = (p for p in panel.parts if isinstance(p, Beside))
    assert isinstance(beside.other, Table)
    assert beside.other.heads == ("Rol", "Voor")
    assert list(coaching.draw(EMPTY)) == []


def test_goals_come_back_until_each_is_looked_at() -> None:
    goals = (Item("Eén aanspreekpunt", "deels_bereikt"), Item("Minder papier"))
    panel = titled(coaching.draw(scanned(doelen=goals)))["Doelen"]
    (lines,) = (p for p in panel.parts if isinstance(p, Lines))
    assert [(line.words, line.chip, line.state) for line in lines.lines] == [
        ("Eén aanspreekpunt", "deels bereikt", "today"),
        ("Minder papier", "nog te bekijken", "wait"),
    ]
    assert "doelen" in panel.covers


def test_three_sessions_with_the_answers_of_the_first() -> None:
    case = replace(
        scanned(a1_domein="Welzijn", a5_burger="Begint"),
        state="sessie3_conclusies",
        titles={"a1_domein": "1. Welk domein?", "a5_burger": "5. Wat doet de burger?"},
        meetings=(meeting("1", "2026-04-28"), meeting("2", "2026-09-24"), meeting("3", "2026-11-12")),
    )
    panel = titled(coaching.draw(case))["De sessies"]
    (entries,) = (p for p in panel.parts if isinstance(p, Entries))
    assert [(e.title, e.chip) for e in entries.entries] == [
        ("Sessie 1: analyse", "gegeven"),
        ("Sessie 2: vorming", "gegeven"),
        ("Sessie 3: besluiten en afspraken", "afwerken"),
    ]
    assert entries.entries[0].answers == (
        ("1. Welk domein?", "Welzijn"),
        ("5. Wat doet de burger?", "Begint"),
    )
    assert "2 van de 10 vragen" in entries.entries[0].words


# --- a learning network


def member(name: str, standing: str = "active", since: str = "2026-02-02") -> SeenPerson:
    return SeenPerson(f"p-{name}", "deelnemer", f"{name} Maes (Gemeente {name}veld)", standing, since)


def together(**more: object) -> SeenCase:
    held = (
        meeting("m1", "2026-03-05", "p-An", "p-Els", kind="start"),
        meeting("m2", "2026-04-23", "p-An", thema="Geld"),
        meeting("m3", "2026-06-11", "p-An"),
    )
    planned = replace(meeting("m4", "2026-12-10"), status="planned")
    case = replace(
        EMPTY,
        workflow=network.WORKFLOW,
        numbers={"max_groep": 15, "min_groep": 10, "per_jaar": 5, "keer_afwezig": 2},
        meetings=(*held, planned),
        people=(member("An"), member("Els"), member("Petra", "reserve")),
        tasks=(SeenTask("verslag", "Stuur het verslag", "open", "2026-06-25", "m3"),),
    )
    return replace(case, **more)  # type: ignore[arg-type]  # any field of the case


def test_the_matrix_says_who_was_there_and_who_to_call() -> None:
    panel = titled(network.draw(together()))["Wie was er?"]
    (table,) = (p for p in panel.parts if isinstance(p, Table))
    assert table.heads == ("Deelnemer", "5 mrt", "23 apr", "11 jun", "Samen")
    assert table.rows[0][-1] == "3 van 3"
    assert table.rows[1] == (
        "Els Maes",
        Tick(True, "was er"),
        Tick(False, "niet"),
        Tick(False, "niet"),
        "1 van 3",
    )
    assert table.total == ("Alle 2 samen", 2, 1, 1, "67 %")
    assert table.small == ("Gemeente Anveld", "Gemeente Elsveld")
    (note,) = (p for p in panel.parts if isinstance(p, Text))
    assert note.words.startswith("Els was er 2 keer na elkaar niet.")


def test_who_came_later_is_not_counted_as_absent_before() -> None:
    late = together(people=(member("An"), member("Els", since="2026-06-01")))
    (table,) = (p for p in titled(network.draw(late))["Wie was er?"].parts if isinstance(p, Table))
    assert table.rows[1][2] == Tick(False, "–")
    assert table.rows[1][-1] == "1 van 2"


def test_the_report_goes_to_who_was_there_and_who_was_not() -> None:
    panel = titled(network.draw(together()))["Verslag van 11 jun"]
    said = [(p.title, p.lines[0].words, p.lines[0].under) for p in panel.parts if isinstance(p, Lines)]
    assert said == [
        ("Was er bij", "An", "krijgt het verslag"), ("Was er niet bij", "Els", "krijgt het verslag ook"),
    ]  # fmt: skip
    both = titled(network.draw(together(tasks=(SeenTask("verslag", "", "open", "", "m1"),))))
    (there, absent) = (p.lines[0] for p in both["Verslag van 5 mrt"].parts if isinstance(p, Lines))
    assert (there.words, there.under) == ("An en Els", "krijgen het verslag")
    assert (absent.words, absent.under) == ("Niemand", "")


def test_a_meeting_of_which_nobody_told_how_it_was_is_not_the_next_one() -> None:
    case = together()
    forgotten = replace(case.meetings[-1], id="m5", day="2026-10-08")
    year = titled(network.draw(replace(case, meetings=(*case.meetings[:3], forgotten, case.meetings[-1]))))
    assert year["Dit jaar"].parts == (
        Count(3, "van minstens 5 gehouden", 3, 1), Text("De volgende is gepland op 10 dec.", quiet=True),
    )  # fmt: skip


def test_places_reserve_list_year_and_conditions() -> None:
    panels = titled(network.draw(together()))
    places = panels["Plaatsen"].parts
    assert places[0] == Count(2, "van 15 bezet")
    assert Seats(("An Maes", "Els Maes")) in places
    (reserve,) = (p for p in places if isinstance(p, Lines))
    assert (reserve.title, [line.words for line in reserve.lines]) == ("Reservelijst", ["Petra Maes"])
    assert panels["Dit jaar"].parts[0] == Count(3, "van minstens 5 gehouden", 3, 1)
    (lines,) = panels["Voorwaarden"].parts
    assert isinstance(lines, Lines)
    stands = {line.words: line.chip for line in lines.lines}
    assert stands["Genoeg samenkomsten dit jaar"] == "3 van 5"
    assert stands["Tussen 10 en 15 mensen"] == "2"
    assert stands["Verslag ook voor wie er niet was"] == "1 open"
