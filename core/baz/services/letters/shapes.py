"""What a letter may speak of, worked out from the definition: unknown names are found without sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from baz.definition.model import Workflow


@dataclass(frozen=True, slots=True)
class Value:
    """Something that can be written out: a text, a day, a number, or a yes or no (only for `if`)."""

    kind: Literal["text", "day", "number", "yes_no"] = "text"


@dataclass(frozen=True, slots=True)
class Parts:
    """Something with parts by name."""

    names: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Many:
    """Several of the same, for a loop or `lijst`."""

    each: Shape


Shape = Value | Parts | Many
TEXT, DAY, NUMBER, YES_NO = Value(), Value("day"), Value("number"), Value("yes_no")
PERSON = Parts({"naam": TEXT})
MEETING = Parts({"datum": DAY, "titel": TEXT})
LOOP = Parts({"first": YES_NO, "last": YES_NO, "index": NUMBER, "length": NUMBER})


def shape_of(workflow: Workflow) -> Parts:
    """Everything that a letter of this workflow may name."""
    fields: dict[str, Shape] = dict.fromkeys(workflow.fields, TEXT)
    gathering: dict[str, Shape] = {
        "datum": DAY,
        "titel": TEXT,
        "aantal": NUMBER,
        "waarden": Parts(fields),
    }
    return Parts(
        {
            "traject": Parts({"title": TEXT, "opened_on": DAY, "toestand": TEXT, "volgende_samenkomst": DAY}),
            "velden": Parts(fields),
            "rollen": Parts(dict.fromkeys(workflow.roles, Many(PERSON))),
            "ontvanger": Parts({"naam": TEXT, "aanwezig": YES_NO}),
            "organisatie": Parts({"naam": TEXT, "contact": TEXT}),
            "instellingen": Parts(dict.fromkeys(workflow.parameters, TEXT)),
            "samenkomst": Parts(gathering),
            "bijeenkomsten": Parts(dict.fromkeys(workflow.meetings, Many(MEETING))),
            "vandaag": DAY,
        }
    )
