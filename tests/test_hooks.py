"""A hook ships with a user here, a documented signature and an example that runs, or not at all."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from baz.plugins.manager import CORE, Plugins, known_hooks

HOOKS = known_hooks()
DOCS = (Path(__file__).resolve().parent.parent / "docs" / "hooks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)[^\n]*\n(.*?)(?=^##|\Z)", DOCS, re.S | re.M))
HEADINGS = re.findall(r"^### `([^`]+)`$", DOCS, re.M)


def test_the_headings_are_the_signatures_in_the_order_of_the_code() -> None:
    assert [f"{name}{inspect.signature(spec)}" for name, spec in HOOKS.items()] == HEADINGS


@pytest.mark.parametrize("name", HOOKS)
def test_the_example_runs(name: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", SECTIONS[name], re.S)
    module = ModuleType("voorbeeld")
    exec(compile(example, f"docs/hooks.md {name}", "exec"), vars(module))
    plugins = Plugins(strict=True)
    plugins.register("voorbeeld", module)
    (given,) = plugins.each(HOOKS[name])
    assert given.plugin == "voorbeeld"
    assert given.value


@pytest.mark.parametrize("name", HOOKS)
def test_somebody_here_uses_it(name: str) -> None:
    plugins = Plugins.discover(strict=True)
    users = {given.plugin for given in plugins.each(HOOKS[name]) if given.value}
    assert users, f"{name} has no user in this repository"


def test_core_and_every_plugin_load_without_a_failure() -> None:
    plugins = Plugins.discover(strict=True)
    partners = {"atk", "baz", "ekc", "homestart", "lus", "magenta"}
    carrying_out = {"blenders", "stebo"}
    assert plugins.names() == (CORE, *sorted(partners | carrying_out))
    assert {i.distribution for i in plugins.installed} >= {"burgersaanzet-lus", "burgersaanzet-workflows"}
