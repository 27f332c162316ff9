"""Reading scenario files: every problem at once, at its place, with what was probably meant."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from baz.definition.problems import Problem
from baz.ground.errors import BadDefinition
from baz.kernel.when import When
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.testing.plugins import WritePlugin
from baz.testing.scenario import installed_stories, load_story, read_story

PAGE = Path(__file__).parents[3] / "docs" / "scenarios.md"
KRING = """\
baz: 1
workflow: proef/kring
version: 1
title: Kring
model: buddy
keep: bewaren
parameters: {bewaren: {value: 1 years, source: aanname}}
outcomes: {klaar: Klaar, rust: Rust}
roles: {persoon: {}, teamlid: {kind: staff}}
fields: {leden: {type: number, purpose: telling}}
states: {open: {}, klaar: {final: klaar}}
pause: {by: teamlid, reasons: rust}
transitions:
  begin: {to: open, by: teamlid, ask: [persoon, teamlid], optional: leden}
  sluit: {from: open, to: klaar, by: teamlid, then: [{letter: dank}]}
tasks: {bel: {during: open, due: 0 days, owner: teamlid}}
meetings: {praat: {during: open, with: [persoon, teamlid]}}
letters: {dank: {title: Dank, template: dank.md, to: persoon}}
"""
LETTERS = '@hookimpl\ndef baz_letters():\n    return [files("geschreven_proef") / "letters"]\n'
HEAD = """\
scenario: proef
title: Proef
workflow: proef/kring
organisation: proef
people:
  an: {name: An Claes, kind: staff}
  bo: {name: Bo}
