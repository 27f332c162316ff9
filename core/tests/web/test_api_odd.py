"""Whatever a programme sends, the API answers as its document says: never with an error of its own."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_world import Web

from baz.web.api.door import PREFIX, document

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
OPERATIONS = sorted(
    operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()
)


KNOWN = {
    "workflow": "huis/kring", "step": "nee", "kind": "praatje", "how": "", "behalf": "", "state": "",
    "on": "2026-03-20", "until": "2026-03-20", "occurred": None,
}  # fmt: skip
"""What makes half of the requests get beyond the first door; the rest of them stays as odd as it comes."""


def fuzz(web: Web, name: str, examples: int) -> None:
    """Ask one operation many odd things, about the case that is there and about none."""
    schema: Any = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", web.app)
    wanted = next(
        found
        for result in schema.get_all_operations()
        for found in [result.ok()]
        if found.definition.raw["operationId"] == name
    )
    web.app.state.meter.most = 10**9
    token = web.token()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=wanted.as_strategy(), real=st.booleans())
    def ask(case: Any, real: bool) -> None:
        known = {"case": web.town.case, "hook": web.town.hook, "delivery": web.town.job, "year": 2026}
        if real:
            case.headers.pop("If-Match", None)
            body = KNOWN | ({"step": "meld"} if name == "open_case" else {})
            for given, meant in ((case.path_parameters, known), (case.body, body)):
                if isinstance(given, dict):
                    given |= {k: v for k, v in meant.items() if k in given}
        answer = case.call(headers={"authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)

    ask()


@pytest.mark.parametrize("name", OPERATIONS)
def test_odd_requests(web: Web, name: str) -> None:
    fuzz(web, name, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_many_odd_requests(web: Web, name: str) -> None:
    fuzz(web, name, 60)
