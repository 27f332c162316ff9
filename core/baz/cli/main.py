"""`baz`: the commands by name. Nothing heavy is imported until a command runs."""

from __future__ import annotations

import click

from baz.cli.lazy import Root

COMMANDS = {
    "demo": ("baz.cli.demo:demo", "BurgersAanZet in 2021, en iedereen vandaag, verzonnen."),
    "check": ("baz.cli.check:check", "Kijk werkwijzen na; elke fout met regel en kolom."),
    "new": ("baz.cli.new:new", "Een nieuwe partner of werkwijze beginnen."),
    "workflow": ("baz.cli.workflow:workflow", "Werkwijzen tonen, uitleggen, tekenen en kopiëren."),
    "case": ("baz.cli.case:case", "Trajecten openen, stappen zetten, bekijken en verbeteren."),
    "meeting": ("baz.cli.meeting:meeting", "Samenkomsten plannen en noteren."),
    "letter": ("baz.cli.letter:letter", "Brieven: wat vertrok, als pdf of Word, eigen sjablonen."),
    "invitations": ("baz.cli.invitations:invitations", "Uitnodigingen voor samenkomsten: aan of uit."),
    "agenda": ("baz.cli.agenda:agenda", "Wat te doen is, en voor wie."),
    "match": ("baz.cli.match:match", "Wie past bij een open plaats, en waarom."),
    "waiting": ("baz.cli.waiting:waiting", "Wie wacht: open plaatsen, en vrijwilligers zonder plaats."),
    "municipalities": ("baz.cli.municipalities:municipalities", "Gemeenten met hun ligging."),
    "referral": ("baz.cli.referral:referral", "Wat partners doorverwezen: overnemen of terugsturen."),
    "person": ("baz.cli.person:person", "Mensen en organisaties: toevoegen en tonen."),
    "export": ("baz.cli.export:export", "Een lijst als bestand, voor Excel."),
    "import": ("baz.cli.importing:import_", "Mensen, trajecten of samenkomsten inlezen uit een bestand."),
    "report": ("baz.cli.report:report", "De cijfers van een jaar."),
    "serve": ("baz.cli.serve:serve", "De pagina's voor coördinatoren en vrijwilligers."),
    "tick": ("baz.cli.tick:tick", "Doe één keer wat door de klok moet gebeuren."),
    "worker": ("baz.cli.worker:worker", "De klok en de bezorging, tot je stopt."),
    "digest": ("baz.cli.digest:digest", "De mail van maandag: wat iets van je vraagt."),
    "play": ("baz.cli.play:play", "Speel een verhaal met datums na."),
    "parameters": ("baz.cli.parameters:parameters", "Instellingen van werkwijzen, met hun bron."),
    "plugins": ("baz.cli.plugins:plugins", "Wat er geïnstalleerd is, en wat er misging."),
    "keeping": ("baz.cli.keeping:keeping", "Wat lang genoeg bewaard is en binnenkort gewist wordt."),
    "db": ("baz.cli.db:db", "De databank: tabellen maken en nakijken."),
    "verify": ("baz.cli.verify:verify", "Kijk na of alles klopt met het logboek."),
    "doctor": ("baz.cli.doctor:doctor", "Kijk na of deze installatie in orde is."),
}
"""Name -> where it is, and what `baz --help` says of it."""

HELP = """\
De werkstroom van BurgersAanZet en zijn partners.

Begin met 'baz demo', of met 'baz workflow list'. Elke opdracht legt zichzelf uit met --help.
"""


@click.group("baz", cls=Root, table=COMMANDS, help=HELP)
@click.option(
    "--config",
    default="",
    metavar="BESTAND",
    help="Het instellingenbestand; standaard baz.toml in deze map.",
)
@click.option("--as", "me", default="", metavar="WIE", help="Wie dit doet: een naam of nummer.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, on: _version(ctx, on),
    help="Toon de versie.",
)
@click.pass_context
def main(ctx: click.Context, config: str, me: str) -> None:
    """Keep what stood before the command; `desk` reads it when a command needs it."""
    if ctx.invoked_subcommand is not None:
        from baz.cli.given import Given

        ctx.obj = Given(config, me)


def _version(ctx: click.Context, on: bool) -> None:
    if on:
        from importlib.metadata import version

        click.echo(f"baz {version('burgersaanzet-core')}")
        ctx.exit()


if __name__ == "__main__":
    main()
