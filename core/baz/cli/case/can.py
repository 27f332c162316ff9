"""`baz case can`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from baz.cli import output
from baz.cli.desk import Desk, desk
from baz.cli.options import command, form, organisation
from baz.cli.telling import CASE_HELP
from baz.definition.explain.tongue import inside
from baz.definition.model import Workflow
from baz.engine.desk import CaseView
from baz.ground.words import counted, in_words
from baz.kernel.acts import Option, Reason

ELSEWHERE = frozenset(("niet-van-hier", "afgelopen", "geen-pauze"))
"""Codes of reasons that say no more than that a step belongs to another state."""


@command("can")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.option("--all", "everything", is_flag=True, help="Ook stappen die bij een andere toestand horen.")
@organisation
@form()
def can(case: str, everything: bool, organisation: str, form: str) -> None:
    """Toon wat nu kan, en van wat niet kan: waarom niet, waarnaar gekeken werd en wie er iets aan kan doen.

    JSON bevat altijd elke stap.
    """
    with desk(organisation) as at:
        key = at.case(case)
        options, view = at.engine.can(key, at.actor), at.engine.show(key, at.actor)
        output.emit(form, options, lambda: _text(at, view, options, everything))


def _text(at: Desk, view: CaseView, options: Sequence[Option], everything: bool) -> None:
    workflow = at.workflow_of(view.id)
    about = f" van {view.about}" if view.about else ""
    output.heading(f"{view.title}{about}: {view.state_title}{' (rust)' if view.paused else ''}")
    yes = [o for o in options if o.allowed]
    here = [o for o in options if not o.allowed and not ELSEWHERE & {r.code for r in o.reasons}]
    no = [o for o in options if not o.allowed] if everything else [o for o in here if o.by]
    far = len(options) - len(yes) - len(no)
    click.echo()
    output.heading("Dit kan nu" if yes else "Nu kan er geen stap gezet worden")
    for option in yes:
        _option(workflow, option)
    _meetings(workflow, view)
    if no:
        click.echo()
        output.heading("Dit kan nog niet")
    for option in no:
        click.echo(f"  {option.title}  {output.quiet(option.step)}")
        for reason in option.reasons:
            _reason(workflow, reason)
    if far:
        click.echo()
        text = counted(far, "andere stap hoort", "andere stappen horen")
        output.paragraph(f"{text} bij een andere toestand, of bij de klok; --all toont ze.")


def _meetings(workflow: Workflow, view: CaseView) -> None:
    """What can be planned: often that, and no step, is what comes next."""
    here = {view.state, *(f"{region}.{state}" for region, (state, _) in view.regions.items())}
    here |= {phase for phase, states in workflow.phases.items() if view.state in states}
    found = [
        (name, meeting.title)
        for name, meeting in workflow.meetings.items()
        if not (view.ended_on or view.paused) and (not meeting.during or here & set(meeting.during))
    ]
    if found:
        click.echo()
        output.heading("Deze samenkomsten horen hier")
        for name, title in found:
            click.echo(f"  {title}  {output.quiet(name)}")
        output.paragraph(
            "'baz meeting plan' zet er een in de agenda, 'baz meeting record' noteert ze.", "      "
        )


def _option(workflow: Workflow, option: Option) -> None:
    click.echo(f"  {output.good(option.title)}  {output.quiet(option.step)}")
    if option.asks:
        output.paragraph(f"vraagt: {_asked(workflow, option.asks)}", "      ")
    if option.optional:
        output.paragraph(f"mag ook: {_asked(workflow, option.optional)}", "      ")
    if len(option.opens) > 1:
        output.paragraph(f"kies wat volgt met --choose: {in_words(option.opens, 'of')}", "      ")
    if option.waits_for:
        output.paragraph(f"telt pas na een ja van: {in_words(option.waits_for)}", "      ")


def _asked(workflow: Workflow, names: Sequence[str]) -> str:
    return ", ".join(f"{name} ({_title(workflow, name)})" for name in names)


def _title(workflow: Workflow, name: str) -> str:
    for known in (workflow.fields, workflow.roles, workflow.meetings):
        if name in known:
            return known[name].title
    return name


def _reason(workflow: Workflow, reason: Reason) -> None:
    output.paragraph(reason.sentence, "      ")
    if reason.looked_at:
        looked = ", ".join(f"{name}: {value}" for name, value in reason.looked_at)
        output.paragraph(f"We keken naar: {looked}.", "      ")
    if reason.who:
        who = in_words(inside(workflow.roles[r].title) if r in workflow.roles else r for r in reason.who)
        output.paragraph(f"Wie dit kan: {who}.", "      ")
