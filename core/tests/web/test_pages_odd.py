"""Every page, asked in odd ways by everybody: an answer for people, never an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute
from web_world import Web

from baz.web import doors, questions
from baz.web.api import door
from baz.web.app import PAGES

ODD = (
    "", "x", "0", "-1", "9" * 40, "case-onbekend", "%00", "%0d%0a", "..%2f..%2fetc", "%F0%9F%98%80",
    "a" * 3000, "'%20or%201=1", "{{7*7}}", "%3Cscript%3E", "2026-02-30", "%ED%A0%80",
)  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(["", "x", "\x00", "ja", "nee", "2026-02-30", "9999-99-99", "-1", "é" * 400, "party-1"]),
    st.text(max_size=40),
)
WHO = ("", "ine", "baas", "vera", "rudy", "wim", "noor")


def routes() -> Iterator[tuple[str, str]]:
    """Method and address of every page."""

    def walk(found: list[BaseRoute]) -> Iterator[tuple[str, str]]:
        for route in found:
            inner: Any = getattr(route, "original_router", None)
            if inner is not None:
                yield from walk(inner.routes)
            else:
                for method in sorted(getattr(route, "methods", None) or ()):
                    yield method, str(getattr(route, "path", ""))

    for router in (*PAGES, door.pages):
        yield from walk(router.routes)


ROUTES = sorted({pair for pair in routes() if pair[0] in ("GET", "POST")})


def filled(path: str, values: list[str]) -> str:
    """An address with something between its braces."""
    for value in values:
        head, brace, rest = path.partition("{")
        if not brace:
            break
        path = f"{head}{value}{rest.partition('}')[2]}"
    return path


def crawl(web: Web, method: str, path: str, examples: int) -> None:
    """Ask one page in many ways, as somebody else each time."""
    known = [web.town.case, web.town.link, str(web.town.job), "nee", "contact#1".replace("#", "%23")]
    names = st.lists(TEXT, max_size=5, unique=True)

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data(), who=st.sampled_from(WHO), asked=names)
    def ask(data: st.DataObject, who: str, asked: list[str]) -> None:
        web.sign_in(who)
        values = data.draw(st.lists(st.sampled_from([*ODD, *known]), min_size=4, max_size=4))
        where = filled(path, [value or "x" for value in values])
        fields = {name: data.draw(TEXT) for name in [*asked, *FIELDS]}
        if method == "GET":
            answer = web.client.get(where, params=fields)
        else:
            answer = web.client.post(where, data=fields)
        assert answer.status_code < 500, (method, where, fields, answer.text[:300])
        assert "<script>" not in answer.text

    ask()


FIELDS = ("zoek", "naar", "sleutel", "gezien", "na", "kolom", "sorteer", "van", "aan", "tot", "dag", "jaar")
"""What pages read most; each page also gets names that it does not know."""


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_odd_visits(web: Web, method: str, path: str) -> None:
    crawl(web, method, path, 2)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_many_odd_visits(web: Web, method: str, path: str) -> None:
    crawl(web, method, path, 12)


@pytest.mark.parametrize("value", ODD)
def test_an_address_that_is_none(web: Web, value: str) -> None:
    """The page of an error is a page too."""
    for who in ("", "ine"):
        web.sign_in(who)
        for where in (f"/{value}", f"/trajecten/{value}", f"/vast/{value}/{value}", f"/api/v1/{value}"):
            answer = web.client.get(where)
            assert answer.status_code < 500, where
            assert answer.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(
    "to", ["//elders.example", "/\\elders.example", "/\t/elders.example", "https://elders.example"]
)
def test_no_link_of_ours_leads_elsewhere(web: Web, to: str) -> None:
    web.sign_in("ine")
    case = web.town.case
    page = web.client.get(f"/trajecten/{case}").text
    tails = set(re.findall(rf'href="(/trajecten/{case}/[^"?]+)', page))
    asked = [web.client.get(tail, params={"naar": to}) for tail in sorted(tails)]
    forms = [a.text for a in asked if 'name="naar"' in a.text]
    assert forms
    assert not [form for form in forms if "elders.example" in form]
    assert doors.inside(to) == ""


@pytest.mark.parametrize("text", ["\u00b2", "-1", "", "9" * 5000, "100001", "1.5"])
def test_a_number_that_is_none_is_told_apart(text: str) -> None:
    assert questions.number(text) is None
    assert questions.number("12") == 12
