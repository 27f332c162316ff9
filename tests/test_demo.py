"""`baz demo`: it shows the year, begins afresh, and survives being stopped half way."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

PARTNERS = (
    "Opendoek",
    "Jeugddienst Stad Gent",
    "Sportaround",
    "Natuurpunt",
    "Lasso",
    "Vrijwilligerspunt Gent",
)
OTHERS = ("ArmenTeKort", "Eigen Kracht Centrale", "Home-Start Vlaanderen", "Lus vzw", "Magenta")
COUNTS = re.compile(r"(\d+) (?:loopt|lopen), (\d+) te laat, (\d+) in rust, (\d+) afgelopen")
BAZ = [sys.executable, "-m", "baz.cli.main"]


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAZ_")}
    return subprocess.run(
        [*BAZ, *words], cwd=folder, env={**kept, **environ}, capture_output=True, text=True, check=False
    )


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


def test_every_partner_has_something_of_everything(shown: str) -> None:
    """Running, late, resting and finished; and the worklist below it shows what is late."""
    part = shown.split("De partners op wo 18 nov 2026", 1)[1]
    found = re.findall(rf"^({'|'.join(OTHERS)})\n{COUNTS.pattern}$", part, re.M)
    assert [name for name, *_ in found] == list(OTHERS)
    assert all(int(number) >= 1 for _, *numbers in found for number in numbers), found
    for line in ("wo 28 okt 2026  Laat weten hoe het zoeken", "za 28 nov 2026  Conferentie", "(rust)"):
        assert line in part


def test_the_counts_are_those_of_the_cases(folder: Path, shown: str) -> None:
    """What it says is what `baz` itself finds in the database that it leaves."""
    counts = COUNTS.findall(shown)
    for organisation, (running, _late, paused, _finished) in zip(
        ("atk", "ekc", "homestart", "lus", "magenta"), counts, strict=True
    ):
        done = run(
            folder, "case", "list", "--organisation", organisation, "--format", "json",
            BAZ_DATABASE_URL="baz-demo.db",
        )  # fmt: skip
        cases = json.loads(done.stdout)
        rest = [case for case in cases if case["paused"]]
        assert (len(cases) - len(rest), len(rest)) == (int(running), int(paused))


def test_the_partners_leave_the_year_as_it_was(folder: Path, shown: str) -> None:
    """Their clock stands in 2026; no case of BAZ was touched after the last day of 2021."""
    assert shown
    with closing(sqlite3.connect(folder / "baz-demo.db")) as database:
        (last,) = database.execute(
            "SELECT max(recorded_at) FROM events JOIN cases ON cases.id = case_id WHERE organisation = 'baz'"
        ).fetchone()
    assert last[:4] == "2021"


def test_one_partner_alone_shows_nothing_of_the_others(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--format", "json", BAZ_PLUGINS="baz,lus")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["partners_day"] == "2026-11-18"
    (lus,) = found["partners"]
    assert lus["organisation"] == "lus"
    assert {case["organisation"] for case in lus["cases"]} == {"lus"}
    assert {line["organisation"] for line in lus["agenda"]} == {"lus"}
    assert len(lus["cases"]) == lus["running"] + lus["paused"] + lus["finished"]


def test_nothing_in_it_is_out_of_step(folder: Path, shown: str) -> None:
    assert shown
    done = run(folder, "verify", "--format", "json", BAZ_DATABASE_URL="baz-demo.db")
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["cases"] > 24


def test_it_touches_nothing_but_its_own_file(folder: Path, shown: str) -> None:
    assert shown
    assert {p.name for p in folder.iterdir()} <= {"baz-demo.db", "baz-demo.db-wal", "baz-demo.db-shm"}


def test_it_begins_afresh_also_after_it_was_killed(folder: Path, shown: str) -> None:
    process = subprocess.Popen(
        [*BAZ, "demo"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    before = (folder / "baz-demo.db").stat().st_mtime_ns
    for _ in range(600):  # until it has begun to write
        if process.poll() is not None or (
            (folder / "baz-demo.db").exists() and (folder / "baz-demo.db").stat().st_mtime_ns != before
        ):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    again = run(folder, "demo")
    assert again.returncode == 0
    assert again.stdout == shown


def test_a_file_of_somebody_else_stays(tmp_path: Path) -> None:
    (tmp_path / "baz-demo.db").write_text("mijn eigen lijstje")
    done = run(tmp_path, "demo")
    assert done.returncode == 2
    assert "is hier geen databank" in done.stderr
    assert (tmp_path / "baz-demo.db").read_text() == "mijn eigen lijstje"


def test_without_the_workflows_it_says_what_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", BAZ_PLUGINS="lus")
    assert done.returncode == 2
    assert "burgersaanzet-workflows" in done.stderr
