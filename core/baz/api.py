"""All that a plugin imports of ours: what it can give (kinds), and the values that its functions get.

Re-exports from floors 0 to 3. What is not here is not promised. Tests of a plugin also import `baz.testing`.
"""

from __future__ import annotations

from baz.definition.arithmetic import add_duration
from baz.definition.guards import NOTHING, UNKNOWN, FunctionSignature
from baz.definition.sentences import date_text, duration_text, value_text
from baz.definition.values import Duration, Percent, Range
from baz.ground.words import counted, in_words, spoken
from baz.kernel.facts import OrganisationFacts, PaperFacts, PartyFacts
from baz.plugins.hookspecs import hookimpl
from baz.plugins.kinds import (
    EffectKind,
    EffectRun,
    FieldType,
    GuardFunction,
    HealthCheck,
    Organisation,
    PublicMeeting,
)
from baz.plugins.panels import (
    Bars,
    Beside,
    Choice,
    Choices,
    Count,
    Entries,
    Entry,
    Item,
    Line,
    Lines,
    PageKind,
    Panel,
    PanelKind,
    Part,
    Scan,
    Seats,
    SeenCase,
    SeenHouse,
    SeenLine,
    SeenMeeting,
    SeenPerson,
    SeenTask,
    State,
    Table,
    Text,
    Tick,
)

__all__ = [
    "NOTHING",
    "UNKNOWN",
    "Bars",
    "Beside",
    "Choice",
    "Choices",
    "Count",
    "Duration",
    "EffectKind",
    "EffectRun",
    "Entries",
    "Entry",
    "FieldType",
    "FunctionSignature",
    "GuardFunction",
    "HealthCheck",
    "Item",
    "Line",
    "Lines",
    "Organisation",
    "OrganisationFacts",
    "PageKind",
    "Panel",
    "PanelKind",
    "PaperFacts",
    "Part",
    "PartyFacts",
    "Percent",
    "PublicMeeting",
    "Range",
    "Scan",
    "Seats",
    "SeenCase",
    "SeenHouse",
    "SeenLine",
    "SeenMeeting",
    "SeenPerson",
    "SeenTask",
    "State",
    "Table",
    "Text",
    "Tick",
    "add_duration",
    "counted",
    "date_text",
    "duration_text",
    "hookimpl",
    "in_words",
    "spoken",
    "value_text",
]
