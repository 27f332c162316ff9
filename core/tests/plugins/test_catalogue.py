"""The catalogue: all that an installation knows. A broken file, hook or value costs only itself."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint

import pytest

from baz.definition.canonical import dump, restore
from baz.definition.guards import UNKNOWN
from baz.ground.errors import NotFound, PluginFailed
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Choice, Plugins
from baz.testing.plugins import WritePlugin


def definition(name: str = "baz/proef", version: int = 1, more: str = "") -> str:
    return f"""baz: 1
workflow: {name}
version: {version}
title: Proef
model: buddy
keep: bewaren
parameters:
  bewaren: {{value: 12 months, source: aanname}}
outcomes:
  goed: Goed
roles:
  medewerker: {{kind: staff, count: 1}}
states:
  bezig:
  klaar: {{final: goed}}
transitions:
  begin: {{to: bezig, by: medewerker, ask: medewerker}}
  eindig: {{from: bezig, to: klaar, by: medewerker}}
{more}"""


def catalogue(*found: EntryPoint) -> Catalogue:
    return assemble(Plugins.discover(found=found))


def failures(made: Catalogue) -> list[tuple[str, str]]:
    return [(f.plugin, f.moment) for f in made.failures]


def test_a_sound_plugin(write_plugin: WritePlugin) -> None:
    made = catalogue(write_plugin("baz", files={"workflows/proef.yaml": definition()}))
    assert made.failures == ()
    assert [w.workflow for w in made.workflows("baz")] == ["baz/proef"]
    assert made.organisations["baz"].staff_roles == ("medewerker",)
    assert restore(dump(made.workflow("baz/proef"))) == made.workflow("baz/proef")


def test_a_bad_file_costs_only_its_own_workflow(write_plugin: WritePlugin) -> None:
    files = {
        "workflows/proef.yaml": definition(),
        "workflows/fout.yaml": definition("baz/fout").replace("to: klaar", "to: klar"),
        "workflows/geen.yaml": "baz: 1\n  workflow: [",
        "workflows/map/dieper.yaml": definition("baz/dieper"),
        "workflows/.verborgen.yaml": "geen: definitie",
        "workflows/nota.txt": "geen definitie",
    }
    made = catalogue(write_plugin("baz", files=files))
    assert [w.workflow for w in made.workflows()] == ["baz/dieper", "baz/proef"]
    assert failures(made) == [("baz", "bestand fout.yaml"), ("baz", "bestand geen.yaml")]
    assert "unknown state 'klar'" in made.failures[0].error
    assert {p.file for p in made.problems} == {"baz/fout.yaml", "baz/geen.yaml"}


def test_the_newest_version_unless_one_is_named(write_plugin: WritePlugin) -> None:
    files = {f"workflows/{v}.yaml": definition(version=v) for v in (1, 2, 10)}
    made = catalogue(write_plugin("baz", files=files))
    assert made.workflow("baz/proef").version == 10
    assert made.workflow("baz/proef", version=2).version == 2
    with pytest.raises(NotFound) as refused:
        made.workflow("baz/proef", version=3)
    assert refused.value.hint == "Versies: 1, 2, 10."
    with pytest.raises(NotFound) as refused:
        made.workflow("baz/prof")
    assert refused.value.hint == "Bedoel je baz/proef?"


def test_the_same_workflow_twice(write_plugin: WritePlugin) -> None:
    files = {"workflows/een.yaml": definition(), "workflows/twee.yaml": definition()}
    made = catalogue(write_plugin("baz", files=files))
    assert failures(made) == [("baz", "bestand twee.yaml")]
    assert "staat al in een.yaml" in made.failures[0].error
    assert made.sources["baz/proef", 1].name == "een.yaml"


def test_a_plugin_cannot_speak_for_another_organisation(write_plugin: WritePlugin) -> None:
    mine = write_plugin("baz", files={"workflows/a.yaml": definition()})
    theirs = write_plugin("zot", files={"workflows/a.yaml": definition(version=2)})
    made = catalogue(mine, theirs)
    assert failures(made) == [("zot", "bestand a.yaml")]
    assert made.workflow("baz/proef").version == 1


def test_a_reference_to_another_plugin_is_checked_when_that_is_there(write_plugin: WritePlugin) -> None:
    """Without the other plugin it is a warning; with it, what is asked of the other workflow must exist."""
    more = "indicators:\n  samen: {count: cases, when: about.cases('zee/proef').states.bezg.now}\n"
    text = definition("aan/proef", more=more).replace("keep: bewaren", "about: medewerker\nkeep: bewaren")
    here = write_plugin("aan", files={"workflows/a.yaml": text})
    alone = catalogue(here)
    assert [p.severity for p in alone.problems] == ["warning"]
    assert alone.workflow("aan/proef")
    both = catalogue(here, write_plugin("zee", files={"workflows/a.yaml": definition("zee/proef")}))
    assert failures(both) == [("aan", "bestand a.yaml")]
    assert "bezg" in both.failures[0].error


VALUES = [
    ("baz_guard_functions", "return [3]", "geeft een int, geen GuardFunction"),
    ("baz_guard_functions", "return None", "geeft NoneType, geen lijst van GuardFunction"),
    ("baz_letters", "return 'brieven'", "geeft str, geen lijst van Traversable"),
    ("baz_letters", "return [files('baz') / 'bestaat_niet']", "FileNotFoundError"),
    ("baz_field_types", "return [FieldType(name='text', parse=None, show=None)]", "'text' is al van core"),
    ("baz_effects", "return [EffectKind(name='letter', sentence='')]", "'letter' is al van core"),
    ("baz_effects", "return [EffectKind(sentence='')]", "TypeError"),
]


@pytest.mark.parametrize(("hook", "body", "said"), VALUES)
def test_a_wrong_value_costs_only_itself(write_plugin: WritePlugin, hook: str, body: str, said: str) -> None:
    source = f"@hookimpl\ndef {hook}():\n    {body}\n"
    made = catalogue(write_plugin("baz", source, {"workflows/proef.yaml": definition()}))
    assert failures(made) == [("baz", f"haak {hook}")]
    assert said in made.failures[0].error
    assert made.workflow("baz/proef")
    assert set(made.effects) == {"letter", "open", "end"}


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (
            "Organisation(key='ander', name='x', hue=1, staff_roles=())",
            "de sleutel is ander, maar de plugin heet stuk",
        ),
        (
            "Organisation(key='stuk', name='x', hue=400, staff_roles=())",
            "de kleur (hue) is 400, en moet een geheel getal van 0 tot 359 zijn",
        ),
        ("'stuk'", "geeft str, geen Organisation"),
    ],
)
def test_a_wrong_organisation(write_plugin: WritePlugin, returned: str, said: str) -> None:
    source = f"@hookimpl\ndef baz_organisation():\n    return {returned}\n"
    made = catalogue(write_plugin("stuk", source, organisation=False), write_plugin("zee"))
    assert set(made.organisations) == {"zee"}
    assert [f.error for f in made.failures] == [said]


def test_what_a_plugin_adds_can_be_used_in_a_definition(write_plugin: WritePlugin) -> None:
    source = """
