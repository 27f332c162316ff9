"""Playing stories: what must be refused, what must hold, going on after a kill, many through each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store import log
from baz.store.database import Database
from baz.testing.conformance import gaps
from baz.testing.coverage import Coverage
from baz.testing.observe import look
from baz.testing.player import Played, Player
from baz.testing.plugins import WritePlugin
from baz.testing.scenario import load_story
from baz.testing.scratch import player_on, scratch_player

KRING = """\
baz: 1
workflow: proef/kring
version: 1
title: Kring
model: buddy
about: persoon
keep: bewaren
parameters:
  bewaren: {value: 1 years, source: aanname}
  min_leden: {value: 2, source: aanname}
  stil: {value: 30 days, source: aanname}
outcomes: {klaar: Klaar}
roles: {persoon: {count: 1}, teamlid: {kind: staff, count: 1}}
fields: {leden: {type: number, purpose: telling}}
states: {open: {}, loopt: {}, slaapt: {}, klaar: {final: klaar}}
transitions:
  begin: {to: open, by: teamlid, ask: [persoon, teamlid]}
  start:
    from: open
    to: loopt
    by: teamlid
    ask: leden
    when:
      - that: fields.leden >= params.min_leden
        because: "Een kring begint met minstens {params.min_leden} mensen."
  slaap: {from: loopt, to: slaapt, at: stil}
  sluit: {from: [loopt, slaapt], to: klaar, by: teamlid}
tasks:
  bel: {title: Bel terug, during: open, due: stil, owner: teamlid}
"""
HEAD = """\
scenario: {key}
title: Proef
workflow: proef/kring
organisation: proef
people:
  an: {{name: An Claes, kind: staff}}
  bo: {{name: Bo}}
steps:
  - {{on: 2024-01-{day:02}, open: begin, by: an, with: {{persoon: bo, teamlid: an}}}}
