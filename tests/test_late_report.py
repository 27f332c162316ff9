"""The story of a late report, on Lus' lusgroep: every row at each moment, on both databases.

A talk of 3 March is told on the 20th. By then a step was recorded on the 5th that is wrong, a reminder fired
on the 10th, and letters left. The step is withdrawn on the 22nd, a parameter changes, the case moves to
another version, a yes from before that move is told afterwards, and at the end the person is erased.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select

from baz.engine.engine import Engine
from baz.kernel.acts import Actor, Event
from baz.kernel.facts import Facts
from baz.kernel.fold import fold
from baz.kernel.when import stamp_of
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store import cases, log, outbox, tables
from baz.store.database import Database
from baz.store.ids import NumberedIds
from baz.store.projections import MEETINGS, PARTICIPATIONS, TASKS, read_rows
from baz.testing.databases import *  # noqa: F403  # the fixtures, all of them and nothing else
from baz.testing.plugins import WritePlugin
from baz.testing.scenario import load_story
from baz.testing.scratch import player_on

CASE = "case-late"
STORY = """\
scenario: late
title: Een laat verhaal
workflow: lus/lusgroep
organisation: lus
people:
  vera:  {name: Vera Lambrechts, kind: staff}
  warre: {name: Warre Mertens, mail: warre@voorbeeld.be}
  kim:   {name: Kim Bosmans, kind: volunteer}
  lou:   {name: Lou Aerts, kind: volunteer}
steps:
  - on: 2026-02-24
    open: meld_aan
    by: vera
    with: {centrale_persoon: warre, gemeente: Gent, persoon_weet_het: ja, verantwoordelijke: vera}
  - {on: 2026-02-26, step: wijs_toe, by: vera, with: {kennismaker: kim}, agreed: {kim: telefoon}}
  - {on: 2026-03-05, step: wijs_toe, by: vera, with: {kennismaker: lou}, agreed: {lou: telefoon}, label: fout}
  - {wait: 2026-03-11}
  - {on: 2026-03-03, told: 2026-03-20, meet: kennismaking, by: vera, expect: {held: 1}}
  - {told: 2026-03-22, withdraw: fout, reason: Dat ging over een andere groep., by: vera}
  - {told: 2026-04-01, set: bedenktijd, value: 40 days, by: vera}
  - {told: 2026-04-02, migrate: 2, by: vera}
  - {told: 2026-04-03, apply: bedenktijd, by: vera}
  - {wait: 2026-04-14}
  - {on: 2026-03-25, told: 2026-04-15, step: zeg_ja, by: vera, for: warre, how: telefoon}
  - {told: 2026-04-20, erase: warre, by: vera}
