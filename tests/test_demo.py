"""`baz demo`: it shows the year and today, begins afresh, survives being stopped half way, and serves."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from baz.cli.demo_today import DAY
from baz.cli.main import main
from baz.cli.serve import as_if
from baz.engine.engine import Engine
from baz.engine.installation import Settings, open_installation
from baz.kernel.acts import Actor

PARTNERS = (
    "Opendoek",
    "Jeugddienst Stad Gent",
    "Sportaround",
    "Natuurpunt",
    "Lasso",
    "Vrijwilligerspunt Gent",
)
EVERYBODY = (
    "BurgersAanZet",
    "ArmenTeKort",
    "Eigen Kracht Centrale",
    "Home-Start Vlaanderen",
    "Lus vzw",
    "Magenta",
)
COUNTS = re.compile(r"(\d+) (?:loopt|lopen), (\d+) te laat, (\d+) in rust, (\d+) afgelopen")
BAZ = [sys.executable, "-m", "baz.cli.main"]
SMALL = ("demo", "--format", "json")


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAZ_")}
    return subprocess.run(
        [*BAZ, *words], cwd=folder, env={**kept, **environ}, capture_output=True, text=True, check=False
    )


def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, **environ: str) -> Result:
    """The same in this process, for what does not end in the middle: starting is slow."""
    for name in [n for n in os.environ if n.startswith("BAZ_")]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def shown(folder: Path) -> str:
    done = run(folder, "demo", "--no-serve")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_ends_with_the_worklist_and_the_report(shown: str) -> None:
    worklist, figures = shown.split("Jaarverslag 2021", 1)
    assert "vr 31 dec 2021" in worklist
    assert "Opendoek" in worklist
    assert re.search(r"^ +24  Inspirerende voorbeelden$", figures, re.M)
    for partner in PARTNERS:
        assert partner in worklist
    assert "Het doel was 12" in figures
    assert "zoals bekend op 31 december 2021" in figures
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_everybody_has_something_of_everything(shown: str) -> None:
    """Running, late, resting and finished; and the worklist below it shows what is late."""
    part = shown.split("En nu is het wo 18 nov 2026", 1)[1]
    found = re.findall(rf"^({'|'.join(EVERYBODY)})\n{COUNTS.pattern}$", part, re.M)
    assert [name for name, *_ in found] == list(EVERYBODY)
    assert all(int(number) >= 1 for _, *numbers in found for number in numbers), found
    for line in ("wo 28 okt 2026  Laat weten hoe het zoeken", "za 28 nov 2026  Conferentie", "(rust)"):
        assert line in part


def test_the_counts_are_those_of_the_cases(folder: Path, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says is what `baz` itself finds in the database that it leaves."""
    counts = COUNTS.findall(shown)
    for organisation, (running, _late, paused, _finished) in zip(
        ("baz", "atk", "ekc", "homestart", "lus", "magenta"), counts, strict=True
    ):
        done = ask(
            folder, monkeypatch, "case", "list", "--organisation", organisation, "--format", "json",
            BAZ_DATABASE_URL="baz-demo.db",
        )  # fmt: skip
        cases = json.loads(done.stdout)
        rest = [case for case in cases if case["paused"]]
        assert (len(cases) - len(rest), len(rest)) == (int(running), int(paused))


@pytest.fixture(scope="module")
def today(folder: Path, shown: str) -> Iterator[Engine]:
    """The engine of the demo, on its own day."""
    assert shown
    settings = Settings(folder, database=str(folder / "baz-demo.db"))
    with open_installation(settings, clock=as_if(DAY)) as installation:
        yield installation.engine


def test_every_organisation_has_something_to_do_today_and_this_week(today: Engine) -> None:
    for home in ("baz", "atk", "ekc", "homestart", "lus", "magenta"):
        lines = [line for line in today.agenda(Actor("engine"), home) if not line.paused]
        assert any(line.late for line in lines), home
        assert any(line.on == DAY.isoformat() for line in lines), home
        assert any(DAY.isoformat() < line.on <= "2026-11-22" for line in lines), home


def test_everybody_can_be_played_once(today: Engine) -> None:
    """Every kind of sign-in: who coordinates, reads or manages, a volunteer, somebody who takes part.
    The same name is the same person in every story."""
    cast = today.cast()
    for home in ("baz", "atk", "ekc", "homestart", "lus", "magenta"):
        mine = [one for one in cast if one.organisation == home]
        staff = {one.role for one in mine if one.kind == "staff"}
        assert {"lezer", "beheerder"} < staff, (home, staff)
        assert len([one for one in mine if one.kind == "staff"]) >= 4
        assert {one.kind for one in mine} == {"staff", "volunteer", "participant"}
        assert len({one.name for one in mine}) == len(mine)


