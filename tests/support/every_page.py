"""Every address of the pages, as the application knows them, each with somebody to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from starlette.routing import compile_path
from town import Town

from baz.store import links
from baz.store.tables import tasks
from baz.web.app import PAGES

Sample = Callable[[Town], list[str]]

COORDINATOR, VOLUNTEER, MANAGER, BAZ = "Vera", "Emma", "Karel Vos", "Hanne"


def walk(routes: Any, prefix: str = "") -> Iterator[str]:
    """The addresses that can be looked at (GET) below some routes."""
    for route in routes:
        inside = getattr(route, "original_router", None) or getattr(route, "router", None)
        if inside is not None and not hasattr(route, "methods"):
            yield from walk(inside.routes, prefix + getattr(route, "prefix", ""))
        elif "GET" in (getattr(route, "methods", None) or ()):
            yield prefix + route.path


def addresses() -> list[str]:
    """Every address of a page, with the names of its parts between braces."""
    return sorted({path for router in PAGES for path in walk(router.routes)})


def _meeting(town: Town, case: str, status: str) -> str:
    return quote(next(iter(town.meetings(town.case(case), status)))[0])


def _task(town: Town, case: str) -> str:
    with town.house.engine.reading() as work:
        query = select(tasks.c.id).where(tasks.c.case_id == town.case(case), tasks.c.status == "open")
        query = query.where(tasks.c.name.not_like("ritme%"))
        return quote(str(work.connection.execute(query.order_by(tasks.c.id)).scalars().first()))


def _party(town: Town, name: str) -> str:
    return next(p.party for p in town.house.engine.cast() if p.name.startswith(name))


def _referral(town: Town, organisation: str) -> str:
    with town.house.engine.reading() as work:
        return links.waiting(organisation, connection=work.connection)[0].id


def samples(town: Town) -> dict[str, list[tuple[str, str]]]:
    """For each address that has parts: real ones, and who looks at them ("" for nobody in particular)."""
    kring, ln = town.case("kring_jozefien"), town.case("ln_vandaag")
    georges, coaching = town.case("lus_deze_week-georges"), town.case("coaching_vandaag-lindebeke")
    return {
        "/trajecten/{case}": [(f"/trajecten/{c}", COORDINATOR) for c in (kring, georges)]
        + [(f"/trajecten/{c}", BAZ) for c in (ln, coaching)],
        "/trajecten/{case}/verbeter": [(f"/trajecten/{kring}/verbeter", COORDINATOR)],
        "/trajecten/{case}/verbeter/{event}": [(f"/trajecten/{kring}/verbeter/14", COORDINATOR)],
        "/trajecten/{case}/{tail:path}": [
            (f"/trajecten/{kring}/{tail}", COORDINATOR)
            for tail in ("pauze", "stap/rond_af", "stap/tel_leden", "samenkomst/groep/plan", "buiten",
                         "samenkomst/groep/verslag", "mensen/compagnon/erbij", "mensen/aanmelder/erbij")
        ] + [
            (f"/trajecten/{georges}/samenkomst/groep/"
             f"{_meeting(town, 'lus_deze_week-georges', 'planned')}/verzet", COORDINATOR),
            (f"/trajecten/{town.case('lus_deze_week-lena')}/taak/{_task(town, 'lus_deze_week-lena')}",
             COORDINATOR),
            (f"/trajecten/{town.case('lus_deze_week-lena')}/taak/{_task(town, 'lus_deze_week-lena')}/later",
             COORDINATOR),
        ],
        "/trajecten/{case}/brieven": [(f"/trajecten/{georges}/brieven", COORDINATOR)],
        "/trajecten/{case}/brieven/{which}": [(f"/trajecten/{georges}/brieven/bevestiging", COORDINATOR)],
        "/ik/samenkomst/{case}/{meeting}": [
            (f"/ik/samenkomst/{town.case('lus_deze_week-mathilde')}/"
             f"{_meeting(town, 'lus_deze_week-mathilde', 'planned')}", VOLUNTEER)
        ],
        "/ik/verslag/{case}/{meeting}": [
            (f"/ik/verslag/{town.case('lus_deze_week-mathilde')}/"
             f"{_meeting(town, 'lus_deze_week-mathilde', 'planned')}", VOLUNTEER)
        ],
        "/ik/verslag/{case}/nieuw/{kind}": [
            (f"/ik/verslag/{town.case('lus_deze_week-mathilde')}/nieuw/kennismaking", VOLUNTEER)
        ],
        "/mensen/{party}": [(f"/mensen/{_party(town, VOLUNTEER)}", COORDINATOR)],
        "/doorverwijzingen/{link}": [(f"/doorverwijzingen/{_referral(town, 'lus')}", COORDINATOR)],
        "/lijst/{name}": [(f"/lijst/{name}", COORDINATOR) for name in ("taken", "samenkomsten", "papieren")],
        "/pagina/{plugin}/{name}": [("/pagina/lus/stippen", COORDINATOR)],
        "/beheer/instellingen/{name}/{workflow}/{parameter}": [
            ("/beheer/instellingen/lus/lusgroep/eerste_contact", MANAGER)
        ],
        "/trajecten/{case}/wie-kan": [(f"/trajecten/{town.case('lus_deze_week-fien')}/wie-kan", COORDINATOR)],
        "/vandaag": [(f"/vandaag?van=team&deel={part}", COORDINATOR) for part in ("telaat", "wacht", "stil")],
        "/kalender": [("/kalender?dag=2026-11-18", COORDINATOR)],
        "/rapport/{year}": [("/rapport/2026", COORDINATOR), ("/rapport/2026", BAZ)],
        "/werkwijzen/{organisation}/{name}": [("/werkwijzen/lus/lusgroep", COORDINATOR)],
    }  # fmt: skip


LOOKED_AT_ELSEWHERE = {
    "/aanmelden/bij/{organisation}": "goes on to the provider of an organisation",
    "/aanmelden/bij/{organisation}/terug": "comes back from it",
    "/kalender/{name}": "a file for a calendar programme, behind a secret",
    "/aanmelden/stap": "comes after a password",
    "/beheer/eerste": "is there only while nobody manages",
    "/s/{secret}": "needs a link that was just sent",
    "/uitnodiging/{secret}": "needs an invitation that was just sent",
    "/taal/{key}": "sets a cookie and goes back",
    "/ik/verslag/{case}/klaar/{seq}": "needs a report that was just sent",
    "/ik/verslag/{case}/verbeter/{seq}": "needs a report that was just sent",
    "/ik/taak/{case}/{task}": "needs a task of a volunteer",
    "/ik/samenkomst/{case}/nieuw/{kind}": "the same form as a report",
    "/aanmelden/{organisation}/{workflow}": "is there only where an organisation opened it",
    "/aanmelden/{organisation}/{workflow}/bedankt": "comes after that form",
    "/inschrijving/{secret}": "needs a link that was just sent",
    "/workshops/{case}": "needs a workshop in the offer",
    "/rapport/{year}/rijen": "needs a figure and a period",
    "/rapport/{year}/{kind}": "is a file",
    "/trajecten/nieuw/dubbels": "is JSON for a form",
    "/invoer/{upload}": "needs a file that was just brought in",
    "/invoer/{upload}/terug": "needs a file that was just brought in",
}
"""Addresses that their own tests walk, and why they are not here."""


def who(path: str) -> str:
    """Somebody who may look at an address without parts."""
    if path.startswith("/beheer") or path == "/opruimen":
        return MANAGER
    if path.startswith("/ik"):
        return VOLUNTEER
    return BAZ if path.startswith(("/partners", "/workshops")) else COORDINATOR


def address_of(page: str) -> str:
    """The address that a page is one of, with the names of its parts between braces: it names nobody."""
    plain = urlsplit(page).path
    return next(a for a in sorted(addresses(), key=_parts) if compile_path(a)[0].match(plain))


def _parts(address: str) -> tuple[bool, int]:
    return ":path}" in address, address.count("{")


def every_page(town: Town) -> list[tuple[str, str]]:
    """Every page to look at: (address, who looks)."""
    known = samples(town)
    plain = [(p, who(p)) for p in addresses() if "{" not in p and p not in LOOKED_AT_ELSEWHERE]
    return plain + [pair for path in addresses() if path in known for pair in known[path]]
