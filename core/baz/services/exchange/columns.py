"""What each list is made of: its columns, what it can be narrowed by, and in which orders it comes.

The words are those that people read, in a URL and on top of a saved file too: a file that was saved here can
be read in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from baz.engine.rights import Right

Cell = str | int | float | bool | date | None
"""What stands in a list: a day is a `date`; a month or a year that is all that is known is text."""

Kind = Literal["text", "day", "number", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `shown`: also when nobody asks for it."""

    name: str
    title: str
    kind: Kind = "text"
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list can be narrowed by. `options` name -> what people read; none where they depend on the
    organisation. `default` counts when nothing is said."""

    name: str
    title: str
    kind: Literal["choice", "day", "text", "party", "workflow", "state", "outcome"] = "text"
    options: Mapping[str, str] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True, slots=True)
class ListDef:
    """A list. `sorts` name -> what people read, the first is the usual one; `down`: usually the last first.
    `opened`: parts of a workflow (`veld`, `rol`, `spoor`) that can be columns once one workflow is chosen."""

    name: str
    title: str
    right: Right
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    sorts: Mapping[str, str]
    down: bool = False
    opened: tuple[str, ...] = ()

    def filter(self, name: str) -> Filter | None:
        """The filter of this name, or None."""
        return next((f for f in self.filters if f.name == name), None)

    def column(self, name: str) -> Column | None:
        """The column of this name, or None."""
        return next((c for c in self.columns if c.name == name), None)


YES_NO = MappingProxyType({"ja": "ja", "nee": "nee"})
STANDS = MappingProxyType({"gepland": "gepland", "gehouden": "gehouden", "afgelast": "afgelast"})
STATUS = MappingProxyType({"gepland": "planned", "gehouden": "held", "afgelast": "cancelled"})
REFERRED = MappingProxyType(
    {
        "wacht": "wacht op antwoord",
        "overgenomen": "overgenomen",
        "terug": "teruggestuurd",
        "ingetrokken": "ingetrokken",
    }
)
LINK_STATUS = MappingProxyType(
    {"wacht": "waiting", "overgenomen": "accepted", "terug": "returned", "ingetrokken": "withdrawn"}
)
KINDS = MappingProxyType({"mens": "mens", "organisatie": "organisatie"})
KIND_NAMES = MappingProxyType({"mens": "person", "organisatie": "organisation"})

SEARCH = Filter("zoek", "Zoek op naam of nummer")
WORKFLOW = Filter("werkwijze", "Werkwijze", "workflow")
PLACE = Filter("gemeente", "Gemeente")
NUMBER = Column("nummer", "Nummer", shown=False)
CONTACT = (Column("mail", "E-mail"), Column("telefoon", "Telefoon"), Column("adres", "Adres", shown=False))

TRAJECTEN = ListDef(
    "trajecten",
    "Trajecten",
    Right.LOOK_CASES,
    (
        NUMBER,
        Column("van_wie", "Van wie"),
        Column("werkwijze", "Werkwijze"),
        Column("gemeente", "Gemeente"),
        Column("toestand", "Toestand"),
        Column("sinds", "Sinds", "day"),
        Column("medewerker", "Medewerker"),
        Column("vrijwilliger", "Vrijwilliger", shown=False),
        Column("taak", "Volgende taak"),
        Column("taak_dag", "Tegen", "day"),
        Column("laatste", "Laatste samenkomst", "day", shown=False),
        Column("volgende", "Volgende samenkomst", "day", shown=False),
        Column("begonnen", "Begonnen", "day", shown=False),
        Column("rust", "Rust", shown=False),
        Column("afloop", "Afloop", shown=False),
        Column("geeindigd", "Geëindigd", "day", shown=False),
    ),
    (
        WORKFLOW,
        Filter("toestand", "Toestand", "state"),
        Filter(
            "stand",
            "Lopend of afgelopen",
            "choice",
            MappingProxyType({"lopend": "lopend", "afgelopen": "afgelopen", "alle": "alle"}),
            "lopend",
        ),
        PLACE,
        Filter("wie", "Wie neemt deel", "party"),
        Filter("rust", "In rust", "choice", YES_NO),
        Filter("afloop", "Afloop", "outcome"),
        Filter("sinds_van", "Sinds, vanaf", "day"),
        Filter("sinds_tot", "Sinds, tot en met", "day"),
        Filter("begonnen_van", "Begonnen vanaf", "day"),
        Filter("begonnen_tot", "Begonnen tot en met", "day"),
        SEARCH,
    ),
    MappingProxyType(
        {
            "sinds": "sinds wanneer",
            "begonnen": "begin",
            "gemeente": "gemeente",
            "toestand": "toestand",
            "geeindigd": "einde",
        }
    ),
    down=True,
    opened=("veld", "rol", "spoor"),
)

MENSEN = ListDef(
    "mensen",
    "Mensen en organisaties",
    Right.SEE_PEOPLE,
    (
        NUMBER,
        Column("naam", "Naam"),
        Column("soort", "Soort", shown=False),
        Column("medewerker", "Medewerker"),
        *CONTACT,
        Column("trajecten", "Lopende trajecten", "number"),
    ),
    (Filter("soort", "Soort", "choice", KINDS), Filter("medewerker", "Medewerker", "choice", YES_NO), SEARCH),
    MappingProxyType({"naam": "naam"}),
)

VRIJWILLIGERS = ListDef(
    "vrijwilligers",
    "Vrijwilligers",
    Right.SEE_PEOPLE,
    (
        NUMBER,
        Column("naam", "Naam"),
        Column("gemeente", "Gemeente"),
        Column("vrij", "Vrij", "yes_no"),
        Column("trajecten", "Lopende trajecten", "number"),
        Column("papieren", "Papieren"),
        Column("starten", "Mag starten"),
        *CONTACT,
    ),
    (Filter("vrij", "Vrij", "choice", YES_NO), SEARCH),
    MappingProxyType({"naam": "naam"}),
)

SAMENKOMSTEN = ListDef(
    "samenkomsten",
    "Samenkomsten",
    Right.LOOK_CASES,
    (
        NUMBER,
        Column("soort", "Soort"),
        Column("dag", "Dag", "day"),
        Column("uur", "Uur"),
        Column("traject", "Traject"),
        Column("van_wie", "Van wie"),
        Column("werkwijze", "Werkwijze"),
        Column("stand", "Stand"),
        Column("vorm", "Vorm"),
        Column("aantal", "Hoeveel mensen", "number"),
        Column("gemeente", "Gemeente", shown=False),
    ),
    (
        Filter("stand", "Stand", "choice", STANDS, "gepland"),
        Filter("van", "Vanaf", "day"),
        Filter("tot", "Tot en met", "day"),
        Filter("soort", "Soort"),
    ),
    MappingProxyType({"dag": "dag"}),
)

TAKEN = ListDef(
    "taken",
    "Taken",
    Right.LOOK_CASES,
    (
        NUMBER,
        Column("taak", "Taak"),
        Column("tegen", "Tegen", "day"),
        Column("traject", "Traject", shown=False),
        Column("van_wie", "Van wie"),
        Column("werkwijze", "Werkwijze"),
        Column("toestand", "Toestand", shown=False),
        Column("gemeente", "Gemeente"),
        Column("wie", "Voor wie"),
        Column("uitgesteld", "Uitgesteld", "yes_no", False),
    ),
    (
        WORKFLOW,
        Filter("wie", "Voor wie", "party"),
        Filter("van", "Vanaf", "day"),
        Filter("tot", "Tot en met", "day"),
    ),
    MappingProxyType({"tegen": "dag"}),
)

PAPIEREN = ListDef(
    "papieren",
    "Papieren",
    Right.SEE_PEOPLE,
    (
        NUMBER,
        Column("naam", "Naam"),
        Column("papier", "Papier"),
        Column("gezien", "Gezien", "day"),
        Column("van", "Van", "day"),
        Column("versie", "Versie", shown=False),
        Column("in_orde", "In orde", "yes_no"),
        Column("niet_nodig", "Niet nodig omdat", shown=False),
    ),
    (Filter("papier", "Papier"),),
    MappingProxyType({"naam": "naam"}),
)

DOORVERWIJZINGEN = ListDef(
    "doorverwijzingen",
    "Doorverwijzingen",
    Right.LOOK_CASES,
    (
        NUMBER,
        Column("werkwijze", "Naar werkwijze"),
        Column("organisatie", "Andere organisatie"),
        Column("stand", "Stand"),
    ),
    (
        Filter(
            "richting", "Richting", "choice", MappingProxyType({"in": "naar ons", "uit": "van ons"}), "in"
        ),
        Filter("stand", "Stand", "choice", REFERRED),
    ),
    MappingProxyType({"nummer": "nummer"}),
)

LISTS: Mapping[str, ListDef] = MappingProxyType(
    {d.name: d for d in (TRAJECTEN, MENSEN, VRIJWILLIGERS, SAMENKOMSTEN, TAKEN, PAPIEREN, DOORVERWIJZINGEN)}
)
"""Every list, by the name that it has in a URL and on the command line."""
