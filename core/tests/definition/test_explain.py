"""A definition reads as Dutch that a coordinator can check, without the names that the engine uses."""

from __future__ import annotations

import re

import pytest

from baz.definition.explain import explain
from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue
from baz.definition.guards import FunctionSignature
from baz.definition.loading import load_definition
from baz.definition.model import Workflow
from baz.definition.vocabulary import Vocabulary

TEXT = """\
baz: 1
workflow: lus/buurtgroep
version: 2
title: Buurtgroep
model: [buddy, community_building]
about: bewoner
keep: bewaren
parameters:
  bellen: {value: 14 days, source: "Lus, pagina netwerkgroepen (S3)"}
  stil: {value: 12 months, source: aanname bij D8}
  ritme: {value: 6..8 weeks, source: "brochure, elders aanname"}
  later: {value: 1 months, source: aanname}
  minstens: {value: 2, source: aanname}
  vanaf: {value: 2024-09-01, source: Lus}
  uit: {value: off, source: aanname}
  bewaren: {value: 12 months, source: aanname}
  kort: {value: 3 months, source: Lus}
outcomes: {klaar: Klaar, weg: Weg, rust: "Rust, op vraag"}
roles:
  bewoner: {title: Bewoner, count: 1}
  buddy:
    title: Buddy
    kind: volunteer
    count: 0..2
    agree: [bewoner, buddy]
    visible_to: teamlid
    needs:
      - k1(party, params.stil)
      - that: party.load < params.minstens
        because: "Een buddy begeleidt hoogstens {params.minstens} mensen."
        waive: teamlid
  teamlid: {title: BAZ-teamlid, kind: staff, count: 1..2}
  groep: {title: Deelnemer, count: 2..plaatsen, reserve: true}
fields:
  gemeente: {title: Gemeente, type: municipality, purpose: iemand in de buurt}
  vraag: {title: Vraag, type: text, purpose: voorbereiden, visible_to: [bewoner, buddy], keep: kort}
  plaatsen: {title: Aantal plaatsen, type: number, purpose: inschrijven}
  akkoord: {title: Wil de bewoner dit, type: yes_no, purpose: de bewoner kiest}
  soort: {title: Soort, type: choice, options: [kort_traject, lang], purpose: telling}
states:
  nieuw: {title: Nieuw}
  lopend: {title: Lopend}
  slapend: {title: Slapend}
  klaar: {title: Afgerond, final: klaar}
  weg: {title: Gestopt, final: weg, keep: kort}
phases: {bezig: [lopend, slapend]}
pause: {by: [bewoner, teamlid], reasons: rust}
transitions:
  meld:
    title: Aanmelden
    to: nieuw
    by: teamlid
    ask: [bewoner, teamlid, gemeente, soort]
    optional: [vraag, groep]
  start:
    title: Starten
    from: nieuw
    to: lopend
    by: teamlid
    agree: bewoner
    ask: [akkoord, plaatsen, samenkomst, buddy]
    when:
      - that: fields.akkoord
        because: De bewoner kiest zelf.
    then:
      - letter: welkom
  zelf: {title: Zelf starten, from: nieuw, to: lopend, by: bewoner}
  slaap: {title: Inslapen, from: lopend, to: slapend, at: stil after last meetings.samenkomst}
  wakker: {title: Wakker worden, from: slapend, to: lopend, at: each meetings.samenkomst}
  rond: {title: Afronden, from: bezig, to: klaar, by: bewoner, then: [{end: buddy}]}
  stop: {title: Stoppen, from: any, to: weg, by: teamlid}
  door:
    title: Doorverwijzen
    from: lopend
    by: teamlid
    then:
      - open: {workflow: [lus/buurtgroep, atk/buddyschap], agree: bewoner, carry: gemeente}
regions:
  compagnon:
    title: Compagnon
    states: {zoeken: {title: Zoeken}, gevonden: {title: Gevonden}}
    transitions:
      zoek: {title: Beginnen zoeken, to: zoeken, by: teamlid}
      vind: {title: Gevonden, from: zoeken, to: gevonden, by: teamlid}
tasks:
  bel:
    title: Bel de bewoner
    during: nieuw
    due: bellen after opening
    owner: teamlid
    when: today >= params.vanaf
  rustig: {title: Stille taak, due: uit after opening, owner: teamlid}
  verslag:
    title: Stuur het verslag
    during: bezig
    due: bellen after each meetings.samenkomst
    owner: buddy
    letter: verslag
meetings:
  samenkomst:
    title: Samenkomst
    during: bezig
    with: [bewoner, buddy]
    by: buddy
    attendance: count
    every: ritme
    later: {every: later, from: stil after first meetings.samenkomst}
letters:
  welkom: {title: Welkom, template: welkom.md, to: bewoner}
  verslag: {title: Verslag, template: verslag.md, to: [bewoner, teamlid]}
indicators:
  actief:
    title: Actieve groepen
    count: cases
    when: meetings.samenkomst.last + params.stil >= today
    per: gemeente
    target: minstens
    objective: SD2
"""


