"""What the law asks of volunteers: what is in order, and the sentence that names what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baz.api import Duration, OrganisationFacts, PaperFacts, PartyFacts
from baz_workflows import papers

MONTH = Duration(31, 31, "days")
YEAR = Duration(12, 12, "months")
TODAY = date(2024, 5, 2)
LAW = date(2023, 2, 1)


def somebody(kind: str = "", today: date = TODAY, **paper: Any) -> PartyFacts:
    """A party with one paper, or with none."""
    return PartyFacts("p1", {kind: PaperFacts(kind, **paper)} if kind else {}, today=today)


@pytest.mark.parametrize(
    ("paper", "answer"),
    [
        (None, "nog geen uittreksel"),
        ({"seen_on": TODAY, "issued_on": date(2024, 4, 10)}, True),
        ({"seen_on": TODAY, "issued_on": date(2024, 4, 1)}, True),
        ({"seen_on": TODAY, "issued_on": date(2024, 3, 31)}, "ouder dan 31 dagen"),
        ({"seen_on": TODAY}, "ontbreekt de dag"),
        ({"seen_on": TODAY, "issued_on": TODAY, "ok": False}, "niet in orde"),
        ({"seen_on": None, "exemption": "eenmalig"}, True),
        ({"seen_on": None, "exemption": "vergeten"}, "stelt niet vrij"),
    ],
)
def test_an_extract_is_recent_and_in_order_or_one_of_four_exemptions_holds(paper: Any, answer: Any) -> None:
    found = papers.k1(somebody("uittreksel", **paper) if paper else somebody(), MONTH, LAW)
    assert found is True if answer is True else answer in str(found)


def test_nobody_had_to_show_an_extract_before_the_law() -> None:
    assert papers.k1(somebody(today=date(2023, 1, 31)), MONTH, LAW) is True
    assert papers.k1(somebody(today=date(2023, 2, 1)), MONTH, LAW) is not True


def test_who_looks_at_the_extract_is_somebody_outside_the_team() -> None:
    ann, bert = PartyFacts("ann"), PartyFacts("bert")
    assert papers.k4(ann, bert) is True
    assert papers.k4(ann, ann) is False
    assert "wie het uittreksel bekijkt" in str(papers.k4(None, bert))


def test_the_information_note_has_a_version_and_a_day() -> None:
    assert papers.r1(somebody("infonota", seen_on=TODAY, version="2024-1")) is True
    assert "ontbreekt de versie" in str(papers.r1(somebody("infonota", seen_on=TODAY)))
    assert "nog niet gegeven" in str(papers.r1(somebody()))


def test_under_the_decree_both_sign() -> None:
    assert papers.r3(somebody("afsprakennota", seen_on=TODAY), True) is True
    assert "nog niet door allebei getekend" in str(papers.r3(somebody(), True))
    assert papers.r3(somebody(), False) is True


def test_the_insurance_of_the_organisation_still_runs() -> None:
    def insured(**paper: Any) -> OrganisationFacts:
        found = {"polis": PaperFacts("polis", **paper)} if paper else {}
        return OrganisationFacts("lus", found, today=TODAY)

    assert papers.r4(insured(seen_on=TODAY, issued_on=date(2023, 5, 2)), YEAR) is True
    assert "tot 1 mei 2024" in str(papers.r4(insured(seen_on=TODAY, issued_on=date(2023, 5, 1)), YEAR))
    assert "nog niet gezien" in str(papers.r4(insured(), YEAR))
    assert "ontbreekt de dag" in str(papers.r4(insured(seen_on=None), YEAR))


@pytest.mark.parametrize(
    ("born", "school", "old_enough"),
    [(2008, None, True), (2009, True, True), (2009, False, False), (2009, None, False), (2010, True, False)],
)
def test_a_volunteer_is_sixteen_or_fifteen_after_two_years_of_secondary_school(
    born: int, school: bool | None, old_enough: bool
) -> None:
    assert (papers.r6(born, school, TODAY, 16, 15) is True) is old_enough


def test_without_a_year_of_birth_nothing_is_assumed() -> None:
    assert "geboortejaar" in str(papers.r6(None, True, TODAY, 16, 15))
