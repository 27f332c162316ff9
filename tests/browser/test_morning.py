"""A coordinator's morning in a real browser: by keyboard only, pressed twice, and after a lost session."""

from __future__ import annotations

import time
from typing import Any

import pytest
from keyboard import Keyboard
from town import Town

from baz.engine.correcting import FIXABLE
from baz.web import doing

Phones = Any  # of this folder's conftest, which cannot be imported by name
FIEN, JOZEFIEN = "lus_deze_week-fien", "jozefien"
NOTE = ".note.ok"
WAYS = [pytest.param(True, id="scripts"), pytest.param(False, id="no scripts")]
SOMETIMES = [WAYS[1], pytest.param(True, id="scripts", marks=pytest.mark.slow)]
"""Both ways, of which the quick run takes the one that everything must work in."""


def comes_in(page: Any, keys: Keyboard, name: str, to: str) -> None:
    """By the door of the demo, with the keyboard."""
    page.goto(to)
    page.wait_for_url("**/aanmelden?naar=**")
    keys.press("form[action='/demo/binnen'] button", name)
    page.wait_for_url(to)


@pytest.mark.parametrize("scripts", WAYS)
@pytest.mark.parametrize("width", [360, 1280])
def test_a_morning_by_keyboard_only(phones: Phones, town: Town, width: int, scripts: bool) -> None:
    """She comes in, does what is late, puts off, opens a case, takes a step, takes it back, and pauses."""
    case = town.case(FIEN)
    with phones.out(scripts=scripts, width=width) as page:
        keys = Keyboard(page)
        comes_in(page, keys, "Vera Lambrechts", "/vandaag")
        late = page.locator("section[aria-labelledby=telaat] .task")
        rows = late.count()

        keys.press("section[aria-labelledby=telaat] a.btn", "Doe deze taak")
        keys.press("main form button.sun")
        keys.lands(NOTE, "Gedaan:")
        assert page.url.endswith("/vandaag")
        assert late.count() == rows - 1

        keys.press("section[aria-labelledby=telaat] details > summary", "Later")
        keys.write("details[open] [name=reden]", "Zij is op reis")
        keys.press("details[open] form button")
        keys.lands(NOTE, "Op later gezet")
        assert late.count() == rows - 2

        keys.press(f".task a[href='/trajecten/{case}']")
        page.wait_for_url(f"**/{case}")
        refused = page.locator("section[aria-labelledby=niet] li").filter(has_text="Een compagnon zoeken")
        assert "Zoek een compagnon na de kennismaking." in refused.inner_text()
        here = page.locator(".track [aria-current=step]").first
        assert "Aangemeld" in here.inner_text()

        keys.press("details.step > summary", "Een kennismaker vragen")
        keys.choose("details[open] [name=kennismaker]")
        keys.press("details[open] form:has([name=kennismaker]) button")
        keys.lands(NOTE, "Een kennismaker vragen")
        assert "Bij een kennismaker" in here.inner_text()

        keys.press(f"{NOTE} a", "Verbeter het")
        keys.choose("[name=wat]", "nooit")
        keys.write("[name=reden]", "Verkeerd traject")
        keys.press("main form button.sun")
        keys.lands("main section.card", "De toestand wordt")
        assert "Aangemeld" in page.locator("main section.card").inner_text()
        keys.press("main form button.sun", "Verbeter")
        keys.lands(NOTE, "Verbeterd:")
        assert "Aangemeld" in here.inner_text()

        keys.press("aside a.btn", "Zet op pauze")
        keys.choose("main form [name=reden]")
        keys.press("main form button.sun")
        keys.lands(NOTE, "")
        assert page.locator(".chip.pause").is_visible()


