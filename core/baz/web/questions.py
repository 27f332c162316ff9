"""The questions of a form, and its answers read back. How they look is the macro `field` of `parts.html`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from baz.definition.model import FieldDef
from baz.ground.words import spoken
from baz.kernel.when import When
from baz.web.language import gettext as _
from baz.web.visit import Form

Options = tuple[tuple[str, str, str], ...]
"""(value, what people read, a line beside it)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `kind`: text, long, list, number, day, time, mail, phone, choice, choices, person, people, newcomer,
    meeting, paper or marks. `values` is what stands there now, `extra` what stands in its parts (`dag`,
    `uur`...), `parts` are the questions inside a `marks`.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    hint: str = ""
    options: Options = ()
    values: tuple[str, ...] = ()
    error: str = ""
    parts: tuple[Question, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    most: int = 280
    list: str = ""

    @property
    def value(self) -> str:
        """What stands there now."""
        return self.values[0] if self.values else ""

    @property
    def short(self) -> bool:
        """Whether the options fit beside each other."""
        return all(len(label) < 22 and not line for _value, label, line in self.options)

    def part(self, name: str) -> str:
        """What stands in a part of it now."""
        return self.extra.get(name, "")


def yes_or_no() -> Options:
    """Ja and Nee."""
    return ("ja", _("Ja"), ""), ("nee", _("Nee"), "")


def hows() -> Options:
    """The ways in which somebody can let something be known."""
    return (
        ("mondeling", _("Mondeling"), ""),
        ("telefoon", _("Aan de telefoon"), ""),
        ("mail", _("Met een mail"), ""),
        ("brief", _("Met een brief"), ""),
    )


def options_of(names: Iterable[str]) -> Options:
    """Options of a definition as people read them."""
    return tuple((n, _capital(spoken(n)), "") for n in names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_KINDS = {"number": "number", "date": "day", "list": "list", "paper": "paper"}


def of_field(
    name: str,
    found: FieldDef,
    options: Sequence[str] = (),
    *,
    required: bool = True,
    marks: Sequence[str] = (),
) -> Question:
    """The question for a field of a definition.

    Args:
        name: its name.
        found: its definition.
        options: what can be chosen now, where that comes from another field.
        required: whether it must be filled in.
        marks: the items of a list that stands there already, each of which gets one of the options.
    """
    chosen = tuple(options or found.options)
    question = Question(name, found.title, required=required)
    if found.type == "yes_no":
        return replace(question, kind="choice", options=yes_or_no())
    if found.type in ("choice", "choices"):
        return replace(question, kind=found.type, options=options_of(chosen))
    if found.type == "list" and marks:
        parts = tuple(
            Question(f"{name}.{i}", text, "choice", False, options=options_of(found.options))
            for i, text in enumerate(marks)
        )
        return replace(question, kind="marks", parts=parts)
    if found.type == "list":
        return replace(question, kind="list", hint=_("Eén per regel. Elke regel hoogstens 280 tekens."))
    if found.type == "paper":
        hint = _("We bewaren alleen dat je het zag, nooit het papier zelf.")
        return replace(question, kind="paper", hint=hint, options=options_of(found.options))
    if found.type == "municipality":
        return replace(question, list="gemeenten")
    if found.type == "text":
        return replace(question, kind="long", hint=_("Hoogstens 280 tekens."))
    return replace(question, kind=_KINDS.get(found.type, "text"))


def day(name: str, label: str, value: str = "", *, required: bool = True, hint: str = "") -> Question:
    """A question for a day."""
    return Question(name, label, "day", required, hint, values=(value,) if value else ())


def filled(
    questions: Iterable[Question], form: Form, errors: Mapping[str, str] | None = None
) -> list[Question]:
    """The same questions with what was typed, and what is wrong with it."""
    wrong = errors or {}
    return [_filled(q, form, wrong) for q in questions]


def _filled(question: Question, form: Form, wrong: Mapping[str, str]) -> Question:
    extra = {
        key.removeprefix(f"{question.name}."): form.text(key)
        for key in form.names()
        if key.startswith(f"{question.name}.")
    }
    parts = tuple(_filled(part, form, wrong) for part in question.parts)
    given = (
        tuple(form.many(question.name)) if question.name in form or not question.values else question.values
    )
    if form.data and question.name not in form and question.kind in ("choices", "people"):
        given = ()
    return replace(
        question, values=given, extra=extra or question.extra, parts=parts, error=wrong.get(question.name, "")
    )


def missing(questions: Iterable[Question], form: Form) -> dict[str, str]:
    """What must still be filled in: name of the question to a sentence that says so."""
    return {q.name: _sentence(q) for q in questions if q.required and not _given(q, form)}


def _given(question: Question, form: Form) -> bool:
    if question.kind == "meeting":
        return bool(form.text(f"{question.name}.dag"))
    if question.kind == "paper":
        return bool(form.text(f"{question.name}.gezien") or form.text(f"{question.name}.vrij"))
    if question.kind == "marks":
        return True
    return bool(form.many(question.name))


def _sentence(question: Question) -> str:
    if question.kind in ("choice", "choices", "person", "people"):
        return _("Kies bij “{vraag}”.").format(vraag=question.label)
    if question.kind in ("day", "meeting"):
        return _("Kies een dag bij “{vraag}”.").format(vraag=question.label)
    return _("Vul “{vraag}” in.").format(vraag=question.label)


def meeting(name: str, form: Form) -> dict[str, str] | None:
    """A planned meeting as the engine takes it; None when no day was given."""
    on = form.text(f"{name}.dag")
    if not on:
        return None
    hour = form.text(f"{name}.uur")
    found = {"on": f"{on}T{hour[:5]}" if hour else on, "mode": form.text(f"{name}.hoe") or "fysiek"}
    return {**found, "place": form.text(f"{name}.plaats")} if form.text(f"{name}.plaats") else found


def paper(name: str, form: Form) -> dict[str, str] | None:
    """A paper that was seen, as the engine takes it; None when nothing was given."""
    keys = {"seen_on": "gezien", "issued_on": "uitgegeven", "exemption": "vrij"}
    found = {key: form.text(f"{name}.{part}") for key, part in keys.items() if form.text(f"{name}.{part}")}
    return found or None


def number(text: str, most: int = 100_000) -> int | None:
    """A whole number as it was typed; None for what is none, such as `²`, and for more than anybody means."""
    return int(text) if text.isdecimal() and len(text) < 20 and int(text) <= most else None


def when(text: str) -> When | None:
    """A day as it was typed; None when it cannot be read."""
    try:
        return When.parse(text)
    except ValueError:
        return None
