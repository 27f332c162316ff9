"""Kalender: a month for the team or oneself, and the feed behind a secret address."""

from __future__ import annotations

import re

import icalendar
import pytest
from web_world import Web

MONTH = "/kalender?maand=2026-03"


def test_the_team_sees_the_month_as_list_and_as_table(web: Web) -> None:
    web.sign_in("ine")
    page = web.client.get(MONTH)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert page.text.count(f'href="/trajecten/{web.town.case}"') == 2, "once in each form"
    assert 'datetime="2026-03-09"' in page.text
    only = web.client.get(f"{MONTH}&vorm=lijst").text
    assert only.count(f'href="/trajecten/{web.town.case}"') == 1
    assert "<table" not in only
    assert web.client.get(f"{MONTH}&vorm=maand").text.count(f'href="/trajecten/{web.town.case}"') == 1
    assert "maand=2026-02" in page.text
    assert "maand=2026-04" in page.text


def test_a_volunteer_sees_her_own_and_nobody_elses(web: Web) -> None:
    web.sign_in("noor")
    assert web.town.case not in web.client.get(MONTH).text
    web.sign_in("wim")
    page = web.client.get(MONTH)
    assert page.status_code == 200
    assert web.town.case not in page.text
    assert "Toon het hele team" not in page.text


@pytest.mark.parametrize("text", ["", "2026-13", "x", "0000-01", "9999-12"])
def test_a_month_that_is_none_is_this_one(web: Web, text: str) -> None:
    web.sign_in("ine")
    assert web.client.get(f"/kalender?maand={text}").status_code == 200


def test_nobody_without_signing_in(web: Web) -> None:
    web.sign_in("")
    assert web.client.get("/kalender").status_code == 303


def feed_of(web: Web, who: str) -> str:
    web.sign_in(who)
    made = web.client.post("/mij/kalender")
    (address,) = re.findall(r"(/kalender/[^\"]+\.ics)\"", made.text)[:1]
    web.sign_in("")
    return str(address)


def test_the_feed_opens_without_signing_in_and_names_nobody(web: Web) -> None:
    address = feed_of(web, "ine")
    answer = web.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    assert len(found.walk("VEVENT")) >= 1
    for name in ("Rudy", "Ine", "Vera"):
        assert name not in answer.text


def test_a_feed_that_was_stopped_or_never_was(web: Web) -> None:
    address = feed_of(web, "ine")
    again = feed_of(web, "ine")
    assert web.client.get(address).status_code == 404
    assert web.client.get(again).status_code == 200
    assert web.client.get("/kalender/x.ics").status_code == 404
    assert web.client.get(again.removesuffix(".ics")).status_code == 404
    web.sign_in("ine")
    web.client.post("/mij/kalender/weg")
    assert web.client.get(again).status_code == 404
