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
        if real and case.path_parameters:
            case.path_parameters |= {k: v for k, v in known.items() if k in case.path_parameters}
        headers = {**(case.headers or {}), "authorization": f"Bearer {token}"}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    ask()


@pytest.mark.parametrize("name", OPERATIONS)
def test_odd_requests(web: Web, name: str) -> None:
    fuzz(web, name, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPERATIONS)
def test_many_odd_requests(web: Web, name: str) -> None:
    fuzz(web, name, 300)
