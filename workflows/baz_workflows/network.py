"""What the page of a learning network shows beside its steps: places, who was there, meetings, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baz.api import (
    Count,
    Entries,
    Entry,
    Line,
    Lines,
    Panel,
    PanelKind,
    Seats,
    SeenCase,
    SeenMeeting,
    SeenPerson,
    State,
    Table,
    Text,
    Tick,
    counted,
    in_words,
)

WORKFLOW = "baz/lerend_netwerk"
KINDS = ("start", "sessie")
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FIRST = 8
"""So many participants stand in the table at once; the others are in a fold."""


def draw(case: SeenCase) -> Sequence[Panel]:
    """All panels, in the order of the page."""
    return [
        *_reports(case),
        *_attendance(case),
        *_meetings(case),
        *_places(case),
        *_year(case),
        *_conditions(case),
    ]


def _held(case: SeenCase) -> tuple[SeenMeeting, ...]:
    return case.met(*KINDS)


def _parted(case: SeenCase, meeting: SeenMeeting) -> tuple[list[SeenPerson], list[SeenPerson]]:
    """The participants who were at a meeting, and those who take part but were not."""
    members = case.holders("deelnemer")
    there = [p for p in members if p.party in meeting.present]
    return there, [p for p in members if p.party not in meeting.present and p.since <= meeting.day]


# --- the report, also for who was absent


def _reports(case: SeenCase) -> Iterator[Panel]:
    known = {m.id: m for m in _held(case)}
    for task in case.tasks:
        if task.name in ("verslag", "verslag_start") and task.status == "open" and task.meeting in known:
            there, absent = _parted(case, known[task.meeting])
            parts = (
                Lines("Was er bij", (Line(_people(there), _gets(there)),)),
                Lines("Was er niet bij", (Line(_people(absent), _gets(absent, " ook")),)),
            )
            yield Panel(f"Verslag van {_day(known[task.meeting].day)}", parts)


def _gets(some: Sequence[SeenPerson], also: str = "") -> str:
    verb = "krijgt" if len(some) == 1 else "krijgen"
    return f"{verb} het verslag{also}" if some else ""


def _people(some: Sequence[SeenPerson]) -> str:
    names = [p.name.split(" ")[0] for p in some if p.name]
    if not some:
        return "Niemand"
    return in_words(names) if len(names) <= 6 else f"{len(some)} mensen"


# --- who was there


def _attendance(case: SeenCase) -> Iterator[Panel]:
    held, members = _held(case), case.holders("deelnemer")
    if not held or not members:
        return
    rows = [_row(person, held) for person in sorted(members, key=lambda p: p.name)]
    chances = sum(_asked(p, m) for p in members for m in held)
    present = sum(p.party in m.present for p in members for m in held)
    total: tuple[str | int | Tick, ...] = (
        f"Alle {len(members)} samen",
        *(sum(p.party in m.present for p in members) for m in held),
        f"{(200 * present + chances) // (2 * chances)} %" if chances else "",
    )
    table = Table(
        caption="Aanwezigheid per samenkomst",
        heads=("Deelnemer", *(_day(m.day) for m in held), "Samen"),
        rows=tuple(rows),
        total=total,
        small=tuple(_house(p.name) for p in sorted(members, key=lambda p: p.name)),
        matrix=True,
        first=FIRST,
    )
    yield Panel("Wie was er?", (table, *_missed(case, held)))


def _row(person: SeenPerson, held: Sequence[SeenMeeting]) -> tuple[str | Tick, ...]:
    ticks = [
        Tick(True, "was er") if person.party in m.present else Tick(False, _why(person, m)) for m in held
    ]
    asked = sum(_asked(person, m) for m in held)
    there = sum(person.party in m.present for m in held)
    return (person.name.split(" (")[0] or "Deelnemer", *ticks, f"{there} van {max(asked, there)}")


def _asked(person: SeenPerson, meeting: SeenMeeting) -> bool:
    return person.since <= meeting.day or person.party in meeting.present


def _why(person: SeenPerson, meeting: SeenMeeting) -> str:
    return "niet" if _asked(person, meeting) else "–"


def _house(name: str) -> str:
    """The organisation that stands behind a name: `An Maes (Gemeente Geel)`."""
    return name.partition(" (")[2].rstrip(")")


def _missed(case: SeenCase, held: Sequence[SeenMeeting]) -> Iterator[Text]:
    times = case.numbers.get("keer_afwezig", 2)
    for person in case.holders("deelnemer"):
        count = 0
        for meeting in reversed(held):
            if not _asked(person, meeting) or person.party in meeting.present:
                break
            count += 1
        if count >= times and person.name:
            first = person.name.split(" ")[0]
            yield Text(
                f"{first} was er {count} keer na elkaar niet. Bel eens. Dit is geen fout van {first}, het is"
                " een vraag aan ons.",
                state="today",
            )


# --- the meetings


def _meetings(case: SeenCase) -> Iterator[Panel]:
    known = [m for m in case.meetings if m.kind in KINDS and m.status in ("held", "planned")]
    if known:
        entries = Entries("", tuple(_entry(case, m) for m in reversed(known)))
        yield Panel("Bijeenkomsten", (entries,), covers=("thema", "inzichten"))


def _entry(case: SeenCase, meeting: SeenMeeting) -> Entry:
    title = str(meeting.values.get("thema") or meeting.title)
    if meeting.status == "planned":
        late = bool(meeting.day) and meeting.day < case.today.isoformat()
        place = f"{meeting.place}." if meeting.place else ""
        return Entry(
            meeting.day, title, place, "verslag ontbreekt" if late else "gepland", "late" if late else "soon"
        )
    there, absent = _parted(case, meeting)
    open_ = {t.name for t in case.tasks if t.meeting == meeting.id and t.status in ("open", "snoozed")}
    words = f"{len(meeting.present)} aanwezig."
    if not open_ & {"verslag", "verslag_start"}:
        words = f"{words} Verslag naar {counted(len(there), 'aanwezige', 'aanwezigen')}"
        words += f" en {counted(len(absent), 'afwezige', 'afwezigen')}."
    insights = meeting.values.get("inzichten") or ()
    answers = (("Inzichten", "; ".join(i.text for i in insights)),) if insights else ()
    chip = (
        "verslag volgt"
        if open_ & {"verslag", "verslag_start"}
        else "korte vragen open"
        if open_
        else "afgewerkt"
    )
    return Entry(meeting.day, title, words, chip, "today" if open_ else "ok", "Wat namen we mee?", answers)


# --- places, the year, conditions


def _places(case: SeenCase) -> Iterator[Panel]:
    members, reserve = case.holders("deelnemer"), case.holders("deelnemer", "reserve")
    asked = case.holders("deelnemer", "asked")
    most = case.numbers.get("max_groep", 15)
    if not (members or reserve or asked):
        return
    parts: list[Count | Seats | Lines | Text] = [Count(len(members), f"van {most} bezet")]
    parts.append(
        Seats(tuple(p.name.split(" (")[0] for p in members), min(len(asked), max(most - len(members), 0)))
    )
    if asked:
        names = in_words(p.name.split(" (")[0] or "iemand" for p in asked)
        parts.append(Text(f"Gevraagd, nog geen antwoord: {names}."))
    if reserve:
        lines = tuple(Line(p.name.split(" (")[0] or "Iemand", chip="wacht", state="soon") for p in reserve)
        parts.append(Lines("Reservelijst", lines, numbered=True))
    parts.append(
        Text(
            f"Hoogstens {most}. Komt er een plaats vrij, dan krijgt de eerste op de lijst de vraag.",
            quiet=True,
        )
    )
    yield Panel("Plaatsen", tuple(parts), side=True)


def _year(case: SeenCase) -> Iterator[Panel]:
    wanted, year = case.numbers.get("per_jaar", 5), str(case.today.year)
    held = [m for m in _held(case) if m.day.startswith(year)]
    today = case.today.isoformat()
    planned = [m for m in case.met(*KINDS, status="planned") if m.day.startswith(year) and m.day >= today]
    if not held and not planned:
        return
    parts: list[Count | Text] = [Count(len(held), f"van minstens {wanted} gehouden", len(held), len(planned))]
    if planned:
        parts.append(Text(f"De volgende is gepland op {_day(planned[0].day)}.", quiet=True))
    elif len(held) < wanted:
        parts.append(Text(f"Plan er nog {wanted - len(held)} bij.", quiet=True))
    yield Panel("Dit jaar", tuple(parts), side=True)


def _conditions(case: SeenCase) -> Iterator[Panel]:
    lines = tuple(Line(words, chip=chip, state=state) for words, chip, state in _lines(case))
    yield Panel("Voorwaarden", (Lines("", lines),), side=True)


def _lines(case: SeenCase) -> Iterator[tuple[str, str, State]]:
    """The conditions of a good network (LN1, LN5, LN6, LN4, LN13, LN12), each with how it stands."""
    set_ = bool(case.fields.get("doel") and case.fields.get("rol_deelnemers"))
    yield "Doel en rollen vooraf vast", "ja" if set_ else "nog niet", "ok" if set_ else "soon"
    low, high = case.numbers.get("min_groep", 10), case.numbers.get("max_groep", 15)
    members = len(case.holders("deelnemer"))
    fits = low <= members <= high
    yield f"Tussen {low} en {high} mensen", str(members), "ok" if fits else "today"
    wanted, year = case.numbers.get("per_jaar", 5), str(case.today.year)
    held = [m for m in _held(case) if m.day.startswith(year)]
    enough = len(held) >= wanted
    yield "Genoeg samenkomsten dit jaar", f"{len(held)} van {wanted}", "ok" if enough else "today"
    yield ("Verslag ook voor wie er niet was", *_progress(case, ("verslag", "verslag_start")))
    yield ("Korte vragen na elke keer", *_progress(case, ("evaluatie", "evaluatie_start")))
    shown = bool(case.fields.get("resultaat"))
    yield "Iets zichtbaars voor buiten", "ja" if shown else "later", "ok" if shown else "soon"


def _progress(case: SeenCase, names: Sequence[str]) -> tuple[str, State]:
    mine = [t for t in case.tasks if t.name in names and t.meeting]
    open_ = sum(t.status in ("open", "snoozed") for t in mine)
    done = sum(t.status == "done" for t in mine)
    if not mine:
        return "nog niet", "soon"
    return (f"{open_} open", "today") if open_ else (f"{done} van {len(_held(case))}", "ok")


def _day(day: str) -> str:
    return f"{int(day[8:10])} {MONTHS[int(day[5:7]) - 1]}" if len(day) >= 10 else day


NETWORK = PanelKind(name="lerend_netwerk", workflow=WORKFLOW, draw=draw)
