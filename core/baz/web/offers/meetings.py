"""Meetings: plan, report, move and cancel."""

from __future__ import annotations

from collections.abc import Iterator

from baz.engine.casepage import Meeting
from baz.kernel.acts import Cancel, Held, Move, Plan
from baz.kernel.rights import meeting_hands
from baz.kernel.when import When
from baz.web import questions, words
from baz.web.language import gettext as _
from baz.web.offers.action import Action, Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Form


def offers(scene: Scene) -> Iterator[Action]:
    """What can be done with meetings here: planned ones to report, move or cancel; kinds to plan."""
    page = scene.page
    if page is None or page.view.ended_on:
        return
    today = scene.visit.today.isoformat()
    for meeting in page.meetings:
        if meeting.status == "planned" and meeting.mine:
            past = bool(meeting.day) and meeting.day <= today
            yield report(scene, meeting.kind, meeting, urgent=5 if past else 60)
            yield move(scene, meeting)
            yield cancel(scene, meeting)
    for kind in kinds_here(scene):
        asked = next((t for t in page.view.tasks if t.name == f"ritme.{kind}" and t.status == "open"), None)
        late = asked is not None and asked.due_on < today
        yield plan(scene, kind, 1 if late else 25 if asked else 55)
        yield report(scene, kind)


def kinds_here(scene: Scene) -> Iterator[str]:
    """The kinds of meeting that belong to where the case stands, and that this reader may plan."""
    page = scene.page
    if page is None or page.view.paused:
        return
    here = {page.view.state, *(f"{r}.{s}" for r, (s, _t) in page.view.regions.items())}
    here |= {s for s, _t in page.view.regions.values()}
    here |= {phase for phase, states in scene.workflow.phases.items() if page.view.state in states}
    for name, meeting in scene.workflow.meetings.items():
        mine = page.staff or page.roles & set(meeting_hands(page.plan, name))
        if mine and (not meeting.during or here & set(meeting.during)):
            yield name


def plan(scene: Scene, kind: str, urgent: int = 55) -> Action:
    """A new date."""
    title = scene.workflow.meetings[kind].title

    def read(form: Form) -> Draft:
        found = questions.meeting("datum", form)
        if found is None:
            return Draft(errors={"datum": _("Kies een dag.")})
        on = questions.when(found["on"])
        if on is None:
            return Draft(errors={"datum": _("Deze dag of dit uur kunnen we niet lezen.")})
        mode = found["mode"] if found["mode"] in ("fysiek", "online", "hybride") else "fysiek"
        return Draft(Plan(name=kind, on=on, mode=mode, place=found.get("place", "")))  # type: ignore[arg-type]  # looked at just above

    return Action(
        f"samenkomst/{kind}/plan", _("Plan: {wat}").format(wat=title), _("Plan de datum"),
        _("Gepland: {wat}").format(wat=title), read, (Question("datum", _("Wanneer en waar?"), "meeting"),),
        _("Wie meedoet en een mailadres gaf, krijgt de afspraak."), urgent, "meeting", "cal",
    )  # fmt: skip


def report(scene: Scene, kind: str, meeting: Meeting | None = None, urgent: int = 70) -> Action:
    """A meeting that took place."""
    found = scene.workflow.meetings[kind]
    asked = scene.questions(found.ask, found.optional)
    before = _attendance(scene, kind)
    day = meeting.day if meeting and meeting.day <= scene.visit.today.isoformat() else ""
    when = questions.day("dag", _("Welke dag was het?"), day or scene.visit.today.isoformat())

    def read(form: Form) -> Draft:
        draft = Draft(note=form.text("zin"))
        draft.occurred = scene.occurred(form, draft)
        if draft.occurred is None and "dag" not in draft.errors:
            # a meeting of today: the day is known, the hour is not
            draft.occurred = When(scene.visit.today)
        count = form.text("aantal")
        if count and questions.number(count) is None:
            draft.errors["aantal"] = _("Schrijf een getal, zoals 5.")
            return draft
        draft.act = Held(
            name=kind, meeting=meeting.id if meeting else "", count=questions.number(count),
            present=tuple(form.many("aanwezig")), answers=scene.answers(asked, form, draft),
        )  # fmt: skip
        return draft

    tail = f"samenkomst/{kind}/{meeting.id}/verslag" if meeting else f"samenkomst/{kind}/verslag"
    title = _("Verslag: {wat}").format(wat=found.title)
    line = _line(scene, meeting) if meeting else _("Er was een samenkomst die niet gepland stond.")
    return Action(
        tail, title, _("Bewaar het verslag"), _("Verslag bewaard."), read, (when, *before, *asked), line,
        urgent, "meeting", "fix",
    )  # fmt: skip


def _attendance(scene: Scene, kind: str) -> list[Question]:
    found = scene.workflow.meetings[kind]
    if found.attendance == "count":
        hint = _("Alleen hoeveel. Namen schrijven we niet op.")
        return [Question("aantal", _("Hoeveel mensen waren er?"), "number", False, hint)]
    if found.attendance == "names":
        options = tuple((party, name, title) for title, party, name in scene.holders(found.people))
        return [Question("aanwezig", _("Wie was er?"), "choices", False, options=options)] if options else []
    return []


def _line(scene: Scene, meeting: Meeting) -> str:
    if not meeting.day:
        return _("Zonder vaste dag.")
    day = words.long_day(meeting.day, scene.visit.today)
    hour = words.hour(meeting.minute)
    return f"{day}, {hour}" if hour else day


def move(scene: Scene, meeting: Meeting) -> Action:
    """A planned meeting on another date."""

    def read(form: Form) -> Draft:
        hour = form.text("uur")
        on = questions.when(f"{form.text('dag')}T{hour[:5]}" if hour else form.text("dag"))
        if on is None or on.day is None:
            return Draft(errors={"dag": _("Kies een dag.")})
        return Draft(Move(name=meeting.kind, on=on, meeting=meeting.id))

    asked = (
        questions.day("dag", _("Welke dag?"), meeting.day),
        Question("uur", _("Hoe laat?"), "time", False, values=(_clock(meeting),) if meeting.minute else ()),
    )
    return Action(
        f"samenkomst/{meeting.kind}/{meeting.id}/verzet", _("Verzet: {wat}").format(wat=meeting.title),
        _("Verzet"), _("Verzet: {wat}").format(wat=meeting.title), read, asked, _line(scene, meeting), 75,
        "other", "swap",
    )  # fmt: skip


def _clock(meeting: Meeting) -> str:
    minute = meeting.minute or 0
    return f"{minute // 60:02}:{minute % 60:02}"


def cancel(scene: Scene, meeting: Meeting) -> Action:
    """A planned meeting that does not take place."""

    def read(form: Form) -> Draft:
        return Draft(Cancel(name=meeting.kind, meeting=meeting.id, reason=form.text("reden")))

    asked = (Question("reden", _("Waarom niet?"), required=False, most=140),)
    return Action(
        f"samenkomst/{meeting.kind}/{meeting.id}/zegaf", _("Zeg af: {wat}").format(wat=meeting.title),
        _("Zeg af"), _("Afgezegd: {wat}").format(wat=meeting.title), read, asked, _line(scene, meeting), 80,
        "other", "late",
    )  # fmt: skip
