"""The page of what did not leave: why, and one button."""

from __future__ import annotations

from web_world import Web


def test_what_did_not_leave_is_shown_and_tried_again(web: Web) -> None:
    web.sign_in("baas")
    page = web.client.get("/beheer/afleveringen")
    assert page.status_code == 200
    assert "Er ging iets mis (kapot)." in page.text
    answer = web.client.post(f"/beheer/afleveringen/{web.town.job}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/beheer/afleveringen")
    after = web.client.get("/beheer/afleveringen")
    assert "We proberen het opnieuw." in after.text
    assert f'action="/beheer/afleveringen/{web.town.job}"' not in after.text
    assert web.client.post(f"/beheer/afleveringen/{web.town.job}").status_code == 409


def test_it_is_for_managers_of_the_organisation(web: Web) -> None:
    for who, status in (("ine", 403), ("rudy", 403)):
        web.sign_in(who)
        assert web.client.get("/beheer/afleveringen").status_code == status
        assert web.client.post(f"/beheer/afleveringen/{web.town.job}").status_code == status
    web.sign_in("noor")
    assert web.client.post(f"/beheer/afleveringen/{web.town.job}").status_code in (403, 404)
