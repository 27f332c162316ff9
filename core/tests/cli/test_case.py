"""One case from its beginning to its end, as somebody types it."""

from __future__ import annotations

from datetime import date, timedelta


def test_a_case_from_beginning_to_end(baz) -> None:
    case = baz.open()
    assert baz.data("case", "list")[0]["about"] == "Lena Maes"
    (line,) = baz.data("agenda")
    assert (line["title"], line["owner_name"], line["case"]) == ("Bel eens", "An Peeters", case)

    done = baz.data("case", "do", case, "start", "mensen=3")
    assert (done["state"], done["tasks"], done["already"]) == ("bezig", [], False)

    ended = baz.data("case", "do", "Lena", "stop", "--outcome", "gelukt")
    assert ended["state"] == "einde"
    assert baz.data("case", "list") == []
    other = baz.open()
    assert [c["id"] for c in baz.data("case", "list")] == [other]
    assert [c["outcome"] for c in baz.data("case", "list", "--all")] == ["", "Gelukt"]
    assert baz.data("verify") == {"cases": 2, "problems": []}


def test_a_refusal_says_why_and_leaves_nothing(baz) -> None:
    case = baz.open()
    before = baz.data("case", "show", case)["seq"]
    said = baz.refused("case", "do", case, "start", "mensen=1")
    assert "Begin met minstens 2 mensen." in said
    assert "We keken naar" in said
    assert "Aantal mensen: 1" in said
    assert baz.data("case", "show", case)["seq"] == before


def test_a_condition_is_set_aside_with_a_reason(baz) -> None:
    case = baz.open()
    assert baz.data("case", "do", case, "start", "mensen=1", "--waive", "Rudy komt later")["state"] == "bezig"


def test_only_she_decides_and_staff_writes_it_down(baz) -> None:
    case = baz.open()
    baz("case", "do", case, "start", "mensen=2")
    said = baz.refused("case", "do", case, "kies", "soort=samen")
    assert "Dit beslist persoon" in said
    assert "--for WIE --how telefoon" in said
    assert "hoe die persoon dit liet weten" in baz.refused(
        "case", "do", case, "kies", "soort=samen", "--for", "Lena"
    )
    baz("case", "do", case, "kies", "soort=samen", "--for", "Lena", "--how", "telefoon")
    line = baz.data("case", "show", case)["timeline"][0]
    assert (line["behalf"], line["how"], line["actor"]) == ("Lena Maes", "telefoon", "Beheerder")


def test_what_happened_earlier_is_told_afterwards(baz) -> None:
    case = baz.open("--on", "2026-01-10")
    told = baz.data("case", "report", case, "start", "mensen=4", "--on", "2026-01")
    assert told["state"] == "bezig"
    view = baz.data("case", "show", case)
    assert view["opened_on"] == "2026-01-10"
    assert "2026-01" in [line["occurred"] for line in view["timeline"]]
    held = baz("case", "report", case, "start", "mensen=2", "--on", "2026-02-01")
    assert "Dit past nog niet" in held.stdout
    assert "baz case correct" in " ".join(held.stdout.split())


def test_can_shows_what_may_and_why_not(baz) -> None:
    case = baz.open()
    options = {o["step"]: o for o in baz.data("case", "can", case)}
    assert options["stop"]["allowed"]
    assert options["kies"]["allowed"] is False
    text = baz("case", "can", case).stdout
    assert "Dit kan nu" in text
    assert "De persoon kiest zelf" not in text
    assert "andere toestand" in text
    assert "De persoon kiest zelf" in baz("case", "can", case, "--all").stdout


def test_correct_shows_first_and_asks_for_yes(baz) -> None:
    case = baz.open()
    baz("case", "do", case, "start", "mensen=2")
    seq = next(t["seq"] for t in baz.data("case", "show", case)["timeline"] if t["title"] == "Samen beginnen")
    preview = baz("case", "correct", case, str(seq))
    assert "De toestand wordt 'Nieuw'" in preview.stdout
    assert "--yes" in preview.stdout
    assert baz.data("case", "show", case)["state"] == "bezig"
    assert (
        baz.data("case", "correct", case, str(seq), "--reason", "verkeerd traject", "--yes")["state"]
        == "nieuw"
    )
    assert "(teruggenomen)" in baz("case", "show", case).stdout
    assert baz.data("verify")["problems"] == []


def test_correct_says_what_was_filled_in_and_goes_and_what_it_took_back(baz) -> None:
    case = baz.open()
    seq = baz.data("case", "do", case, "start", "mensen=3")["seq"]
    assert "- 'Aantal mensen' wordt leeg." in baz("case", "correct", case, str(seq)).stdout
    baz("case", "correct", case, str(seq), "--reason", "verkeerd traject", "--yes")
    assert f"({seq})" in baz.data("case", "show", case)["timeline"][0]["title"]


def test_what_is_only_not_filled_in_does_not_name_itself_as_the_way_out(baz) -> None:
    case = baz.open()
    baz("case", "do", case, "start", "mensen=3")
    said = baz.refused("case", "do", case, "stop")
    assert "--outcome" in said
    assert "Wel mogelijk" not in said


