"""Who fits an open place: near, free, fitting, with the reasons; and many places at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from engine_world import World

from baz.ground.errors import BadInput, Forbidden
from baz.kernel.acts import OPERATOR, Actor, Answer, Join, Jump, Open, Pause, Step, Yes
from baz.kernel.when import When
from baz.services.matching.assignment import greedy, together
from baz.services.matching.candidates import Candidate, Vacancy, candidates, open_places
from baz.services.matching.distance import kilometres
from baz.services.matching.municipalities import SHIPPED, read_table
from baz.services.matching.nearest import volunteers
from baz.services.matching.waiting import WaitingList, waiting_list
from baz.store import places
from baz.store.database import Database

DUO = """
baz: 1
workflow: huis/duo
version: 1
title: Duo
model: buddy
about: vrager
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes:
  klaar: Klaar
roles:
  vrager: {title: Vrager, count: 1}
  buddy:
    title: Buddy
    kind: volunteer
    count: 0..1
    agree: [vrager, buddy]
    needs: [papier_gezien(party)]
  matcher: {title: Matcher, kind: staff, count: 1}
fields:
  gemeente: {title: Gemeente, type: municipality, purpose: een buddy in de buurt}
  dagen: {title: Dagen die passen, type: choices, options: [maandag, dinsdag, weekend], purpose: match}
states:
  open:
  samen:
  klaar: {final: klaar}
transitions:
  meld: {to: open, by: matcher, ask: [vrager, matcher, gemeente], optional: dagen}
  match: {title: Matchen, from: open, to: samen, by: matcher, optional: buddy}
  sluit: {title: Sluiten, from: [open, samen], to: klaar, by: matcher}
"""

VRIJWILLIGER = """
baz: 1
workflow: huis/vrijwilliger
version: 1
title: Vrijwilliger
model: vrijwillig_engagement
about: helper
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
  niets_aangeboden: {value: 2 months, source: aanname}
outcomes:
  gestopt: Gestopt
roles:
  helper: {title: Helper, kind: volunteer, count: 1}
  coach: {title: Coach, kind: staff, count: 1}
fields:
  gemeente: {title: Gemeente, type: municipality, purpose: iemand in de buurt}
  dagen: {title: Dagen die passen, type: choices, options: [maandag, dinsdag, weekend], purpose: match}
  nota: {title: Afsprakennota, type: paper, purpose: getekend door beide}
states:
  vrij:
  bezet:
  gestopt: {final: gestopt}
transitions:
  meld: {to: vrij, by: coach, ask: [helper, coach, gemeente], optional: [dagen, nota]}
  begin: {title: Aan de slag, from: vrij, to: bezet, at: joins huis/duo.buddy}
  kom_vrij: {title: Weer vrij, from: bezet, to: vrij, at: leaves huis/duo.buddy}
  stop: {title: Stoppen, from: [vrij, bezet], to: gestopt, by: coach}
