"""A story over several partners: Lus finds hardly anybody around Warre, ArmenTeKort finds him a buddy.

With his own yes he goes from a lusgroep to a buddyschap. The nearest buddy lacks her papers, gets them, and
is not the right one after all; the second stays two years. Each organisation counts its own part, once, and
sees nothing of the other's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from baz.engine.desk import CaseView
from baz.engine.engine import Engine, Receipt
from baz.ground.clock import BRUSSELS
from baz.ground.errors import BadInput, Forbidden, NotFound, Refused
from baz.kernel.acts import OPERATOR, Act, Actor, Agree, Answer, Command, Held, Open, Refusal, Step, Yes
from baz.plugins.assembly import assemble
from baz.plugins.manager import Plugins
from baz.services.matching.candidates import Candidate, candidates
from baz.services.matching.municipalities import SHIPPED
from baz.services.reports.making import report
from baz.store import log, places
from baz.testing.player import StoryClock
from baz.testing.scratch import scratch_player

LUS, ATK = "lus", "atk"
STAFF = {"vera": LUS, "ilse": ATK, "tom": ATK}
OTHERS = {"warre": LUS, "kim": LUS, "joke": ATK, "bart": ATK}
PAPERS = {
    "infonota": "De informatienota is nog niet gegeven.",
    "afsprakennota": "De afsprakennota is nog niet door allebei getekend.",
    "uittreksel": (
        "De kanszoekende is nog geen 18. "
        "Bekijk dus eerst een recent uittreksel uit het strafregister van deze vrijwilliger."
    ),
}


@dataclass
class Town:
    """Two partners on one engine, told day by day. `people` and `cases` hold ids by name."""

    engine: Engine
    clock: StoryClock
    people: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=count)

    def on(self, day: str) -> None:
        """It is nine in the morning of a day, and the worker ran every week up to then."""
        moment = datetime.combine(date.fromisoformat(day), time(9), BRUSSELS)
        while self.clock.now + timedelta(days=7) < moment and self.clock.now.year > 1:
            self.clock.now += timedelta(days=7)
            self.engine.tick()
        assert moment >= self.clock.now
        self.clock.now = moment
        self.engine.tick()

    def actor(self, who: str) -> Actor:
        """Somebody as she acts: staff of her organisation, or only herself."""
        return Actor(self.people[who], frozenset(filter(None, [STAFF.get(who)])))

    def tell(self, who: str, case: str, act: Act, *, behalf: str = "", how: str = "") -> Receipt:
        """An act of somebody in a case, for herself or for somebody else."""
        self.clock.now += timedelta(minutes=1)
        return self.engine.perform(
            Command(
                actor=self.actor(who),
                act=act,
                key=f"verhaal-{next(self.keys)}",
                case=self.cases.get(case, ""),
                organisation=STAFF.get(who, ""),
                behalf=self.people[behalf] if behalf else "",
                how=how,
            )
        )

    def opens(self, who: str, case: str, workflow: str, step: str, state: str = "", **answers: Any) -> None:
        """A case begins, or is taken over in a state; `case` is its name from now on."""
        act = Open(workflow=workflow, name=step, state=state, answers=answers)
        self.cases[case] = self.tell(who, "", act).case

    def step(self, who: str, case: str, name: str, *yes: str, choose: str = "", **answers: Any) -> Receipt:
        """A step, with who said yes to it."""
        agreed = tuple(Yes(self.people[p], "mondeling") for p in yes)
        return self.tell(who, case, Step(name=name, choose=choose, agreed=agreed, answers=answers))

    def sees(self, who: str, case: str) -> CaseView:
        """A case as somebody sees it."""
        return self.engine.show(self.cases[case], self.actor(who))

    def state(self, who: str, case: str) -> str:
        """Where a case is, for somebody."""
        return self.sees(who, case).state

    def standings(self, who: str, case: str, role: str) -> dict[str, str]:
        """How everybody stands in a role, by name."""
        return {r.name: r.standing for r in self.sees(who, case).roles if r.role == role}

    def refused(self, who: str, case: str, name: str, **answers: Any) -> list[str]:
        """Every reason why a step is refused; nothing came of it."""
        before = self.sees(who, case).seq
        with pytest.raises(Refused) as error:
            self.step(who, case, name, **answers)
        assert self.sees(who, case).seq == before
        refusal = error.value.refusal
        assert isinstance(refusal, Refusal)
        return [reason.sentence for reason in refusal.reasons]

    def proposed(self) -> list[Candidate]:
        """Whom ArmenTeKort could propose as buddy, the best first."""
        with self.engine.reading() as work:
            return candidates(work, self.cases["duo"], "buddy", self.actor("ilse"))[1]

    def figure(self, organisation: str, year: int, key: str) -> int:
        """A figure of a yearly report."""
        return report(self.engine, organisation, year, actor=OPERATOR).figure(key).value

    def lines(self, case: str) -> list[str]:
        """The log of a case."""
        with self.engine.reading() as work:
            events = log.read(self.cases[case], connection=work.connection)
        return [
            f"{e.seq} {e.kind} {e.name} {e.actor} {e.behalf} {json.dumps(dict(e.data), default=str)}"
            for e in events
        ]


@pytest.fixture
def town() -> Iterator[Town]:
    """The partners with their people, on a database of their own."""
    with scratch_player(assemble(Plugins.discover())) as player:
        found = Town(player.engine, player.clock)
        found.on("2023-01-09")
        for name, home in (STAFF | OTHERS).items():
            found.people[name] = found.engine.add_party(name.title(), organisation=home, actor=OPERATOR)
        for name, home in STAFF.items():
            found.engine.add_staff(found.people[name], home, "medewerker", date(2023, 1, 1), actor=OPERATOR)
        with found.engine.work() as work:
            places.add_missing(SHIPPED, connection=work.connection)
        yield found


def buddies(town: Town) -> None:
    """ArmenTeKort has two trained buddies. Of Joke, in the same town, no paper was seen yet; of Bart all."""
    ilse = town.people["ilse"]
    for name, place in (("joke", "Antwerpen"), ("bart", "Gent")):
        who = town.people[name]
        known = {"buddy": who, "begeleider": ilse, "gemeente": place}
        town.opens("ilse", name, "atk/vrijwilliger", "meld_aan", "beschikbaar", **known, geboortejaar=1980)
        town.opens("ilse", f"{name} leert", "atk/opleiding", "schrijf_in", "gecertificeerd", **known)
    for paper in PAPERS:
        gets(town, "bart", paper, "2023-01-09")


def gets(town: Town, name: str, paper: str, day: str) -> None:
    """A paper of a buddy is seen; the extract by a colleague outside the team."""
    if paper == "infonota":
        given = {"infonota": {"seen_on": day, "version": "2023-1"}, "infonota_langs": "gesprek"}
        town.step("ilse", name, "geef_nota", **given)
    elif paper == "afsprakennota":
        town.step("ilse", name, "teken_nota", name, afsprakennota={"seen_on": day, "version": "2023-1"})
    else:
        town.step("ilse", name, "vraag_uittreksel", nazicht=town.people["tom"])
        town.step("tom", name, "bekijk_uittreksel", uittreksel={"seen_on": day, "issued_on": day})


def lus_refers(town: Town) -> None:
    """A first talk finds hardly anybody around Warre. He is referred once his own yes is recorded."""
    people = town.people
    town.on("2023-02-06")
    papers = {"infonota": {"seen_on": "2023-02-06", "version": "2023-1"}, "afsprakennota": "2023-02-06"}
    who = {"vrijwilliger": people["kim"], "gemeente": "Antwerpen", "verantwoordelijke": people["vera"]}
    town.opens("vera", "kim", "lus/vrijwilliger", "toon_interesse", "beschikbaar", **who, **papers)
    known = {"centrale_persoon": people["warre"], "verantwoordelijke": people["vera"]}
    town.opens(
        "vera", "groep", "lus/lusgroep", "meld_aan", **known, gemeente="Antwerpen", persoon_weet_het=True
    )
    town.step("vera", "groep", "wijs_toe", "kim", kennismaker=people["kim"])
    town.on("2023-02-20")
    town.tell("kim", "groep", Held(name="kennismaking"))
    assert town.state("vera", "groep") == "bedenktijd"

    town.on("2023-03-01")
    town.step("kim", "groep", "verwijs_door", choose="atk/buddyschap")
    assert town.state("vera", "groep") == "bedenktijd"
    assert town.engine.referrals(town.actor("ilse"), ATK) == []
    town.tell("kim", "groep", Agree(name="verwijs_door", yes=Yes(people["warre"], "telefoon")))
    assert (town.state("vera", "groep"), town.sees("vera", "groep").outcome) == (
        "doorverwezen",
        "Doorverwezen",
    )


def atk_accepts(town: Town) -> None:
    """ArmenTeKort gets a minimal card and makes its own case of it, with its own row for the person."""
    with pytest.raises(Forbidden):
        town.engine.referrals(town.actor("vera"), ATK)
    (link,) = town.engine.referrals(town.actor("ilse"), ATK)
    assert json.loads(link.carried) == {"gemeente": "Antwerpen"}
    with pytest.raises(NotFound):
        town.engine.accept_referral(link.id, town.actor("vera"), key="te-veel")
    town.on("2023-03-03")
    answers = {"wil_dit": True, "begeleider": town.people["ilse"]}
    receipt = town.engine.accept_referral(link.id, town.actor("ilse"), key="neem-aan", answers=answers)
    town.cases["duo"] = receipt.case
    assert town.engine.referrals(town.actor("ilse"), ATK) == []
    seen = town.sees("ilse", "duo")
    assert (seen.state, seen.about, seen.area) == ("aangemeld", "Warre", "Antwerpen")
    town.people["warre atk"] = next(r.party for r in seen.roles if r.role == "kanszoekende")
    assert town.people["warre atk"] != town.people["warre"]
    with pytest.raises(BadInput, match="al beantwoord"):
        town.engine.accept_referral(link.id, town.actor("ilse"), key="nog-eens", answers=answers)


def looks_for_a_buddy(town: Town) -> None:
    """ArmenTeKort meets Warre, who is not yet 18. Joke, the nearest, is refused by the name of each paper."""
    town.on("2023-03-10")
    town.tell("ilse", "duo", Held(name="kennismaking", answers={"past": True, "grenzen": True}))
    yes = Step(name="zeg_ja", answers={"minderjarig": True})
    town.tell("ilse", "duo", yes, behalf="warre atk", how="telefoon")
    assert town.state("ilse", "duo") == "te_matchen"

    bart, joke = town.proposed()
    assert (bart.name, bart.ready, joke.name, joke.ready) == ("Bart", True, "Joke", False)
    assert joke.missing == tuple(PAPERS.values())
    town.on("2023-03-13")
    waiting = dict(PAPERS)
    while waiting:
        said = town.refused("ilse", "duo", "stel_voor", buddy=town.people["joke"])
        assert said == [f"Kansrijke buddy: {sentence}" for sentence in waiting.values()]
        paper = next(iter(waiting))
        gets(town, "joke", paper, "2023-03-13")
        del waiting[paper]


def first_match(town: Town) -> None:
    """With her papers Joke stands on top. She says yes, Warre says no, and both keep their place."""
    best, other = town.proposed()
    assert (best.name, best.missing, other.name) == ("Joke", (), "Bart")
    assert best.why[0] == "Woont in dezelfde gemeente (Antwerpen)."
    town.on("2023-03-15")
    town.step("ilse", "duo", "stel_voor", buddy=best.party)
    town.tell("joke", "duo", Answer(name="buddy", party=best.party, yes=Yes(best.party)))
    assert town.standings("ilse", "duo", "buddy") == {"Joke": "asked"}
    assert town.state("ilse", "joke") == "beschikbaar"
    no = Yes(town.people["warre atk"], "telefoon", yes=False)
    town.tell("ilse", "duo", Answer(name="buddy", party=best.party, yes=no))
    assert town.standings("ilse", "duo", "buddy") == {"Joke": "declined"}
    assert (town.state("ilse", "duo"), town.state("ilse", "joke")) == ("matchvoorstel", "beschikbaar")
    with pytest.raises(NotFound):
        town.sees("joke", "duo")


def second_match(town: Town) -> None:
    """Bart is now on top. Both say yes, they meet, and the duo begins."""
    best, declined = town.proposed()
    assert (best.name, declined.but) == ("Bart", ("Zei hier al eens neen, of er werd neen gezegd.",))
    town.on("2023-03-20")
    town.step("ilse", "duo", "stel_iemand_anders_voor", "warre atk", "bart", buddy=best.party)
    assert town.standings("ilse", "duo", "buddy") == {"Joke": "declined", "Bart": "active"}
    assert town.state("ilse", "bart") == "gekoppeld"
    town.step("bart", "duo", "spreek_af", ontmoeting="2023-03-28")
    town.on("2023-03-28")
    town.tell("bart", "duo", Held(name="ontmoeting"))
    town.on("2023-04-03")
    town.step("ilse", "duo", "start", "warre atk", "bart", ritme_besproken=True)
    assert town.state("ilse", "duo") == "lopend"


def two_years(town: Town) -> None:
    """They meet, it goes silent in the summer, they come back, and after two years they go on as friends."""
    for day in ("2023-04-10", "2023-05-08"):
        town.on(day)
        town.tell("bart", "duo", Held(name="duo"))
    town.on("2023-06-18")
    assert town.state("ilse", "duo") == "lopend"
    town.on("2023-06-20")
    assert town.state("ilse", "duo") == "stilte"
    for weeks in range(0, 81, 5):
        town.on((date(2023, 9, 4) + timedelta(weeks=weeks)).isoformat())
        town.tell("bart", "duo", Held(name="duo"))
        assert town.state("ilse", "duo") == "lopend"
    town.on("2025-04-03")
    assert town.state("ilse", "duo") == "lopend"
    town.on("2025-04-04")
    assert town.state("ilse", "duo") == "afronding"
    town.on("2025-04-10")
    goodbye = {"samen_verder": "vriendschap_gaat_verder"}
    town.step("bart", "duo", "rond_af", "warre atk", "bart", **goodbye)
    seen = town.sees("ilse", "duo")
    assert (seen.state, seen.outcome) == ("afgerond", "Twee jaar samen op weg")
    assert town.standings("ilse", "duo", "buddy") == {"Joke": "declined", "Bart": "ended"}
    assert town.state("ilse", "bart") == "beschikbaar"


def counted_once(town: Town) -> None:
    """In the report of each partner, in the year in which it happened; together it is one of each."""
    years = (2023, 2024, 2025)
    expected = {
        "lus/lusgroep.nieuw": (1, 0, 0),
        "lus/lusgroep.afgelopen": (1, 0, 0),
        "atk/buddyschap.nieuw": (1, 0, 0),
        "atk/buddyschap.begonnen": (1, 0, 0),
        "atk/buddyschap.duos": (1, 1, 0),
        "atk/buddyschap.volledig": (0, 0, 1),
        "atk/buddyschap.vroeger": (0, 0, 0),
        "atk/buddyschap.afgelopen": (0, 0, 1),
        "atk/vrijwilliger.in_duo": (1, 1, 0),
    }
    for key, numbers in expected.items():
        for organisation in (key.split("/")[0], ""):
            assert (key, tuple(town.figure(organisation, y, key) for y in years)) == (key, numbers)
    for organisation, other in ((LUS, "atk/"), (ATK, "lus/")):
        found = report(town.engine, organisation, 2023, actor=OPERATOR)
        assert [f.key for f in found.figures if f.workflow.startswith(other)] == []
        assert sum(c.opened for c in found.conduct if c.workflow.startswith(other)) == 0


def nobody_sees_the_other(town: Town, handed: list[str]) -> None:
    """The sender knows that it was handed over, nothing since; neither finds the case of the other."""
    assert town.lines("groep") == handed
    lus = {town.cases["groep"], *(town.people[p] for p in ("warre", "vera", "kim"))}
    atk = {town.cases["duo"], *(town.people[p] for p in ("warre atk", "ilse", "joke", "bart"))}
    for who, case, own, other in (("vera", "groep", lus, atk), ("ilse", "duo", atk, lus)):
        told = set(re.findall(r"(?:case|party)-\d+", repr(town.sees(who, case)) + repr(town.lines(case))))
        assert own & told
        assert other & told == set()
    hidden = {"groep": ("ilse", "joke", "bart", "warre atk"), "duo": ("vera", "kim", "warre", "joke")}
    for case, strangers in hidden.items():
        for who in strangers:
            with pytest.raises(NotFound):
                town.sees(who, case)
            with pytest.raises(NotFound):
                town.tell(who, case, Held(name="kennismaking"))
            listed = town.engine.cases(town.actor(who), running=False)
            assert town.cases[case] not in [line.id for line in listed]
            assert town.cases[case] not in [line.case for line in town.engine.agenda(town.actor(who))]


def test_from_a_lusgroep_to_a_buddy(town: Town) -> None:
    """The whole story, from the first talk in 2023 to the goodbye in 2025."""
    buddies(town)
    lus_refers(town)
    atk_accepts(town)
    handed = town.lines("groep")
    assert "referral accepted" in handed[-1]
    looks_for_a_buddy(town)
    first_match(town)
    second_match(town)
    two_years(town)
    counted_once(town)
    nobody_sees_the_other(town, handed)
    assert town.engine.verify() == []
