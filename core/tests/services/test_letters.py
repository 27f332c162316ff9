"""Letters: what may stand in a template, what a reader gets, and that nothing in it can do harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.plugins.catalogue import Catalogue
from baz.services.letters.checking import check_letter
from baz.services.letters.filling import MAX_OUT, Context, fill
from baz.services.letters.layout import as_html, as_text
from baz.services.letters.making import letters_of
from baz.services.letters.template import MAX_SIZE, LetterError, read_template
from baz.store import people
from baz.testing.player import Played, Player

Play = Callable[..., Played]
CONTEXT: Context = {
    "ontvanger": {"naam": "An <b>**!", "aanwezig": False},
    "velden": {
        "soort": "klein",
        "gemeente": None,
        "verhaal": "{{ vandaag }}\n- geen lijst\n<script>x</script>",
    },
    "rollen": {"gast": [{"naam": "Bo"}, {"naam": "Cé"}, {"naam": "Di"}], "persoon": []},
    "samenkomst": {"datum": date(2021, 1, 20), "aantal": 4},
    "vandaag": date(2021, 2, 1),
}


def text(template: str) -> str:
    return as_text(fill(read_template(template), CONTEXT))


def page(template: str) -> str:
    return as_html(fill(read_template(template), CONTEXT), "Titel").split("<body>\n")[1].split("\n</body>")[0]


@pytest.fixture
def workflow(catalogue: Catalogue) -> Workflow:
    return catalogue.workflow("proef/kring")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("Dag {{ ontvanger.naam }},", "Dag An <b>**!,"),
        ("{{ samenkomst.datum | datum }}", "20 januari 2021"),
        ("{{ samenkomst.datum }}", "20 januari 2021"),
        ("{{ samenkomst.aantal }}", "4"),
        ("{{ velden.gemeente }}", "nog niet ingevuld"),
        ("{{ rollen.gast | lijst }}", "Bo, Cé en Di"),
        (
            "{% for g in rollen.gast %}{{ g.naam }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "Bo, Cé, Di",
        ),
        ("{% for g in rollen.gast %}{{ loop.index }}/{{ loop.length }} {% endfor %}", "1/3 2/3 3/3"),
        ("{% for g in rollen.persoon %}x{% else %}niemand{% endfor %}", "niemand"),
        ("{% if ontvanger.aanwezig %}ja{% else %}nee{% endif %}", "nee"),
        ("{% if samenkomst.aantal >= 4 and not ontvanger.aanwezig %}ja{% endif %}", "ja"),
        ("{% if velden.soort == 'groot' %}groot{% elif velden.soort == 'klein' %}klein{% endif %}", "klein"),
        ("{% if velden.gemeente %}weg{% endif %}rest", "rest"),
        ("a\n\n\n\n\nb  \n", "a\n\nb"),
        ("# Titel\n\n**vet** woord", "Titel\n\nvet woord"),
    ],
)
def test_what_a_template_says(template: str, shown: str) -> None:
    assert text(template) == shown + "\n"


def test_the_page_has_paragraphs_lists_and_bold() -> None:
    assert page("# Dag\n\nEen **vet**\nregel\n- een\n- twee\n\nSlot").split("\n") == [
        "<h1>Dag</h1>",
        "<p>Een <strong>vet</strong><br>regel</p>",
        "<ul><li>een</li><li>twee</li></ul>",
        "<p>Slot</p>",
    ]


def test_a_value_is_never_a_sign_of_the_letter() -> None:
    assert page("{{ ontvanger.naam }}") == "<p>An &lt;b&gt;**!</p>"
    assert page("**{{ ontvanger.naam }}**") == "<p><strong>An &lt;b&gt;**!</strong></p>"
    assert page("{{ velden.verhaal }}") == (
        "<p>{{ vandaag }}<br>- geen lijst<br>&lt;script&gt;x&lt;/script&gt;</p>"
    )
    assert "<b>" not in page("<b>{{ velden.soort }}</b>")


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ ontvanger.naam * 5 }}",
        "{{ ontvanger.naam ~ 'x' }}",
        "{{ ontvanger.__class__ }}",
        "{{ ontvanger._x }}",
        "{{ ontvanger['naam'] }}",
        "{{ ontvanger.naam.upper() }}",
        "{{ range(10) }}",
        "{{ ''.join(x) }}",
        "{{ 'tekst' }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ a if b else c }}",
        "{{ ontvanger.naam | upper }}",
        "{{ ontvanger.naam | datum('x') }}",
        "{{ ontvanger.naam | attr('__class__') }}",
        "{{ ontvanger.naam is defined }}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call m() %}{% endcall %}",
        "{% raw %}{{ x }}{% endraw %}{{ 1 + 1 }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{% for x in 'abc' %}x{% endfor %}",
        "{% for a, b in rollen.gast %}x{% endfor %}",
        "{% for x in rollen.gast if x.naam %}x{% endfor %}",
        "{% for x in rollen.gast recursive %}x{% endfor %}",
        "{% for loop in rollen.gast %}x{% endfor %}",
        "{% if 1 + 1 == 2 %}x{% endif %}",
        "{% if velden.soort in ['klein'] %}x{% endif %}",
        "{% if velden.soort == rollen.gast %}x{% endif %}",
        "{% for a in rollen.gast %}" * 3 + "x" + "{% endfor %}" * 3,
        "{% if vandaag %}" * 20 + "x" + "{% endif %}" * 20,
        "{{ (" * 3000,
        "{{ " + "(" * 5000 + "a" + ")" * 5000 + " }}",
        "{{ niet af",
        "{% if x %}",
        "{{ }}",
        "a\x00b",
        "een \ue000 teken",
        "x" * (MAX_SIZE + 1),
    ],
)
def test_what_may_not_stand_in_a_template_is_refused(template: str, workflow: Workflow) -> None:
    with pytest.raises(LetterError):
        read_template(template)
    problems = check_letter(template, workflow)
    assert problems
    assert all(p.line >= 1 and p.column >= 1 for p in problems)


def test_loops_in_loops_cannot_make_a_letter_without_end() -> None:
    many = {"rollen": {"gast": [{"naam": "x" * 100}] * 5000}}
    tree = read_template(
        "{% for a in rollen.gast %}{% for b in rollen.gast %}{{ b.naam }}{% endfor %}{% endfor %}"
    )
    with pytest.raises(BadInput, match="te lang"):
        fill(tree, many)
    with pytest.raises(BadInput, match="te lang"):
        fill(read_template("{% for a in rollen.gast %}{{ a.naam }}" + "y" * 100 + "{% endfor %}"), many)
    assert MAX_OUT < 10**6


def test_a_name_that_is_not_there_is_no_silent_gap() -> None:
    with pytest.raises(BadInput, match=r"velden\.onbekend"):
        text("{{ velden.onbekend }}")


def test_unknown_names_are_found_with_their_place(workflow: Workflow) -> None:
    template = (
        "Dag {{ ontvanger.naam }},\n{{ velden.verhal }}\n{% if rollen.gasten %}x{% endif %}\n{{ klant }}"
    )
    found = [(p.line, p.column, p.slug) for p in check_letter(template, workflow)]
    assert found == [
        (2, 11, "letter-unknown-name"),
        (3, 14, "letter-unknown-name"),
        (4, 4, "letter-unknown-name"),
    ]
    assert "did you mean 'verhaal'" in check_letter(template, workflow)[0].hint


@pytest.mark.parametrize(
    "template",
    [
        "{{ rollen.gast }}",
        "{{ velden }}",
        "{{ ontvanger.aanwezig }}",
        "{{ velden.soort | datum }}",
        "{{ velden.soort | lijst }}",
        "{% for x in velden.soort %}x{% endfor %}",
        "{% for x in rollen.gast %}{{ x.adres }}{% endfor %}",
        "{% for x in rollen.gast %}{% endfor %}{{ x.naam }}",
        "{% if samenkomst.aantal == 'vier' %}x{% endif %}",
        "{{ loop.index }}",
    ],
)
def test_what_cannot_be_written_so_is_found(template: str, workflow: Workflow) -> None:
    read_template(template)
    assert check_letter(template, workflow)


def test_a_good_letter_has_no_problems(workflow: Workflow) -> None:
    good = (
        "{{ traject.title }} {{ traject.opened_on | datum }} {{ traject.toestand }} {{ velden.verhaal }}\n"
        "{% for b in bijeenkomsten.samen %}- {{ b.datum | datum }}: {{ b.titel }}\n{% endfor %}\n"
        "{% if samenkomst.waarden.mensen %}{{ samenkomst.waarden.mensen }}{% endif %}\n"
        "{{ samenkomst.aantal }}\n"
        "{{ instellingen.wachten }} {{ organisatie.naam }} {{ organisatie.contact }}\n"
        "{{ rollen.gast | lijst }}\n"
    )
    assert check_letter(good, workflow) == ()


STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia, verhaal: "<i>Hoi</i> **x**"}}
  - {on: 2021-01-12, join: gast, party: bo, by: mia}
  - {on: 2021-01-20, meet: samen, by: mia, count: 4, with: {mensen: 4}}
  - {on: 2021-01-21, step: groei, by: mia}
"""


