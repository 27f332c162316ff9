"""Tasks: done, later, or on another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from baz.engine.desk import TaskLine
from baz.kernel.acts import Done, Pin, Snooze
from baz.web import questions, words
from baz.web.language import gettext as _
from baz.web.offers.action import Action, Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Form


def offers(scene: Scene) -> Iterator[Action]:
    """Every open task: done with what it asks."""
    if scene.page is None:
        return
    for task in scene.page.view.tasks:
        # a rhythm is kept by a date, and what does not fit by mending it: both have their own place
        own = task.name == "past_niet" or task.name.startswith("ritme.")
        if task.status in ("open", "snoozed") and not own:
            yield done(scene, task)


def done(scene: Scene, task: TaskLine) -> Action:
    """A task that is done."""
    found = scene.workflow.tasks.get(task.name)
    asked = scene.questions(found.ask, found.optional) if found else []
    late = bool(task.due_on) and task.due_on < scene.visit.today.isoformat()

    def read(form: Form) -> Draft:
        draft = Draft()
        answers = scene.answers(asked, form, draft)
        draft.occurred = scene.occurred(form, draft)
        draft.act = Done(name=task.name, task=task.id, answers=answers)
        return draft

    line = ""
    if task.due_on:
        day = words.plain_day(task.due_on, scene.visit.today)
        line = (_("Te laat sinds {dag}.") if late else _("Tegen {dag}.")).format(dag=day)
    when = [scene.told()] if scene.page and scene.page.staff else []
    return Action(
        f"taak/{task.id}", task.title, _("Gedaan"), _("Gedaan: {taak}").format(taak=task.title), read,
        (*asked, *when), line, 0 if late else 20, "task",
    )  # fmt: skip


def later(scene: Scene, task: TaskLine) -> Action:
    """A task that comes back on a later day, with a reason."""
    tomorrow = scene.visit.today + timedelta(days=1)

    def read(form: Form) -> Draft:
        draft = Draft()
        until = questions.when(form.text("tot"))
        if until is None or until.day is None or until.day < tomorrow:
            draft.errors["tot"] = _("Kies een dag na vandaag.")
            return draft
        draft.act = Snooze(name=task.name, task=task.id, until=until, reason=form.text("reden"))
        return draft

    asked = (
        questions.day("tot", _("Tot wanneer?"), next_week(scene)),
        Question("reden", _("Waarom later?"), hint=_("Je team ziet deze reden bij de taak."), most=140),
    )
    return Action(
        f"taak/{task.id}/later", _("{taak}: later").format(taak=task.title), _("Zet op later"),
        _("Op later gezet: {taak}").format(taak=task.title), read, asked, group="other",
    )  # fmt: skip


def next_week(scene: Scene) -> str:
    """A week from now, as a first proposal."""
    return (scene.visit.today + timedelta(days=7)).isoformat()


def pin(task: TaskLine) -> Action:
    """Another due day, set by hand."""

    def read(form: Form) -> Draft:
        on = questions.when(form.text("op"))
        if on is None or on.day is None:
            return Draft(errors={"op": _("Kies een dag.")})
        return Draft(Pin(name=task.name, task=task.id, on=on, reason=form.text("reden")))

    asked = (
        questions.day("op", _("Tegen welke dag?"), task.due_on),
        Question("reden", _("Waarom een andere dag?"), required=False, most=140),
    )
    return Action(
        f"taak/{task.id}/dag", _("{taak}: andere dag").format(taak=task.title), _("Zet deze dag"),
        _("Nieuwe dag voor: {taak}").format(taak=task.title), read, asked, group="other",
    )  # fmt: skip
