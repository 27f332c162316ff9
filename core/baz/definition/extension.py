"""An overlay as frozen values: what an organisation adds to a shared workflow.

The parts are those of `model.py`, with nothing required: of what the base has, an overlay repeats only the
key that it changes. What is new must be complete once it is merged (`baz.definition.overlay`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from baz.definition.forms import NEEDED, At, BaseName, GrammarVersion, Prose, Ref, Text, Value, Whole
from baz.definition.model import (
    FieldDef,
    Indicator,
    Letter,
    Meeting,
    Parameter,
    Part,
    Region,
    Role,
    Roles,
    State,
    Task,
    Transition,
)
from baz.definition.moment import Moment
from baz.definition.values import OFF


class OverlayParameter(Parameter):
    """A parameter of an overlay."""

    value: Value = OFF
    source: Prose = ""


class OverlayField(FieldDef):
    """A field of an overlay."""

    type: Annotated[Text, Ref("type")] = ""
    purpose: Prose = ""


class OverlayRegion(Region):
    """States and transitions for a region of the base."""

    states: dict[str, State] = Field({})


class OverlayTask(Task):
    """Another title for a task of the base."""

    due: At = Moment("0 days", "0 days")
    owner: Roles = ()


class OverlayLetter(Letter):
    """A letter of an overlay."""

    template: Annotated[Text, Ref("template")] = ""
    to: Roles = ()


class Overlay(Part):
    """What an organisation adds to a shared workflow. Of what the base has, only the title may be another,
    and conditions may be added."""

    baz: GrammarVersion = Field(1, json_schema_extra=NEEDED)
    extends: BaseName
    organisation: Annotated[Text, Ref("organisation")] = Field(alias="for")
    version: Whole
    title: Prose = ""
    parameters: dict[str, OverlayParameter] = Field({})
    roles: dict[str, Role] = Field({})
    fields: dict[str, OverlayField] = Field({})
    states: dict[str, State] = Field({})
    transitions: dict[str, Transition] = Field({})
    regions: dict[str, OverlayRegion] = Field({})
    tasks: dict[str, OverlayTask] = Field({})
    meetings: dict[str, Meeting] = Field({})
    letters: dict[str, OverlayLetter] = Field({})
    indicators: dict[str, Indicator] = Field({})

    @property
    def base(self) -> tuple[str, int]:
        """The workflow that it extends, and its version."""
        name, _, version = self.extends.partition("@")
        return name, int(version)

    def __str__(self) -> str:
        return f"{self.organisation}@{self.version}"