def posts(page: Any) -> list[str]:
    """Where this page sends forms to, from now on."""
    found: list[str] = []
    page.on("request", lambda r: found.append(r.url) if r.method == "POST" and "/klad" not in r.url else None)
    return found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that answers late, so that the second press leaves before the answer to the first."""
    carry_out = doing.carry_out

    def late(*given: Any, **more: Any) -> Any:
        receipt = carry_out(*given, **more)
        time.sleep(1.5)
        return receipt

    monkeypatch.setattr(doing, "carry_out", late)


def told(town: Town, case: str) -> int:
    """How many lines of a case somebody told; what the engine did by itself counts not."""
    engine = town.house.engine
    vera = next(p for p in engine.cast() if p.name.startswith("Vera"))
    return sum(1 for line in engine.show(case, engine.actor(vera.party)).timeline if line.kind in FIXABLE)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("scripts", SOMETIMES)
@pytest.mark.parametrize(
    ("where", "whose"),
    [
        ("stap/zeg_nee", FIEN),
        pytest.param("pauze", FIEN, marks=pytest.mark.slow),
        ("samenkomst/groep/plan", JOZEFIEN),
    ],
    ids=["a step that is gone after it", "a pause", "a meeting that can be planned again"],
)
def test_a_double_press_counts_once(
    phones: Phones, town: Town, where: str, whose: str, scripts: bool
) -> None:
    """Two presses, two requests, one step; and the page says clearly that it was done already."""
    case = town.case(whose)
    before = told(town, case)
    with phones.of("Vera", scripts=scripts) as page:
        page.goto(f"/trajecten/{case}/{where}")
        for field in page.locator("main form [type=radio][required]").all()[:1]:
            field.check()
        for field in page.locator("main form [type=date][required]").all():
            field.fill(town.now.date().isoformat())
        sent = posts(page)
        page.locator("main form button.sun").dblclick(delay=200)
        page.locator(NOTE).filter(has_text="Dit was al gebeurd").wait_for()
        assert len(sent) == 2, "the second press left too"
        assert page.url.endswith(f"/trajecten/{case}")
        assert told(town, case) == before + 1


@pytest.mark.parametrize("scripts", SOMETIMES)
@pytest.mark.parametrize(
    "place", ["fold", pytest.param("page", marks=pytest.mark.slow), "correction", "morning"]
)
def test_what_she_typed_is_there_after_a_session_that_was_lost(
    phones: Phones, town: Town, place: str, scripts: bool
) -> None:
    """In a form of a case, alone or in its fold, in a correction, and in a row of the morning."""
    case = town.case(FIEN)
    with phones.of("Vera", scripts=scripts) as page:
        keys = Keyboard(page)
        page.goto("/vandaag")
        if place == "morning":
            keys.press("section[aria-labelledby=telaat] details > summary", "Later")
            field, typed, button = "details[open] [name=reden]", "Zij is op reis", "details[open] form button"
        elif place == "correction":
            page.goto(f"/trajecten/{case}/verbeter")
            keys.press("a.btn", "Verbeter dit")
            field, typed, button = "[name=reden]", "Verkeerd traject", "main form button.sun"
        else:
            page.goto(f"/trajecten/{case}")
            field, typed, button = (
                "[name=opnieuw_vragen]",
                "2027-03-01",
                "main form:has([name=opnieuw_vragen]) button",
            )
            if place == "fold":
                keys.press("details.step > summary", "doet het nu niet")
            else:
                page.goto(f"/trajecten/{case}/stap/zeg_nee")
        page.locator(field).last.fill(typed)
        page.context.clear_cookies()
        page.locator(button).last.press("Enter")
        page.wait_for_url("**/aanmelden?naar=**")
        keys.press("form[action='/demo/binnen'] button", "Vera Lambrechts")
        keys.lands(".note.wait", "Dit had je al ingevuld")
        again = page.locator(f"main form [name={'opnieuw_vragen' if 'opnieuw' in field else 'reden'}]")
        assert again.input_value() == typed
        page.locator("main form button.sun").press("Enter")
        if place == "correction":
            keys.press("main form button.sun", "Verbeter")
        page.locator(NOTE).wait_for()
