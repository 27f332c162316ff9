"""What the partners do not want to be stored, as tests over what is installed.

Each list is the "do not store" of a programme: words that may stand in no name, title or option of a field, and
what its meetings may not keep. Whoever adds a field that breaks one of them meets the reason here.
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
    """What a programme never stores. `words`: parts of the words of fields; `names`: whether its meetings may say
    who was there; `families`: names of types that would hold more than is wanted."""

    workflows: str
    words: tuple[str, ...]
    names: bool = True
    types: tuple[str, ...] = ()


MINUTES = ("verslag", "notulen", "bespreking", "besproken", "onderwerp", "thema")
LISTS = {
    "LUS.lusgroep": Never(
        r"lus/(lusgroep|vertrouwenspersoon|verbindingsfiguur)", (*MINUTES, "probleem", "diagnose"), names=False
    ),
    "LUS.linkgroep": Never(
        r"lus/linkgroep.*", (*MINUTES, "eenzaam", "eenzaamheid", "waarom alleen", "aanwezigheid"), names=False
    ),
    "LUS.vertrouwenspersoon": Never(
        r"lus/vertrouwenspersoon", ("jeugdrechtbank", "rechtbank", "feiten", "gesprek inhoud", "wat gezegd")
    ),
    "HS.gezinstraject": Never(
        r"homestart/gezinstraject", ("armoede", "kansarm", "opvoedingsstijl", "oordeel", "beoordeling", "kind naam",
                                     "naam van het kind", "schoolresultaat", "ontwikkeling van het kind"),
    ),
    "ATK.buddyschap": Never(
        r"atk/(buddyschap|opleiding)", ("inkomen", "schuld", "schulden", "eigenwaarde", "zelfbeeld", "score", "vragenlijst")
    ),
    "EKC.conferentie": Never(r"ekc/conferentie", ("plan inhoud", "tekst van het plan", "het plan zelf", "veiligheid inhoud")),
}  # fmt: skip
CHILD = re.compile(r" (kind|kinderen|kindje|baby|peuter|kleuter)\w* ")


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
    if not never.names:
        found += [
            f"{workflow.workflow}: {name} keeps who was there"
            for name, meeting in workflow.meetings.items()
            if meeting.attendance == "names"
        ]
    return found


@pytest.mark.parametrize("programme", LISTS)
def test_what_a_partner_does_not_store_is_asked_nowhere(programme: str) -> None:
    never = LISTS[programme]
    assert [line for w in workflows(never.workflows) for line in breaches(never, w)] == []


def test_of_a_child_only_the_year_of_birth_and_how_many() -> None:
    """Home-Start: nothing about children but birth years; and no field that says what a child is or does."""
    asked = [
        (name, field)
        for w in workflows(r"homestart/.*")
        for name, field in w.fields.items()
        if CHILD.search(words_of(name, field))
    ]
    for name, field in asked:
        assert field.type in ("number", "list", "yes_no", "choice"), name
        assert re.search("geboortejaar|geboortejaren|jaar|aantal|hoeveel|jong|leeftijd|zwanger", words_of(name, field)), name


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
  verslag: {{title: Verslag van de samenkomst, type: text, purpose: onthouden wat afgesproken is}}
states:
  begonnen:
  klaar: {{final: klaar}}
transitions:
  begin: {{to: begonnen, by: medewerker, ask: medewerker}}
  stop: {{from: begonnen, to: klaar, by: medewerker, optional: verslag}}
"""


def test_lus_refuses_minutes_and_another_organisation_may_ask_for_them() -> None:
    """The engine has no opinion about minutes; Lus has, and its list finds them."""
    known = vocabulary(installed())
    for org in ("lus", "magenta"):
        loaded = load_definition(PROBE.format(org=org), known)
        assert loaded.problems == ()
        assert loaded.workflow is not None
        found = [line for never in LISTS.values() if re.match(never.workflows.split("/")[0], f"{org}/")
                 for line in breaches(never, loaded.workflow)]  # fmt: skip
        assert bool(found) is (org == "lus"), found


def test_every_list_would_find_its_own_words() -> None:
    """A list that finds nothing in a workflow made of its words guards nothing."""
    for programme, never in LISTS.items():
        for word in never.words:
            field = FieldDef(type="text", title=f"Iets over {word}", purpose="x")
            assert plain(word).rstrip() in words_of("x", field), (programme, word)


def test_every_field_of_every_workflow_has_a_purpose_and_a_time() -> None:
    for (name, _), w in installed().definitions.items():
        assert w.keep in w.parameters, name
        assert [f for f, d in w.fields.items() if len(d.purpose.strip()) < 4] == [], name


def test_no_installed_field_asks_for_what_is_sensitive() -> None:
    found = [str(p) for p in installed().problems if p.slug == "sensitive-field"]
    assert found == []


def test_the_partners_words_of_the_lists_are_words_of_installed_workflows() -> None:
    """The lists speak of workflows by name: at least that of Lus is there."""
    assert workflows(LISTS["LUS.lusgroep"].workflows)
