"""`baz case join`, `answer` and `leave`: who takes part."""

from __future__ import annotations

import click

from baz.cli import answers
from baz.cli.desk import desk
from baz.cli.options import command
from baz.cli.telling import CASE_HELP, ON, Hand, consent, hand, send
from baz.cli.telling import answer as say
from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Agree, Answer, Join, Leave, Yes

ROLE_HELP = "De naam van de rol, zoals compagnon."


@command("join")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("role", metavar="ROL", help=ROLE_HELP)
@click.argument("who", metavar="WIE", help="Naam of nummer van de betrokkene.")
@ON
@consent
@hand
def join(
    case: str,
    role: str,
    who: str,
    on: str,
    agreed: tuple[str, ...],
    waive: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Vraag iemand voor een rol. Wie zelf ja moet zeggen, is eerst gevraagd."""
    with desk(organisation) as at:
        found = at.case(case)
        title = _role(at.workflow_of(found), role)
        act = Join(name=role, party=at.party(who), agreed=answers.agreed(agreed, at.party), waive=waive)
        occurred = answers.when(on) if on else None
        say(
            at,
            send(at, act, Hand(**by), case=found, occurred=occurred),
            f"{title}: {who}",
            form,
        )


@command("answer")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument(
    "what", metavar="ROL_OF_STAP", help="De rol waarvoor iemand gevraagd werd, of de stap die voorgesteld is."
)
@click.argument("who", metavar="WIE", help="Wie ja of neen zei.")
@click.option("--no", "no", is_flag=True, help="Het was een neen.")
@click.option(
    "--party",
    "asked",
    default="",
    metavar="WIE",
    help="Wie voor de rol gevraagd werd, als iemand anders antwoordt.",
)
@ON
@hand
def answer(
    case: str,
    what: str,
    who: str,
    no: bool,
    asked: str,
    on: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Noteer een ja of een neen: op een vraag voor een rol, of op een voorgestelde stap.

    Zeg met --how hoe de persoon het liet weten, als jij het voor haar noteert.
    """
    with desk(organisation) as at:
        found = at.case(case)
        workflow = at.workflow_of(found)
        party = at.party(who)
        if party != at.actor.party and not by["behalf"]:
            by["behalf"] = who
        yes = Yes(party, by["how"] or "zelf", not no)
        act: Agree | Answer = (
            Answer(name=what, party=at.party(asked) if asked else party, yes=yes)
            if what in workflow.roles
            else Agree(name=_step(workflow, what), yes=yes)
        )
        occurred = answers.when(on) if on else None
        receipt = send(at, act, Hand(**by), case=found, occurred=occurred)
        say(at, receipt, f"{who} zei {'neen' if no else 'ja'}", form)


@command("leave")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("role", metavar="ROL", help=ROLE_HELP)
@click.argument("who", metavar="WIE", help="Naam of nummer van de betrokkene.")
@ON
@hand
def leave(
    case: str,
    role: str,
    who: str,
    on: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Iemand stopt met een rol."""
    with desk(organisation) as at:
        found = at.case(case)
        title = _role(at.workflow_of(found), role)
        occurred = answers.when(on) if on else None
        act = Leave(name=role, party=at.party(who))
        receipt = send(at, act, Hand(**by), case=found, occurred=occurred)
        say(at, receipt, f"{title}: {who} stopt", form)


def _role(workflow: Workflow, role: str) -> str:
    if role not in workflow.roles:
        near = nearest(role, workflow.roles)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(workflow.roles)}."
        raise BadInput(f"{workflow.title} heeft geen rol '{role}'.", hint=hint)
    return workflow.roles[role].title


def _step(workflow: Workflow, what: str) -> str:
    steps = [*workflow.transitions, *(n for r in workflow.regions.values() for n in r.transitions)]
    if what not in steps:
        near = nearest(what, [*workflow.roles, *steps])
        raise BadInput(
            f"{workflow.title} heeft geen rol of stap '{what}'.", hint=f"Bedoel je '{near}'?" if near else ""
        )
    return what
