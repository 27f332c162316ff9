"""The HTTP API: the same engine and the same rights, once by its key, never on what changed meanwhile."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from web_world import Web

from baz.web.api.caller import PER_MINUTE
from baz.web.api.door import document

PROBLEM = "application/problem+json"


def test_a_case_is_listed_shown_and_moved(web: Web) -> None:
    token, town = web.token(), web.town
    listed = web.ask("GET", "/cases", token).json()
    assert [line["id"] for line in listed["items"]] == [town.case]
    answer = web.ask("GET", f"/cases/{town.case}", token)
    assert answer.json()["fields"]["wens"] == {"title": "Wens", "value": "samen zingen"}
    options = web.ask("GET", f"/cases/{town.case}/options", token).json()
    assert {o["step"]: o["allowed"] for o in options}["nee"] is True
    done = web.ask(
        "POST", f"/cases/{town.case}/steps", token, {"step": "nee"}, if_match=answer.headers["etag"]
    )
    assert (done.status_code, done.json()["state"], done.json()["already"]) == (200, "niet", False)


def test_the_same_key_counts_once_and_is_of_one_token(web: Web) -> None:
    token, path = web.token(), f"/cases/{web.town.case}/steps"
    first = web.ask("POST", path, token, {"step": "nee"}, idempotency_key="kenmerk-een")
    again = web.ask("POST", path, token, {"step": "nee"}, idempotency_key="kenmerk-een")
    assert (first.json()["already"], again.json()["already"]) == (False, True)
    assert first.json()["seq"] == again.json()["seq"]
    other = web.ask("POST", path, token, {"step": "begin"}, idempotency_key="kenmerk-een")
    assert (other.status_code, other.json()["type"]) == (400, "about:onleesbaar")
    elsewhere = web.ask("POST", path, web.token(), {"step": "nee"}, idempotency_key="kenmerk-een")
    assert elsewhere.status_code == 409, "another token has keys of its own: here the step is refused"
    missing = web.client.post(
        f"/api/v1{path}", json={"step": "nee"}, headers={"authorization": f"Bearer {token}"}
    )
    assert missing.status_code == 422


def test_people_are_added_once(web: Web) -> None:
    token, given = web.token(), {"name": "An Peeters", "mail": "an@voorbeeld.be"}
    first = web.ask("POST", "/people", token, given, idempotency_key="kenmerk-an")
    again = web.ask("POST", "/people", token, given, idempotency_key="kenmerk-an")
    assert (first.status_code, first.json()["already"], again.json()["already"]) == (201, False, True)
    assert first.json()["id"] == again.json()["id"]
    found = web.ask("GET", "/people?q=peeters", token).json()
    assert found == {
        "items": [{"id": first.json()["id"], "name": "An Peeters", "kind": "person"}],
        "next": "",
    }


def test_who_looked_at_an_older_version_is_told(web: Web) -> None:
    token, path = web.token(), f"/cases/{web.town.case}"
    etag = web.ask("GET", path, token).headers["etag"]
    web.ask("POST", f"{path}/meetings", token, {"kind": "praatje", "on": "2026-03-10"})
    late = web.ask("POST", f"{path}/steps", token, {"step": "nee"}, if_match=etag)
    assert (late.status_code, late.headers["content-type"]) == (412, PROBLEM)
    assert late.json()["type"] == "about:iemand-was-je-voor"
    for odd in ('W/"1"', "1", '"x"'):
        assert web.ask("POST", f"{path}/steps", token, {"step": "nee"}, if_match=odd).status_code == 412
    assert web.ask("POST", f"{path}/steps", token, {"step": "nee"}, if_match="*").status_code == 200


def test_a_refusal_has_every_reason(web: Web) -> None:
    answer = web.ask("POST", f"/cases/{web.town.case}/steps", web.token(), {"step": "spreek_af"})
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"], told["status"]) == (409, PROBLEM, 409)
    assert told["reasons"]
    assert all(reason["sentence"] and reason["code"] for reason in told["reasons"])


def test_what_happened_is_reported_and_corrected_with_a_preview(web: Web) -> None:
    token, path = web.token(), f"/cases/{web.town.case}"
    meeting = web.ask("GET", path, token).json()["meetings"][0]["id"]
    web.town.world.days(10)
    held = web.ask("POST", f"{path}/meetings/{meeting}/report", token, {"occurred": "2026-03-09"})
    assert (held.status_code, held.json()["state"]) == (200, "denktijd")
    line = next(t for t in web.ask("GET", path, token).json()["timeline"] if t["kind"] == "held")
    event = {"event": line["seq"], "reason": "verkeerde dag"}
    preview = web.ask("POST", f"{path}/corrections/preview", token, event).json()
    assert any(
        "denktijd" in change.lower() or "bedenktijd" in change.lower() for change in preview["changes"]
    )
    assert web.ask("GET", path, token).json()["state"] == "denktijd", "a preview writes nothing"
    assert web.ask("POST", f"{path}/corrections", token, event).json()["state"] == "gemeld"
    assert web.ask("POST", f"{path}/meetings/onbekend/move", token, {"on": "2026-03-20"}).status_code == 404


def test_tasks_and_the_worklist(web: Web) -> None:
    token = web.token()
    web.town.world.days(20)
    lines = web.ask("GET", "/worklist", token).json()["items"]
    task = next(line for line in lines if line["what"] == "task" and line["case"] == web.town.case)
    path = f"/cases/{task['case']}/tasks/{quote(task['id'], safe='')}"
    assert (
        web.ask("POST", f"{path}/snooze", token, {"until": "2026-04-01", "reason": "ziek"}).status_code == 200
    )
    assert web.ask("POST", f"{path}/done", token, {}).status_code == 200
    assert web.ask("POST", f"/cases/{task['case']}/tasks/onbekend/done", token, {}).status_code == 404


def test_lists_come_in_pages(web: Web) -> None:
    token, world = web.token(), web.town.world
    made = [world.open() for _ in range(4)]
    seen: list[str] = []
    cursor = ""
    for _ in range(10):
        page = web.ask("GET", f"/cases?limit=2&cursor={cursor}", token).json()
        seen += [line["id"] for line in page["items"]]
        if not (cursor := page["next"]):
            break
    assert sorted(seen) == sorted([web.town.case, *made])
    assert web.ask("GET", f"/cases?cursor={web.town.other}", token).status_code == 400
    assert web.ask("GET", "/cases?cursor=onbekend", token).status_code == 400
    world.days(20)
    whole = web.ask("GET", "/worklist", token).json()["items"]
    first = web.ask("GET", "/worklist?limit=2", token).json()
    second = web.ask("GET", f"/worklist?limit=500&cursor={quote(first['next'])}", token).json()
    assert [*first["items"], *second["items"]] == whole
    assert web.ask("GET", "/worklist?cursor=onbekend", token).status_code == 400
    gone = first["items"][-1]  # what is done between two pages takes nothing else away
    path = f"/cases/{gone['case']}/tasks/{quote(gone['id'], safe='')}/done"
    assert web.ask("POST", path, token, {}).status_code == 200
    rest = web.ask("GET", f"/worklist?cursor={quote(first['next'])}", token).json()
    assert rest["items"] == second["items"]
    walked: list[object] = []
    cursor = ""
    while not walked or cursor:
        page = web.ask("GET", f"/worklist?limit=1&cursor={quote(cursor)}", token).json()
        walked, cursor = [*walked, *page["items"]], page["next"]
    assert walked == web.ask("GET", "/worklist", token).json()["items"]
    people = web.ask("GET", "/people?limit=3", token).json()
    rest = web.ask("GET", f"/people?limit=100&cursor={people['next']}", token).json()
    names = [p["name"] for p in (*people["items"], *rest["items"])]
    assert len(names) == len(set(names)) == len(web.ask("GET", "/people", token).json()["items"])


def test_a_webhook_is_added_once_by_its_key(web: Web) -> None:
    token, given = web.token(), {"name": "Koppeling", "url": "http://127.0.0.1:9/"}
    first = web.ask("POST", "/webhooks", token, given, idempotency_key="kenmerk-haak")
    again = web.ask("POST", "/webhooks", token, given, idempotency_key="kenmerk-haak")
    assert (first.status_code, first.json()["already"], again.json()["already"]) == (201, False, True)
    assert again.json()["secret"] == first.json()["secret"]
    missing = web.client.post("/api/v1/webhooks", json=given, headers={"authorization": f"Bearer {token}"})
    assert missing.status_code == 422


def test_a_foreign_organisation_sees_nothing(web: Web) -> None:
    theirs, town = web.token("noor", "buur"), web.town
    for path in (f"/cases/{town.case}", f"/cases/{town.case}/options"):
        assert web.ask("GET", path, theirs).status_code == 404
    assert web.ask("POST", f"/cases/{town.case}/steps", theirs, {"step": "nee"}).status_code == 404
    assert town.case not in web.ask("GET", "/cases", theirs).text
    assert "Rudy" not in web.ask("GET", "/people", theirs).text
    assert web.ask("GET", "/reports/2026?organisation=huis", theirs).status_code == 403
    assert web.ask("DELETE", f"/webhooks/{town.hook}", theirs).status_code == 404
    assert web.ask("POST", f"/deliveries/{town.job}/retry", theirs).status_code == 404
    assert web.ask("GET", "/deliveries", theirs).json() == []


@pytest.mark.parametrize(
    ("bundle", "statuses"),
    [("beheerder", [200] * 6), ("coordinator", [200] * 5 + [403]), ("lezer", [200, 200, 403, 200, 200, 403]),
     ("rapport", [403, 403, 403, 200, 403, 403])],
)  # fmt: skip
def test_a_token_may_what_its_bundle_says(web: Web, bundle: str, statuses: list[int]) -> None:
    token = web.token(bundle=bundle)
    paths = ("/cases", "/worklist", "/people", "/reports/2026", "/workflows", "/webhooks")
    assert [web.ask("GET", path, token).status_code for path in paths] == statuses
    step = web.ask("POST", f"/cases/{web.town.case}/steps", token, {"step": "nee"}).status_code
    assert step == {"lezer": 403, "rapport": 404}.get(bundle, 200)


@pytest.mark.parametrize("token", ["", "baz_verzonnen", "x" * 500])
def test_without_a_token_that_works_there_is_nothing(web: Web, token: str) -> None:
    for method, path in (("GET", "/cases"), ("GET", "/schema/workflow"), ("POST", "/people")):
        answer = web.ask(method, path, token, {} if method == "POST" else None)
        assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_cookie_opens_no_door_of_the_api(web: Web) -> None:
    answer = web.client.get("/api/v1/cases", headers={"cookie": f"baz={web.token()}"})
    assert answer.status_code == 401


def test_who_asks_too_often_waits(web: Web) -> None:
    token = web.token()
    web.app.state.meter.most = 3
    answers = [web.ask("GET", "/workflows", token) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert web.ask("GET", "/workflows", web.token()).status_code == 200, "another token is not held up"
    web.town.world.minutes(1)
    assert web.ask("GET", "/workflows", token).status_code == 200
    assert PER_MINUTE > 60


def test_the_cases_behind_a_figure_are_of_who_may_see_rows(web: Web) -> None:
    rows = web.ask("GET", "/reports/2026/rows?figure=cases", web.token()).json()
    assert web.town.case in {row["case"] for row in rows}
    assert web.town.other not in {row["case"] for row in rows}
    only = web.token(bundle="rapport")
    assert web.ask("GET", "/reports/2026", only).status_code == 200
    assert web.ask("GET", "/reports/2026/rows?figure=cases", only).status_code == 403
    assert web.ask("GET", "/reports/2026/rows?figure=onbekend", web.token()).status_code == 404


def test_workflows_are_explained(web: Web) -> None:
    token = web.token()
    assert {w["workflow"] for w in web.ask("GET", "/workflows", token).json()} >= {"huis/kring"}
    found = web.ask("GET", "/workflows/huis/kring", token).json()
    step = next(s for s in found["steps"] if s["step"] == "begin")
    assert (step["sources"], step["to"], step["ask"]) == (["denktijd", "niet"], "groep", ["leden"])
    assert "Kring" in web.ask("GET", "/workflows/huis/kring/explanation", token).json()["text"]
    assert web.ask("GET", "/workflows/huis/onbekend", token).status_code == 404
    assert "$defs" in web.ask("GET", "/schema/workflow", token).json()


def test_a_case_is_opened(web: Web) -> None:
    people = web.town.world.people
    answers = {"persoon": people["wim"], "gemeente": "Gent", "medewerker": people["ine"]}
    given = {"workflow": "huis/kring", "step": "meld", "answers": answers}
    done = web.ask("POST", "/cases", web.token(), given)
    assert (done.status_code, done.json()["state"]) == (201, "gemeld")
    deep = {**given, "answers": {"wens": [[[[[["x"]]]]]]}}
    assert web.ask("POST", "/cases", web.token(), deep).status_code == 400
    assert web.ask("POST", "/cases", web.token(), {**given, "onbekend": 1}).status_code == 422


def test_webhooks_are_managed(web: Web) -> None:
    token = web.token()
    given = {"name": "Hier", "url": "http://127.0.0.1:9/hoor", "kinds": ["step"]}
    made = web.ask("POST", "/webhooks", token, given)
    assert made.json()["secret"].startswith("whsec_")
    listed = web.ask("GET", "/webhooks", token)
    assert "whsec_" not in listed.text
    assert made.json()["id"] in {h["id"] for h in listed.json()}
    inside = {**given, "url": "https://10.0.0.1/"}
    assert web.ask("POST", "/webhooks", token, inside).status_code == 400
    assert web.ask("DELETE", f"/webhooks/{made.json()['id']}", token).status_code == 204
    waiting = web.ask("GET", "/deliveries", token).json()
    assert web.ask("POST", f"/deliveries/{waiting[0]['id']}/retry", token).status_code == 204


def test_the_document_is_whole_and_its_page_shows_all(web: Web) -> None:
    """Every operation has a name of its own, a text and its problems; the page needs no script."""
    found = web.client.get("/api/v1/openapi.json").json()
    assert found == document()
    operations = [o for methods in found["paths"].values() for o in methods.values()]
    names = [o["operationId"] for o in operations]
    assert len(names) == len(set(names)) > 20
    assert all(o["summary"] and o["description"] and "401" in o["responses"] for o in operations)
    page = web.client.get("/api")
    assert page.status_code == 200
    assert all(f'id="{name}"' in page.text for name in names)
    assert "<script" not in page.text
    assert "style=" not in page.text
