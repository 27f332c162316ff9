"""What is kept beside cases: parties, staff, and an organisation's own values of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from baz.definition.values import parse_value
from baz.engine import online
from baz.engine.refolding import refold_running
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.ground.freetext import free_words
from baz.ground.words import nearest
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.store import people, settings, standing
from baz.store.people import PersonalValue

CONTACT = ("mail", "phone", "address")


def add_party(
    work: Work, name: str, kind: str, organisation: str, contact: Mapping[str, str], who: Actor
) -> str:
    """A new person or organisation, with what is needed to reach them; gives the id.

    Raises:
        BadInput: no name, or a kind of contact that is not known.
        Forbidden: the actor may not add people there.
    """
    require(work.catalogue, who, organisation, Right.EDIT_PEOPLE)
    if not name.strip():
        raise BadInput("Geef een naam.")
    if kind not in ("person", "organisation"):
        raise BadInput("Een betrokkene is een persoon of een organisatie.")
    if unknown := set(contact) - set(CONTACT):
        raise BadInput(f"'{min(unknown)}' is geen contactgegeven; wel mail, phone of address.")
    try:
        free_words([name, contact.get("address", "")])
    except ValueError as error:
        raise BadInput(str(error)) from None
    party = people.add_party(kind, organisation, now=work.now, ids=work.ids, connection=work.connection)
    values = [PersonalValue("name", name.strip(), "weten over wie het gaat", party_id=party)]
    reach = {k: people.mail_text(v) if k == "mail" else v for k, v in contact.items()}
    values += [PersonalValue(k, v, "iemand kunnen bereiken", party_id=party) for k, v in reach.items() if v]
    people.remember(organisation, values, now=work.now, ids=work.ids, connection=work.connection)
    return party


def add_staff(work: Work, party: str, organisation: str, role: str, frm: date, who: Actor) -> None:
    """Somebody is staff of an organisation from a day.

    Raises:
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, who, organisation, Right.MANAGE)
    standing.add_account(party, organisation, role, frm, connection=work.connection)


def actor(work: Work, party: str) -> Actor:
    """Who a party is when it acts: where it is staff today."""
    roles = standing.staff_roles(party, day_of(work.at), connection=work.connection)
    return Actor(party, frozenset(o for o, _ in roles if o), roles=frozenset(roles))


def set_parameter(
    work: Work, organisation: str, workflow: str, name: str, value: str, frm: date, who: Actor
) -> None:
    """An organisation gives a parameter its own value, from a day on; never from a day that has passed.

    Raises:
        BadInput: no such parameter, a value of another kind, or a day in the past.
        Forbidden: the actor may not set parameters there.
    """
    require(work.catalogue, who, organisation, Right.SET_PARAMETERS)
    definition = work.catalogue.workflow(workflow, organisation)
    parameters = online.parameters(definition)
    known = parameters.get(name)
    if known is None:
        near = nearest(name, parameters)
        raise BadInput(
            f"'{name}' is geen instelling van {workflow}.", hint=f"Bedoel je '{near}'?" if near else ""
        )
    parsed = parse_value(value)
    off = value == "off"
    if parsed is None or (not off and type(parsed) is not type(known.value) and known.text != "off"):
        raise BadInput(
            f"'{value}' past niet bij '{name}' (nu {known.text}).",
            hint="Schrijf een waarde van dezelfde soort, of off.",
        )
    if frm < day_of(work.at):
        raise BadInput(
            "Een nieuwe waarde begint vandaag of later.",
            hint="Wat al liep, houdt zijn waarde tot je ze toepast.",
        )
    settings.set_parameter(
        organisation, workflow, name, value, frm,
        actor=who.party, now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    work.known_settings.clear()
    refold_running(work, organisation, workflow)
