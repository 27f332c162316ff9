"""What a programme sends: one model for each, with the words that the documentation shows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=2000)]
How = Literal["zelf", "mondeling", "telefoon", "brief", "mail"]
Moment = Annotated[
    str,
    StringConstraints(max_length=40),
    Field(
        description="Zo precies als het bekend is: 2026-03-09T19:30, 2026-03-09, 2026-03, 2026 of ?.",
        examples=["2026-03-09"],
    ),
]
Answers = Annotated[
    dict[Name, Any],
    Field(
        max_length=200,
        description="Veld, rol of samenkomst -> waarde. Voor een rol: een betrokkene (nummer), of meer. "
        'Voor een samenkomst: {"on": "2026-03-09T19:30", "mode": "online", "place": ""}.',
    ),
]


class Given(BaseModel):
    """A value that a programme sends: with a key that we do not know it is refused."""

    model_config = ConfigDict(extra="forbid")


class Yes(Given):
    """Een ja of een neen, en hoe die persoon het zei."""

    party: Name
    how: How = "mondeling"
    yes: bool = True


class Telling(Given):
    """Wat bij elke opdracht mag."""

    occurred: Annotated[
        Moment | None,
        Field(description="Laat weg voor nu (kan geweigerd worden); vul in om te melden wat al gebeurde."),
    ] = None
    behalf: Annotated[str, StringConstraints(max_length=200), Field(description="Namens wie.")] = ""
    how: Annotated[How | Literal[""], Field(description="Hoe die persoon het liet weten.")] = ""
    note: Words = ""


class NewCase(Telling):
    """Een traject openen met een beginstap, of met `state` een traject overnemen dat al loopt."""

    workflow: Name
    step: Annotated[str, StringConstraints(max_length=200)] = ""
    state: Annotated[str, StringConstraints(max_length=200)] = ""
    regions: dict[Name, Name] = Field({}, max_length=20)
    answers: Answers = {}
    agreed: list[Yes] = Field([], max_length=50)
    waive: Words = ""


class NewStep(Telling):
    """Een stap zetten, of melden dat ze gezet werd."""

    step: Name
    answers: Answers = {}
    outcome: Annotated[str, StringConstraints(max_length=200)] = ""
    choose: Annotated[str, StringConstraints(max_length=200)] = ""
    ends: Annotated[str, StringConstraints(max_length=200)] = ""
    agreed: list[Yes] = Field([], max_length=50)
    waive: Words = Field("", description="Waarom je een voorwaarde opzijzet die opzij mag.")


class Correction(Given):
    """Een feit was verkeerd: zijn nummer in de tijdlijn, en waarom."""

    event: int = Field(ge=1, le=2**31)
    reason: Words = ""


class NewMeeting(Telling):
    """Een samenkomst plannen."""

    kind: Name
    on: Moment
    mode: Literal["fysiek", "online", "hybride"] = "fysiek"
    place: Words = ""


class MeetingMove(Telling):
    """Een andere dag voor een samenkomst."""

    on: Moment


class MeetingCancel(Telling):
    """Een samenkomst gaat niet door."""

    reason: Words = ""


class MeetingHeld(Telling):
    """Een samenkomst ging door: met hoeveel, of met wie waar de werkwijze namen bewaart."""

    count: int | None = Field(None, ge=0, le=100_000)
    present: list[Name] = Field([], max_length=500)
    answers: Answers = {}


class TaskDone(Telling):
    """Een taak is gedaan, met wat ze vraagt."""

    answers: Answers = {}


class TaskSnooze(Telling):
    """Een taak komt later terug."""

    until: Moment
    reason: Words = ""


class NewPerson(Given):
    """Een nieuwe mens of organisatie. Bewaar niet meer dan je nodig hebt."""

    name: Name
    kind: Literal["person", "organisation"] = "person"
    mail: Annotated[str, StringConstraints(max_length=200)] = ""
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    address: Annotated[str, StringConstraints(max_length=300)] = ""


class NewWebhook(Given):
    """Een nieuw adres. Zonder `kinds` hoort het alles."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    url: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    kinds: list[Name] = Field([], max_length=40)