@hookimpl
def baz_field_types():
    return [FieldType(name="kleur", parse=lambda raw, options: raw, show=str, kind="text", personal=False)]

@hookimpl
def baz_guard_functions():
    signature = FunctionSignature(name="mag", parameters=("party",), sentence="Het mag niet.")
    return [GuardFunction(signature=signature, call=lambda party: True)]

@hookimpl
def baz_effects():
    return [EffectKind(name="bel", sentence="De bel gaat.", run=lambda run: "ok")]
"""
    text = (
        definition(more="fields:\n  sjaal: {type: kleur, purpose: herkennen}\n")
        .replace("count: 1}", "count: 1, needs: [mag(party)]}")
        .replace("to: bezig,", "to: bezig, then: [{bel: hard}],")
        .replace("ask: medewerker", "ask: [medewerker, sjaal]")
    )
    made = catalogue(write_plugin("baz", source, {"workflows/proef.yaml": text}))
    assert made.failures == ()
    assert made.workflow("baz/proef").transitions["begin"].then[0].kind == "bel"
    without = catalogue(
        write_plugin("ander", files={"workflows/p.yaml": text.replace("baz/proef", "ander/proef")})
    )
    slugs = {p.slug for p in without.problems if p.severity == "error"}
    assert slugs == {"unknown-type", "unknown-function", "unknown-effect"}


def test_visible_is_something_else_than_enabled(write_plugin: WritePlugin) -> None:
    found = [
        write_plugin(name, files={"workflows/p.yaml": definition(f"{name}/proef")})
        for name in ("baz", "aan", "zee")
    ]
    made = assemble(Plugins.discover(Choice(), found=found))

    def seen(chosen: dict[str, bool]) -> list[str]:
        return [w.workflow for w in made.workflows("aan", chosen)]

    assert seen({}) == ["aan/proef", "baz/proef"]
    assert seen({"zee": True}) == ["aan/proef", "baz/proef", "zee/proef"]
    assert seen({"baz": False, "aan": False}) == ["aan/proef"]


def test_a_template_of_the_own_plugin_goes_before_that_of_baz(write_plugin: WritePlugin) -> None:
    letters = "@hookimpl\ndef baz_letters():\n    return [files('{}') / 'letters']\n"
    files = {"letters/gedeeld.md": "van BAZ", "letters/eigen.md": "van BAZ"}
    baz = write_plugin("baz", letters.format("geschreven_baz"), files)
    more = "letters:\n  brief: {template: eigen.md, to: medewerker}\n"
    text = definition("aan/proef", more=more)
    aan = write_plugin(
        "aan",
        letters.format("geschreven_aan"),
        {"letters/eigen.md": "van Aan", "workflows/proef.yaml": text},
    )
    made = catalogue(baz, aan)
    workflow = made.workflow("aan/proef")
    assert made.letter(workflow, "eigen.md").text() == "van Aan"
    assert made.letter(workflow, "gedeeld.md").text() == "van BAZ"
    with pytest.raises(NotFound):
        made.letter(workflow, "geen.md")


def test_an_organisation_has_its_own_words_for_a_letter_of_another(write_plugin: WritePlugin) -> None:
    """They stand in a folder called after the other; a letter that its overlay adds stands beside it."""
    letters = "@hookimpl\ndef baz_letters():\n    return [files('{}') / 'letters']\n"
    more = "letters:\n  brief: {template: brief.md, to: medewerker}\n"
    files = {"letters/brief.md": "van BAZ", "workflows/proef.yaml": definition("baz/proef", more=more)}
    baz = write_plugin("baz", letters.format("geschreven_baz"), files)
    added = "baz: 1\nextends: baz/proef@1\nfor: aan\nversion: 1\ntitle: Proef bij Aan\n"
    added += "letters:\n  extra: {template: extra.md, to: medewerker}\n"
    mine = {"letters/baz/brief.md": "van Aan", "letters/extra.md": "ook", "workflows/bij.yaml": added}
    aan = write_plugin("aan", letters.format("geschreven_aan"), mine)
    made = catalogue(baz, aan)
    assert [p for p in made.problems if p.severity == "error"] == []
    merged = made.workflow("baz/proef", "aan")
    assert made.letter(merged, "brief.md", "aan").text() == "van Aan"
    assert made.letter(merged, "extra.md", "aan").text() == "ook"
    assert made.letter(made.workflow("baz/proef"), "brief.md").text() == "van BAZ"
    assert made.letter(made.workflow("baz/proef", "zee"), "brief.md", "zee").text() == "van BAZ"


OVERLAY = """baz: 1
extends: baz/proef@1
for: aan
version: 1
states:
  bezig: {title: Bij Aan bezig}