@pytest.fixture(scope="module")
def workflow() -> Workflow:
    functions = {"k1": FunctionSignature("k1", ("party", "max"), "Het uittreksel is te oud.")}
    loaded = load_definition(TEXT, Vocabulary(guard_functions=functions))
    assert loaded.workflow is not None, loaded.problems
    return loaded.workflow


@pytest.fixture(scope="module")
def page(workflow: Workflow) -> str:
    return explain(workflow, {"k1": FunctionSignature("k1", ("party", "max"), "Het uittreksel is te oud.")})


def line(page: str, start: str) -> str:
    """The one line of the page that starts like this."""
    found = [x for x in page.splitlines() if x.strip().startswith(start)]
    assert len(found) == 1, found
    return found[0].strip()


def test_the_head(page: str) -> None:
    assert page.startswith(
        "# Buurtgroep\n\nVersie 2. Vorm van netwerkversterking: buddy, en ook community building."
    )
    assert "Het begint met “Aanmelden”, en het kan eindigen als: “Klaar” of “Weg”." in page
    assert line(page, "- **Afgerond**,") == "- **Afgerond**, als “Klaar”."


def test_people(page: str) -> None:
    assert line(page, "- **Bewoner**") == "- **Bewoner**: één persoon. Hierover gaat het traject."
    assert line(page, "- **Buddy**") == (
        "- **Buddy**: hoogstens 2 vrijwilligers. Telt pas mee na een ja van buddy zelf en bewoner. "
        "Naam en contact zijn er alleen voor BAZ-teamlid."
    )
    assert line(page, "- **BAZ-teamlid**") == "- **BAZ-teamlid**: 1 of 2 medewerkers."
    assert "2 tot “Aantal plaatsen” personen. Is het vol, dan komt wie nog wil op de reservelijst." in page
    assert line(page, "- Vaste regel K1") == "- Vaste regel K1: “Het uittreksel is te oud.”"
    assert line(page, "- Voorwaarde: deze persoon") == (
        "- Voorwaarde: deze persoon heeft minder dan 2 lopende trajecten. "
        "Anders lees je: “Een buddy begeleidt hoogstens 2 mensen.” Afwijken mag, met een reden: BAZ-teamlid."
    )


def test_what_is_kept(page: str) -> None:
    assert "We wissen het 12 maanden na het einde (**onze aanname, nog na te vragen**)" in page
    assert "Eindigt het met “Gestopt”, dan wissen we alles al 3 maanden na het einde." in page
    assert line(page, "- **Vraag**") == (
        "- **Vraag** (een tekst; persoonlijk). Waarom: voorbereiden. Alleen te lezen voor bewoner en buddy. "
        "Gewist 3 maanden na het einde."
    )
    assert line(page, "- **Soort**") == "- **Soort** (één van: kort traject, lang). Waarom: telling."


def test_by_and_agree_read_the_same_way(page: str) -> None:
    assert "**Zelf starten**, naar “Lopend”. Wie beslist: bewoner." in page
    assert "**Starten**, naar “Lopend”. Wie beslist: BAZ-teamlid, samen met bewoner." in page


def test_a_step_says_what_it_asks_and_what_follows(page: str) -> None:
    assert "Je vult in: “Gemeente” en “Soort”. Je noteert wie dit is: bewoner en BAZ-teamlid." in page
    assert "Mag ook: “Vraag”. Mag ook, wie dit is: deelnemer." in page
    assert "Je plant: “Samenkomst”." in page
    assert "Voorwaarde: “Wil de bewoner dit” is ja. Anders lees je: “De bewoner kiest zelf.”" in page
    assert "Daarna: brief “Welkom” naar bewoner." in page
    assert "Daarna: buddy doet niet meer mee." in page
    assert "Daarna: er begint een traject “Buurtgroep” of “Buddyschap” bij atk. Je kiest er één." in page


def test_the_clock_and_the_ways_that_come_back(page: str) -> None:
    assert "**Inslapen**, naar “Slapend”. Gaat vanzelf, 12 maanden na de laatste keer “Samenkomst”." in page
    assert "**Wakker worden**, naar “Lopend”. Gaat vanzelf, zodra “Samenkomst” geweest is." in page
    assert "**Afronden**, naar “Afgerond”. Zie hierboven." in page
    assert page.index("### Altijd mogelijk") < page.index("**Stoppen**") < page.index("### Zo eindigt het")
    assert page.index("### 1. Nieuw") < page.index("### 2. Lopend") < page.index("## Tegelijk: compagnon")


