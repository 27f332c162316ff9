"""The giver of a workshop is ill: everybody who enrolled gets a mail that says why."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from mail_server import serving
from town import Town

from baz.services.jobs import Worker
from baz.services.mail.outgoing import Outgoing
from baz.services.mail.smtp import Post

Phones = Any  # of this folder's conftest, which cannot be imported by name
WORKSHOP = "workshops_vandaag-jong"
WHY = "Otto ligt ziek te bed. We zoeken een andere avond."
EVERYBODY = {"ben@mail.example", "cis@mail.example", "dora@mail.example", "nora@mail.example"}


def _said(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return " ".join(body.get_content().split()) if body else ""


@pytest.mark.parametrize(
    ("scripts", "width"), [(False, 360), (True, 1280)], ids=["phone, no scripts", "screen, scripts"]
)
def test_everybody_who_enrolled_is_told_why(phones: Phones, town: Town, scripts: bool, width: int) -> None:
    case = town.case(WORKSHOP)
    with phones.of("Hanne", scripts=scripts, width=width) as page, serving() as server:
        public = page.context.browser.new_context(
            base_url=phones.address, java_script_enabled=scripts, viewport={"width": width, "height": 740}
        )
        anybody = public.new_page()
        anybody.goto(f"/workshops/{case}")
        anybody.get_by_label("Je naam").fill("Nora Willems")
        anybody.get_by_label("Je e-mailadres").fill("nora@mail.example")
        anybody.get_by_role("button", name="Zet mij op de wachtlijst").click()
        anybody.get_by_text("Je staat op de wachtlijst. Kijk in je mail.").wait_for()

        page.goto(f"/workshops/{case}")
        page.get_by_role("link", name="Zeg af, en laat het iedereen weten").click()
        page.locator("[name=afloop][value=geannuleerd_ziekte_gever]").check()
        page.locator("[name=uitleg]").fill(WHY)
        page.locator("button.sun").click()
        page.wait_for_url("**/workshops")
        assert page.get_by_text("Jongeren die zelf iets beginnen").count() == 0

        way = Outgoing(town.installation.settings.folder / "uit", Post(server.mailbox()))
        Worker(town.house.engine, way).run()
        told = [m for m in server.taken if WHY in _said(m)]
        to = sorted(m["To"].addresses[0].addr_spec for m in told)
        assert set(to) >= EVERYBODY
        assert len(to) == len(set(to)), "nobody gets it twice"
        anybody.goto(f"/workshops/{case}")
        anybody.get_by_role("heading", name="Dit gaat niet door", level=1).wait_for()
        anybody.get_by_text("Dit gaat niet door: het is geannuleerd.").wait_for()
        public.close()