"""


def with_overlays(write_plugin: WritePlugin, *overlays: str) -> Catalogue:
    baz = write_plugin("baz", files={"workflows/proef.yaml": definition()})
    files = {f"workflows/{i}.yaml": text for i, text in enumerate(overlays)}
    return catalogue(
        baz, write_plugin("aan", files={**files, "workflows/eigen.yaml": definition("aan/eigen")})
    )


def test_an_overlay_counts_for_its_own_organisation_only(write_plugin: WritePlugin) -> None:
    made = with_overlays(write_plugin, OVERLAY)
    assert made.failures == ()
    assert made.workflow("baz/proef", "aan").states["bezig"].title == "Bij Aan bezig"
    assert made.workflow("baz/proef", "baz").states["bezig"].title == "Bezig"
    assert made.workflow("baz/proef", "aan").overlays
    assert [w.states["bezig"].title for w in made.workflows("aan")] == ["Bezig", "Bij Aan bezig"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("for: aan", "for: baz", "voor de eigen organisatie"),
        ("baz/proef@1", "baz/weg@1", "baz/weg is er niet"),
        ("baz/proef@1", "baz/proef@2", "version"),
        ("  bezig: {title: Bij Aan bezig}", "  bezig: {final: goed}", "overlay"),
        ("version: 1", "versie: 1", "versie"),
    ],
)
def test_an_overlay_that_does_not_fit_costs_only_itself(
    write_plugin: WritePlugin, was: str, becomes: str, said: str
) -> None:
    second = OVERLAY.replace("Bij Aan bezig", "Nog anders")
    made = with_overlays(write_plugin, OVERLAY.replace(was, becomes), second)
    assert failures(made) == [("aan", "bestand 0.yaml")]
    assert said in made.failures[0].error
    assert made.workflow("baz/proef", "aan").states["bezig"].title == "Nog anders"
    assert made.workflow("aan/eigen")


def test_strict_stops_at_a_bad_file(write_plugin: WritePlugin) -> None:
    found = [write_plugin("baz", files={"workflows/fout.yaml": "baz: 1"})]
    with pytest.raises(PluginFailed, match=r"bestand fout\.yaml"):
        assemble(Plugins.discover(found=found, strict=True))


LATER = """
def stuk(*given):
    raise KeyError("oei")

