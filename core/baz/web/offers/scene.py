"""A case and who looks at it: the questions that names in a definition lead to, and answers read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from baz.definition.model import Workflow
from baz.engine import doubles, rights, roster
from baz.engine.casepage import CasePage
from baz.engine.rights import Right
from baz.kernel.acts import Yes
from baz.kernel.when import When
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.offers.action import Draft, NewPerson
from baz.web.questions import Options, Question
from baz.web.visit import Form, Visit

NEW = "nieuw"
"""The choice of somebody who is not known yet."""


@dataclass
class Scene:
    """A workflow in an organisation, and the case where there is one already."""

    visit: Visit
    workflow: Workflow
    organisation: str
    page: CasePage | None = None

    @property
    def case(self) -> str:
        """The id of the case; empty while it is still to be opened."""
        return self.page.view.id if self.page else ""

    # --- questions

    def questions(self, ask: Sequence[str], optional: Sequence[str] = ()) -> list[Question]:
        """The questions for what a step, task or meeting asks."""
        wanted = [(name, True) for name in ask] + [(name, False) for name in optional]
        return [self._question(name, required) for name, required in wanted]

    def _question(self, name: str, required: bool) -> Question:
        w = self.workflow
        if name in w.fields:
            return self._field(name, required)
        if name in w.meetings:
            return Question(name, w.meetings[name].title, "meeting", required)
        return self._role(name, required)

    def _field(self, name: str, required: bool) -> Question:
        found = self.workflow.fields[name]
        items = self.page.items if self.page else {}
        options = items.get(found.options_from, ()) if found.options_from else ()
        marks = items.get(name, ()) if found.options else ()
        return questions.of_field(name, found, options, required=required, marks=marks)

    def _role(self, name: str, required: bool) -> Question:
        role = self.workflow.roles[name]
        if role.kind == "staff":
            options = self.staff
            me = self.visit.actor.party
            mine = (me,) if required and any(o[0] == me for o in options) else ()
            return Question(name, role.title, "person", required, options=options, values=mine)
        if role.kind == "volunteer":
            hint = "" if self.volunteers else _("Er is nog geen vrijwilliger gekend.")
            return Question(name, role.title, "person", required, hint, options=self.volunteers)
        return Question(name, role.title, "newcomer", required)

    def standing(self, question: Question) -> Question:
        """The same question; where one person has the role already, her name stands in it."""
        held = self._named(question.name) if question.kind == "newcomer" else []
        if len(held) != 1:
            return question
        ((party, name),) = held
        options = ((party, _("Ja, {naam}").format(naam=name), ""), (NEW, _("Nee, iemand anders"), ""))
        return replace(question, values=(name,), options=options, extra={"wie": party})

    def _named(self, role: str) -> list[tuple[str, str]]:
        """(party, name) of who has a role here, as far as this reader may read the name."""
        held: Mapping[str, Any] = self.page.holders if self.page else {}
        return [(p.party, p.name) for p in held.get(role, ()) if p.name]

    @cached_property
    def staff(self) -> Options:
        """Who works in the cases of the organisation."""
        with self.visit.engine.reading() as work:
            return tuple((p, n, "") for p, n in roster.workers(work, self.visit.actor, self.organisation))

    @cached_property
    def volunteers(self) -> Options:
        """Its volunteers."""
        return tuple((p, n, "") for p, n in self.visit.engine.volunteers(self.visit.actor, self.organisation))

    # --- answers

    def answers(self, asked: Iterable[Question], form: Form, draft: Draft) -> dict[str, Any]:
        """What was filled in, as the engine takes it; what is wrong goes to the draft."""
        found: dict[str, Any] = {}
        for question in asked:
            value = self._answer(question, form, draft)
            if value not in (None, "", [], ()):
                found[question.name] = value
        return found

    def _answer(self, question: Question, form: Form, draft: Draft) -> Any:
        name = question.name
        match question.kind:
            case "meeting":
                return questions.meeting(name, form)
            case "paper":
                return questions.paper(name, form)
            case "marks":
                return _marked(question, form)
            case "choices":
                return form.many(name)
            case "newcomer":
                return self._newcomer(question, form, draft)
            case "person" | "people":
                return form.many(name)
        return form.text(name)

    def _newcomer(self, question: Question, form: Form, draft: Draft) -> Any:
        name, chosen = form.text(question.name), form.text(f"{question.name}.wie")
        if not name:
            return None
        if (chosen, name) in self._named(question.name):
            return [chosen]
        known = self.known(name, form.text(f"{question.name}.bereik"))
        if chosen and chosen != NEW and any(party == chosen for party, _name in known):
            return [chosen]
        if known and chosen != NEW:
            draft.errors[question.name] = _("Misschien kennen we deze persoon al. Kies wie je bedoelt.")
            return None
        kind = self.workflow.roles[question.name].kind
        whole = "organisation" if kind == "organisation" else "person"
        return NewPerson(name, whole, form.text(f"{question.name}.bereik"))

    def known(self, name: str, reach: str = "") -> list[tuple[str, str]]:
        """(party, name) of who may be meant: the name sounds alike or has a slip, or the reach is hers."""
        visit, mail = self.visit, reach if "@" in reach else ""
        if not rights.may(visit.engine.catalogue, visit.actor, self.organisation, Right.SEE_PEOPLE):
            return []
        with visit.engine.reading() as work:
            found = doubles.possible(work, visit.actor, self.organisation, name, mail, "" if mail else reach)
        return [(double.party, double.name) for double in found]

    def same_name(self, asked: Iterable[Question], form: Form) -> list[Question]:
        """The same questions; where somebody of that name is known, with the choice who is meant."""
        return [self._with_known(q, form) if q.kind == "newcomer" else q for q in asked]

    def _with_known(self, question: Question, form: Form) -> Question:
        name = form.text(question.name)
        known = self.known(name, form.text(f"{question.name}.bereik")) if name else []
        if not known:
            same = name in (held for _party, held in self._named(question.name))
            return question if same else replace(question, options=())
        options = [(party, _("Ja, {naam}").format(naam=shown), "") for party, shown in known]
        return replace(question, options=(*options, (NEW, _("Nee, iemand anders"), "")))

    # --- who acts, and when

    def told(self) -> Question:
        """When it happened: today unless said otherwise."""
        today = self.visit.today.isoformat()
        return questions.day("dag", _("Wanneer was dat?"), today)

    def occurred(self, form: Form, draft: Draft) -> When | None:
        """The day on which it happened; None for now."""
        text = form.text("dag")
        if not text or text == self.visit.today.isoformat():
            return None
        found = questions.when(text)
        if found is None:
            draft.errors["dag"] = _("“{dag}” is geen datum.").format(dag=text)
        elif found.day and found.day > self.visit.today:
            draft.errors["dag"] = _("Deze dag moet nog komen. Kies vandaag of een vroegere dag.")
        return found

    def behalf(self, roles: Sequence[str]) -> list[Question]:
        """Whose decision it is, and how she let it be known, where only she decides."""
        holders = self.holders(roles)
        options = tuple((p, n, t) for t, p, n in holders)
        one = (options[0][0],) if len(options) == 1 else ()
        return [
            Question("namens", _("Van wie komt dit?"), "person", options=options, values=one),
            Question("hoe", _("Hoe liet die persoon het weten?"), "choice", options=questions.hows()),
        ]

    def holders(self, roles: Sequence[str]) -> list[tuple[str, str, str]]:
        """(title of the role, party, name) of who holds one of these roles now."""
        held: Mapping[str, Any] = self.page.holders if self.page else {}
        return [
            (self.workflow.roles[r].title, p.party, p.name or self.workflow.roles[r].title)
            for r in roles
            for p in held.get(r, ())
        ]

    def yes(self, roles: Sequence[str], besides: str = "") -> list[Question]:
        """Did those whose yes it takes say it, and how; leaving it open makes the step wait for them."""
        hint = _("Nog geen antwoord? Laat het open: de stap wacht dan op dat ja.")
        ways = tuple((v, _("Ja, {hoe}").format(hoe=label.lower()), "") for v, label, _l in questions.hows())
        return [
            Question(f"ja.{party}", _("Zei {naam} ja?").format(naam=name), "choice", False, hint, ways)
            for _title, party, name in self.holders(roles)
            if party not in (besides, self.visit.actor.party)
        ]

    def agreed(self, asked: Iterable[Question], form: Form) -> tuple[Yes, ...]:
        """Who said yes, as it was filled in."""
        found = [(q.name.removeprefix("ja."), form.text(q.name)) for q in asked if q.name.startswith("ja.")]
        return tuple(Yes(party, how) for party, how in found if how)


def _marked(question: Question, form: Form) -> list[dict[str, str]]:
    found = []
    for part in question.parts:
        mark = form.text(part.name)
        found.append({"text": part.label, "mark": mark} if mark else {"text": part.label})
    return found