"""


def version_two(text: str) -> str:
    """The same workflow with one state renamed; the parameter of that name stays."""
    text = re.sub(r"(?<!due: )bedenktijd(?!:\s+\{value)(?!, owner)", "nadenken", text)
    return text.replace("version: 1", "version: 2") + "\nmigrations:\n  1: {states: {bedenktijd: nadenken}}\n"


@pytest.fixture
def catalogues(write_plugin: WritePlugin) -> tuple[Catalogue, Catalogue]:
    """Lus with its workflow as it is, and later with a second version of it."""
    home = files("baz_lus")
    text = (home / "workflows" / "lusgroep.yaml").read_text(encoding="utf-8")
    # the papers of volunteers are BAZ's, which is not installed here
    text = re.sub(r"    needs: &papieren.*\n(?:      - .*\n)+", "", text).replace(", needs: *papieren", "")
    templates = [f for f in (home / "letters").iterdir() if f.is_file()]
    letters = {f"letters/{f.name}": f.read_text(encoding="utf-8") for f in templates}
    give = '@hookimpl\ndef baz_letters():\n    return [files("geschreven_lus") / "letters"]\n'
    point = write_plugin("lus", give, {"workflows/lusgroep.yaml": text, **letters})
    first = assemble(Plugins.discover(found=[point]))
    Path(str(files("geschreven_lus") / "workflows" / "lusgroep2.yaml")).write_text(version_two(text))
    second = assemble(Plugins.discover(found=[point]))
    for made in (first, second):
        assert [str(p) for p in made.problems if p.severity == "error"] == []
        assert made.failures == ()
    return first, second


@dataclass
class World:
    """The case on a database, told day by day. `rows` shows every row of it, one line each."""

    database: Database
    catalogues: tuple[Catalogue, Catalogue]
    ids: NumberedIds = field(default_factory=NumberedIds)
    told: date | None = None

    def engine(self) -> Engine:
        return player_on(self.database, self.catalogues[1], ids=self.ids).engine

    def until(self, day: str, *, version: int = 1) -> dict[str, list[str]]:
        """Tell everything up to a day and let the worker run that morning; gives every row."""
        player = player_on(self.database, self.catalogues[version - 1], ids=self.ids)
        last = date.fromisoformat(day)
        (played,) = player.replay([load_story(STORY, "late.yaml")], until=last, after=self.told)
        assert [str(f) for f in played.failures] == []
        self.told = last
        player.clock.early(last)
        player.engine.tick()
        assert player.engine.verify() == []
        return self.rows()

    def letters_leave(self, day: str) -> None:
        """A worker delivers what waits."""
        now = datetime.fromisoformat(f"{day}T07:00:00+00:00")
        with self.database.write() as connection:
            for job in outbox.lease(10, token=f"t{day}", now=now, seconds=60, connection=connection):
                outbox.done(job, now=now, connection=connection)

    def rows(self) -> dict[str, list[str]]:
        with self.database.read() as connection:
            row = cases.load(CASE, connection=connection)
            parts = read_rows(PARTICIPATIONS, CASE, connection=connection).values()
            meetings = read_rows(MEETINGS, CASE, connection=connection).values()
            tasks = read_rows(TASKS, CASE, connection=connection).values()
            jobs = outbox.of_case(CASE, connection=connection)
            values = connection.execute(
                select(tables.personal.c.field, tables.personal.c.value, tables.personal.c.salt).order_by(
                    tables.personal.c.field, tables.personal.c.value
                )
            ).all()
            return {
                "case": [
                    f"v{row.version} {row.state} sinds {row.since}, begonnen {row.opened_on}, "
                    f"afgelopen {row.ended_on}, {row.held} past niet, gewist {row.erased_at}"
                ],
                "parts": sorted(
                    f"{p.role} {p.party_id[11:]} {p.standing} {p.from_day}..{p.to_day}" for p in parts
                ),
                "meetings": sorted(f"{m.kind} {m.status} {m.day}" for m in meetings),
                "tasks": sorted(f"{t.name} {t.status} tegen {t.due_on}, van {t.owner}" for t in tasks),
                "log": [_line(e) for e in log.read(CASE, connection=connection)],
                "outbox": [f"{j.consequence} {j.status}" for j in jobs],
                "personal": [f"{v.field} {v.value}" for v in values if v.salt]
                + [f"{v.field} leeg" for v in values if not v.salt],
            }


def _line(e: Event) -> str:
    key = e.data.get("key") or e.data.get("event") or ""
    cause = f" om {e.data['cause']}" if "cause" in e.data else ""
    left = ", weg" if e.data.get("left") else ""
    return f"{e.seq} {e.kind} {e.name} {e.occurred}, {e.recorded.date()} {key}{cause}{left}".strip()


@pytest.fixture
def world(database: Database, catalogues: tuple[Catalogue, Catalogue]) -> World:
    return World(database, catalogues)


LOG = [
    "1 opened meld_aan 2026-02-24, 2026-02-24",
    "2 followed bevestiging 2026-02-24, 2026-02-24 letter:bevestiging@e1",
    "3 step wijs_toe 2026-02-26, 2026-02-26",
    "4 followed vraag_kennismaker 2026-02-26, 2026-02-26 letter:vraag_kennismaker@e3",
    "5 step wijs_toe 2026-03-05, 2026-03-05",
    "6 followed vraag_kennismaker 2026-03-05, 2026-03-05 letter:vraag_kennismaker@e5",
    "7 fired eerste_contact 2026-03-10, 2026-03-11 task:eerste_contact#1",
    "8 held kennismaking 2026-03-03, 2026-03-20",
    "9 withdrawn  2026-03-22T09:00, 2026-03-22 5",
    "10 unfollowed vraag_kennismaker 2026-03-22T09:00, 2026-03-22 letter:vraag_kennismaker@e5 om 9, weg",
    "11 unfollowed eerste_contact 2026-03-22T09:00, 2026-03-22 task:eerste_contact#1 om 9",
    "12 fired wat_nu 2026-03-22, 2026-04-01 task:wat_nu#10",
    "13 migrated  2026-04-02T09:00, 2026-04-02",
    "14 applied bedenktijd 2026-04-03T09:00, 2026-04-03",
    "15 fired navraag 2026-04-02, 2026-04-03 task:navraag#1",
    "16 step zeg_ja 2026-03-25, 2026-04-15",
    "17 unfollowed navraag 2026-04-15T09:00, 2026-04-15 task:navraag#1 om 16",
    "18 erased  2026-04-20T09:00, 2026-04-20",
]
"""The whole log: number, what, when it happened, when it was told, what it is about and for which reason."""
VALUES = [
    "mail warre@voorbeeld.be",
    "name Kim Bosmans",
    "name Lou Aerts",
    "name Vera Lambrechts",
    "name Warre Mertens",
]
REASON = "reason Dat ging over een andere groep."
LETTERS = ["letter:bevestiging@e1", "letter:vraag_kennismaker@e3", "letter:vraag_kennismaker@e5"]
WARRE, VERA = (
    "centrale_persoon warre active 2026-02-24..None",
    "verantwoordelijke vera active 2026-02-24..None",
)
DONE = "eerste_contact done tegen 2026-03-10, van party-late-kim"
WHAT_NOW = "wat_nu open tegen 2026-03-22, van party-late-vera"
TALKED = "kennismaking held 2026-03-03"


def case(where: str, *, ended: str = "None", held: int = 0, erased: str = "None") -> str:
    return f"{where}, begonnen 2026-02-24, afgelopen {ended}, {held} past niet, gewist {erased}"


def test_every_row_at_every_moment(world: World) -> None:
    lou = [
        WARRE,
        "kennismaker kim ended 2026-02-26..2026-03-05",
        "kennismaker lou active 2026-03-05..None",
        VERA,
    ]
    kim = [WARRE, "kennismaker kim active 2026-02-26..None", VERA]
    call = "eerste_contact open tegen 2026-03-10, van party-late-lou"
    sent = [f"{letter} done" for letter in LETTERS]

    # 5 March: the step that will prove wrong was recorded; three letters wait
    rows = world.until("2026-03-05")
    assert rows == {
        "case": [case("v1 toegewezen sinds 2026-02-26")], "parts": lou, "meetings": [], "tasks": [call],
        "log": LOG[:6], "outbox": [f"{letter} waiting" for letter in LETTERS], "personal": VALUES,
    }  # fmt: skip

    # 11 March: the letters left; the first contact was due on the 10th, so its reminder fired
    world.letters_leave("2026-03-06")
    before = world.until("2026-03-11")
    assert before == {**rows, "log": LOG[:7], "outbox": sent}

    # 20 March: the talk of the 3rd is told. It clashes with the step of the 5th: held, and somebody's task
    rows = world.until("2026-03-20")
    held = "past_niet open tegen 2026-03-20, van party-late-vera"
    assert rows == {
        **before, "case": [case("v1 toegewezen sinds 2026-02-26", held=1)], "tasks": [call, held],
        "log": LOG[:8],
    }  # fmt: skip
    with world.database.read() as connection:
        assert cases.load(CASE, connection=connection).facts == 8
    (why,) = world.engine().show(CASE, Actor("engine")).held
    assert (why.event, why.other) == (8, 5)

    # 22 March: the step of the 5th is withdrawn, so the talk counts. The reminder was not true, and a letter
    # that left cannot come back: a person looks at it
    rows = world.until("2026-03-22")
    talked = {
        "case": [case("v1 bedenktijd sinds 2026-03-03")], "parts": kim, "meetings": [TALKED],
        "tasks": [DONE, "navraag open tegen 2026-04-02, van party-late-kim", WHAT_NOW],
        "log": LOG[:11], "outbox": sent, "personal": [*VALUES, REASON],
    }  # fmt: skip
    assert rows == talked

    # 1 April: a longer time to think, from now on. What began on 3 March keeps its thirty days
    assert world.until("2026-04-01") == {**talked, "log": LOG[:12]}

    # 2 April: to version 2, where the state has another name. Since when, and the due day, stay
    moved = {**talked, "case": [case("v2 nadenken sinds 2026-03-03")]}
    assert world.until("2026-04-02", version=2) == {**moved, "log": LOG[:13]}

    # 3 April: the new value is applied to this case too. The reminder of the 2nd had fired by then
    longer = [DONE, "navraag open tegen 2026-04-12, van party-late-kim", WHAT_NOW]
    assert world.until("2026-04-03", version=2) == {**moved, "tasks": longer, "log": LOG[:15]}
    assert world.until("2026-04-14", version=2) == {**moved, "tasks": longer, "log": LOG[:15]}

    # 15 April: she had said yes on 25 March, when the case still ran on version 1
    said_yes = {
        **moved, "case": [case("v2 groep_samenstellen sinds 2026-03-25")], "log": LOG[:17],
        "tasks": [
            DONE, "eerste_datum open tegen 2026-05-06, van party-late-vera",
            "navraag done tegen 2026-04-02, van party-late-kim", WHAT_NOW,
        ],
    }  # fmt: skip
    assert world.until("2026-04-15", version=2) == said_yes

    # 20 April: the person is erased. The case ends; counts, dates and the chain of the log stay
    rows = world.until("2026-04-20", version=2)
    assert rows == {
        **said_yes,
        "case": [
            case(
                "v2 groep_samenstellen sinds 2026-03-25",
                ended="2026-04-20",
                erased="2026-04-20T07:00:00.000000Z",
            )
        ],
        "parts": ["centrale_persoon warre ended 2026-02-24..2026-04-20", *kim[1:]],
        "tasks": [
            DONE, "eerste_datum done tegen 2026-05-06, van party-late-vera",
            "navraag done tegen 2026-04-02, van party-late-kim", WHAT_NOW,
        ],
        "log": LOG,
        "personal": [*VALUES[1:4], "mail leeg", "name leeg", "reason leeg"],
    }  # fmt: skip


def test_as_it_was_known_before(world: World) -> None:
    """Asked afterwards, the log still tells what was known on the 15th and on the 21st of March."""
    world.until("2026-04-01")
    world.until("2026-04-20", version=2)
    with world.database.read() as connection:
        events = log.read(CASE, connection=connection)
    for day, state, held in (
        ("2026-03-15", "toegewezen", 0),
        ("2026-03-21", "toegewezen", 1),
        ("2026-03-25", "bedenktijd", 0),
    ):
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        known = [e for e in events if e.recorded <= moment]
        with world.engine().reading() as work:
            plans = {
                k: work.plans.load(k, connection=work.connection)
                for e in known
                if (k := e.data.get("definition"))
            }
        folded = fold(Facts(plans), known, stamp_of(moment))
        assert folded is not None
        assert (folded.run.main.state, len(folded.held)) == (state, held)
