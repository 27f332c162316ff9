"""The tutorial, word for word: every file, every addition, every command, and what the computer says."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

# It makes an environment of its own and follows every line; the quick tests follow the README alone.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial.md"
FILE = re.compile(r"^`([\w./-]+)`$")
SECTION = re.compile(r"^(\w+):\n((?: .*\n|\n)+)", re.M)


@dataclass
class Pupil:
    """Somebody who follows the page in a folder of her own, with an environment of her own."""

    folder: Path
    tool: Path
    said: str = ""
    old: str = ""
    done: list[str] = field(default_factory=list)

    def follow(self, above: str, kind: str, text: str) -> None:
        """Do what one block says."""
        named = FILE.match(above)
        if kind.startswith("sh"):
            for line in text.splitlines():
                self.run(line, refused=kind == "sh refused")
        elif kind == "text":
            expected = ".*?".join(re.escape(part.strip()) for part in text.strip().split("..."))
            assert re.fullmatch(rf"\s*{expected}\s*", self.said, re.S), f"{self.done[-1]} said\n{self.said}"
        elif named:
            self.write(named[1], text)
        elif above == "**Add**":
            self.add(text)
        elif re.search(r"\b[Cc]hange$", above):
            self.old = text
        elif above == "into":
            self.edit(self.old, text)
        else:
            pytest.fail(f"nobody knows what to do with the block under {above!r}")

    def run(self, line: str, *, refused: bool) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("BAZ_", "PYTEST", "PYTHON"))}
        environ |= {"PATH": f"{self.tool}{os.pathsep}{environ['PATH']}", "COLUMNS": "120", "NO_COLOR": "1"}
        ran = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=environ, capture_output=True, text=True, check=False
        )
        self.said = ran.stdout + ran.stderr
        assert (ran.returncode == 0) is not refused, f"{line}\n{self.said}"
        self.done.append(line)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @property
    def definition(self) -> Path:
        return self.folder / "fietskring" / "baz_fietskring" / "workflows" / "fietsduo.yaml"

    def add(self, text: str) -> None:
        """Lines at the end of the sections that are there; new sections at the end of the file."""
        whole = self.definition.read_text(encoding="utf-8")
        added = SECTION.findall(text)
        assert "".join(f"{name}:\n{lines}" for name, lines in added) == text
        for name, lines in added:
            there = next((m for m in SECTION.finditer(whole) if m[1] == name), None)
            if there is None:
                whole = f"{whole.rstrip()}\n\n{name}:\n{lines}"
            else:
                end = there.start() + len(there[0].rstrip("\n")) + 1
                whole = whole[:end] + lines + whole[end:]
        self.definition.write_text(whole, encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        whole = self.definition.read_text(encoding="utf-8")
        assert whole.count(old) == 1, f"{old!r} stands there {whole.count(old)} times"
        self.definition.write_text(whole.replace(old, new), encoding="utf-8")


def environment(folder: Path) -> Path:
    """A virtual environment that sees ours, so that the page can install its plugin; gives its scripts."""
    venv.create(folder, with_pip=False, symlinks=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    ours = [p for p in site.getsitepackages() if Path(p).is_dir()]
    line = "import site; " + "; ".join(f"site.addsitedir({p!r})" for p in ours)
    (folder / "lib" / version / "site-packages" / "ours.pth").write_text(line + "\n", encoding="utf-8")
    baz = scripts / "baz"
    baz.write_text(f"#!{scripts / 'python'}\nfrom baz.cli.main import main\nmain()\n", encoding="utf-8")
    baz.chmod(0o755)
    return scripts


def blocks() -> Iterator[tuple[str, str, str]]:
    """(what stands above it, kind, text). Above it stands a file's name, **Add**, "... change" or "into"."""
    above, kind, text = "", None, ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if kind is not None and line == "```":
            yield above, kind, text
            above, kind = "", None
        elif kind is not None:
            text += f"{line}\n"
        elif line.startswith("```"):
            kind, text = line[3:], ""
        elif line.strip():
            above = line.strip()


@pytest.fixture(scope="module")
def pupil(tmp_path_factory: pytest.TempPathFactory) -> Pupil:
    folder = tmp_path_factory.mktemp("leerling")
    pupil = Pupil(folder / "werk", environment(folder / "omgeving"))
    pupil.folder.mkdir()
    for above, kind, text in blocks():
        pupil.follow(above, kind, text)
    return pupil


def test_every_block_was_followed_and_the_model_is_whole(pupil: Pupil) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(list(blocks())) == text.count("\n```") / 2
    definition = pupil.definition.read_text(encoding="utf-8")
    for section in ("roles", "tasks", "meetings", "letters", "indicators", "fields"):
        assert re.search(rf"^{section}:$", definition, re.M), section


def test_no_python_was_written_by_hand(pupil: Pupil) -> None:
    assert not any(kind.startswith("py") for _, kind, _ in blocks())
    assert (pupil.folder / "baz.db").is_file()


def test_what_was_made_agrees_with_its_log(pupil: Pupil) -> None:
    pupil.run("baz verify", refused=False)
    assert "3 trajecten nagekeken: alles klopt." in pupil.said


def test_what_the_text_promises_besides(pupil: Pupil) -> None:
    promised = re.findall(r"`(baz [^`]+)`", re.sub(r"\n+", " ", PAGE.read_text(encoding="utf-8")))
    kept = [line for line in promised if "--watch" not in line]
    assert len(kept) >= 3
    for line in kept:
        pupil.run(line, refused=False)
    pupil.run("baz workflow show baz/workshop --organisation baz", refused=False)
    assert "Fietsen klaarzetten" not in pupil.said
    assert (pupil.folder / "fietsduo.svg").read_text(encoding="utf-8").startswith("<svg")
