"""The pages keep their word: links lead somewhere, commands exist, decisions have their parts."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from baz.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    p
    for p in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part == "letters" for part in p.relative_to(ROOT).parts)
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
BAZ = re.compile(r"(?:^|[^.\w/-])baz((?: [a-z]+)+)", re.M)
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def code(text: str) -> str:
    """What stands between back quotes, where a command is a command."""
    return "\n".join([*re.findall(r"```[a-z]*\n(.*?)```", text, re.S), *re.findall(r"`([^`\n]+)`", text)])


@pytest.mark.parametrize("page", PAGES, ids=of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{of(page)} links to {target}"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{of(page)} links to {target}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=of)
def test_make_targets_exist(page: Path) -> None:
    assert set(MAKE.findall(code(page.read_text(encoding="utf-8")))) <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=of)
def test_commands_exist(page: Path) -> None:
    for words in BAZ.findall(code(page.read_text(encoding="utf-8"))):
        command: click.Command = main
        for word in words.split():
            if not isinstance(command, click.Group):
                break
            found = command.get_command(click.Context(command), word)
            assert found is not None, f"{of(page)} names `baz {words}`"
            command = found


def test_every_make_target_that_is_shown_explains_itself() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.M)[0].split())
    assert phony == set(re.findall(r"^([a-z][a-z-]*):.*## ", text, re.M))


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {t.rstrip("/") for t in LINK.findall(index)}
    pages = {p.name for p in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert pages <= linked


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [p.name[:4] for p in DECISIONS]
    assert all(number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("page", DECISIONS, ids=of)
def test_a_decision_has_its_parts_and_fits_on_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. ")
    parts = re.findall(r"^(?:## |\*\*)(Context|Decision|Consequences)\b", text, re.M)
    assert parts == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize(
    "readme", [ROOT / "workflows" / "README.md", *sorted((ROOT / "plugins").glob("*/README.md"))], ids=of
)
def test_a_plugin_names_its_workflows(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    for path in sorted(readme.parent.glob("baz_*/workflows/**/*.yaml")):
        name = re.search(r"^(?:workflow|extends):\s*([^\s#@]+)", path.read_text(encoding="utf-8"), re.M)
        assert name, path
        assert f"`{name[1]}`" in text, f"{of(readme)} does not name {name[1]}"
