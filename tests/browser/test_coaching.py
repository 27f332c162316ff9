"""A municipality is coached, from the first call to the agreements on paper, as its coach does it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from town import Town

Phones = Any  # of this folder's conftest, which cannot be imported by name
GOALS = ("Bewoners vinden de weg naar ons", "Eén aanspreekpunt")


@dataclass
class Coach:
    """Somebody of BAZ at her screen: each thing she does starts on the page of the case."""

    town: Town
    page: Any
    case: str = ""

    def on(self, day: str) -> None:
        """It is this day now, and she opens the page of the case."""
        self.town.now = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Europe/Brussels"))
        self.page.goto(f"/trajecten/{self.case}")

    def looks(self) -> None:
        """The page of the case is open, as it is now."""
        if not self.page.url.endswith(f"/trajecten/{self.case}"):
            self.page.goto(f"/trajecten/{self.case}")

    def form(self, title: str) -> Any:
        """Unfold what can be done now; gives the fold with its form."""
        self.looks()
        fold = (
            self.page.locator("details.step")
            .filter(has=self.page.locator("summary", has_text=re.compile(rf"^{title}")))
            .first
        )
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        return fold

    def do(self, title: str, button: str = "", agreed: bool = False, **given: str) -> None:
        """Fill in a form by the names of its questions and send it; it must be taken."""
        fold = self.form(title)
        fill(fold, given)
        if agreed:
            yes(fold)
        fold.get_by_role("button", name=button or title).click()
        self.page.get_by_role("status").first.wait_for()

    def meets(self, day: str, people: int) -> None:
        """The session that was planned took place, and those who were there got her report of it."""
        self.on(day)
        self.do("Verslag: Sessie", "Bewaar het verslag", aantal=str(people))
        self.do("Stuur het verslag van de sessie", "Gedaan")

    def reads(self, name: str) -> str:
        """What stands on the card with this title."""
        self.looks()
        card = self.page.locator("section").filter(
            has=self.page.get_by_role("heading", name=name, exact=True)
        )
        return " ".join(str(card.first.inner_text()).split())


def fill(form: Any, given: dict[str, str]) -> None:
    """Each answer in the question of that name, whatever it looks like."""
    for name, value in given.items():
        name = name.replace("__", ".")
        question = form.locator(f"[name='{name}']")
        if question.first.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            question.fill(value)


def scan(when: str, *numbers: int) -> dict[str, str]:
    """The pieces that all who took part laid on the four roles."""
    roles = ("rechtmatig", "presterend", "netwerkend", "responsief")
    found = dict(zip(roles, numbers, strict=True)) | {"pionnen": sum(numbers)}
    return {f"scan_{when}_{name}": str(number) for name, number in found.items()}


def begin(coach: Coach) -> None:
    """A municipality calls; what it wants becomes goals."""
    page = coach.page
    page.goto("/trajecten/nieuw")
    page.get_by_role("link", name="Coachingtraject").click()
    page.get_by_label("Hanne De Smet").check()
    page.get_by_text("Nog iets erbij").click()
    form = page.locator("form").filter(has=page.get_by_role("button", name="Begin"))
    fill(form, {
        "organisatie": "Gemeente Korenbeek", "contactpersoon": "Inge Bastiaens",
        "contactpersoon.bereik": "inge@korenbeek.example", "gemeente": "Korenbeek",
        "soort_organisatie": "lokaal_bestuur",
    })  # fmt: skip
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Coachingtraject van Gemeente Korenbeek").wait_for()
    coach.case = page.url.split("?")[0].rsplit("/", 1)[1]


def agree_on_goals(coach: Coach) -> None:
    """Without a goal it cannot begin; with one, and with Inge's yes, it does."""
    given = {"wat_is_initiatief": "Wat bewoners zelf beginnen", "gewenste_rol": "netwerkend"}
    fold = coach.form("Doelen vastleggen")
    fill(fold, given)
    yes(fold)
    fold.get_by_role("button", name="Doelen vastleggen").click()
    coach.page.get_by_role("alert").get_by_text("Schrijf er minstens één op").wait_for()
    fill(coach.page.locator("form"), {"doelen": "\n".join(GOALS)})
    coach.page.get_by_role("button", name="Doelen vastleggen").click()
    coach.page.get_by_role("status").first.wait_for()
    assert all(goal in coach.reads("Doelen") for goal in GOALS)


def yes(form: Any) -> None:
    """Inge says yes, by mail."""
    said = form.get_by_role("group", name="Zei Inge Bastiaens ja?")
    said.get_by_label("Ja, met een mail").check()


def sessions(coach: Coach) -> None:
    """Three sessions: the analysis with its questions, the training, the conclusions."""
    coach.on("2026-12-01")
    coach.do(
        "Sessie 1 plannen", agreed=True, initiatieven="Samentuin", diensten="Groendienst",
        sessie__dag="2026-12-08", **scan("voor", 40, 20, 15, 5),
    )  # fmt: skip
    coach.meets("2026-12-08", 8)
    coach.do(
        "Analyse afsluiten", voorwaarden="Tijd voor de ploeg", acties="Een aanspreekpunt kiezen",
        a1_domein="Groen", a5_burger="Beslist zelf", a10_beter="Sneller antwoorden",
    )  # fmt: skip
    assert "3 van de 10 vragen besproken" in coach.reads("De sessies")
    coach.do("Sessie 2 plannen", sessie__dag="2027-01-12")
    coach.meets("2027-01-12", 11)
    coach.do("Sessie 3 plannen", vorming_over="inzicht", sessie__dag="2027-02-09")
    coach.meets("2027-02-09", 9)
    assert "3 van 3 sessies gehouden" in coach.reads("De sessies")


def agreements(coach: Coach) -> None:
    """The goals come back to be looked at; what was agreed leaves as a letter."""
    coach.do(
        "Afspraken vastleggen", agreed=True, doelen__0="bereikt", doelen__1="deels_bereikt",
        besluiten="Het aanspreekpunt blijft", toekomstplan="Elke lente een ronde",
        verwacht_van_baz="Bel ons na de zomer", **scan("na", 20, 20, 35, 15),
    )  # fmt: skip
    goals = coach.reads("Doelen")
    assert "Bewoners vinden de weg naar ons bereikt" in goals
    assert "Eén aanspreekpunt deels bereikt" in goals
    moved = coach.reads("Zelfscan: welke rol neemt het bestuur op?")
    assert "Rechtmatig 5,0 2,2 − 2,8" in moved
    assert "Netwerkend 1,9 3,9 + 2,0" in moved
    with coach.page.expect_download() as waiting:
        coach.page.get_by_role("link", name="Eindverslag als pdf").click()
    paper = PdfReader(io.BytesIO(waiting.value.path().read_bytes()))
    root: Any = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for agreed in (
        "Dag Inge",
        *GOALS,
        "Het aanspreekpunt blijft",
        "Elke lente een ronde",
        "Bel ons na de zomer",
    ):
        assert agreed in text, text


@pytest.mark.parametrize(
    ("scripts", "width"), [(False, 360), (True, 1280)], ids=["phone, no scripts", "screen, scripts"]
)
def test_from_the_first_call_to_the_agreements(phones: Phones, town: Town, scripts: bool, width: int) -> None:
    with phones.of("Hanne", scripts=scripts, width=width) as page:
        coach = Coach(town, page)
        begin(coach)
        coach.do("Samen beginnen verhelderen", soort_organisatie="lokaal_bestuur")
        agree_on_goals(coach)
        sessions(coach)
        agreements(coach)
        assert town.house.engine.verify() == []
