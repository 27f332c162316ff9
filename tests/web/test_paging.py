"""Pages of bounded length: what does not fit is counted, and every row is reached once by going on."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest
from counting import statements
from sqlalchemy import select, update
from starlette.testclient import TestClient
from town import Town, words

from baz.engine import referrals
from baz.engine import today as morning_page
from baz.kernel.acts import OPERATOR
from baz.services.calendar import dates
from baz.services.exchange import asking, listing
from baz.services.matching import candidates, groups
from baz.store import datebook, links, morning, tables
from baz.store.morning import Whose
from baz.testing.copies import copy_rows
from baz.web.lists import referrals as shown_referrals
from baz.web.lists import waiting as shown_waiting

LUS = "lus"
PARTS = {"telaat": "late", "week": "week", "stil": "quiet", "samenkomsten": "meetings"}


def walked(visitor: TestClient, first: str, row: str, going_on: str = "Toon meer") -> tuple[list[str], int]:
    """Every row of a list, from its first page on, and how many pages that took."""
    seen: list[str] = []
    where: str | None = first
    pages = 0
    while where:
        page = visitor.get(where)
        assert page.status_code == 200, where
        seen += re.findall(row, page.text)
        pages += 1
        found = re.search(rf'href="([^"]+)"[^>]*>{going_on}', page.text)
        where = unescape(found[1]) if found else None
    return seen, pages


@pytest.fixture
def many(town: Town) -> Town:
    """The town with nine times as many cases of the same people."""
    copy_rows(town.house.engine.database, 8, same_people=True)
    return town


@pytest.mark.parametrize(("part", "name"), PARTS.items())
def test_each_part_of_the_morning_is_whole_behind_its_link(
    many: Town, part: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(morning_page, "PAGE", 7)
    monkeypatch.setattr(morning_page, "FIRST", 3)
    with many.house.engine.reading() as work:
        rows = morning.rows(Whose(LUS), name, date(2026, 11, 18), connection=work.connection, limit=5000)
    assert len(rows) > 3
    vera = many.visitor("Vera")
    first = vera.get("/vandaag?van=team").text
    to = re.search(rf'href="([^"]*deel={part}[^"]*)">Toon alle', first)
    assert to, "the page says that there is more, and where"
    cases, pages = walked(vera, unescape(to[1]), _row(part))
    assert sorted(cases) == sorted(row.case_id for row in rows)
    assert pages == -(-len(rows) // 7)
    count = re.search(rf'#{part}"[^>]*>.*?<b>([^<]+)</b>', first)
    if part not in ("samenkomsten",):
        assert count
        assert count[1] == (str(len(rows)) if len(rows) <= 100 else "100+")


def _row(part: str) -> str:
    if part == "stil":
        return r'<tr role="row"><th role="rowheader" scope="row"><a href="/trajecten/([^"#]+)'
    if part == "samenkomsten":
        return r'<li class="fact"><b><a href="/trajecten/([^"#]+)'
    return r'</h3><p><a href="/trajecten/([^"#]+)'


def test_the_longest_late_stands_on_top_and_is_never_pushed_out(many: Town) -> None:
    with many.house.engine.reading() as work:
        late = morning.rows(Whose(LUS), "late", date(2026, 11, 18), connection=work.connection, limit=1)
    text = many.visitor("Vera").get("/vandaag?van=team").text
    assert re.search(_row("telaat"), text)[1] == late[0].case_id  # type: ignore[index]  # None fails the test


def test_who_waits_for_somebody_is_shown_a_page_at_a_time(
    many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = many.visitor("Vera")
    monkeypatch.setattr(morning_page, "PAGE", 500)
    row = r'<a class="btn quiet" href="/trajecten/([^"#]+)#nu">Bekijk'
    once, _ = walked(vera, "/vandaag?van=team&deel=wacht", row)
    monkeypatch.setattr(morning_page, "PAGE", 4)
    paged, pages = walked(vera, "/vandaag?van=team&deel=wacht", row)
    assert sorted(paged) == sorted(once)
    assert pages > 2


def test_a_place_that_is_none_is_refused(town: Town) -> None:
    answer = town.visitor("Vera").get("/vandaag?deel=telaat&na=x")
    assert answer.status_code == 400
    assert "Begin weer bovenaan" in words(answer.text)


def test_a_busy_day_of_the_calendar_leads_to_all_its_meetings(
    many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "PAGE", 5)
    with many.house.engine.reading() as work:
        found = datebook.between(
            date(2026, 11, 1), date(2026, 11, 30), connection=work.connection, organisation=LUS
        )
    day, number = Counter(row.day for row in found).most_common(1)[0]
    assert number > 6
    vera = many.visitor("Vera")
    month = vera.get("/kalender?maand=2026-11").text
    cell = re.search(rf'<td[^>]*><time datetime="{day}">.*?</td>', month, re.S)
    assert cell
    assert cell[0].count("<li>") == 6
    assert f"en nog {number - 6} meer" in words(cell[0])
    to = re.search(r'href="(/kalender[^"]*dag=[^"]*)"', cell[0])
    assert to
    cases, pages = walked(vera, unescape(to[1]), r'</h3><p><a href="/trajecten/([^"#]+)')
    assert sorted(cases) == sorted(row.case_id for row in found if row.day == day)
    assert pages == -(-number // 5)


def test_her_own_calendar_is_cut_off_and_whole_in_the_same_way(many: Town) -> None:
    vera = many.visitor("Vera")
    month = vera.get("/kalender?maand=2026-11&van=mij&vorm=maand").text
    more = re.search(r'href="(/kalender[^"]*dag=[^"]*)">en nog (\d+) meer', month)
    assert more
    day = vera.get(unescape(more[1])).text
    assert "van=mij" in unescape(more[1])
    assert day.count('<li class="task lite">') == 6 + int(more[2])


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "x", "2026-11-18x"])
def test_a_day_that_is_none_shows_the_month(town: Town, day: str) -> None:
    page = town.visitor("Vera").get(f"/kalender?dag={day}")
    assert page.status_code == 200
    assert "november 2026" in words(page.text)


def test_who_could_help_says_that_not_everybody_was_looked_at(
    many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera, where = many.visitor("Vera"), f"/trajecten/{many.case('lus_deze_week-fien')}/wie-kan"
    whole = words(vera.get(where).text)
    assert "We keken naar" not in whole
    monkeypatch.setattr(candidates, "NEAREST", 1)
    page = vera.get(where).text
    assert "We keken naar 1 vrijwilligers" in words(page)
    to = re.search(r'href="([^"]+)">Kijk verder', page)
    assert to
    assert words(vera.get(unescape(to[1])).text) == whole


def test_every_referral_that_waits_is_reached_the_oldest_first(
    many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referrals, "PAGE", 4)
    with many.house.engine.reading() as work:
        waiting = links.waiting(LUS, connection=work.connection)
    assert len(waiting) > 4
    assert [link.since for link in waiting] == sorted(link.since for link in waiting)
    vera = many.visitor("Vera")
    row = r'<a class="btn" href="/doorverwijzingen/([^"]+)">Bekijk en beslis'
    seen, pages = walked(vera, "/doorverwijzingen", row)
    assert seen == [link.id for link in waiting]
    assert pages == -(-len(waiting) // 4)
    assert f'<span class="num">{len(waiting)}</span>' in vera.get("/doorverwijzingen").text
    monkeypatch.setattr(referrals, "MOST", 2)
    monkeypatch.setattr(shown_referrals, "MOST", 2)
    assert '<span class="num">2+</span>' in vera.get("/doorverwijzingen").text
    assert vera.get("/doorverwijzingen?na=x").status_code == 400


def listed(town: Town, home: str, name: str, pairs: list[tuple[str, str]]) -> list[str]:
    """The ids of a list as it is paged, three rows at a time."""
    seen: list[str] = []
    ask: asking.Ask | None = asking.read(name, pairs)
    with town.house.engine.reading() as work:
        while ask:
            page = listing.page(work, OPERATOR, home, ask, 3)
            seen += [row.key or row.case for row in page.rows]
            ask = page.next
    return seen


def test_the_list_of_what_we_referred_is_whole(many: Town) -> None:
    with many.house.engine.reading() as work:
        rows = work.connection.execute(select(tables.links)).all()
    sent = Counter(link.sender for link in rows if link.organisation != link.sender)
    home, number = sent.most_common(1)[0]
    assert number > 3
    assert len(listed(many, home, "doorverwijzingen", [("richting", "uit")])) == number


def test_the_list_of_cases_that_ended_is_whole(many: Town) -> None:
    with many.house.engine.reading() as work:
        rows = work.connection.execute(select(tables.cases)).all()
    ended = [case.id for case in rows if case.organisation == LUS and case.ended_on]
    assert len(ended) > 3
    found = listed(many, LUS, "trajecten", [("stand", "afgelopen"), ("sorteer", "-geeindigd")])
    assert sorted(found) == sorted(ended)


@pytest.mark.parametrize(
    ("who", "part", "row"),
    [
        ("Vera", "plaatsen", r'href="/trajecten/([^/"]+)/wie-kan\?rol='),
        ("Vera", "vrijwilligers", r'<b><a href="/mensen/([^"]+)'),
    ],
)
def test_who_waits_is_reached_page_after_page(
    many: Town, monkeypatch: pytest.MonkeyPatch, who: str, part: str, row: str
) -> None:
    visitor = many.visitor(who)
    monkeypatch.setattr(shown_waiting, "MOST", 500)
    whole, _ = walked(visitor, "/wachtlijst", row, going_on="Niets")
    monkeypatch.setattr(shown_waiting, "MOST", 3)
    first = visitor.get("/wachtlijst").text
    to = re.search(rf'href="([^"]*deel={part}[^"]*)"[^>]*>Toon meer', first)
    assert to
    assert re.search(r'<span class="num muted">\d+\+</span>', first)
    rest, pages = walked(visitor, unescape(to[1]), row)
    assert [*re.findall(row, first), *rest] == whole
    assert pages > 1
    assert visitor.get(f"/wachtlijst?deel={part}&na=x").status_code == 400


def test_who_waits_for_a_group_is_reached_page_after_page(
    many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tables.cases.c.workflow == "lus/linkgroep_deelnemer"
    with many.house.engine.database.write() as connection:
        connection.execute(update(tables.cases).where(mine).values(state="wacht_op_groep"))
        rows = connection.execute(select(tables.cases.c.about).where(mine)).scalars().all()
    assert len(rows) > 4
    monkeypatch.setattr(groups, "MOST", 2)
    row = r'name="wie" value="([^"]+)"'
    vera = many.visitor("Vera")
    first = vera.get("/wachtlijst").text
    to = re.search(r'href="([^"]*deel=lus%2Flinkgroep_deelnemer[^"]*)"[^>]*>Toon meer', first)
    assert to
    rest, pages = walked(vera, unescape(to[1]), row)
    assert sorted([*re.findall(row, first), *rest]) == sorted(rows)
    assert pages > 1


def test_a_case_is_opened_once_for_its_page(town: Town) -> None:
    vera, case = town.visitor("Vera"), f"/trajecten/{town.case('kring_jozefien')}"
    vera.get(case)
    with statements(town.house.engine.database) as asked:
        assert vera.get(case).status_code == 200
    of_case = [text for text in asked if re.search(r"FROM cases\s+WHERE cases.id = ", text)]
    log = [text for text in asked if "FROM events" in text and "events.data" in text]
    assert (len(of_case), len(log)) == (1, 1), [*of_case, *log]
