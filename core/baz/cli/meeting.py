"""`baz meeting ...`: planning meetings, and telling that one took place."""

from __future__ import annotations

from typing import Any

import click

from baz.cli import answers, output
from baz.cli.desk import Desk, desk
from baz.cli.lazy import LazyGroup
from baz.cli.telling import ANSWER_HELP, CASE_HELP, ON, Hand, answer, hand, send
from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Feeling, Held, Plan

KIND_HELP = "Welke samenkomst, zoals kennismaking."

meeting = LazyGroup("meeting", help="Samenkomsten plannen en noteren.")


@meeting.command("plan")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("kind", metavar="SAMENKOMST", help=KIND_HELP)
@click.argument("when", metavar="WANNEER", help="De dag, en als je die kent het uur: 2026-11-18T19:30.")
@click.option("--mode", default="fysiek", metavar="HOE", help="fysiek, online of hybride; standaard fysiek.")
@click.option("--place", default="", metavar="PLAATS", help="Waar. Dit telt als persoonlijk.")
@ON
@hand
def plan(
    case: str, kind: str, when: str, mode: str, place: str, on: str, organisation: str, form: str, **by: str
) -> None:
    """Plan een samenkomst."""
    with desk(organisation) as at:
        found = at.case(case)
        title = _title(at.workflow_of(found), kind)
        if mode not in answers.MODES:
            raise BadInput(f"'{mode}' kan hier niet.", hint=f"Wel: {in_words(answers.MODES, 'of')}.")
        day = answers.when(when)
        act = Plan(name=kind, on=day, mode=mode, place=place)  # type: ignore[arg-type]  # the line above looked
        _send(at, found, act, on, f"{title} op {output.day(str(day))}", by, form)


@meeting.command("record")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("kind", metavar="SAMENKOMST", help=KIND_HELP)
@click.argument("words", nargs=-1, metavar="[ANTWOORD]...", help=ANSWER_HELP)
@ON
@click.option("--count", type=click.IntRange(0), default=None, metavar="GETAL", help="Met hoeveel mensen.")
@click.option(
    "--present",
    multiple=True,
    metavar="WIE",
    help="Wie er was, als namen bijgehouden worden. Mag meer keren.",
)
@click.option(
    "--feeling",
    type=click.Choice(["goed", "moeilijk", "bel"]),
    default=None,
    help="Hoe het ging. Alleen 'bel' (bel mij even) blijft: het wordt meteen een taak.",
)
@hand
def record(
    case: str,
    kind: str,
    words: tuple[str, ...],
    on: str,
    count: int | None,
    present: tuple[str, ...],
    feeling: Feeling | None,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Noteer dat een samenkomst doorging: nu, of met --on op een vroegere dag."""
    with desk(organisation) as at:
        found = at.case(case)
        workflow = at.workflow_of(found)
        title = _title(workflow, kind)
        act = Held(
            name=kind,
            count=count,
            present=tuple(at.party(who) for who in present),
            feeling=feeling or "",
            answers=answers.read(workflow, words, at.party),
        )
        _send(at, found, act, on, f"{title} ging door", by, form)


def _send(at: Desk, case: str, act: Any, on: str, what: str, by: dict[str, str], form: str) -> None:
    occurred = answers.when(on) if on else None
    answer(at, send(at, act, Hand(**by), case=case, occurred=occurred), what, form)


def _title(workflow: Workflow, kind: str) -> str:
    if kind not in workflow.meetings:
        near = nearest(kind, workflow.meetings)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(workflow.meetings) or 'geen enkele'}."
        raise BadInput(f"{workflow.title} heeft geen samenkomst '{kind}'.", hint=hint)
    return workflow.meetings[kind].title