@hookimpl
def baz_guard_functions():
    signature = FunctionSignature(name="mag", parameters=("party",), sentence="Het mag niet.")
    return [GuardFunction(signature=signature, call=stuk)]

@hookimpl
def baz_field_types():
    return [FieldType(name="kleur", parse=stuk, show=stuk)]

@hookimpl
def baz_health():
    return [HealthCheck(name="licht", title="Het licht brandt", check=stuk)]
"""


def test_what_raises_later_costs_one_answer_and_is_kept(
    write_plugin: WritePlugin, caplog: pytest.LogCaptureFixture
) -> None:
    made = catalogue(write_plugin("baz", LATER))
    assert made.failures == ()
    assert made.guard_functions["mag"].call(None) is UNKNOWN
    assert made.guard_functions["mag"].call(None) is UNKNOWN
    with pytest.raises(ValueError, match="'rood' kan nu niet gelezen worden"):
        made.field_types["kleur"].parse("rood", ())
    assert made.field_types["kleur"].show("rood") == "rood"
    assert made.health["licht"].check() == ["Deze controle van plugin baz geeft zelf een fout."]
    assert made.health["tijdzone"].check() == []
    kept = [(f.plugin, f.moment, times) for f, times in made.incidents.all()]
    assert kept == [("baz", "voorwaarde mag", 2), ("baz", "veldtype kleur", 2), ("baz", "controle licht", 1)]
    assert re.fullmatch(r"plugin baz, voorwaarde mag: KeyError \(\w+\.py:\d+\)", caplog.messages[0])
    assert "oei" not in caplog.text, "the text of an error may hold what somebody filled in"
    assert len(caplog.messages) == 3, "the same thing is told once"


@pytest.mark.parametrize(
    ("answer", "given"), [("True", True), ("'Eerst de kaart.'", "Eerst de kaart."), ("3", UNKNOWN)]
)
def test_a_condition_answers_yes_no_or_a_sentence(
    write_plugin: WritePlugin, answer: str, given: object
) -> None:
    source = LATER.replace('raise KeyError("oei")', f"return {answer}")
    made = catalogue(write_plugin("baz", source))
    assert made.guard_functions["mag"].call(None) is given or made.guard_functions["mag"].call(None) == given
    assert len(made.incidents.all()) == (given is UNKNOWN)


def test_strict_stops_at_a_condition_that_raises(write_plugin: WritePlugin) -> None:
    made = assemble(Plugins.discover(found=[write_plugin("baz", LATER)], strict=True))
    with pytest.raises(PluginFailed, match="voorwaarde mag: KeyError"):
        made.guard_functions["mag"].call(None)