steps:
"""
OPEN = "  - {on: 2024-01-08, open: begin, by: an, with: {persoon: bo, teamlid: an}}\n"


def with_steps(*lines: str) -> str:
    return HEAD + OPEN + "".join(f"  - {line}\n" for line in lines)


BAD: dict[str, tuple[str, int]] = {
    "yaml-syntax": ("scenario: [a\n", 2),
    "yaml-tag": (HEAD + OPEN.replace("begin", "!x begin"), 9),
    "duplicate-key": (HEAD.replace("title: Proef", "title: Proef\ntitle: Weer") + OPEN, 3),
    "empty-file": ("", 1),
    "unknown-key": (with_steps("{on: 2024-01-09, step: sluit, byy: an}"), 10),
    "missing-key": (HEAD.replace("title: Proef\n", "") + OPEN, 1),
    "wrong-type": (with_steps("{on: 2024-01-09, step: sluit, by: an, with: [bo]}"), 10),
    "wrong-value": (HEAD.replace("kind: staff", "kind: staf") + OPEN, 6),
    "no-verb": (with_steps("{on: 2024-01-09, stap: sluit}"), 10),
    "two-verbs": (with_steps("{on: 2024-01-09, step: sluit, meet: praat}"), 10),
    "wrong-date": (with_steps("{on: 2024-13-09, step: sluit, by: an}"), 10),
    "not-told": (HEAD + OPEN.replace("2024-01-08", '"?"'), 9),
    "told-before": (with_steps("{on: 2024-01-09, told: 2024-01-01, step: sluit, by: an}"), 10),
    "unknown-person": (with_steps("{on: 2024-01-09, step: sluit, by: ann}"), 10),
    "unknown-label": (with_steps("{withdraw: fout, by: an}"), 10),
    "unknown-case": (with_steps("{on: 2024-01-09, case: ander, step: sluit, by: an}"), 10),
    "unknown-organisation": (HEAD.replace("organisation: proef", "organisation: proeff") + OPEN, 4),
    "unknown-workflow": (HEAD + OPEN.replace("open: begin", "open: begin, workflow: proef/kringg"), 9),
    "unknown-step": (with_steps("{on: 2024-01-09, step: sluitt, by: an}"), 10),
    "unknown-state": (with_steps("{expect: {state: opeen}}"), 10),
    "unknown-answer": (with_steps("{on: 2024-01-09, step: sluit, by: an, with: {ledn: 2}}"), 10),
    "unknown-role": (with_steps("{on: 2024-01-09, join: person, party: bo, by: an}"), 10),
    "unknown-field": (with_steps("{expect: {fields: {ledn: 3}}}"), 10),
    "unknown-meeting": (with_steps("{on: 2024-01-09, meet: praatt, by: an}"), 10),
    "unknown-task": (with_steps("{on: 2024-01-09, do: bell, by: an}"), 10),
    "unknown-letter": (with_steps("{expect: {letters: [dankk]}}"), 10),
    "unknown-outcome": (with_steps("{on: 2024-01-09, step: sluit, outcome: klar, by: an}"), 10),
    "unknown-parameter": (with_steps("{set: bewarn, value: 2 years, by: an}"), 10),
    "unknown-reason": (with_steps("{on: 2024-01-09, pause: russt, by: an}"), 10),
}
"""Slug -> a file that has this problem and no other, and on which line."""


@pytest.fixture
def catalogue(write_plugin: WritePlugin) -> Catalogue:
    files = {
        "workflows/kring.yaml": KRING,
        "letters/dank.md": "Dank je.",
        "scenarios/proef.yaml": HEAD + OPEN,
    }
    source = LETTERS + LETTERS.replace("letters", "scenarios")
    made = assemble(Plugins.discover(found=[write_plugin("proef", source, files)]))
    assert [str(p) for p in made.problems] + [str(f) for f in made.failures] == []
    return made


@pytest.mark.parametrize("slug", BAD)
def test_every_problem_has_its_place(catalogue: Catalogue, slug: str) -> None:
    text, line = BAD[slug]
    read = read_story(text, "verhaal.yaml", catalogue)
    assert [(p.slug, p.line) for p in read.problems] == [(slug, line)], [str(p) for p in read.problems]
    assert read.story is None


def test_a_story_for_the_demo_says_so(catalogue: Catalogue) -> None:
    told = {
        word: read_story(f"demo: {word}\n{HEAD}{OPEN}", "verhaal.yaml", catalogue)
        for word in ("true", "false")
    }
    assert [read.story.demo for read in told.values() if read.story] == [True, False]
    assert not load_story(HEAD + OPEN, "verhaal.yaml", catalogue).demo
    (problem,) = read_story(f"demo: maybe\n{HEAD}{OPEN}", "verhaal.yaml", catalogue).problems
    assert (problem.slug, problem.line) == ("wrong-value", 1)


@pytest.mark.skipif(not PAGE.exists(), reason="core stands alone here, without the docs")
def test_the_page_explains_every_problem_and_no_other() -> None:
    part = PAGE.read_text(encoding="utf-8").split("## What can be wrong", 1)[1].split("## ", 1)[0]
    told = {
        slug for row in re.findall(r"^\| (`.*?) \|", part, re.M) for slug in re.findall(r"`([a-z-]+)`", row)
    }
    assert told - {"too-large", "slug"} == BAD.keys()


def test_all_problems_come_at_once(catalogue: Catalogue) -> None:
    text = with_steps(
        "{on: 2024-01-09, step: sluitt, by: ann}",
        "{on: 2024-01-32, meet: praatt}",
        "{expect: {state: opeen}}",
    )
    found: list[Problem] = list(read_story(text, "verhaal.yaml", catalogue).problems)
    assert [(p.line, p.slug) for p in found] == [
        (10, "unknown-step"), (10, "unknown-person"), (11, "wrong-date"), (11, "unknown-meeting"),
        (12, "unknown-state"),
    ]  # fmt: skip
    assert "did you mean 'sluit'?" in found[0].hint
    assert text.splitlines()[9][found[0].column - 1 :].startswith("sluitt")


def test_loading_says_everything_in_one_error(catalogue: Catalogue) -> None:
    with pytest.raises(BadDefinition, match=r"verhaal\.yaml:10:28: unknown step 'sluitt'") as caught:
        load_story(with_steps("{on: 2024-01-09, step: sluitt, by: an}"), "verhaal.yaml", catalogue)
    assert len(caught.value.problems) == 1


def test_when_a_step_was_told(catalogue: Catalogue) -> None:
    """The day it happened, unless the step above was told later; a month counts from its first day."""
    text = with_steps(
        "{on: 2024-01-05, told: 2024-02-10, meet: praat, by: an}",
        "{on: 2024-01-20, meet: praat, by: an}",
        "{on: 2024-02, meet: praat, by: an}",
        "{on: 2024-03, meet: praat, by: an}",
        '{on: "?", meet: praat, by: an}',
        "{meet: praat, by: an}",
        "{wait: 2 weeks}",
    )
    steps = load_story(text, "verhaal.yaml", catalogue).steps
    assert [s.told for s in steps] == [
        date(2024, 1, 8), date(2024, 2, 10), date(2024, 2, 10), date(2024, 2, 10), date(2024, 3, 1),
        date(2024, 3, 1), date(2024, 3, 1), date(2024, 3, 15),
    ]  # fmt: skip
    assert steps[3].on == When.parse("2024-02")
    assert steps[6].on is None


def test_stories_of_what_is_installed(catalogue: Catalogue) -> None:
    assert [s.key for s in installed_stories(catalogue)] == ["proef"]
    assert installed_stories(catalogue, "lus") == []