"""


@pytest.fixture
def world(database: Database) -> World:
    world = World.on(database, DUO, VRIJWILLIGER)
    with world.engine.work() as work:
        places.add_missing(SHIPPED, connection=work.connection)
    return world


def _volunteer(world: World, name: str, town: str, *days: str, paper: bool = True) -> str:
    world.people[name] = world.engine.add_party(name.title(), organisation="huis", actor=OPERATOR)
    answers = {"helper": world.people[name], "coach": world.people["ine"], "gemeente": town}
    if days:
        answers["dagen"] = list(days)  # type: ignore[assignment]  # an answer may be a list
    if paper:
        answers["nota"] = "2026-03-01"
    world.tell(Open(workflow="huis/vrijwilliger", name="meld", answers=answers))
    return world.people[name]


def _place(world: World, who: str, town: str, *days: str) -> str:
    world.people.setdefault(who, world.engine.add_party(who.title(), organisation="huis", actor=OPERATOR))
    answers = {"vrager": world.people[who], "matcher": world.people["ine"], "gemeente": town}
    if days:
        answers["dagen"] = list(days)  # type: ignore[assignment]  # an answer may be a list
    return world.tell(Open(workflow="huis/duo", name="meld", answers=answers)).case


def _found(world: World, case: str) -> list[Candidate]:
    with world.engine.reading() as work:
        return candidates(work, case, "buddy", world.actor("ine"))[1]


def test_the_nearest_who_may_start_stands_on_top_with_the_reasons(world: World) -> None:
    """Near, free, a day that fits; who lacks a paper stands below, by the name of the paper."""
    _volunteer(world, "ann", "Gent", "maandag", paper=False)
    _volunteer(world, "bert", "Wetteren", "maandag", "weekend")
    _volunteer(world, "cis", "Brugge", "dinsdag")
    found = _found(world, _place(world, "rudy", "Gent", "maandag"))
    assert [c.name for c in found] == ["Bert", "Cis", "Ann"]
    assert found[0].why == (
        "Woont op 12 km (Wetteren).",
        "Is vrij sinds 2 maart 2026.",
        "Dagen die passen: maandag.",
    )
    assert found[1].but == ("Dagen die passen: maandag past niet.",)
    assert found[2].missing == ("De afsprakennota is nog niet gezien.",)


def test_who_has_a_duo_or_said_no_stands_lower(world: World) -> None:
    """Load counts; a no is remembered for this place and hides nobody."""
    for name in ("ann", "bert", "cis"):
        _volunteer(world, name, "Gent")
    busy = _place(world, "wim", "Gent")
    yes = (Yes(world.people["wim"], "mail"), Yes(world.people["ann"], "mail"))
    world.tell(Step(name="match", answers={"buddy": world.people["ann"]}, agreed=yes), busy)
    case = _place(world, "rudy", "Gent")
    world.tell(Join(name="buddy", party=world.people["bert"]), case)
    assert "Bert" not in [c.name for c in _found(world, case)]
    no = Yes(world.people["bert"], "telefoon", yes=False)
    world.tell(Answer(name="buddy", party=world.people["bert"], yes=no), case)
    found = _found(world, case)
    assert [c.name for c in found] == ["Cis", "Ann", "Bert"]
    assert found[1].but == ("Begeleidt nu al 1 traject.",)
    assert "neen" in found[2].but[-1]


def test_who_rests_is_not_proposed(world: World) -> None:
    """A pause is a wish; she stands below, with the day until which she rests."""
    _volunteer(world, "ann", "Gent")
    _volunteer(world, "bert", "Brugge")
    ann = world.engine.cases(world.actor("ine"), "huis", "huis/vrijwilliger")
    case = next(line.id for line in ann if line.about == "Ann")
    world.tell(Pause(name="", until=When.parse("2026-09-01")), case)
    found = _found(world, _place(world, "rudy", "Gent"))
    assert [(c.name, c.ready, c.missing) for c in found] == [
        ("Bert", True, ()),
        ("Ann", False, ("Rust nu, tot 1 september 2026.",)),
    ]


def test_a_volunteer_who_asks_for_somebody_is_not_proposed_to_herself(world: World) -> None:
    for name in ("ann", "bert"):
        _volunteer(world, name, "Gent")
    assert [c.name for c in _found(world, _place(world, "ann", "Gent"))] == ["Bert"]


def test_of_very_many_the_nearest_are_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, town in (("ann", "Brugge"), ("bert", "Gent"), ("carla", "Gent")):
        _volunteer(world, name, town)
    busy = _place(world, "wim", "Gent")
    yes = (Yes(world.people["bert"], "mail"), Yes(world.people["wim"], "mail"))
    world.tell(Join(name="buddy", party=world.people["bert"], agreed=yes), busy)
    case = _place(world, "rudy", "Gent")
    with world.engine.reading() as work:
        assert not candidates(work, case, "buddy", world.actor("ine")).more
        monkeypatch.setattr("baz.services.matching.candidates.NEAREST", 2)
        few = candidates(work, case, "buddy", world.actor("ine"))
        more = candidates(work, case, "buddy", world.actor("ine"), 3)
    assert ([c.name for c in few.found], few.more) == (["Carla", "Bert"], True)
    assert ([c.name for c in more.found], more.more) == (["Carla", "Bert", "Ann"], False)


def test_who_waits_for_a_place_is_looked_at_before_who_lives_as_near(world: World) -> None:
    """Who has a place already counts as fifteen kilometres farther; nobody knows where Dirk lives."""
    for name, town in (("ann", "Gent"), ("bert", "Wetteren"), ("carla", "Brugge"), ("dirk", "Nergens")):
        _volunteer(world, name, town)
    busy = _place(world, "wim", "Gent")
    yes = (Yes(world.people["wim"], "mail"), Yes(world.people["ann"], "mail"))
    world.tell(Step(name="match", answers={"buddy": world.people["ann"]}, agreed=yes), busy)
    world.tell(Join(name="buddy", party=world.people["carla"]), case := _place(world, "rudy", "Gent"))
    names = {world.people[n]: n for n in ("ann", "bert", "carla", "dirk")}
    with world.engine.reading() as work:
        first = [[names[p] for p in volunteers(work, "huis", "Gent", most).lines] for most in (1, 2, 3, 4)]
        without = volunteers(work, "huis", "Gent", 1, {world.people["bert"]})
        unknown = volunteers(work, "huis", "", 9)
    assert [set(some) for some in first] == [
        {"bert"}, {"bert", "ann"}, {"bert", "ann", "carla"}, {"bert", "ann", "carla", "dirk"}
    ]  # fmt: skip
    assert [names[p] for p in without.lines] == ["ann"]
    assert without.more
    assert (len(unknown.lines), unknown.more) == (4, False)
    assert [c.name for c in _found(world, case)] == ["Bert", "Ann", "Dirk"]


def test_of_one_municipality_who_waits_longest_is_looked_at(world: World) -> None:
    for name in ("ann", "bert", "carla"):
        _volunteer(world, name, "Gent")
        world.days(1)
    with world.engine.reading() as work:
        found = volunteers(work, "huis", "Gent", 2)
    assert set(found.lines) == {world.people["ann"], world.people["bert"]}
    assert found.more


def test_a_place_that_no_step_can_ask_yet_is_not_offered(world: World) -> None:
    """A case that is not so far does not compete for volunteers; who looks at it alone is told why."""
    _volunteer(world, "ann", "Gent")
    early = _place(world, "rudy", "Gent")
    late = _place(world, "wim", "Gent")
    world.tell(Jump(name="samen", reason="zo was het"), early)
    with world.engine.reading() as work:
        actor = world.actor("ine")
        assert [p.case for p in open_places(work, "huis", "huis/duo", "buddy", actor)] == [late]
        assert candidates(work, early, "buddy", actor)[0].closed
        assert candidates(work, late, "buddy", actor)[0].closed == ""


def test_who_said_no_is_not_proposed_by_itself(world: World) -> None:
    """However near she is: asking again is for people, not for a list."""
    _volunteer(world, "ann", "Gent")
    case = _place(world, "rudy", "Gent")
    world.tell(Join(name="buddy", party=world.people["ann"]), case)
    no = Yes(world.people["ann"], "telefoon", yes=False)
    world.tell(Answer(name="buddy", party=world.people["ann"], yes=no), case)
    (ann,) = _found(world, case)
    assert (ann.declined, ann.ready, ann.missing) == (True, False, ())
    with world.engine.reading() as work:
        place, found, _more = candidates(work, case, "buddy", world.actor("ine"))
    assert greedy([(place, found)]).filled == together([(place, found)]).filled == 0


def _waits(world: World, who: str = "ine") -> WaitingList:
    with world.engine.reading() as work:
        return waiting_list(work, "huis", world.actor(who))


def test_whom_nothing_was_offered_for_too_long_is_flagged(world: World) -> None:
    """Free since two months: Ann was asked meanwhile and said no, Bert was not asked, Cis has a place."""
    for name in ("ann", "bert", "cis"):
        _volunteer(world, name, "Gent")
    first, second = _place(world, "rudy", "Gent"), _place(world, "wim", "Lier")
    yes = (Yes(world.people["rudy"], "mail"), Yes(world.people["cis"], "mail"))
    world.tell(Step(name="match", answers={"buddy": world.people["cis"]}, agreed=yes), first)
    assert [(w.name, w.flagged) for w in _waits(world).volunteers] == [("Ann", False), ("Bert", False)]
    world.days(40)
    world.tell(Join(name="buddy", party=world.people["ann"]), second)
    assert _waits(world).places == ()
    no = Yes(world.people["ann"], "telefoon", yes=False)
    world.tell(Answer(name="buddy", party=world.people["ann"], yes=no), second)
    world.days(30)
    found = _waits(world)
    assert [(p.about, p.area, p.role) for p in found.places] == [("Wim", "Lier", "buddy")]
    assert [(w.name, w.offered, w.flagged) for w in found.volunteers] == [
        ("Ann", date(2026, 4, 11), False),
        ("Bert", None, True),
    ]
    world.engine.set_parameter(
        "huis", "huis/vrijwilliger", "niets_aangeboden", "off", date(2026, 6, 1), world.actor("ine")
    )
    world.days(60)
    assert [w.flagged for w in _waits(world).volunteers] == [False, False]


def test_who_waits_is_for_staff_alone(world: World) -> None:
    """The list names everybody."""
    with world.engine.reading() as work, pytest.raises(Forbidden):
        waiting_list(work, "huis", Actor(_volunteer(world, "ann", "Gent")))


def test_together_is_better_than_one_by_one(world: World) -> None:
    """One by one the first takes the only one who is near the second; together both are helped."""
    _volunteer(world, "ann", "Wetteren")
    _volunteer(world, "bert", "Brugge")
    _place(world, "rudy", "Gent")
    world.days(1)
    _place(world, "wim", "Brasschaat")
    with world.engine.reading() as work:
        actor = world.actor("ine")
        vacancies = open_places(work, "huis", "huis/duo", "buddy", actor)
        options = [(v, candidates(work, v.case, "buddy", actor)[1]) for v in vacancies]
    best, simple = together(options), greedy(options)
    assert {p.vacancy.about: p.candidate.name for p in best.pairs if p.candidate} == {
        "Rudy": "Bert",
        "Wim": "Ann",
    }
    assert {p.vacancy.about: p.candidate.name for p in simple.pairs if p.candidate} == {
        "Rudy": "Ann",
        "Wim": "Bert",
    }
    assert best.effort < simple.effort
    assert best.filled == simple.filled == 2


def _option(case: str, *efforts: tuple[str, float]) -> tuple[Vacancy, list[Candidate]]:
    found = [Candidate(p, p, None, 0, (), (), (), e) for p, e in efforts]
    return Vacancy(case, "buddy", "Buddy", case, "", date(2026, 1, 1)), sorted(found, key=lambda c: c.effort)


def test_as_many_places_as_possible_are_filled() -> None:
    """A place that only one volunteer fits keeps her, however near she lives to another."""
    options = [_option("a", ("ann", 1.0), ("bert", 90.0)), _option("b", ("ann", 2.0))]
    assert greedy(options).filled == 1
    assert together(options).filled == 2


def test_without_volunteers_every_place_stays_open() -> None:
    """Nobody is proposed, and nothing breaks."""
    options = [_option("a"), _option("b")]
    assert together(options).filled == greedy(options).filled == 0
    assert together([]).pairs == ()


def test_a_role_that_does_not_exist_is_named(world: World) -> None:
    """With what was probably meant."""
    case = _place(world, "rudy", "Gent")
    with world.engine.reading() as work, pytest.raises(BadInput) as error:
        candidates(work, case, "budy", world.actor("ine"))
    assert "buddy" in error.value.hint


def test_gent_and_brugge_lie_some_forty_kilometres_apart() -> None:
    """The distance is that of the map."""
    known = {p.name: p for p in SHIPPED}
    assert 38 < kilometres(known["Gent"], known["Brugge"]) < 44
    assert kilometres(known["Gent"], known["Gent"]) == 0


def test_a_table_of_municipalities_is_read_or_refused_with_its_line(tmp_path: Path) -> None:
    """Comma or semicolon, a byte order mark or none; a wrong line is named."""
    good = tmp_path / "goed.csv"
    good.write_text("\ufeffnis;naam;lat;lon\n1;Lindebeke;51.0;4.0\n", encoding="utf-8")
    assert read_table(good)[0][:4] == ("Lindebeke", "1", 51_000_000, 4_000_000)
    for text, wanted in (
        ("nis,naam,lat\n1,X,51\n", "ontbreekt lon"),
        ("nis,naam,lat,lon\n1,X,51,4\n2,Y,ver,4\n", ":3: lat en lon"),
        ("nis,naam,lat,lon\n1,,51,4\n", ":2: deze gemeente"),
        ("nis,naam,lat,lon\n", "geen enkele"),
    ):
        bad = tmp_path / "slecht.csv"
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=wanted):
            read_table(bad)
