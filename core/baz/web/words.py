"""Days, hours and numbers as people read them: absolute first, relative beside."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup, escape

from baz.ground.clock import BRUSSELS
from baz.ground.words import first_name as first_name
from baz.web.language import current, gettext, ngettext

_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
}  # fmt: skip
_SHORT = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
}  # fmt: skip


def _day(day: date | str) -> date:
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day


def short_day(day: date | str, today: date | None = None) -> str:
    """`wo 18 nov`, with the year when it is not this one."""
    found, language = _day(day), current()
    text = f"{_DAYS[language][found.weekday()][: 2 if language == 'nl' else 3]} {found.day}"
    text += f" {_SHORT[language][found.month - 1]}"
    return text if today is not None and found.year == today.year else f"{text} {found.year}"


def brief_day(day: date | str, today: date | None = None) -> str:
    """`18 nov`, with the year when it is not this one."""
    return short_day(day, today).split(" ", 1)[1]


def plain_day(day: date | str, today: date | None = None) -> str:
    """`23 april`, with the year when it is not this one."""
    found = _day(day)
    text = f"{found.day} {_MONTHS[current()][found.month - 1]}"
    return text if today is not None and found.year == today.year else f"{text} {found.year}"


def long_day(day: date | str, today: date | None = None) -> str:
    """`donderdag 12 november`, with the year when it is not this one."""
    return f"{_DAYS[current()][_day(day).weekday()]} {plain_day(day, today)}"


def month_name(day: date) -> str:
    """`november 2026`."""
    return f"{_MONTHS[current()][day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """`maandag`."""
    return _DAYS[current()][day.weekday()]


def hour(minute: int | None) -> str:
    """A minute of the day: `19.30 uur`, `14 uur`; nothing when it is not known."""
    if minute is None:
        return ""
    text = f"{minute // 60}.{minute % 60:02}" if minute % 60 else str(minute // 60)
    return gettext("{uur} uur").format(uur=text)


def away(day: date | str, today: date) -> str:
    """How far a day is: `vandaag`, `morgen`, `over 4 dagen`, `5 dagen geleden`."""
    ahead = (_day(day) - today).days
    near = {0: gettext("vandaag"), 1: gettext("morgen"), -1: gettext("gisteren")}
    if ahead in near:
        return near[ahead]
    if ahead > 0:
        return ngettext("over {n} dag", "over {n} dagen", ahead).format(n=ahead)
    return ngettext("{n} dag geleden", "{n} dagen geleden", -ahead).format(n=-ahead)


def late(day: date | str, today: date) -> str:
    """`5 dagen te laat`."""
    days = (today - _day(day)).days
    return ngettext("{n} dag te laat", "{n} dagen te laat", days).format(n=days)


def when_text(text: str, today: date | None = None) -> str:
    """A date of any precision as the log writes it: `2026-11-12T19:30`, `2026-11`, `2026` or `?`."""
    if text == "?" or not text:
        return gettext("op een dag die we niet weten")
    if len(text) == 4:
        return text
    if len(text) == 7:
        return f"{_MONTHS[current()][int(text[5:7]) - 1]} {text[:4]}"
    day = long_day(text, today)
    if len(text) >= 16:
        return f"{day}, {hour(int(text[11:13]) * 60 + int(text[14:16]))}"
    return day


def time_tag(day: date | str, text: str) -> Markup:
    """A day as HTML that machines read too."""
    iso = day if isinstance(day, str) else day.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(escape(iso[:16]), text)  # escaped


def clock_text(moment: datetime) -> str:
    """`8.31 uur`."""
    local = moment.astimezone(BRUSSELS)
    return hour(local.hour * 60 + local.minute)


def greeting(moment: datetime) -> str:
    """By the hour in Brussels."""
    now = moment.astimezone(BRUSSELS).hour
    if now < 12:
        return gettext("Goedemorgen")
    return gettext("Goedemiddag") if now < 18 else gettext("Goedenavond")


_NUMBERS = (
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)


def number_word(number: int) -> str:
    """Small numbers in letters, in Dutch; others as they are."""
    return _NUMBERS[number] if current() == "nl" and number < len(_NUMBERS) else str(number)


def initials(name: str) -> str:
    """Two letters for a piece: `Noor Vermeulen` is NV."""
    parts = [p for p in name.replace("-", " ").split() if p[:1].isalpha()]
    return "".join(p[0] for p in ([parts[0], parts[-1]] if len(parts) > 1 else parts)).upper() or "?"