"""
START = "{on: 2024-02-05, step: start, by: an, with: {leden: 3}, expect: {state: loopt}}"


def story(*steps: str, key: str = "proef", day: int = 8) -> str:
    return HEAD.format(key=key, day=day) + "".join(f"  - {step}\n" for step in steps)


@pytest.fixture
def catalogue(write_plugin: WritePlugin) -> Catalogue:
    made = assemble(Plugins.discover(found=[write_plugin("proef", files={"workflows/kring.yaml": KRING})]))
    assert [str(p) for p in made.problems] == []
    return made


def play(catalogue: Catalogue, text: str, **how: Any) -> Played:
    with scratch_player(catalogue, **how) as player:
        played = player.play(load_story(text, "verhaal.yaml", catalogue))
        assert player.engine.verify() == []
        return played


def wrong(played: Played) -> list[str]:
    return [str(f) for f in played.failures]


def test_what_happened_is_told_in_words(catalogue: Catalogue) -> None:
    steps = play(catalogue, story(START, "{on: 2024-03-01, step: sluit, by: an}")).steps
    assert [(s.told, s.who, s.what, s.state) for s in steps] == [
        ("2024-01-08", "An Claes", "Begin", "Open"),
        ("2024-02-05", "An Claes", "Start", "Loopt"),
        ("2024-03-01", "An Claes", "Sluit", "Klaar"),
    ]
    assert steps[0].tasks == (("Bel terug", "2024-02-07"),)


def test_a_refusal_that_comes_is_no_failure(catalogue: Catalogue) -> None:
    played = play(
        catalogue, story("{refuse: start, by: an, with: {leden: 1}, because: minstens 2 mensen}", START)
    )
    assert wrong(played) == []
    assert played.steps[1].refused.startswith("Een kring begint met minstens 2 mensen.")


@pytest.mark.parametrize(
    ("step", "expected", "found"),
    [
        ("{refuse: start, by: an, with: {leden: 4}, because: minst}", 'weigering met "minst"', "het mocht"),
        ("{refuse: start, by: an, with: {leden: 1}, because: hoogst}", '"hoogst"', "minstens 2 mensen"),
        ("{on: 2024-02-05, step: start, by: an, with: {leden: 1}}", "dat dit past: Start", "met minstens 2"),
        ("{on: 2024-02-05, step: start, by: an, with: {leden: veel}}", "dat dit kan: Start", "geen getal"),
        ("{expect: {state: loopt}}", "toestand loopt", "open"),
        ("{expect: {tasks: {bel: 2024-02-08}}}", "taak bel tegen 2024-02-08", "bel 2024-02-07"),
        ("{expect: {tasks: {}}}", "geen open taken", "bel 2024-02-07"),
        ("{expect: {fields: {leden: 3}}}", "leden: 3", "niets"),
        ("{expect: {roles: {persoon: 0}}}", "0 in de rol persoon", "1"),
        ("{expect: {ended: true}}", "afgelopen ja", "nee"),
        ("{expect: {held: 1}}", "1 keer iets dat niet past", "0"),
        ("{expect: {paused: true}}", "pauze ja", "nee"),
    ],
)  # fmt: skip
def test_what_is_not_as_told_is_a_failure_at_its_line(
    catalogue: Catalogue, step: str, expected: str, found: str
) -> None:
    (failure,) = play(catalogue, story(step)).failures
    assert (failure.file, failure.line) == ("verhaal.yaml", 10)
    assert expected in failure.expected
    assert found in failure.found


def test_after_something_impossible_the_case_says_no_more(catalogue: Catalogue) -> None:
    text = story("{on: 2024-02-05, step: start, by: an, with: {leden: x}}", "{expect: {state: loopt}}")
    assert len(play(catalogue, text).failures) == 1


def test_what_is_held_may_be_expected(catalogue: Catalogue) -> None:
    text = story(
        "{on: 2024-02-01, step: sluit, by: an, expect: {held: 1, state: open}}",
        "{on: 2024-01-20, told: 2024-02-02, step: start, by: an, with: {leden: 2}}",
        "{expect: {held: 0, state: klaar}}",
    )
    assert wrong(play(catalogue, text)) == []


@pytest.mark.parametrize("ticks", ["never", "waits", "daily"])
def test_a_worker_makes_no_difference(catalogue: Catalogue, ticks: str) -> None:
    text = story(
        START, "{wait: 2024-03-06, expect: {state: loopt}}", "{wait: 1 days, expect: {state: slaapt}}"
    )
    assert wrong(play(catalogue, text, ticks=ticks)) == []


def test_a_replay_that_was_killed_goes_on(catalogue: Catalogue, database: Database) -> None:
    """Killed at any step and run again: the log is the same as without, and nothing doubles."""
    text = story(
        "{refuse: sluit, by: an, because: kan niet}", START, "{expect: {state: loopt}}",
        "{wait: 2024-03-20, expect: {state: slaapt}}",
        "{on: 2024-03-21, step: sluit, by: an, expect: {ended: true}}",
    )  # fmt: skip
    whole = load_story(text, "verhaal.yaml", catalogue)
    with scratch_player(catalogue) as player:
        wanted = look(player.engine, player.play(whole).cases["proef"]).facts()
    for killed in range(1, len(whole.steps)):

        def stop(done: int, _all: int, killed: int = killed) -> None:
            if done == killed:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            player_on(database, catalogue, progress=stop).play(whole)
    player = player_on(database, catalogue)
    played = player.play(whole)
    assert wrong(played) == []
    assert look(player.engine, played.cases["proef"]).facts() == wanted
    assert player.engine.verify() == []
    with database.read() as connection:
        kinds = [
            e.kind for e in log.read(played.cases["proef"], connection=connection) if e.actor != "engine"
        ]
    assert kinds == ["opened", "step", "step"]


def test_all_in_one_transaction_is_all_or_nothing(catalogue: Catalogue, database: Database) -> None:
    whole = load_story(story(START), "verhaal.yaml", catalogue)

    def stop(done: int, _all: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        player_on(database, catalogue, progress=stop).play(whole, batch=True)
    player = player_on(database, catalogue)
    assert player.engine.verify() == []
    played = player.play(whole, batch=True)
    assert not any(s.already for s in played.steps)
    assert wrong(played) == []


def test_stories_are_told_through_each_other(catalogue: Catalogue) -> None:
    """In the order of telling over all stories; what is told later is a second replay on top."""
    first = load_story(story(START, key="een", day=10), "een.yaml", catalogue)
    second = load_story(
        story("{on: 2024-01-12, expect: {state: open}}".replace("on", "told"), key="twee"),
        "twee.yaml",
        catalogue,
    )
    with scratch_player(catalogue) as player:
        told: list[str] = []
        player.progress = lambda *_: told.append(player.clock().date().isoformat())
        stories = [first, second]
        played = player.replay(stories, until=date(2024, 1, 31))
        assert told == ["2024-01-08", "2024-01-10", "2024-01-12"]
        assert look(player.engine, played[0].cases["een"]).run.main.state == "open"
        again = player.replay(stories, after=date(2024, 1, 31))
        assert told[3:] == ["2024-02-05"]
        assert [wrong(p) for p in again] == [[], []]
        assert look(player.engine, played[0].cases["een"]).run.main.state == "loopt"


def test_what_no_story_shows_is_said(catalogue: Catalogue) -> None:
    workflow = catalogue.workflow("proef/kring")
    coverage = play(catalogue, story(START)).coverage
    assert gaps(catalogue, workflow, coverage) == [
        "geen enkel scenario komt in toestand 'slaapt' van proef/kring",
        "geen enkel scenario komt in toestand 'klaar' van proef/kring",
        "geen enkel scenario neemt stap 'slaap' van proef/kring",
        "geen enkel scenario neemt stap 'sluit' van proef/kring",
        "geen enkel scenario toont deze weigering van proef/kring (step.start.0): "
        '"Een kring begint met minstens {params.min_leden} mensen."',
    ]
    more = Coverage()
    for text in (
        story("{refuse: start, by: an, with: {leden: 1}, because: minstens}"),
        story(START, "{wait: 2024-04-01}", "{on: 2024-04-02, step: sluit, by: an}"),
    ):
        more.add(play(catalogue, text).coverage)
    assert gaps(catalogue, workflow, more) == []


def test_of_an_overlay_only_what_it_adds_must_be_shown(catalogue: Catalogue) -> None:
    """The base is shown by the stories of its own plugin."""
    base = catalogue.workflow("proef/kring")
    step = base.transitions["sluit"].model_copy(update={"title": "Anders sluiten"})
    steps = {**base.transitions, "sluit_anders": step}
    merged = base.model_copy(update={"overlays": ("ander@1",), "transitions": steps})
    assert gaps(catalogue, merged, Coverage()) == [
        "geen enkel scenario neemt stap 'sluit_anders' van proef/kring"
    ]


def test_the_engine_must_have_the_clock_of_the_story(catalogue: Catalogue) -> None:
    with scratch_player(catalogue) as player, pytest.raises(ValueError, match="clock"):
        Player(player.engine, type(player.clock)())


LETTER = """
letters: {welkom: {title: Welkom, template: welkom.md, to: persoon}}
"""


def test_a_letter_with_a_gap_is_a_failure(write_plugin: WritePlugin) -> None:
    """A letter is written the moment that it follows; what is not known then is missing in it."""
    text = KRING.replace(
        "slaap: {", "schrijf: {from: open, by: teamlid, then: [{letter: welkom}]}\n  slaap: {"
    )
    give = '@hookimpl\ndef baz_letters():\n    return [files("geschreven_proef") / "letters"]\n'
    templates = {"letters/welkom.md": "Dag {{ ontvanger.naam }}, wij zijn met {{ velden.leden }}."}
    point = write_plugin("proef", give, {"workflows/kring.yaml": text + LETTER, **templates})
    catalogue = assemble(Plugins.discover(found=[point]))
    (failure,) = play(catalogue, story("{on: 2024-01-09, step: schrijf, by: an}")).failures
    assert failure.line == 10
    assert "nog niet ingevuld" in failure.found


ELSEWHERE = """\
baz: 1
workflow: ander/ontvangst
version: 1
title: Ontvangst
model: buddy
about: bezoeker
keep: bewaren
parameters: {bewaren: {value: 1 years, source: aanname}}
outcomes: {klaar: Klaar}
roles: {bezoeker: {count: 1}, gastvrouw: {kind: staff, count: 0..1}}
fields: {leden: {type: number, purpose: telling}}
states: {welkom: {}, klaar: {final: klaar}}
transitions:
  ontvang: {to: welkom, by: gastvrouw, ask: bezoeker, optional: [leden, gastvrouw]}
  sluit: {from: welkom, to: klaar, by: gastvrouw}
