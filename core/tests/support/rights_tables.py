"""Who may do what, as a table that the tests walk through: one line for each thing that can be asked.

A column is somebody, a letter what happens when she asks: `j` it is let through (or refused for another
reason), `v` Forbidden, `o` NotFound: it does not exist for her, `n` Refused: in this case it is not hers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine_world import DUO, KRING, World, catalogue

from baz.engine import doubles, erasing, finding, invitations, mine, persons, reporting, search, tuning
from baz.engine.contacts import log_of
from baz.engine.correcting import Correction
from baz.engine.engine import Engine
from baz.engine.identity import links, newcomers, staff, tokens
from baz.engine.identity.newcomers import Newcomer
from baz.engine.referrals import tray
from baz.engine.roster import name_here, workers
from baz.engine.work import Work
from baz.engine.workbench import versions
from baz.kernel import acts
from baz.kernel.acts import OPERATOR, Act, Actor, Command, Yes
from baz.kernel.when import When
from baz.plugins.catalogue import Catalogue
from baz.plugins.kinds import Organisation
from baz.plugins.manager import Installed
from baz.plugins.panels import PageKind, PanelKind
from baz.services import deliveries, digest
from baz.services.calendar.dates import dated, gathered, of_day
from baz.services.calendar.feed import feed
from baz.services.exchange import asking, importing, listing, saving, views
from baz.services.letters import own, reading
from baz.services.matching import groups
from baz.services.matching.candidates import candidates, open_places
from baz.services.matching.waiting import waiting_list
from baz.services.privacy import access
from baz.services.reports.making import ask, report, report_of
from baz.services.reports.period import Period
from baz.services.reports.rows import behind
from baz.services.reports.walking import Wanted
from baz.services.webhooks import hooks
from baz.store import outbox, sent
from baz.store.database import Database
from baz.store.outbox import Entry

REFERRING = DUO.replace(
    "  sluit:",
    "  verwijs: {title: Doorverwijzen, from: open, to: klaar, by: matcher,"
    " then: [{open: {workflow: huis/kring, carry: [gemeente]}}]}\n  sluit:",
)
ROLES = {"coordinator": "medewerker", "lezer": "kijker", "rapport": "rapport", "beheerder": "beheerder"}
"""Bundle -> the staff role of Huis that has it: by default, by what the plugin says, and by its own name."""
COLUMNS = (
    "coordinator", "lezer", "rapport", "beheerder", "zonder_rol", "buur", "beheerder_buur", "baz",
    "vrijwilliger", "vrijwilliger_elders", "persoon", "niemand", "operator",
)  # fmt: skip


@dataclass(slots=True)
class Town:
    """Huis and Buur, each with a case, a referral on its way to Huis, and whoever could ask something."""

    world: World
    case: str
    other: str
    link: str
    hook: str
    job: int
    actors: Mapping[str, Actor]

    def perform(self, who: str, act: Act, **more: Any) -> Any:
        """Tell the engine something in Huis."""
        case = "" if isinstance(act, acts.Open) else self.case
        key = f"recht-{next(self.world.keys)}"
        given = Command(actor=self.actors[who], act=act, key=key, case=case, organisation="huis", **more)
        return self.world.engine.perform(given)


def installed() -> Catalogue:
    """Both organisations, and BAZ."""
    plain = catalogue(KRING, REFERRING)
    homes = {
        "huis": Organisation(
            key="huis", name="Huis", hue=1, staff_roles=("medewerker",), rights={"kijker": "lezer"}
        ),
        "buur": Organisation(key="buur", name="Buur", hue=2, staff_roles=("matcher",)),
        "baz": Organisation(key="baz", name="BAZ", hue=3, staff_roles=("medewerker",)),
    }
    plugins = tuple(Installed(name, name, "", "1", True) for name in ("buur", "huis"))
    return Catalogue(
        installed=plugins, organisations=homes, definitions=plain.definitions,
        guard_functions=plain.guard_functions, field_types=plain.field_types,
        pages={("huis", "plek"): PageKind(name="plek", title="Plek", draw=lambda _: ())},
        panels={("huis", "plek"): PanelKind(name="plek", workflow="huis/kring", draw=lambda _: ())},
    )  # fmt: skip


def town_on(database: Database) -> Town:
    """The town, on a fresh database."""
    first = World.on(database)
    world = World(Engine(database, installed(), ids=first.engine.ids), first.now, first.people, first.keys)
    world.engine.clock = lambda: world.now
    about = {"persoon": world.people["rudy"], "medewerker": world.people["ine"]}
    first_step = acts.Open(
        workflow="huis/kring", name="meld", answers={**about, "gemeente": "Gent", "wens": "samen zingen"}
    )
    case = world.tell(first_step, "case-zingende").case
    world.tell(acts.Join(name="helper", party=world.people["vera"]), case)
    world.tell(acts.Plan(name="praatje", on=When.parse("2026-03-09")), case)
    answers = {"vrager": world.people["bo"], "matcher": world.people["noor"]}
    begin = acts.Open(workflow="buur/duo", name="meld", answers=answers)
    other = world.tell(begin, who="noor", organisation="buur").case
    gone = world.tell(begin, who="noor", organisation="buur").case
    world.tell(acts.Step(name="verwijs"), gone, who="noor")
    link = world.engine.referrals(OPERATOR, "huis")[0].id
    hook = hooks.add(world.engine, OPERATOR, "huis", "Koppeling", URL, lookup=_public)[0].id
    with world.engine.work() as work:
        outbox.enqueue([Entry(case, 1, "raket", "raket", "{}")], now=work.now, connection=work.connection)
        given = {"now": work.now, "connection": work.connection}
        for job in outbox.lease(9, token="lease", seconds=1, **given):
            outbox.refuse(job, "kapot", connection=work.connection)
        failed = outbox.failed(connection=work.connection, organisation="huis")[0].id
    return Town(world, case, other, link, hook, failed, _actors(world))


URL = "https://voorbeeld.be/hier"


def _public(*_: Any) -> list[str]:
    return ["93.184.216.34"]


def _actors(world: World) -> dict[str, Actor]:
    staff = {
        bundle: Actor(f"party-{bundle}", frozenset({"huis"}), roles=frozenset({("huis", role)}))
        for bundle, role in ROLES.items()
    }
    return {
        **staff,
        "zonder_rol": Actor("party-zonder", frozenset({"huis"})),
        "buur": world.actor("noor"),
        "beheerder_buur": Actor("party-b", frozenset({"buur"}), roles=frozenset({("buur", "beheerder")})),
        "baz": Actor("party-baz", frozenset({"baz"}), roles=frozenset({("baz", "medewerker")})),
        "vrijwilliger": world.actor("vera"),
        "vrijwilliger_elders": world.actor("wim"),
        "persoon": world.actor("rudy"),
        "niemand": Actor("party-niemand"),
        "operator": OPERATOR,
    }


LOOK = "jjvjj vvv vvvv j"
EDIT = "jvvjj vvv vvvv j"
MANAGE = "vvvjv vvv vvvv j"
HERE = "jvojj ooo oooo j"
SEEN = "jjojj ooo jojo j"
STAFF = "jvojj ooo nono j"
BOTH = "jvojj ooo jojo j"
PERSON = "jvojj ooo nojo j"
VOLUNTEER = "jvojj ooo jono j"
NEXT = When.parse("2026-03-20")

ACTS: Mapping[str, tuple[Callable[[Town], Act], str]] = {
    "opened": (
        lambda t: acts.Open(
            workflow="huis/kring",
            name="meld",
            answers={
                "persoon": t.world.people["rudy"],
                "gemeente": "Gent",
                "medewerker": t.world.people["ine"],
            },
        ),
        "jvvjj nnn nnjn j",
    ),
    "step": (lambda t: acts.Step(name="nee"), PERSON),
    "agreed": (lambda t: acts.Agree(name="nee", yes=Yes(t.world.people["rudy"], "telefoon")), BOTH),
    "joined": (lambda t: acts.Join(name="maatje", party=t.world.people["wim"]), STAFF),
    "answered": (
        lambda t: acts.Answer(
            name="helper", party=t.world.people["vera"], yes=Yes(t.world.people["vera"], "mail")
        ),
        VOLUNTEER,
    ),
    "left": (lambda t: acts.Leave(name="helper", party=t.world.people["vera"]), VOLUNTEER),
    "handed": (
        lambda t: acts.HandOver(name="helper", party=t.world.people["vera"], to=t.world.people["wim"]),
        STAFF,
    ),
    "planned": (lambda t: acts.Plan(name="praatje", on=NEXT), VOLUNTEER),
    "moved": (lambda t: acts.Move(name="praatje", on=NEXT), VOLUNTEER),
    "cancelled": (lambda t: acts.Cancel(name="praatje"), VOLUNTEER),
    "held": (lambda t: acts.Held(name="praatje"), VOLUNTEER),
    "paused": (lambda t: acts.Pause(name="rust"), PERSON),
    "resumed": (lambda t: acts.Resume(), PERSON),
    "done": (lambda t: acts.Done(name="contact"), VOLUNTEER),
    "snoozed": (lambda t: acts.Snooze(name="contact", until=NEXT), VOLUNTEER),
    "pinned": (lambda t: acts.Pin(name="contact", on=NEXT), STAFF),
    "jumped": (lambda t: acts.Jump(name="groep", reason="zo ging het"), STAFF),
    "withdrawn": (lambda t: acts.Withdraw(event=2, reason="vergissing"), STAFF),
    "migrated": (lambda t: acts.Migrate(version=1), STAFF),
    "applied": (lambda t: acts.ApplyParameter(name="minimum"), STAFF),
    "erased": (lambda t: acts.Erase(party=t.world.people["rudy"]), "vvojv ooo nono j"),
    "shared": (lambda t: acts.Share(name="buur", until=NEXT), STAFF),
    "referral": (lambda t: acts.Referral(name="accepted", case="x"), "nvonn ooo nono j"),
    "external": (lambda t: acts.External(name="joins:huis/kring.lid"), "nvonn ooo nono j"),
}
"""Kind of act -> an example in the case of Huis, and who may tell it."""

Ask = Callable[[Town, Actor], Any]
TODAY = date(2026, 3, 2)


def _with(function: Callable[[Work, Town, Actor], Any]) -> Ask:
    def ask(town: Town, actor: Actor) -> Any:
        with town.world.engine.work() as work:
            return function(work, town, actor)

    return ask


def _listed(function: Callable[..., Any], name: str) -> Callable[[Town, Actor], Any]:
    def ask(town: Town, actor: Actor) -> Any:
        with town.world.engine.reading() as work:
            return function(work, actor, "huis", asking.read(name))

    return ask


def _brought() -> importing.File:
    return importing.opened("people", "proef.csv", b"naam\nMia\n")


def _writing(town: Town, ask: Callable[[Any], Any]) -> Any:
    with town.world.engine.work() as work:
        return ask(work)


def _working(function: Callable[..., Any], *given: Any) -> Callable[[Town, Actor], Any]:
    def ask(town: Town, actor: Actor) -> Any:
        with town.world.engine.work() as work:
            return function(work, actor, *(g(town) if callable(g) else g for g in given))

    return ask


def _report(town: Town) -> reporting.Report:
    return reporting.Report(
        case=town.case, kind="praatje", meeting="nieuw", key="x", on=When.parse("2026-03-02")
    )


def _nee(town: Town, actor: Actor) -> Command:
    return Command(actor=actor, act=acts.Step(name="nee"), key="bekijk", case=town.case)


def _a_letter(work: Work, town: Town) -> str:
    return str(sent.letters(town.case, connection=work.connection)[0].id)


DOORS: Mapping[str, tuple[Ask, str]] = {
    "Engine.preview": (lambda t, a: t.world.engine.preview(_nee(t, a)), PERSON),
    "Engine.correct": (lambda t, a: t.world.engine.correct(Correction(t.case, 4, "verbeter"), a), STAFF),
    "Engine.preview_correction": (
        lambda t, a: t.world.engine.preview_correction(Correction(t.case, 4, "bekijk-het"), a),
        STAFF,
    ),
    "Engine.can": (lambda t, a: t.world.engine.can(t.case, a), SEEN),
    "Engine.show": (lambda t, a: t.world.engine.show(t.case, a), SEEN),
    "Engine.look": (lambda t, a: t.world.engine.look(t.case, a, whole=True), SEEN),
    "Engine.own_page": (lambda t, a: t.world.engine.own_page(a, "huis", "huis", "plek"), LOOK),
    "Engine.own_pages": (lambda t, a: t.world.engine.own_pages(a, "huis"), "jjjjj jjj jjjj j"),
    "Engine.staff": (lambda t, a: t.world.engine.staff(a, "huis"), LOOK),
    "Engine.volunteers": (lambda t, a: t.world.engine.volunteers(a, "huis"), EDIT),
    "Engine.caseload": (lambda t, a: t.world.engine.caseload(a, "huis", t.world.people["ine"]), LOOK),
    "Engine.called": (lambda t, a: t.world.engine.called(a, "huis", "Vera"), EDIT),
    "Engine.cases": (lambda t, a: t.world.engine.cases(a, "huis"), LOOK),
    "Engine.agenda": (lambda t, a: t.world.engine.agenda(a, "huis"), LOOK),
    "Engine.today": (lambda t, a: t.world.engine.today(a, "huis"), LOOK),
    "Engine.keeping": (lambda t, a: t.world.engine.keeping(a, frozenset({"huis"}), TODAY), MANAGE),
    "Engine.add_party": (lambda t, a: t.world.engine.add_party("An", organisation="huis", actor=a), EDIT),
    "Engine.add_party_once": (
        lambda t, a: t.world.engine.add_party_once(
            "An", organisation="huis", actor=a, contact={}, key="kenmerk"
        ),
        EDIT,
    ),
    "Engine.add_staff": (
        lambda t, a: t.world.engine.add_staff(t.world.people["wim"], "huis", "medewerker", TODAY, actor=a),
        MANAGE,
    ),
    "Engine.set_parameter": (
        lambda t, a: t.world.engine.set_parameter("huis", "huis/kring", "minimum", "3", TODAY, a),
        EDIT,
    ),
    "Engine.enable_plugin": (lambda t, a: t.world.engine.enable_plugin("huis", "buur", False, a), MANAGE),
    "Engine.referrals": (lambda t, a: t.world.engine.referrals(a, "huis"), LOOK),
    "Engine.cards": (lambda t, a: t.world.engine.cards(a, "huis"), LOOK),
    "Engine.card": (lambda t, a: t.world.engine.card(a, "huis", t.link), LOOK),
    "Engine.accept_referral": (lambda t, a: t.world.engine.accept_referral(t.link, a, key="neem-aan"), HERE),
    "Engine.return_referral": (lambda t, a: t.world.engine.return_referral(t.link, a, key="stuur"), HERE),
    "baz.engine.invitations.switch": (
        lambda t, a: _writing(t, lambda work: invitations.switch(work, "huis", on=False, actor=a)),
        EDIT,
    ),
    "baz.engine.finding.find_case": (
        _with(lambda w, t, a: finding.find_case(w, "zing", a)),
        SEEN,
    ),
    "baz.engine.tuning.listing": (_working(tuning.listing, "huis"), EDIT),
    "baz.engine.identity.links.for_phone": (
        _working(links.for_phone, lambda t: t.world.people["vera"]),
        "jvvjj vvv jvvv j",
    ),
    "baz.engine.identity.newcomers.invite": (
        _working(newcomers.invite, "huis", Newcomer("An", "an@voorbeeld.be", "medewerker", TODAY)),
        MANAGE,
    ),
    "baz.engine.identity.staff.listing": (_working(staff.listing, "huis"), MANAGE),
    "baz.engine.identity.staff.end_role": (
        _working(staff.end_role, "huis", lambda t: t.world.people["ine"], "medewerker", TODAY),
        MANAGE,
    ),
    "baz.engine.identity.staff.recover": (
        _working(staff.recover, "huis", lambda t: t.world.people["ine"]),
        MANAGE,
    ),
    "baz.engine.identity.tokens.create": (
        _working(tokens.create, "huis", "Rapport", "onbekend", TODAY),
        MANAGE,
    ),
    "baz.engine.identity.tokens.listing": (_working(tokens.listing, "huis"), MANAGE),
    "baz.engine.identity.tokens.revoke": (
        _working(tokens.revoke, "huis", "key-onbekend"),
        "vvvov vvv vvvv o",
    ),
    "baz.engine.mine.home": (_working(mine.home), "jjjjj jjj jjjj j"),
    "baz.engine.mine.find": (_working(mine.find, lambda t: t.case), SEEN),
    "baz.engine.reporting.tell": (_working(reporting.tell, _report), "jvojj ooo jovo j"),
    "baz.services.calendar.dates.gathered": (
        lambda t, a: _writing(t, lambda work: gathered(work, a, "huis", TODAY, TODAY)),
        LOOK,
    ),
    "baz.engine.referrals.tray": (lambda t, a: _writing(t, lambda work: tray(work, a, "huis")), LOOK),
    "baz.services.calendar.dates.dated": (
        lambda t, a: _writing(t, lambda work: dated(work, a, "huis", TODAY, TODAY, 6)),
        LOOK,
    ),
    "baz.services.calendar.dates.of_day": (
        lambda t, a: _writing(t, lambda work: of_day(work, a, "huis", TODAY)),
        LOOK,
    ),
    "baz.services.calendar.feed.feed": (lambda t, a: feed(t.world.engine, a), "jjjjj jjj jjjj j"),
    "baz.services.exchange.listing.page": (_listed(listing.page, "trajecten"), LOOK),
    "baz.services.exchange.listing.every": (_listed(listing.every, "mensen"), EDIT),
    "baz.services.exchange.listing.count": (_listed(listing.count, "vrijwilligers"), EDIT),
    "baz.services.exchange.listing.possible": (_listed(listing.possible, "taken"), LOOK),
    "baz.engine.doubles.possible": (
        lambda t, a: _writing(t, lambda work: doubles.possible(work, a, "huis", "Rudy")),
        EDIT,
    ),
    "baz.engine.persons.show": (
        lambda t, a: _writing(t, lambda work: persons.show(work, a, "huis", t.world.people["rudy"])),
        EDIT,
    ),
    "baz.engine.persons.correct": (
        lambda t, a: _writing(
            t, lambda work: persons.correct(work, a, "huis", t.world.people["rudy"], {"name": "Rudi"})
        ),
        EDIT,
    ),
    "baz.engine.persons.paper": (
        lambda t, a: _writing(
            t,
            lambda work: persons.paper(work, a, "huis", t.world.people["vera"], persons.Seen("nota", TODAY)),
        ),
        EDIT,
    ),
    "baz.services.exchange.importing.keep": (
        lambda t, a: importing.keep(
            t.world.engine, a, "huis", importing.Preview(_brought(), {"naam": "naam"}, (), ())
        ),
        EDIT,
    ),
    "baz.engine.erasing.ask": (
        lambda t, a: _writing(t, lambda work: erasing.ask(work, a, "huis", t.world.people["rudy"])),
        EDIT,
    ),
    "baz.engine.erasing.waiting": (
        lambda t, a: _writing(t, lambda work: erasing.waiting(work, a, "huis")),
        MANAGE,
    ),
    "baz.engine.persons.end_contact": (
        lambda t, a: _writing(
            t, lambda work: persons.end_contact(work, a, "huis", t.world.people["wim"], t.world.now.date())
        ),
        EDIT,
    ),
    "baz.engine.search.search": (
        lambda t, a: _writing(t, lambda work: search.search(work, a, "huis", "Rudy")),
        LOOK,
    ),
    "baz.services.privacy.access.kept": (
        lambda t, a: _writing(t, lambda work: access.kept(work, a, "huis", t.world.people["rudy"])),
        EDIT,
    ),
    "baz.services.matching.groups.queues": (
        lambda t, a: _writing(t, lambda work: groups.queues(work, "huis", a)),
        EDIT,
    ),
    "baz.services.matching.groups.invite": (
        lambda t, a: _writing(t, lambda work: groups.invite(work, a, "huis", t.case, "lid", [], "nodig")),
        EDIT,
    ),
    "baz.services.exchange.saving.save": (
        lambda t, a: saving.save(t.world.engine, a, "huis", asking.read("trajecten"), "csv").file.close(),
        EDIT,
    ),
    "baz.services.exchange.views.saved": (
        lambda t, a: _writing(t, lambda work: views.saved(work, a, "huis", "trajecten")),
        LOOK,
    ),
    "baz.services.exchange.views.keep": (
        lambda t, a: _writing(
            t, lambda work: views.keep(work, a, "huis", asking.read("taken"), "Alles", everybody=True)
        ),
        EDIT,
    ),
    "baz.services.letters.own.keep": (
        lambda t, a: own.keep(t.world.engine, a, "huis", "huis/kring", "onbekend", "x.docx", b""),
        "vvvov vvv vvvv o",
    ),
    "baz.services.letters.own.remove": (
        _with(lambda w, t, a: own.remove(w, a, "huis", "huis/kring", "onbekend")),
        "vvvov vvv vvvv o",
    ),
    "baz.services.letters.own.listing": (_with(lambda w, t, a: own.listing(w, a, "huis")), MANAGE),
    "baz.services.letters.reading.send_again": (
        _with(lambda w, t, a: reading.send_again(w, a, t.case, _a_letter(w, t))),
        "jvojj ooo vovo j",
    ),
    "baz.services.letters.reading.lines_of": (_with(lambda w, t, a: reading.lines_of(w, a, t.case)), SEEN),
    "baz.services.digest.digest_of": (_with(lambda w, t, a: digest.digest_of(w, a)), "jjjjj jjj jjjj j"),
    "baz.services.matching.candidates.open_places": (
        _with(lambda w, t, a: open_places(w, "huis", "huis/kring", "maatje", a)),
        EDIT,
    ),
    "baz.services.matching.candidates.candidates": (
        _with(lambda w, t, a: candidates(w, t.case, "maatje", a)),
        "jvojj ooo vovo j",
    ),
    "baz.services.matching.waiting.waiting_list": (
        _with(lambda w, t, a: waiting_list(w, "huis", a)),
        EDIT,
    ),
    "baz.services.deliveries.failed": (_with(lambda w, t, a: deliveries.failed(w, a, "huis")), MANAGE),
    "baz.services.deliveries.again": (
        _with(lambda w, t, a: deliveries.again(w, a, "huis", t.job)),
        MANAGE,
    ),
    "baz.services.webhooks.hooks.add": (
        lambda t, a: hooks.add(t.world.engine, a, "huis", "Naam", URL, lookup=_public),
        MANAGE,
    ),
    "baz.services.webhooks.hooks.listing": (_with(lambda w, t, a: hooks.listing(w, a, "huis")), MANAGE),
    "baz.services.webhooks.hooks.end": (
        _with(lambda w, t, a: hooks.end(w, a, "huis", t.hook)),
        MANAGE,
    ),
    "baz.services.reports.making.report": (
        lambda t, a: report(t.world.engine, "huis", 2026, actor=a),
        "jjjjj vvj vvvv j",
    ),
    "baz.services.reports.making.ask": (
        lambda t, a: ask(t.world.engine, a, Wanted("huis", Period.of_year(2026))),
        "jjjjj vvj vvvv j",
    ),
    "baz.services.reports.rows.behind": (
        lambda t, a: behind(t.world.engine, a, Wanted("huis", Period.of_year(2026)), "cases"),
        "jjvjj vvv vvvv j",
    ),
    "baz.engine.roster.name_here": (_working(name_here, "huis", "party-vreemd"), LOOK),
    "baz.engine.roster.workers": (_working(workers, "huis"), LOOK),
    "baz.engine.contacts.log_of": (_working(log_of, "huis"), LOOK),
    "baz.engine.workbench.versions": (_working(versions, "huis", "huis/duo"), LOOK),
    "baz.services.reports.making.report_of": (
        lambda t, a: report_of(t.world.engine, "huis", Period.of_year(2026), actor=a),
        "jjjjj vvj vvvv j",
    ),
}
"""What can be asked beside acts -> how, and who may."""

OPERATOR_ONLY = frozenset(
    {"batch", "work", "reading", "tick", "forget", "verify", "actor", "name_of", "home_of", "cast"}
)
"""Methods without an actor: for the worker, for signing in, and for functions that ask rights themselves."""

BEHIND: Mapping[str, str] = {
    "baz.engine.mine.may_tell": "baz.engine.reporting.tell",
    "baz.engine.reporting.earlier": "baz.engine.mine.find",
    "baz.services.letters.reading.papers_of": "baz.services.letters.reading.lines_of",
    "baz.engine.access.hand_of": "Engine.show",
    "baz.engine.access.known_here": "Engine.show",
    "baz.engine.access.may_see": "Engine.show",
    "baz.engine.admin.add_party": "Engine.add_party",
    "baz.engine.admin.add_staff": "Engine.add_staff",
    "baz.engine.admin.set_parameter": "Engine.set_parameter",
    "baz.engine.casepage.look": "Engine.look",
    "baz.engine.desk.works_here": "Engine.show",
    "baz.engine.panels.page": "Engine.own_page",
    "baz.engine.panels.pages": "Engine.own_pages",
    "baz.engine.panels.panels": "Engine.look",
    "baz.engine.panels.see": "Engine.look",
    "baz.engine.today.today": "Engine.today",
    "baz.engine.roster.called": "Engine.called",
    "baz.engine.roster.caseload": "Engine.caseload",
    "baz.engine.roster.staff": "Engine.staff",
    "baz.engine.roster.volunteers": "Engine.volunteers",
    "baz.engine.correcting.commands": "Engine.correct",
    "baz.engine.desk.can": "Engine.can",
    "baz.engine.desk.field_values": "Engine.show",
    "baz.engine.desk.names_for": "Engine.show",
    "baz.engine.desk.open_case": "Engine.show",
    "baz.engine.desk.open_rows": "baz.services.matching.waiting.waiting_list",
    "baz.services.matching.candidates.vacancies": "baz.services.matching.waiting.waiting_list",
    "baz.engine.desk.show": "Engine.show",
    "baz.engine.desk.view": "Engine.show",
    "baz.engine.forgetting.going": "Engine.keeping",
    "baz.engine.lists.agenda": "Engine.agenda",
    "baz.engine.lists.listing": "Engine.cases",
    "baz.engine.membership.enable": "Engine.enable_plugin",
    "baz.engine.referrals.card": "Engine.card",
    "baz.engine.referrals.cards": "Engine.cards",
    "baz.engine.referrals.answer": "Engine.accept_referral",
    "baz.engine.referrals.opening": "Engine.accept_referral",
    "baz.engine.referrals.returning": "Engine.return_referral",
    "baz.engine.referrals.waiting": "Engine.referrals",
    "baz.services.exchange.importing.preview": "baz.services.exchange.importing.keep",
    "baz.services.exchange.importing.stored": "baz.services.exchange.importing.keep",
    "baz.services.exchange.importing.carry_out": "baz.services.exchange.importing.keep",
    "baz.services.exchange.importing.match_again": "baz.services.exchange.importing.keep",
    "baz.engine.erasing.approve": "baz.engine.erasing.waiting",
    "baz.engine.erasing.proofs": "baz.engine.erasing.waiting",
    "baz.engine.erasing.take_back": "baz.engine.erasing.ask",
    "baz.services.exchange.views.forget": "baz.services.exchange.views.keep",
    "baz.engine.rights.held": "Engine.cases",
    "baz.engine.rights.may": "Engine.cases",
    "baz.engine.rights.may_count": "baz.services.reports.making.report",
    "baz.engine.rights.require": "Engine.cases",
    "baz.services.reports.making.audience_of": "baz.services.reports.making.ask",
    "baz.engine.rights.require_counts": "baz.services.reports.making.report",
}
"""Functions that get an actor too, and the line by which they are tried."""
