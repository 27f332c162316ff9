"""What the partners do not want to be stored, over what is installed.

A partner's own words (`never` of its plugin) make a definition or overlay of it an error. What holds for one
programme only is a list here: words in no name, title or option of its fields, and whether its meetings may
say who was there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pytest

from baz.definition.checks.sensitive import plain
from baz.definition.loading import load_definition
from baz.definition.model import FieldDef, Workflow
from baz.engine.checking import vocabulary
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins


@dataclass(frozen=True)
class Never:
    """What a programme never stores."""

    workflows: str
    words: tuple[str, ...]
    names: bool = False


LISTS = {
    "LUS.lusgroep": Never(
        r"lus/lusgroep", ("verslag", "notulen", "bespreking", "onderwerp", "thema", "probleem", "diagnose")
    ),
    "LUS.linkgroep": Never(r"lus/linkgroep.*", ("eenzaam", "eenzaamheid", "waarom alleen", "wie er was")),
    "LUS.vertrouwenspersoon": Never(
        r"lus/vertrouwenspersoon", ("jeugdrechtbank", "feiten", "verslag", "wat gezegd"), names=True
    ),
    "HS.gezinstraject": Never(
        r"homestart/gezinstraject", ("armoede", "kansarm", "opvoedingsstijl", "beoordeling"), names=True
    ),
    "ATK.buddyschap": Never(
        r"atk/buddyschap", ("inkomen", "schuld", "schulden", "eigenwaarde", "zelfbeeld", "score"), names=True
    ),
    "MAG.workshopreeks": Never(r"magenta/workshopreeks.*", ("kind", "kinderen", "diagnose"), names=True),
    "EKC.conferentie": Never(
        r"ekc/conferentie", ("inhoud van het plan", "tekst van het plan", "veiligheidsplan"), names=True
    ),
}
REFUSED = {
    "lus": ("Verslag van de samenkomst", "Notulen"),
    "homestart": ("Armoede", "Beoordeling van de ouder", "Naam van het kind"),
    "atk": ("Gezinsinkomen", "Schulden", "Zelfbeeld"),
    "magenta": ("Hoe oud is je kind", "Dochter of zoon"),
    "ekc": ("Tekst van het plan",),
}
"""Fields that each partner refuses in a workflow of its own."""
CHILD = re.compile(r" (kind|kinderen|kindje|baby|peuter|kleuter)\w* ")
YEAR = re.compile("geboortejaar|geboortejaren|jaar|aantal|hoeveel|jong|leeftijd|zwanger")
PROBE = """
baz: 1
workflow: {org}/proef
version: 1
title: Proef
model: persoonlijk_netwerk
keep: bewaren
parameters:
  bewaren: {{value: 12 months, source: aanname}}
outcomes: {{klaar: Klaar}}
roles:
  medewerker: {{kind: staff}}
fields:
  veld: {{title: {title}, type: text, purpose: onthouden wat afgesproken is}}
states:
  begonnen:
  klaar: {{final: klaar}}
transitions:
  begin: {{to: begonnen, by: medewerker, ask: medewerker}}
  stop: {{from: begonnen, to: klaar, by: medewerker, optional: veld}}
"""


@cache
def installed() -> Catalogue:
    return assemble(Plugins.discover())


def workflows(pattern: str) -> list[Workflow]:
    found = [w for w in installed().workflows() if re.fullmatch(pattern, w.workflow)]
    return found + [w for (n, _, _), w in installed().merged.items() if re.fullmatch(pattern, n)]


def words_of(name: str, field: FieldDef) -> str:
    return "".join(plain(text) for text in (name, field.title, *field.options))


def breaches(never: Never, workflow: Workflow) -> list[str]:
    """The fields and meetings of a workflow that store what must not be stored."""
    found = [
        f"{workflow.workflow}: {name} ({word})"
        for name, field in workflow.fields.items()
        for word in never.words
        if plain(word).rstrip() in words_of(name, field)
    ]
    found += [
        f"{workflow.workflow}: {name} keeps who was there"
        for name, meeting in workflow.meetings.items()
        if not never.names and meeting.attendance == "names"
    ]
    return found


@pytest.mark.parametrize("programme", LISTS)
def test_what_a_programme_does_not_store_is_asked_nowhere(programme: str) -> None:
    never = LISTS[programme]
    assert [line for w in workflows(never.workflows) for line in breaches(never, w)] == []


@pytest.mark.parametrize("programme", LISTS)
def test_a_list_finds_its_own_words(programme: str) -> None:
    never = LISTS[programme]
    probe = load_definition(PROBE.format(org="proef", title="Titel"), vocabulary(installed())).workflow
    assert probe is not None
    for word in never.words:
        field = FieldDef(type="text", title=f"Iets over {word}", purpose="x")
        assert breaches(never, probe.model_copy(update={"fields": {"x": field}})), word


@pytest.mark.parametrize(("org", "title"), [(o, t) for o, titles in REFUSED.items() for t in titles])
def test_a_partner_refuses_what_it_never_stores(org: str, title: str) -> None:
    loaded = load_definition(PROBE.format(org=org, title=title), vocabulary(installed()))
    assert loaded.workflow is None
    assert {p.slug for p in loaded.errors} <= {"never-stored", "sensitive-field"}
    assert loaded.errors[0].hint.endswith(".")


def test_lus_refuses_minutes_and_another_organisation_may_ask_for_them() -> None:
    text = PROBE.format(org="lus", title="Verslag van de samenkomst")
    found = load_definition(text, vocabulary(installed())).errors
    assert [(p.slug, p.line) for p in found] == [("never-stored", 14)]
    other = load_definition(text.replace("lus/proef", "baz/proef"), vocabulary(installed()))
    assert other.workflow is not None
    assert other.problems == ()


def test_of_a_child_only_birth_years_and_how_many() -> None:
    asked = [
        (n, f)
        for w in workflows(r"homestart/.*")
        for n, f in w.fields.items()
        if CHILD.search(words_of(n, f))
    ]
    for name, field in asked:
        assert field.type in ("number", "list", "yes_no", "choice"), name
        assert YEAR.search(words_of(name, field)), name


def test_every_field_has_a_purpose_and_every_workflow_a_time_to_keep() -> None:
    for (name, _), w in installed().definitions.items():
        assert w.keep in w.parameters, name
        assert [f for f, d in w.fields.items() if len(d.purpose.split()) < 2 and len(d.purpose) < 6] == [], (
            name
        )


def test_nothing_sensitive_is_installed() -> None:
    assert [str(p) for p in installed().problems if p.slug in ("sensitive-field", "never-stored")] == []
    assert workflows(LISTS["LUS.lusgroep"].workflows), "the lists speak of workflows by name"