"""
REFER = "verwijs: {from: loopt, by: teamlid, then: [{open: {workflow: ander/ontvangst, carry: leden}}]}"
VISITOR = "  bo: {name: Bo}\n  gre: {name: Gre, kind: staff, of: ander}\n"


@pytest.mark.parametrize(
    "steps",
    [
        (
            "{told: 2024-02-07, accept: daar, by: gre, with: {gastvrouw: gre}}",
            "{expect: {case: daar, state: welkom, fields: {leden: 3}, roles: {bezoeker: 1, gastvrouw: 1}}}",
            "{on: 2024-02-08, step: sluit, case: daar, by: gre, expect: {ended: true}}",
        ),
        (
            "{told: 2024-02-07, return: true, by: gre, reason: Te ver weg}",
            "{expect: {tasks: {teruggestuurd: 2024-02-07}}}",
        ),
    ],
)
def test_a_partner_accepts_or_sends_back(write_plugin: WritePlugin, steps: tuple[str, ...]) -> None:
    here = KRING.replace("slaap: {", f"{REFER}\n  slaap: {{")
    points = [
        write_plugin("proef", files={"workflows/kring.yaml": here}),
        write_plugin("ander", files={"workflows/ontvangst.yaml": ELSEWHERE}),
    ]
    catalogue = assemble(Plugins.discover(found=points))
    text = story(START, "{on: 2024-02-06, step: verwijs, by: an}", *steps).replace(
        "  bo: {name: Bo}\n", VISITOR
    )
    assert wrong(play(catalogue, text)) == []


def test_a_refusal_shows_its_own_condition_and_no_other_of_the_same_words(catalogue: Catalogue) -> None:
    """Two steps ask the same: each must be refused once."""
    base = catalogue.workflow("proef/kring")
    twin = base.transitions["sluit"].model_copy(update={"when": base.transitions["start"].when})
    both = base.model_copy(update={"transitions": {**base.transitions, "sluit": twin}})
    shown = play(catalogue, story("{refuse: start, by: an, with: {leden: 1}, because: minstens}")).coverage
    refusals = [line for line in gaps(catalogue, both, shown) if "weigering" in line]
    assert refusals == [
        "geen enkel scenario toont deze weigering van proef/kring (step.sluit.0): "
        '"Een kring begint met minstens {params.min_leden} mensen."'
    ]


def test_a_referral_to_a_partner_that_is_not_installed_ends_there(write_plugin: WritePlugin) -> None:
    """Its answer and its case are left out; the story of who sends it goes on."""
    away = "  verwijs:\n    from: open\n    by: teamlid\n"
    away += "    then: [{open: {workflow: buur/hulp, agree: persoon}}]\n"
    text = KRING.replace("  slaap: {from", away + "  slaap: {from")
    made = assemble(Plugins.discover(found=[write_plugin("proef", files={"workflows/kring.yaml": text})]))
    told = story(
        "{on: 2024-01-10, step: verwijs, by: an, agreed: {bo: mondeling}}",
        "{told: 2024-01-12, accept: hulp, by: cas, expect: {case: hulp, state: begonnen}}",
        "{on: 2024-01-13, case: hulp, step: rond_af, by: cas}",
        "{on: 2024-02-05, case: proef, step: start, by: an, with: {leden: 3}, expect: {state: loopt}}",
    ).replace("  bo: {name: Bo}", "  bo: {name: Bo}\n  cas: {name: Cas, kind: staff, of: buur}")
    played = play(made, told)
    assert wrong(played) == []
    assert set(played.cases) == {"proef"}
