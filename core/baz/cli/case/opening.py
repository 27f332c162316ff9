"""`baz case open`."""

from __future__ import annotations

import click

from baz.cli import answers
from baz.cli.desk import desk
from baz.cli.options import command
from baz.cli.telling import ANSWER_HELP, ON, Hand, answer, consent, hand, send
from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Open


@command("open")
@click.argument("name", metavar="WERKWIJZE", help="Zoals baz/workshop.")
@click.argument(
    "words",
    nargs=-1,
    metavar="[STAP] [ANTWOORD]...",
    help=f"De stap waarmee het begint, als er meer zijn. {ANSWER_HELP}",
)
@ON
@click.option(
    "--state", default="", metavar="TOESTAND", help="Neem een traject over dat al loopt, in deze toestand."
)
@consent
@hand
def opening(
    name: str,
    words: tuple[str, ...],
    on: str,
    state: str,
    agreed: tuple[str, ...],
    waive: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Begin een traject. Met --on begon het op een vroegere dag.

    \b
    baz case open baz/workshop organisatie="Jeugdhuis De Schakel" \\
      contactpersoon="Bilal Haddad" medewerker=ik kanaal=website
    """
    with desk(organisation, make=True) as at:
        workflow = at.installation.catalogue.workflow(name, at.organisation)
        plain, given = answers.split(words)
        act = Open(
            workflow=workflow.workflow,
            name=_step(workflow, plain),
            state=state,
            answers=answers.read(workflow, given, at.party),
            agreed=answers.agreed(agreed, at.party),
            waive=waive,
        )
        occurred = answers.when(on) if on else None
        receipt = send(at, act, Hand(**by), occurred=occurred)
        answer(at, receipt, workflow.transitions[act.name].title, form)


def _step(workflow: Workflow, plain: list[str]) -> str:
    known = [name for name, step in workflow.transitions.items() if not step.frm]
    if not plain and len(known) == 1:
        return known[0]
    if len(plain) == 1 and plain[0] in known:
        return plain[0]
    choice = "\n".join(f"{name}: {workflow.transitions[name].title}" for name in known)
    if not plain:
        raise BadInput(f"{workflow.title} kan op meer dan één manier beginnen. Kies een stap.", hint=choice)
    wrong = next((word for word in plain if word not in known), plain[-1])
    near = nearest(wrong, known)
    hint = (
        f"Bedoel je '{near}'?"
        if near
        else f"Wel: {in_words(known, 'of')}. Een antwoord schrijf je als veld=waarde."
    )
    raise BadInput(f"{workflow.title} begint niet met '{wrong}'.", hint=hint)