def test_pause_resume_and_pin(baz) -> None:
    case = baz.open()
    assert "Zeg waarom" in baz.refused("case", "pause", case)
    assert "vakantie" in baz.refused("case", "pause", case, "vakanti")
    baz("case", "pause", case, "VAKANTIE")  # the words of the screen do as well as the key
    assert baz.data("case", "show", case)["paused"] == "Vakantie"
    baz("case", "resume", case)
    assert baz.data("case", "show", case)["paused"] == ""
    pinned = baz.data("case", "pin", case, "bel", "2030-05-06")
    assert pinned["tasks"][0]["due_on"] == "2030-05-06"
    (line,) = baz.data("agenda", "--until", "2030-06-01")
    assert line["pinned"]


def test_people_are_asked_and_answer(baz) -> None:
    case = baz.open()
    baz("case", "join", case, "buddy", "Rudy")
    assert _standing(baz, case) == "asked"
    baz("case", "answer", case, "buddy", "Rudy", "--how", "mondeling")
    assert _standing(baz, case) == "active"
    baz("case", "leave", case, "buddy", "Rudy")
    assert _standing(baz, case) == "ended"
    baz("case", "join", case, "buddy", "Rudy")
    baz("case", "answer", case, "buddy", "Rudy", "--no", "--how", "mail")
    assert "declined" in [
        r["standing"] for r in baz.data("case", "show", case)["roles"] if r["role"] == "buddy"
    ]


def _standing(baz, case: str) -> str:
    roles = baz.data("case", "show", case)["roles"]
    return str(next(r["standing"] for r in roles if r["role"] == "buddy"))


def test_meetings_are_planned_and_recorded(baz) -> None:
    case = baz.open()
    day = (date(2030, 1, 1)).isoformat()
    baz("meeting", "plan", case, "gesprek", f"{day}T19:30", "--mode", "online", "--place", "Zaal 2")
    (line,) = [a for a in baz.data("agenda", "--until", "2030-02-01") if a["what"] == "meeting"]
    assert (line["on"], line["minute"], line["title"]) == (day, 19 * 60 + 30, "Gesprek")
    assert "19:30" in baz("agenda", "--until", "2030-02-01").stdout
    baz("meeting", "record", case, "gesprek", "--count", "4")
    assert sorted(m["status"] for m in baz.data("case", "show", case)["meetings"]) in (
        ["held"],
        ["held", "planned"],
    )


def test_a_step_may_plan_a_meeting_with_an_answer(baz) -> None:
    case = baz.open("soort=samen", "wensen=wandelen", "wensen=koken")
    baz("case", "do", case, "start", "mensen=2", "gesprek=1/2/2030, online, Zaal 3")
    view = baz.data("case", "show", case)
    assert view["fields"]["wensen"] == ["Wensen", "wandelen; koken"]
    assert (view["meetings"][0]["day"], view["meetings"][0]["mode"]) == ("2030-02-01", "online")


def test_a_task_is_done(baz) -> None:
    case = baz.open()
    assert baz.data("case", "do", case, "bel", "mensen=5")["tasks"] == []
    assert baz.data("case", "show", case)["fields"]["mensen"] == ["Aantal mensen", "5"]


def test_the_same_key_counts_once(baz) -> None:
    case = baz.open()
    first = baz.data("case", "do", case, "start", "mensen=2", "--key", "k1")
    again = baz.data("case", "do", case, "start", "mensen=2", "--key", "k1")
    assert (first["already"], again["already"], again["seq"]) == (False, True, first["seq"])


def test_the_clock_goes_on_with_tick(baz) -> None:
    case = baz.open("--on", "2026-01-10")
    baz("tick")
    assert baz.data("case", "show", case)["outcome"] == "Gestopt"
    assert "Er was niets te doen." in baz("tick").stdout


def test_a_case_is_found_by_a_part_of_its_number(baz) -> None:
    case = baz.open()
    short = case.removeprefix("case-")[:6]
    assert short in baz("case", "list").stdout
    assert baz.data("case", "show", short)["id"] == case
    baz.open()
    assert "meer dan één traject" in baz.refused("case", "show", "Lena")


def test_who_acts_may_be_somebody_else(baz) -> None:
    case = baz.data("--as", "An", "case", "open", "proef/hulp", "persoon=Lena", "begeleider=ik")["case"]
    opened = next(line for line in baz.data("case", "show", case)["timeline"] if line["seq"] == 1)
    assert opened["actor"] == "An Peeters"
    assert len(baz.data("--as", "An", "agenda", "--mine")) == 1
    assert baz.data("agenda", "--mine") == []
    assert "geen traject" in baz.refused("--as", "Rudy", "case", "show", case)


def test_late_work_stands_first(baz) -> None:
    today = date.fromisoformat(baz.data("case", "show", baz.open())["opened_on"])
    baz(
        "case",
        "open",
        "proef/hulp",
        "persoon=Rudy",
        "begeleider=An",
        "--on",
        (today - timedelta(20)).isoformat(),
    )
    lines = baz.data("agenda")
    assert [line["late"] for line in lines] == [6, 0]
    text = baz("agenda").stdout
    assert text.index("Te laat") < text.index("Later") or text.index("Te laat") < text.index("Deze week")
    assert "6 dagen te laat" in text