@pytest.fixture
def rendered(play: Play, player: Player, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, str]]:
    """The text of a letter with this template, for each reader by name."""
    case = next(iter(play(STORY).cases.values()))

    def render(template: str) -> dict[str, str]:
        monkeypatch.setattr("baz.plugins.catalogue.Resource.text", lambda _: template)
        with player.engine.reading() as work:
            return {r.name: r.text.strip() for r in letters_of(work, case, "welkom")}

    return render


def test_everybody_in_its_roles_gets_a_letter(rendered: Callable[[str], dict[str, str]]) -> None:
    assert rendered("Dag {{ ontvanger.naam }}") == {"An": "Dag An", "Bo": "Dag Bo"}


def test_a_letter_knows_the_case(rendered: Callable[[str], dict[str, str]]) -> None:
    template = (
        "{{ traject.title }}, {{ traject.toestand }}, {{ traject.opened_on | datum }}, {{ velden.verhaal }}, "
        "{{ samenkomst.datum | datum }}, {{ samenkomst.aantal }}, {{ samenkomst.waarden.mensen }}, "
        "{{ instellingen.wachten }}, {{ organisatie.naam }}, {{ rollen.medewerker | lijst }}"
    )
    assert rendered(template)["An"] == (
        "Kring, Bezig, 11 januari 2021, <i>Hoi</i> **x**, 20 januari 2021, 4, 4, 90 dagen, De Proef, Mia"
    )