def test_what_must_be_done_by_when_and_from_which_source(page: str) -> None:
    assert line(page, "- **Bel de bewoner**") == (
        "- **Bel de bewoner**. Wie: BAZ-teamlid. Wanneer: 14 dagen na het begin van het traject. "
        "Bron: Lus, pagina netwerkgroepen (S3). Alleen in “Nieuw”. "
        "Alleen als: het is 1 september 2024 of later."
    )
    assert line(page, "- **Stille taak**") == "- **Stille taak**. Deze taak staat uit."
    assert "Wanneer: 14 dagen na elke keer “Samenkomst”." in page
    assert "| Stil | 12 maanden | **onze aanname, nog na te vragen** (bij D8) |" in page
    assert (
        "| Ritme | 6 tot 8 weken | brochure, elders aanname (deels **onze aanname, nog na te vragen**) |"
        in page
    )
    assert "Van de 9 getallen in deze tekst zijn er 6 **onze aanname, nog na te vragen**." in page


def test_meetings_rest_letters_and_the_report(page: str) -> None:
    meeting = line(page, "- **Samenkomst**")
    assert "Wie plant en verslag doet: buddy." in meeting
    assert "Ritme: elke 6 tot 8 weken. Bron: brochure" in meeting
    assert "Later, 12 maanden na de eerste keer “Samenkomst”: elke maand." in meeting
    assert "We tellen hoeveel mensen er waren, zonder namen." in meeting
    assert "Wie beslist: bewoner of BAZ-teamlid. Redenen: “Rust, op vraag”." in page
    assert "- **Verslag**, naar bewoner en BAZ-teamlid. Gaat weg bij taak “Stuur het verslag”." in page
    assert line(page, "- **Actieve groepen**") == (
        "- **Actieve groepen**: het aantal trajecten, per “Gemeente”. "
        "Alleen als: de laatste keer “Samenkomst” is hoogstens 12 maanden geleden. "
        "Streefdoel: 2. Bron: **onze aanname, nog na te vragen**. "
        "Telt voor doelstelling SD2."
    )


def test_no_name_of_the_engine_is_on_the_page(page: str) -> None:
    assert not re.search(r"\w_\w|[{}]|None", page)
    assert not re.search(r"\b(params|fields|roles|states|meetings|steps|today)\b", page)
    assert not re.search(r"dossier|cli[eë]nt", page, re.IGNORECASE)


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        ("fields.plaatsen >= params.minstens", "“Aantal plaatsen” is minstens 2"),
        ("params.minstens <= fields.plaatsen", "“Aantal plaatsen” is minstens 2"),
        ("fields.soort == 'kort_traject'", "“Soort” is “kort traject”"),
        ("fields.soort in ['kort_traject', 'lang']", "“Soort” is “kort traject” of “lang”"),
        ("not fields.akkoord", "“Wil de bewoner dit” is nee of niet ingevuld"),
        (
            "fields.akkoord and not states.lopend.now",
            "“Wil de bewoner dit” is ja en het traject staat niet in “Lopend”",
        ),
        ("states.compagnon.gevonden.now", "het spoor “Compagnon” staat in “Gevonden”"),
        ("states.compagnon.gevonden.count == 0", "“Gevonden” kwam nog niet voor"),
        ("states.pause.now", "het traject rust"),
        ("steps.start.count >= 2", "de stap “Starten” is minstens 2 keer gezet"),
        ("meetings.samenkomst.count >= 1", "“Samenkomst” is al gehouden"),
        ("roles.buddy.count == 0", "niemand is buddy"),
        ("roles.groep.count < 5", "minder dan 5 doen mee als deelnemer"),
        (
            "meetings.samenkomst.first + params.stil <= today",
            "de eerste keer “Samenkomst” is minstens 12 maanden geleden",
        ),
        ("today < params.vanaf", "het is voor 1 september 2024"),
        ("today.month >= 9", "het is september of later in het jaar"),
        ("today.year - fields.plaatsen <= 12", "het jaar van nu min “Aantal plaatsen” is hoogstens 12"),
        ("bewoner.cases('lus/buurtgroep').states.slapend.now", "bewoner staat in “Slapend” van “Buurtgroep”"),
        (
            "states.compagnon.gevonden.first <= meetings.samenkomst.first + params.later",
            "de eerste keer “Gevonden” komt hoogstens 1 maand na de eerste keer “Samenkomst”",
        ),
    ],
)  # fmt: skip
def test_a_guard_reads_as_a_phrase(workflow: Workflow, guard: str, expected: str) -> None:
    tongue = Tongue(workflow, {}, {"lus/buurtgroep": workflow})
    assert prose(guard, tongue) == expected
