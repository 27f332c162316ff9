"""What core gives, through the same hooks as every plugin."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from baz.definition.names import FIELD_KINDS
from baz.definition.sentences import value_text
from baz.plugins import fieldtypes as types
from baz.plugins.hookspecs import hookimpl
from baz.plugins.kinds import EffectKind, FieldType, HealthCheck


@hookimpl
def baz_field_types() -> Sequence[FieldType]:
    """The types of the grammar."""
    readers = {
        "text": (types.parse_text, types.show_text),
        "number": (types.parse_number, value_text),
        "yes_no": (types.parse_yes_no, value_text),
        "choice": (types.parse_choice, value_text),
        "choices": (types.parse_choices, value_text),
        "date": (types.parse_date, types.show_date),
        "list": (types.parse_list, types.show_list),
        "municipality": (types.parse_text, types.show_text),
        "paper": (types.parse_paper, types.show_paper),
    }
    return [
        FieldType(
            name=name,
            parse=parse,
            show=show,
            kind=FIELD_KINDS[name].kind,
            personal=FIELD_KINDS[name].personal,
        )
        for name, (parse, show) in readers.items()
    ]


@hookimpl
def baz_effects() -> Sequence[EffectKind]:
    """The three effects of the grammar. The engine carries them out itself."""
    return [
        EffectKind(name="letter", sentence="De brief '{value}' vertrekt."),
        EffectKind(name="open", sentence="Er begint een traject '{value}'."),
        EffectKind(name="end", sentence="De deelname als '{value}' eindigt."),
    ]


@hookimpl
def baz_health() -> Sequence[HealthCheck]:
    """What this machine must know before a due day can be right."""
    return [
        HealthCheck(name="tijdzone", title="De tijd in Brussel is bekend", check=_time_zone),
        HealthCheck(name="feestdagen", title="De Belgische feestdagen zijn bekend", check=_holidays),
    ]


def _time_zone() -> Sequence[str]:
    try:
        ZoneInfo("Europe/Brussels")
    except ZoneInfoNotFoundError:
        return ["Deze machine kent de tijdzone Europe/Brussels niet; installeer tzdata."]
    return []


def _holidays() -> Sequence[str]:
    import holidays  # 30 ms, and only a health check needs it here

    named = holidays.country_holidays("BE", years=2021)
    return [] if "2021-07-21" in named else ["De lijst van Belgische feestdagen kent 21 juli niet."]
