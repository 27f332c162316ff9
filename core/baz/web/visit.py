"""One request by one person: who she is, where she works, and how an answer is made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from baz.engine import rights
from baz.engine.engine import Engine
from baz.engine.identity import drafts
from baz.engine.rights import Right
from baz.ground.errors import BazError, Forbidden
from baz.kernel.acts import Actor
from baz.web import doors, keeping, language, rendering, words
from baz.web.house import House

_KEY = re.compile(r"web-\w{1,40}")
NOTE = "baz_note"
"""The cookie that carries one sentence over a redirect: what was just done."""


class SignInFirst(BazError):
    """This page is for who signed in. `to` is where she wanted to be; `held` finds what she sent."""

    code = "aanmelden"
    http_status = 401

    def __init__(self, to: str, held: str = "") -> None:
        super().__init__("Meld je eerst aan.")
        self.to = to
        self.held = held


@dataclass
class Visit:
    """One request. `actor` is nobody (party "") where nobody signed in."""

    request: Request
    house: House
    actor: Actor
    organisation: str
    known: doors.Known | None
    form: Form
    restored: bool = False

    @property
    def engine(self) -> Engine:
        """The only writer of cases."""
        return self.house.engine

    @cached_property
    def now(self) -> datetime:
        """The present, the same for the whole page."""
        return self.house.now

    @property
    def today(self) -> date:
        """The calendar day in Brussels."""
        return self.now.date()

    @cached_property
    def name(self) -> str:
        """What the person is called."""
        return self.engine.name_of(self.actor.party) if self.actor.party else ""

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What she may in the organisation of this page."""
        return rights.held(self.engine.catalogue, self.actor, self.organisation)

    def require(self, right: Right) -> None:
        """Let through who has a right.

        Raises:
            Forbidden: she has it not.
        """
        rights.require(self.engine.catalogue, self.actor, self.organisation, right)

    @property
    def staff(self) -> bool:
        """Whether she works for the organisation of this page."""
        return self.organisation in self.actor.organisations

    def key(self) -> str:
        """A fresh key for a form, so that it counts once however often it is sent."""
        return self.engine.ids.new_id("web")

    def once(self) -> str:
        """The key that this form was sent with, else a fresh one."""
        return self.form.key() or self.key()

    def menu(self) -> list[tuple[str, str, str, bool]]:
        """Address, picture, word, and whether this page is part of it; nothing for who is no staff. Five
        items, never more."""
        path, _ = self.request.url.path, language.gettext
        items = (
            ("/vandaag", "pawn", _("Vandaag"), Right.LOOK_CASES),
            ("/trajecten", "path", _("Trajecten"), Right.LOOK_CASES),
            ("/mensen", "people", _("Mensen"), Right.SEE_PEOPLE),
            ("/kalender", "cal", _("Kalender"), Right.LOOK_CASES),
            ("/rapport", "chart", _("Rapport"), Right.SEE_REPORTS),
        )
        return [
            (to, picture, said, path == to or path.startswith(f"{to}/"))
            for to, picture, said, right in items
            if right in self.rights
        ]

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from a template."""
        tongue = self.language
        with language.speaking(tongue):
            everything = {
                "visit": self, "today": self.today, "clock": words.clock_text(self.now),
                "lang": language.HTML[tongue], "asset": self.asset,
                "note": self._note(), "look": self.known.look if self.known else "auto",
                "house_name": self.house.name(self.organisation) if self.organisation else "BurgersAanZet",
                "query": dict(self.request.query_params), **_dated(self.today), **values,
            }  # fmt: skip
            text = rendering.render(template, everything)
        response = HTMLResponse(text, status)
        if NOTE in self.request.cookies:
            response.delete_cookie(NOTE, path="/")
        return response

    def restore(self) -> bool:
        """Fill the form of this page in with what she typed here before and could not send; whether there was
        anything. A page that has such a form asks for it first; once sent, `go` puts the draft away."""
        path = self.request.url.path
        with self.engine.reading() as work:
            kept = drafts.read(work, self.actor.party, path, keeping.case_of(path))
        self.restored = bool(kept)
        if kept:
            self.form = Form(FormData([(name, v) for name, values in kept.items() for v in values]))
        return self.restored

    def _sent(self) -> None:
        """What was typed here arrived: its draft goes."""
        path, party = self.request.url.path, self.actor.party
        if self.request.method != "POST" or not party:
            return
        with self.engine.reading() as work:
            kept = drafts.read(work, party, path, keeping.case_of(path))
        if kept:
            with self.engine.work() as work:
                drafts.drop(work, party, path)

    def asset(self, name: str) -> str:
        """Where the browser finds a file of ours."""
        return self.house.assets.address(name)

    def go(self, to: str, note: str = "", undo: str = "") -> Response:
        """On to another page after something was done, with one sentence, and where that can be mended."""
        self._sent()
        response = RedirectResponse(to, 303)
        if note:
            response.set_cookie(
                NOTE, quote(f"{note}|{undo}"[:600]), max_age=60, httponly=True, samesite="lax",
                secure=self.house.secure,
            )  # fmt: skip
        return response

    def _note(self) -> tuple[str, str]:
        text, _, undo = unquote(self.request.cookies.get(NOTE, "")).partition("|")
        return text[:500], doors.inside(undo)

    @property
    def language(self) -> str:
        """The language of this page: as she chose, else Dutch."""
        chosen = (self.known.language if self.known else "") or self.request.cookies.get("baz_taal", "")
        if chosen in language.LANGUAGES:
            return chosen
        return "nl"

    def url(self, **changes: str) -> str:
        """This page with other values in its address; an empty one goes."""
        pairs = {**dict(self.request.query_params), **changes}
        found = urlencode({k: v for k, v in pairs.items() if v})
        return f"{self.request.url.path}?{found}" if found else self.request.url.path


def _dated(today: date) -> dict[str, Any]:
    """The words for days, which all need to know what day it is."""

    def short(day: str) -> Any:
        return words.time_tag(day, words.short_day(day, today)) if day else ""

    def brief(day: str) -> Any:
        return words.time_tag(day, words.brief_day(day, today)) if day else ""

    def plain(day: str) -> Any:
        return words.time_tag(day, words.plain_day(day, today)) if day else ""

    def long(day: str) -> Any:
        return words.time_tag(day, words.long_day(day, today)) if day else ""

    return {
        "short": short,
        "brief": brief,
        "plain": plain,
        "long": long,
        "away": lambda day: words.away(day, today),
        "late": lambda day: words.late(day, today),
        "when": lambda text: words.when_text(text, today),
    }


class Form:
    """What was filled in: texts, lists of texts and files, by name."""

    def __init__(self, data: FormData | None = None) -> None:
        self.data = data or FormData()

    def text(self, name: str) -> str:
        """One text, without spaces around; empty when it was not given."""
        found = self.data.get(name, "")
        return found.strip() if isinstance(found, str) else ""

    def key(self) -> str:
        """The key that the form was sent with; empty when it had none. One that we did not give becomes
        another one: what follows of itself goes by keys too, and nobody may take those."""
        found = self.text("sleutel")
        if not found or _KEY.fullmatch(found):
            return found
        return f"web-{hashlib.sha256(found.encode('utf-8', 'replace')).hexdigest()[:32]}"

    def raw(self, name: str) -> str:
        """One text exactly as it was typed."""
        found = self.data.get(name, "")
        return found if isinstance(found, str) else ""

    def many(self, name: str) -> list[str]:
        """Every text of a name that is not empty."""
        return [v.strip() for v in self.data.getlist(name) if isinstance(v, str) and v.strip()]

    def texts(self) -> dict[str, list[str]]:
        """Every text, by name."""
        return {name: [v for v in self.data.getlist(name) if isinstance(v, str)] for name in self.data}

    def file(self, name: str) -> UploadFile | None:
        """A file, when one was chosen."""
        found = self.data.get(name)
        return found if isinstance(found, UploadFile) and found.filename else None

    def names(self) -> Iterable[str]:
        """What was filled in at all."""
        return self.data.keys()

    def __contains__(self, name: str) -> bool:
        return name in self.data


async def _come_in(request: Request) -> AsyncIterator[Visit]:
    form = Form(await request.form(max_fields=2000)) if request.method == "POST" else Form()
    house: House = request.app.state.house
    try:
        visit = await run_in_threadpool(_visit, request, house, form)
        language.speak(visit.language)  # what is said outside of a template too: a note, an error
        yield visit
    finally:
        await form.data.close()  # the files that came along


def _visit(request: Request, house: House, form: Form) -> Visit:
    known = doors.known(house, request)
    if known is None:
        return Visit(request, house, Actor(""), "", None, form)
    actor = known.actor or house.engine.actor(known.party)
    home = known.organisation if known.organisation in actor.organisations else ""
    home = home or min(actor.organisations, default="") or house.engine.home_of(known.party)
    return Visit(request, house, actor, home, known, form)


def _signed_in(visit: Annotated[Visit, Depends(_come_in)]) -> Visit:
    if visit.known is None:
        path, query = visit.request.url.path, visit.request.url.query
        if visit.request.method == "POST":
            raise SignInFirst(
                keeping.page_of(visit.request), keeping.hold(visit.house, visit.request, visit.form.texts())
            )
        raise SignInFirst(f"{path}?{query}" if query else path)
    return visit


def _staff(visit: Annotated[Visit, Depends(_signed_in)]) -> Visit:
    if not visit.staff:
        raise Forbidden("Deze pagina is voor medewerkers.", hint="Jouw pagina is /ik.")
    return visit


Anybody = Annotated[Visit, Depends(_come_in)]
"""Whoever comes along, signed in or not."""
SignedIn = Annotated[Visit, Depends(_signed_in)]
"""Somebody who signed in; others are sent to the door first."""
Staff = Annotated[Visit, Depends(_staff)]
"""Somebody who works for an organisation."""
