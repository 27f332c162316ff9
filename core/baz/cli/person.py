"""`baz person ...`: parties, with what is needed to reach them."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import Desk, desk
from baz.cli.lazy import LazyGroup
from baz.cli.options import Choice, form, organisation
from baz.engine.finding import find_party
from baz.engine.identity import links, persons
from baz.engine.rights import EVERYWHERE, Right, require
from baz.ground.clock import today_in_brussels
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words, nearest
from baz.store import people, standing

KINDS = {"person": "persoon", "organisation": "organisatie"}

person = LazyGroup("person", help="Mensen en organisaties: toevoegen en tonen.")


@person.command("add")
@click.argument("name", metavar="NAAM", help="Voornaam en naam, of de naam van een organisatie.")
@click.option(
    "--kind",
    type=Choice(tuple(KINDS)),
    default="person",
    metavar="SOORT",
    help="person of organisation; standaard person.",
)
@click.option("--mail", default="", metavar="ADRES", help="Mailadres.")
@click.option("--phone", default="", metavar="NUMMER", help="Telefoonnummer.")
@click.option(
    "--staff", "role", default="", metavar="ROL", help="Is medewerker, in deze rol van de organisatie."
)
@organisation
@form()
def add(name: str, kind: str, mail: str, phone: str, role: str, organisation: str, form: str) -> None:
    """Voeg een mens of organisatie toe. Bewaar niet meer dan je nodig hebt."""
    with desk(organisation, make=True) as at:
        if role:
            _known_role(at, role)
        if mail and "@" not in mail:
            raise BadInput(f"'{mail}' is geen mailadres.")
        # one transaction: a party without her role would be half done
        with at.engine.batch():
            party = at.engine.add_party(
                name,
                kind,
                organisation=at.organisation,
                actor=at.actor,
                contact={"mail": mail, "phone": phone},
            )
            if role:
                today = today_in_brussels(at.installation.clock())
                at.engine.add_staff(party, at.organisation, role, today, actor=at.actor)
        data = {"party": party, "name": name, "kind": kind, "organisation": at.organisation, "staff": role}
        what = f", {role} bij {at.organisation}" if role else ""
        output.emit(
            form, data, lambda: click.echo(f"{output.good('Bewaard')}: {name.strip()}{what}. Nummer: {party}")
        )


@person.command("list")
@click.argument("words", nargs=-1, metavar="[NAAM]...", help="Alleen wie deze woorden in de naam heeft.")
@organisation
@form()
def listing(words: tuple[str, ...], organisation: str, form: str) -> None:
    """Toon wie deze organisatie kent."""
    with desk(organisation) as at, at.engine.reading() as work:
        require(work.catalogue, at.actor, at.organisation, Right.SEE_PEOPLE)
        found = people.search(at.organisation, " ".join(words), connection=work.connection, limit=100_000)
        keys = [key for key, _ in found]
        known = people.of_parties(keys, ("mail", "phone"), connection=work.connection)
        roles: dict[str, list[str]] = {}
        today = today_in_brussels(at.installation.clock())
        for key, role in standing.staff_of(at.organisation, today, connection=work.connection):
            roles.setdefault(key, []).append(role)
        rows: list[dict[str, object]] = []
        for key, name in found:
            row = people.party(key, connection=work.connection)
            contact = known.get(key, {})
            rows.append(
                {
                    "party": key,
                    "name": name,
                    "kind": row.kind if row else "",
                    "staff": roles.get(key, []),
                    **contact,
                }
            )
    output.emit(form, rows, lambda: _text(rows))


@person.command("link")
@click.argument("name", metavar="NAAM", help="Wie niet meer binnen kan: een naam of een nummer.")
@click.option(
    "--address", default="", metavar="URL", help="Waar de pagina's staan, als baz.toml het niet zegt."
)
@organisation
@form()
def link(name: str, address: str, organisation: str, form: str) -> None:
    """Maak een link om aan te melden, als er geen mail aankomt. Ze werkt één keer, een half uur lang."""
    with desk(organisation) as at:
        where = address.rstrip("/") or at.installation.settings.address or "http://127.0.0.1:8000"
        with at.engine.work() as work:
            require(work.catalogue, at.actor, at.organisation, Right.MANAGE)
            who = persons.person(work, find_party(work, name, at.organisation))
            if who is None or who.organisation != at.organisation:
                hint = "Deze persoon werkt hier niet, en neemt aan geen enkel traject deel."
                raise NotFound("Deze persoon kan zich hier niet aanmelden.", hint=hint)
            secret = links.give(work, who, "mail", remember=False).secret
        data = {"party": who.actor.party, "link": f"{where}/s/{secret}"}
        output.emit(form, data, lambda: click.echo(data["link"]))


def _text(rows: list[dict[str, object]]) -> None:
    if not rows:
        output.paragraph("Niemand gevonden. Voeg iemand toe met 'baz person add NAAM'.")
        return
    cells = []
    for r in rows:
        staff = r["staff"] if isinstance(r["staff"], list) else []
        reach = ", ".join(str(r[k]) for k in ("mail", "phone") if r.get(k))
        cells.append((r["name"], in_words(staff) or KINDS.get(str(r["kind"]), ""), reach, r["party"]))
    output.table(("naam", "wie", "bereiken", "nummer"), cells, wrap=(0, 2))


def _known_role(at: Desk, role: str) -> None:
    known = (*at.installation.catalogue.organisations[at.organisation].staff_roles, *EVERYWHERE)
    if role not in known:
        near = nearest(role, known)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(known, 'of')}."
        raise BadInput(f"{at.organisation} heeft geen medewerkers met de rol '{role}'.", hint=hint)
