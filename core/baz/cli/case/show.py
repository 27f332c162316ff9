"""`baz case show`."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form, organisation
from baz.cli.telling import CASE_HELP
from baz.engine.desk import CaseView
from baz.engine.finding import short
from baz.ground.words import in_words

STANDING = {
    "asked": "gevraagd",
    "reserve": "reserve",
    "active": "",
    "declined": "zei neen",
    "ended": "gestopt",
}
MEETING = {"planned": "gepland", "held": "gehouden", "cancelled": "afgezegd"}
LETTER = {
    "done": "verstuurd",
    "waiting": "klaar om te versturen",
    "busy": "wordt verstuurd",
    "failed": "mislukt",
}


@command("show")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@organisation
@form()
def show(case: str, organisation: str, form: str) -> None:
    """Toon alles over één traject: waar het staat, wie meedoet, wat te doen is en wat er gebeurde."""
    with desk(organisation) as at:
        view = at.engine.show(at.case(case), at.actor)
        output.emit(form, view, lambda: _text(view))


def _text(view: CaseView) -> None:
    about = f" van {view.about}" if view.about else ""
    output.heading(f"{view.title}{about}: {view.state_title}{' (rust)' if view.paused else ''}")
    output.facts(
        [
            ("nummer", short(view.id)),
            ("werkwijze", f"{view.workflow}, versie {view.version}"),
            ("begonnen", output.day(view.opened_on)),
            ("plaats", view.area),
            *((f"spoor {region}", title) for region, (_, title) in view.regions.items()),
            ("rust", view.paused),
            ("afgelopen", output.day(view.ended_on)),
            ("afloop", view.outcome),
            ("nog nodig", in_words(view.missing)),
        ]
    )
    _tasks(view)
    _people(view)
    if view.fields:
        _part("Wat we weten")
        output.facts([(title, value) for title, value in view.fields.values()], indent="  ")
    _meetings(view)
    _held(view)
    _timeline(view)


def _part(title: str) -> None:
    click.echo()
    output.heading(title)


def _tasks(view: CaseView) -> None:
    tasks = [t for t in view.tasks if t.status in ("open", "snoozed")]
    if tasks:
        _part("Te doen")
        rows = [
            (output.day(t.due_on) or "ooit", t.title, t.owner_name or t.owner_role, t.name) for t in tasks
        ]
        output.table(("tegen", "taak", "door", "naam"), rows, wrap=(1, 2))


def _people(view: CaseView) -> None:
    if view.roles:
        _part("Wie meedoet")
        rows = []
        for r in view.roles:
            waits = f"; wacht op {in_words(r.waits_for)}" if r.waits_for else ""
            until = f"tot {output.day(r.to)}" if r.to else f"sinds {output.day(r.frm)}"
            standing = STANDING.get(r.standing, r.standing)
            rows.append(
                (r.title, r.name or "(niet zichtbaar)", f"{standing + ' ' if standing else ''}{until}{waits}")
            )
        output.table(("rol", "naam", "sinds"), rows, wrap=(0, 1, 2))


def _meetings(view: CaseView) -> None:
    if view.meetings:
        _part("Samenkomsten")
        rows = [
            (
                output.day(m.day) or "?",
                m.title,
                MEETING.get(m.status, m.status),
                m.mode if m.mode != "fysiek" else "",
                f"{m.people} mensen" if m.people else "",
            )
            for m in view.meetings
        ]
        output.table(("dag", "samenkomst", "stand", "hoe", "wie"), rows, wrap=(1,))
    if view.letters:
        _part("Brieven")
        output.facts([(title, LETTER.get(status, status)) for _, title, status in view.letters], indent="  ")


def _held(view: CaseView) -> None:
    if view.held:
        _part("Dit past nog niet")
        for h in view.held:
            other = f" Het botst met '{h.other_title}' ({h.other})." if h.other_title else ""
            output.paragraph(f"{h.event}. {h.title}: {h.sentence}{other}", "  ")


def _timeline(view: CaseView) -> None:
    _part("Wat er gebeurde")
    rows = []
    for line in view.timeline:
        who = line.actor if not line.behalf else f"{line.behalf} ({line.how}, via {line.actor})"
        title = f"{line.title} (teruggenomen)" if line.withdrawn else line.title
        rows.append((str(line.seq), output.day(line.occurred), title, who))
    output.table(("nr", "wanneer", "wat", "wie"), rows, wrap=(2, 3))