def test_somebody_is_replaced_and_a_referral_waits(today: Engine) -> None:
    taken_over = """
        SELECT DISTINCT cases.organisation FROM participations gone
        JOIN participations here ON here.case_id = gone.case_id AND here.role = gone.role
        JOIN cases ON cases.id = gone.case_id
        WHERE gone.standing = 'ended' AND here.standing = 'active' AND gone.to_day = here.from_day
    """
    with today.reading() as work:
        homes = set(work.connection.execute(text(taken_over)).scalars())
    assert homes >= {"atk", "ekc", "homestart", "lus", "magenta"}
    for home in ("atk", "ekc", "homestart", "lus", "magenta"):
        assert today.referrals(Actor("engine"), home), home


def test_the_year_stays_apart(folder: Path, shown: str) -> None:
    """It stands in a file of its own, and ends on its last day; today's begins in 2025 at the earliest."""
    assert shown
    for name, command, wanted in (("baz-2021.db", "max", "2021"), ("baz-demo.db", "min", "2025")):
        with closing(sqlite3.connect(folder / name)) as database:
            (day,) = database.execute(f"SELECT {command}(recorded_at) FROM events").fetchone()
        assert day[:4] == wanted


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo of one partner says, as data."""
    done = run(tmp_path_factory.mktemp("klein"), *SMALL, BAZ_PLUGINS="baz,lus")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_one_partner_alone_shows_nothing_of_the_others(small: str) -> None:
    found = json.loads(small)
    assert found["today"] == "2026-11-18"
    assert found["baz"]["organisation"] == "baz"
    (lus,) = found["partners"]
    assert lus["organisation"] == "lus"
    assert {case["organisation"] for case in lus["cases"]} == {"lus"}
    assert {line["organisation"] for line in lus["agenda"]} == {"lus"}
    assert len(lus["cases"]) == lus["running"] + lus["paused"] + lus["finished"]


def test_nothing_in_it_is_out_of_step(folder: Path, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown
    done = ask(folder, monkeypatch, "verify", "--format", "json", BAZ_DATABASE_URL="baz-demo.db")
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["cases"] > 24


def test_it_touches_nothing_but_its_own_file(folder: Path, shown: str) -> None:
    assert shown
    names = {"baz-demo.db", "baz-2021.db"}
    kept = {name + ending for name in names for ending in ("", "-wal", "-shm")}
    assert {p.name for p in folder.iterdir()} <= kept


def test_it_begins_afresh_also_after_it_was_killed(tmp_path: Path, small: str) -> None:
    """Half way, which is when the first database holds something."""
    year = tmp_path / "baz-2021.db"
    process = subprocess.Popen(
        [*BAZ, *SMALL], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if not k.startswith("BAZ_")} | {"BAZ_PLUGINS": "baz,lus"},
    )  # fmt: skip
    for _ in range(1200):
        if process.poll() is not None or (year.exists() and year.stat().st_size):
            break
        time.sleep(0.05)
    assert process.poll() is None, "it ended before it could be stopped"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    assert year.exists()
    again = run(tmp_path, *SMALL, BAZ_PLUGINS="baz,lus")
    assert again.returncode == 0
    assert again.stdout == small


def test_a_file_of_somebody_else_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "baz-demo.db").write_text("mijn eigen lijstje")
    done = ask(tmp_path, monkeypatch, "demo")
    assert done.exit_code == 2
    assert "is hier geen databank" in done.stderr
    assert (tmp_path / "baz-demo.db").read_text() == "mijn eigen lijstje"


def test_without_the_workflows_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = ask(tmp_path, monkeypatch, "demo", BAZ_PLUGINS="lus")
    assert done.exit_code == 2
    assert "burgersaanzet-workflows" in done.stderr


def test_it_serves_when_it_is_asked_to_and_shows_who_can_come_in(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*BAZ, "demo", "--serve"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("BAZ_")} | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    told, address = [], ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                address = found[0]
                break
        page = ""
        for _ in range(100):
            try:
                page = urlopen(f"{address}/aanmelden").read().decode()
                break
            except OSError:
                time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert "Wie je kan zijn" in "".join(told)
    assert "Vera Lambrechts" in "".join(told)
    for name in (
        "Vera Lambrechts",
        "Kim Bosmans",
        "BurgersAanZet",
        "Vrijwilligers",
        "Wie meedoet in een traject",
    ):
        assert name in page
