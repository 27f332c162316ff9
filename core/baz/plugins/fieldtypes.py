"""The field types of the grammar: how a value is read and shown.

Every reader takes `(raw, options)`, also where a type has no options, so that all are called alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from baz.definition.sentences import value_text
from baz.ground.freetext import free_word
from baz.ground.words import in_words, nearest, spoken

_YES = frozenset(("ja", "true", "yes", "1"))
_NO = frozenset(("nee", "neen", "false", "no", "0"))
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_PAPER_KEYS = ("seen_on", "issued_on", "ok", "exemption", "version")


def parse_text(raw: Any, _options: Sequence[str]) -> str:
    """Words of a person, without spaces around: short, and without a number that names somebody."""
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("Schrijf hier een tekst.")
    return free_word(raw.strip())


def parse_number(raw: Any, _options: Sequence[str]) -> int:
    """A whole number, zero or more."""
    text = str(raw).strip()
    if isinstance(raw, bool) or not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(f"'{raw}' is geen getal. Schrijf een geheel getal, 0 of meer.")
    return int(text)


def parse_yes_no(raw: Any, _options: Sequence[str]) -> bool:
    """`ja` or `nee`."""
    text = str(raw).strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueError(f"'{raw}' is geen antwoord. Schrijf ja of nee.")


def parse_choice(raw: Any, options: Sequence[str]) -> str:
    """One of the options, by its name or as it is shown; capitals do not count."""
    text = str(raw).strip()
    name = next((o for o in options if text.casefold() in (o, spoken(o).casefold())), "")
    if name:
        return name
    near = nearest(text, options)
    hint = f"Bedoel je {spoken(near)}? " if near else ""
    raise ValueError(f"'{text}' kan je niet kiezen. {hint}Kies uit {in_words(map(spoken, options), 'of')}.")


def parse_choices(raw: Any, options: Sequence[str]) -> list[str]:
    """Several options: a list, or text with commas. Each counts once, in the order of the definition."""
    items = raw if isinstance(raw, list | tuple) else [part for part in str(raw).split(",") if part.strip()]
    chosen = {parse_choice(item, options) for item in items}
    return [option for option in options if option in chosen]


def parse_date(raw: Any, _options: Sequence[str]) -> str:
    """A day as ISO text; read as 2021-01-13 or 13/1/2021."""
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    text = str(raw).strip()
    m = _DAY.match(text)
    try:
        return (date(int(m[3]), int(m[2]), int(m[1])) if m else date.fromisoformat(text)).isoformat()
    except ValueError:
        raise ValueError(f"'{text}' is geen datum. Schrijf bijvoorbeeld 2021-01-13 of 13/1/2021.") from None


def parse_list(raw: Any, options: Sequence[str]) -> list[dict[str, str]]:
    """Items of text, each with a mark out of `options` or without. Text is one item per line."""
    items = raw if isinstance(raw, list | tuple) else str(raw).splitlines()
    return [_item(item, options) for item in items if not isinstance(item, str) or item.strip()]


def _item(item: Any, options: Sequence[str]) -> dict[str, str]:
    if not isinstance(item, Mapping):
        return {"text": parse_text(item, ())}
    unknown = sorted(item.keys() - {"text", "mark"})
    if unknown:
        raise ValueError(f"Een regel heeft een tekst (text) en een vinkje (mark), en geen '{unknown[0]}'.")
    found = {"text": parse_text(item.get("text"), ())}
    return {**found, "mark": parse_choice(item["mark"], options)} if item.get("mark") else found


def parse_paper(raw: Any, options: Sequence[str]) -> dict[str, Any]:
    """A paper that was seen: its dates, whether it was in order, or why it is not needed. Never what it says.

    Text is the day it was seen, or one of the exemptions in `options`.
    """
    if not isinstance(raw, Mapping):
        text = str(raw).strip()
        raw = {"exemption": text} if text in options else {"seen_on": text}
    unknown = sorted(raw.keys() - set(_PAPER_KEYS))
    if unknown:
        raise ValueError(f"Van een papier bewaren we alleen {in_words(_PAPER_KEYS)}, en geen '{unknown[0]}'.")
    found: dict[str, Any] = {k: parse_date(raw[k], ()) for k in ("seen_on", "issued_on") if raw.get(k)}
    if raw.get("exemption"):
        found["exemption"] = parse_choice(raw["exemption"], options)
    if not found.get("seen_on") and "exemption" not in found:
        raise ValueError("Zeg op welke dag je het papier gezien hebt.")
    if raw.get("version"):
        found["version"] = parse_text(str(raw["version"]), ())
    return {**found, "ok": parse_yes_no(raw.get("ok", True), ())}


def show_date(value: Any) -> str:
    """`13 januari 2021`."""
    return value_text(date.fromisoformat(value) if isinstance(value, str) else value)


def show_list(value: Any) -> str:
    """The items one after the other, a mark between brackets."""
    items = [f"{i['text']} ({spoken(i['mark'])})" if i.get("mark") else i["text"] for i in value]
    return "; ".join(items) or "niets"


def show_text(value: Any) -> str:
    """As it was written."""
    return str(value)


def show_paper(value: Any) -> str:
    """When it was seen, and whether it was in order."""
    if value.get("exemption"):
        return f"niet nodig: {spoken(value['exemption'])}"
    return f"gezien op {show_date(value['seen_on'])}{'' if value.get('ok', True) else ', niet in orde'}"
