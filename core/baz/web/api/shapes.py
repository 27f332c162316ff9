"""What comes out of the API: one model for each, with the words that the documentation shows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A value that is read from what the engine gives."""

    model_config = ConfigDict(from_attributes=True)


# --- what goes wrong


class Reason(Shape):
    """Waarom iets niet mag."""

    code: str
    sentence: str
    looked_at: dict[str, str] = {}


class Problem(Shape):
    """Wat er niet lukte (RFC 9457). Er is dan niets bewaard."""

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""
    reasons: list[Reason] = []


# --- cases


class CaseLine(Shape):
    """Een traject in een lijst."""

    id: str
    organisation: str
    workflow: str
    title: str
    state: str
    state_title: str
    about: str = Field(description="De naam van wie het traject gaat; leeg als je die niet mag zien.")
    area: str
    since: str
    paused: str
    outcome: str
    opened_on: str
    ended_on: str


class Cases(Shape):
    """Een bladzijde van de lijst. Geef `next` als `cursor` voor de volgende; leeg op de laatste."""

    items: list[CaseLine]
    next: str


class Where(Shape):
    """Een toestand met wat mensen lezen."""

    state: str
    title: str


class RoleLine(Shape):
    """Iemand in een rol."""

    role: str
    title: str
    party: str
    name: str
    standing: str = Field(description="asked, reserve, active, declined of ended")
    since: str
    until: str
    waits_for: list[str]


class FieldLine(Shape):
    """Een veld dat ingevuld is, zoals mensen het lezen."""

    title: str
    value: str


class TaskLine(Shape):
    """Een taak van een traject."""

    id: str
    name: str
    title: str
    due_on: str
    status: str
    owner_role: str
    owner_name: str


class MeetingLine(Shape):
    """Een samenkomst van een traject."""

    id: str
    kind: str
    title: str
    status: str
    day: str
    precision: str
    mode: str
    people: int | None


class LetterLine(Shape):
    """Een brief die uit een stap volgde."""

    name: str
    title: str
    status: str


class HeldLine(Shape):
    """Een feit dat verteld is en niet past bij een ander."""

    event: int
    title: str
    sentence: str
    other: int
    other_title: str


class TimeLine(Shape):
    """Een regel van de tijdlijn."""

    seq: int
    kind: str
    title: str
    occurred: str
    recorded: str
    actor: str
    behalf: str
    how: str
    withdrawn: bool


class Case(Shape):
    """Een traject zoals deze sleutel het mag zien. De ETag van het antwoord hoort bij `If-Match`."""

    id: str
    organisation: str
    workflow: str
    title: str
    version: int
    state: str
    state_title: str
    regions: dict[str, Where]
    paused: str
    outcome: str
    opened_on: str
    ended_on: str
    about: str
    area: str
    roles: list[RoleLine]
    fields: dict[str, FieldLine]
    tasks: list[TaskLine]
    meetings: list[MeetingLine]
    letters: list[LetterLine]
    held: list[HeldLine]
    missing: list[str]
    timeline: list[TimeLine]


class Option(Shape):
    """Een stap: of ze nu kan, en zo niet, elke reden."""

    step: str
    title: str
    allowed: bool
    reasons: list[Reason]
    to: str
    region: str
    asks: list[str]
    optional: list[str]
    waits_for: list[str]
    by: list[str]


class Receipt(Shape):
    """Wat een opdracht deed. `already`: ze was al uitgevoerd, en er gebeurde nu niets."""

    case: str
    seq: int
    state: str
    held: list[str] = Field(description="Feiten die wachten op een ander feit.")
    opened: list[str] = Field(description="De trajecten die hieruit volgden.")
    already: bool


class Preview(Shape):
    """Wat een verbetering zou veranderen. Er is niets bewaard."""

    changes: list[str]
    letters_gone: list[str] = Field(description="Brieven die al weg zijn en niet meer kloppen.")


# --- the rest


class WorkLine(Shape):
    """Een regel van de werklijst: een taak of een samenkomst. `late` in dagen."""

    what: Literal["task", "meeting"]
    on: str
    minute: int | None
    late: int
    case: str
    id: str
    name: str
    title: str
    owner_role: str
    owner: str
    owner_name: str
    organisation: str
    workflow: str
    workflow_title: str
    state_title: str
    about: str
    area: str
    paused: str
    pinned: bool


class Worklist(Shape):
    """Een bladzijde van de werklijst, wat te laat is eerst. Geef `next` als `cursor` voor de volgende."""

    items: list[WorkLine]
    next: str


class Person(Shape):
    """Een mens of organisatie: wat nodig is om iemand te herkennen, niet meer."""

    id: str
    name: str
    kind: Literal["person", "organisation"]


class People(Shape):
    """Een bladzijde van de lijst. Geef `next` als `cursor` voor de volgende."""

    items: list[Person]
    next: str


class Added(Shape):
    """Het nummer van wat bewaard werd. `already`: het stond er al door deze zelfde opdracht."""

    id: str
    already: bool


class ReportRow(Shape):
    """Een traject dat in een cijfer meetelt, en hoe vaak."""

    case: str
    workflow: str
    title: str
    place: str
    opened: str
    ended: str
    number: int


class WorkflowLine(Shape):
    """Een werkwijze die je organisatie ziet."""

    workflow: str
    version: int
    title: str
    model: list[str]


class StepLine(Shape):
    """Een stap van een werkwijze: van waar naar waar, door wie, en wat ze vraagt."""

    step: str
    title: str
    region: str
    sources: list[str]
    to: str
    by: list[str]
    ask: list[str]
    optional: list[str]


class WorkflowShape(WorkflowLine):
    """Wat een programma moet weten om met een werkwijze te werken."""

    about: str
    states: dict[str, str]
    roles: dict[str, str]
    fields: dict[str, FieldLine] = Field(description="Titel en soort (`value`) van elk veld.")
    meetings: dict[str, str]
    tasks: dict[str, str]
    outcomes: dict[str, str]
    steps: list[StepLine]


class Explanation(Shape):
    """Een werkwijze in gewone taal, als Markdown."""

    workflow: str
    version: int
    text: str


class Webhook(Shape):
    """Een adres dat hoort wat er gebeurt."""

    id: str
    name: str
    url: str
    kinds: list[str]
    since: str


class WebhookMade(Webhook):
    """Het geheim staat alleen in dit antwoord. `already`: het adres werd al toegevoegd door deze zelfde
    opdracht; is het intussen weggenomen, dan is het geheim leeg."""

    secret: str
    already: bool


class Delivery(Shape):
    """Wat niet kon vertrekken."""

    id: int
    case: str
    kind: str
    what: str
    attempts: int
    since: str
    error: str


Day = Annotated[date, Field(examples=["2026-12-31"])]