def test_a_value_brings_no_signs_that_nobody_sees() -> None:
    filled = fill(read_template("Dag {{ naam }}"), {"naam": "An\x07\x1b[0m\nMaes"})
    assert as_text(filled) == "Dag An[0m\nMaes\n"


def test_only_what_is_still_to_come_is_said_to_come(
    play: Play, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A meeting of which nobody told how it was, is no next one."""
    planned = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: 2021-01-12, plan: samen, date: 2021-01-20, by: mia}
  - {on: 2021-01-13, plan: samen, date: 2021-03-02, by: mia}
  - wait: 2021-02-01
"""
    case = next(iter(play(planned).cases.values()))
    template = "{{ traject.volgende_samenkomst | datum }}: {{ bijeenkomsten.samen | lijst }}"
    monkeypatch.setattr("baz.plugins.catalogue.Resource.text", lambda _: template)
    with player.engine.reading() as work:
        assert letters_of(work, case, "welkom")[0].text.strip() == "2 maart 2021: 2 maart 2021"


def test_names_are_only_for_who_may_see_them(rendered: Callable[[str], dict[str, str]]) -> None:
    found = rendered("{{ rollen.persoon | lijst }}")
    assert found["An"] == "An"
    assert found["Bo"] == "iemand die je niet kent"


def test_who_was_erased_gets_nothing(play: Play, player: Player) -> None:
    played = play(STORY)

    with player.engine.work() as work:
        people.erase_party(
            played.people["bo"], now=datetime(2021, 2, 1, tzinfo=UTC), connection=work.connection
        )
    with player.engine.reading() as work:
        assert [r.name for r in letters_of(work, next(iter(played.cases.values())), "welkom")] == ["An"]
