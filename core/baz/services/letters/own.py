"""The templates of Word that an organisation gave for its letters: kept only when they can be filled in."""

from __future__ import annotations

from baz.definition.model import Workflow
from baz.engine.engine import Engine
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import nearest
from baz.kernel.acts import Actor
from baz.plugins.catalogue import Catalogue
from baz.services.letters import word
from baz.store import word_templates
from baz.store.word_templates import TemplateRow


def keep(
    engine: Engine, actor: Actor, organisation: str, workflow: str, letter: str, name: str, body: bytes
) -> TemplateRow:
    """Keep a template for a letter of a workflow, instead of the one that was there. It is looked through
    before anything is locked.

    Args:
        engine: where it is kept.
        actor: who gives it.
        organisation: for whose letters.
        workflow: the workflow's name.
        letter: the letter's name in it.
        name: the name of the file.
        body: the document.

    Raises:
        BadInput: the document cannot be used; the message says everything that is wrong.
        NotFound: there is no such workflow or letter.
        Forbidden: the actor does not manage the organisation.
    """
    require(engine.catalogue, actor, organisation, Right.MANAGE)
    definition = _letter_of(engine.catalogue, organisation, workflow, letter)
    if problems := word.problems_of(body, definition):
        raise BadInput(
            "Dit sjabloon kunnen we niet gebruiken. " + " ".join(problems[:8]),
            hint="Op de pagina over brieven staat welke namen er zijn.",
            code="sjabloon",
        )
    clean = "".join(c for c in name if c.isprintable())[:120] or "sjabloon.docx"
    with engine.work() as work:
        row = word_templates.row_of(organisation, workflow, letter, clean, now=work.now, actor=actor.party)
        word_templates.put(row, body, connection=work.connection)
    return row


def remove(work: Work, actor: Actor, organisation: str, workflow: str, letter: str) -> None:
    """Take a template away; the letter is a plain document again.

    Raises:
        NotFound: there is none.
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    if not word_templates.remove(organisation, workflow, letter, connection=work.connection):
        raise NotFound(f"Voor de brief '{letter}' van {workflow} is er geen eigen sjabloon.")


def listing(work: Work, actor: Actor, organisation: str) -> list[TemplateRow]:
    """The templates that an organisation gave.

    Raises:
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    return word_templates.listing(organisation, connection=work.connection)


def _letter_of(catalogue: Catalogue, organisation: str, workflow: str, letter: str) -> Workflow:
    definition = catalogue.workflow(workflow, organisation)
    if letter not in definition.letters:
        near = nearest(letter, definition.letters)
        known = ", ".join(definition.letters) or "geen enkele"
        raise NotFound(
            f"De werkwijze {workflow} heeft geen brief '{letter}'.",
            hint=f"Bedoel je '{near}'?" if near else f"Wel: {known}.",
        )
    return definition
