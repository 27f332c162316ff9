"""Plugins are found, chosen, and called apart: what one does wrong costs only that."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from baz.ground.errors import BadInput, PluginFailed
from baz.plugins import hookspecs
from baz.plugins.manager import CORE, Choice, Installed, Plugins
from baz.testing.plugins import WritePlugin


def organisations(plugins: Plugins) -> dict[str, str]:
    return {c.plugin: c.value.key for c in plugins.each(hookspecs.baz_organisation)}


def test_core_gives_its_own_through_the_same_hooks() -> None:
    plugins = Plugins.discover(found=[])
    given = [t.name for c in plugins.each(hookspecs.baz_field_types) for t in c.value]
    assert plugins.names() == (CORE,)
    assert {"text", "number", "yes_no", "choice", "choices", "date", "list", "municipality", "paper"} == set(
        given
    )
    assert {e.name for c in plugins.each(hookspecs.baz_effects) for e in c.value} == {"letter", "open", "end"}


def test_plugins_are_called_in_the_order_of_their_names(write_plugin: WritePlugin) -> None:
    found = [write_plugin(name) for name in ("zee", "aan", "mee")]
    assert list(organisations(Plugins.discover(found=found))) == ["aan", "mee", "zee"]


@pytest.mark.parametrize(
    ("source", "moment", "said"),
    [
        ("raise RuntimeError('stuk bij het laden')", "laden", "RuntimeError: stuk bij het laden"),
        ("import bestaat_niet", "laden", "No module named 'bestaat_niet'"),
        ("raise SystemExit(3)", "laden", "SystemExit: 3"),
        ("def (", "laden", "SyntaxError"),
        ("@hookimpl\ndef baz_workflow():\n    return []", "haak baz_workflow", "bedoel je baz_workflows?"),
        ("@hookimpl\ndef iets_anders():\n    return []", "haak iets_anders", "onbekende haak"),
        ("def baz_letters():\n    return []", "haak baz_letters", "@hookimpl ontbreekt"),
        (
            "@hookimpl\ndef baz_letters(session):\n    return []",
            "haak baz_letters",
            "onbekend argument session",
        ),
        ("@hookimpl\nasync def baz_letters():\n    return []", "haak baz_letters", "geen async"),
        ("@hookimpl(wrapper=True)\ndef baz_letters():\n    yield", "haak baz_letters", "wrapper"),
        (
            "@hookimpl(specname='baz_letters')\ndef brieven():\n    return []",
            "haak brieven",
            "onbekende haak",
        ),
    ],
)
def test_a_broken_plugin_costs_only_itself(
    write_plugin: WritePlugin, source: str, moment: str, said: str
) -> None:
    found = [write_plugin("aan"), write_plugin("stuk", source), write_plugin("zee")]
    plugins = Plugins.discover(found=found)
    keys = organisations(plugins)
    assert {"aan", "zee"} <= keys.keys()
    assert ("stuk" in keys) is (moment != "laden"), "a wrong hook costs that hook, a wrong import the plugin"
    (failure,) = plugins.failures
    assert (failure.plugin, failure.moment) == ("stuk", moment)
    assert said in failure.error


def test_a_hook_that_raises_is_kept_with_its_name(write_plugin: WritePlugin) -> None:
    source = "@hookimpl\ndef baz_letters():\n    raise KeyError('brief')"
    plugins = Plugins.discover(found=[write_plugin("aan", source), write_plugin("zee")])
    assert list(plugins.each(hookspecs.baz_letters)) == []
    assert organisations(plugins) == {"aan": "aan", "zee": "zee"}
    assert [str(f) for f in plugins.failures] == ["plugin aan, haak baz_letters: KeyError: 'brief'"]


def test_the_second_plugin_of_a_name_does_not_count(write_plugin: WritePlugin) -> None:
    first, other = write_plugin("twee"), write_plugin("ander")
    second = EntryPoint("twee", other.value.replace("ander", "zander"), "baz")
    plugins = Plugins.discover(found=[second, first])
    assert plugins.installed == (Installed("twee", first.value, "", "", enabled=True),)
    assert "deze naam is al van" in plugins.failures[0].error


def test_a_plugin_that_is_not_enabled_is_not_imported(write_plugin: WritePlugin) -> None:
    found = [write_plugin("aan"), write_plugin("uit", "raise RuntimeError")]
    plugins = Plugins.discover(Choice(off=frozenset({"uit"})), found=found)
    assert plugins.failures == []
    assert [(i.name, i.enabled) for i in plugins.installed] == [("aan", True), ("uit", False)]


@pytest.mark.parametrize(
    ("table", "environ", "wanted"),
    [
        ({}, {}, {"aan", "uit"}),
        ({"off": ["uit"]}, {}, {"aan"}),
        ({"only": ["uit"]}, {}, {"uit"}),
        ({"only": ["uit"]}, {"BAZ_PLUGINS": "aan"}, {"aan"}),
        ({"off": ["aan"]}, {"BAZ_PLUGINS": " aan, uit"}, {"uit"}),
        ({}, {"BAZ_PLUGINS": ""}, {"aan", "uit"}),
        ({"only": []}, {}, set()),
    ],
)
def test_choice(table: dict[str, list[str]], environ: dict[str, str], wanted: set[str]) -> None:
    choice = Choice.read(table, environ)
    assert {name for name in ("aan", "uit") if choice.enables(name)} == wanted


@pytest.mark.parametrize("table", [["baz"], {"only": "baz"}, {"off": [1]}, {"aan": ["baz"]}])
def test_settings_that_cannot_be_read(table: Any) -> None:
    with pytest.raises(BadInput, match=r"baz\.toml"):
        Choice.read(table, {})


def test_a_name_in_the_settings_that_is_not_installed_is_said(write_plugin: WritePlugin) -> None:
    plugins = Plugins.discover(Choice(only=frozenset({"homestrat"})), found=[write_plugin("homestart")])
    assert [f.error for f in plugins.failures] == ["deze plugin is niet geïnstalleerd; bedoel je homestart?"]


def test_strict_raises_at_the_first_failure(write_plugin: WritePlugin) -> None:
    found = [write_plugin("stuk", "raise RuntimeError('nee')")]
    with pytest.raises(PluginFailed, match="plugin stuk, laden: RuntimeError: nee"):
        Plugins.discover(found=found, strict=True)


def test_two_installations_in_one_process_know_nothing_of_each_other(write_plugin: WritePlugin) -> None:
    one = Plugins.discover(found=[write_plugin("aan")])
    two = Plugins.discover(found=[write_plugin("zee")])
    assert (one.names(), two.names()) == ((CORE, "aan"), (CORE, "zee"))
