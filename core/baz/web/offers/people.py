"""Who takes part: a yes or no, somebody asked for a role, who stops, and who takes a role over."""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.explain.tongue import inside
from baz.engine.desk import RoleLine
from baz.kernel.acts import Agree, Answer, HandOver, Join, Leave, Yes
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.offers.action import Action, Draft, NewPerson
from baz.web.offers.scene import Scene
from baz.web.questions import Options, Question
from baz.web.visit import Form


def offers(scene: Scene) -> Iterator[Action]:
    """Answers that are waited for, and what may change about who takes part."""
    page = scene.page
    if page is None or page.view.ended_on:
        return
    for line in page.view.roles:
        if line.standing == "asked" and (page.staff or line.party == scene.visit.actor.party):
            yield answer(scene, line)
    for proposed in page.proposed:
        for title, person in proposed.waits:
            if page.staff or person.party == scene.visit.actor.party:
                yield agree(scene, proposed.step, proposed.title, person.party, person.name or title)
    if page.staff:
        for name, role in scene.workflow.roles.items():
            yield join(scene, name, role.title)
        for line in page.view.roles:
            if line.standing == "active" and line.name:
                yield leave(line)
                if scene.workflow.roles[line.role].kind in ("staff", "volunteer"):
                    yield hand_over(scene, line)


def _said(scene: Scene, party: str) -> tuple[Question, ...]:
    """How it was said; not asked of who answers herself."""
    if party == scene.visit.actor.party:
        return ()
    return (Question("hoe", _("Hoe liet die persoon het weten?"), "choice", options=questions.hows()),)


def _yes(form: Form, party: str, me: str) -> tuple[Yes, str, str]:
    how = "zelf" if party == me else form.text("hoe") or "mondeling"
    return Yes(party, how, form.text("ja") == "ja"), "" if party == me else party, "" if party == me else how


def answer(scene: Scene, line: RoleLine) -> Action:
    """A yes or no to a role that somebody was asked for."""
    name = line.name or line.title
    asked = (Question("ja", _("Wat zei {naam}?").format(naam=name), "choice", options=questions.yes_or_no()),)
    more = _said(scene, line.party)

    def read(form: Form) -> Draft:
        yes, behalf, how = _yes(form, line.party, scene.visit.actor.party)
        return Draft(Answer(name=line.role, party=line.party, yes=yes), behalf=behalf, how=how)

    return Action(
        f"antwoord/{line.role}/{line.party}", _("Antwoord van {naam}").format(naam=name),
        _("Noteer het antwoord"), _("Antwoord genoteerd."), read, (*asked, *more),
        _("Gevraagd als {rol}.").format(rol=inside(line.title)), 10, "step", "people",
    )  # fmt: skip


def agree(scene: Scene, step: str, title: str, party: str, name: str) -> Action:
    """A yes or no to a step that waits for it."""
    asked = (Question("ja", _("Wat zei {naam}?").format(naam=name), "choice", options=questions.yes_or_no()),)

    def read(form: Form) -> Draft:
        yes, behalf, how = _yes(form, party, scene.visit.actor.party)
        return Draft(Agree(name=step, yes=yes), behalf=behalf, how=how)

    return Action(
        f"ja/{step}/{party}", _("{stap}: wat zegt {naam}?").format(stap=title, naam=name),
        _("Noteer het antwoord"), _("Antwoord genoteerd."), read, (*asked, *_said(scene, party)),
        _("Deze stap wacht op een ja."), 12, "step", "people",
    )  # fmt: skip


def join(scene: Scene, role: str, title: str) -> Action:
    """Somebody is asked for a role, or takes it."""
    (question,) = scene.questions((role,))
    agree = scene.workflow.roles[role].agree

    def read(form: Form) -> Draft:
        draft = Draft()
        found = scene.answers([question], form, draft).get(role)
        who = found[0] if isinstance(found, list) else found
        if isinstance(who, NewPerson):
            draft.act = Join(name=role, party=who)  # type: ignore[arg-type]  # added just before the act
        elif who:
            draft.act = Join(name=role, party=str(who), agreed=_own(form, str(who)))
        return draft

    def _own(form: Form, party: str) -> tuple[Yes, ...]:
        return (Yes(party, form.text("hoe")),) if form.text("hoe") and role in agree else ()

    hint = _("Nog geen ja? Laat het open: dan is die persoon eerst gevraagd.")
    said = Question("hoe", _("Hoe kwam het ja?"), "choice", False, hint, questions.hows())
    return Action(
        f"mensen/{role}/erbij", _("{rol} erbij").format(rol=title), _("Voeg toe"),
        _("Toegevoegd: {rol}").format(rol=inside(title)), read,
        (question, said) if role in agree else (question,), "", 85, "other", "plus",
    )  # fmt: skip


def leave(line: RoleLine) -> Action:
    """Somebody stops."""

    def read(_form: Form) -> Draft:
        return Draft(Leave(name=line.role, party=line.party))

    title = _("{naam} stopt als {rol}").format(naam=line.name, rol=inside(line.title))
    return Action(
        f"mensen/{line.role}/{line.party}/stopt", title, _("Bevestig"), title, read, urgent=86, group="other"
    )


def hand_over(scene: Scene, line: RoleLine) -> Action:
    """A role goes to somebody else, for good or until a day."""
    kind = scene.workflow.roles[line.role].kind
    others: Options = scene.staff if kind == "staff" else scene.volunteers
    options = tuple(o for o in others if o[0] != line.party)
    hint = _("Laat leeg om voor goed over te dragen. Met een dag is het een vervanging, die vanzelf eindigt.")

    def read(form: Form) -> Draft:
        until = questions.when(form.text("tot")) if form.text("tot") else None
        if until is not None and (until.day is None or until.day <= scene.visit.today):
            return Draft(errors={"tot": _("Kies een dag na vandaag.")})
        return Draft(HandOver(name=line.role, party=line.party, to=form.text("aan"), until=until))

    asked = (
        Question("aan", _("Aan wie?"), "person", options=options),
        questions.day("tot", _("Tot wanneer?"), required=False, hint=hint),
    )
    title = _("Draag over: {rol} {naam}").format(rol=inside(line.title), naam=line.name)
    return Action(
        f"mensen/{line.role}/{line.party}/over", title, _("Draag over"), _("Overgedragen."), read, asked,
        urgent=84, group="other", picture="swap",
    )  # fmt: skip
