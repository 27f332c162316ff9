"""The API as one: its routes, its OpenAPI document, and the page that shows it without a script."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from baz.web.api import cases, meetings, people, reports, webhooks
from baz.web.api.caller import Meter
from baz.web.house import House
from baz.web.visit import Anybody

PREFIX = "/api/v1"
VERSION = "1.0.0"
router = APIRouter(prefix=PREFIX)
for part in (cases, meetings, people, reports, webhooks):
    router.include_router(part.router)
pages = APIRouter(include_in_schema=False)


def join(app: FastAPI, house: House) -> None:
    """Give an application the API and its page."""
    app.state.meter = Meter(house.engine.clock)
    app.include_router(router)
    app.include_router(pages)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return get_openapi(
        title="BurgersAanZet",
        version=VERSION,
        summary="Trajecten, werklijst, mensen en rapporten voor andere programma's.",
        description=_ABOUT,
        routes=router.routes,
        license_info=None,
    )


_ABOUT = (
    "Een sleutel hoort bij een organisatie en mag wat haar rechten zeggen. Elke opdracht draagt een "
    "`Idempotency-Key`: twee keer dezelfde telt één keer. Met `If-Match` weiger je te werken op iets dat "
    "intussen veranderde. Wat niet lukt, komt terug als problem+json, met elke reden."
)


@pages.get(f"{PREFIX}/openapi.json")
def openapi() -> Response:
    """The document, for a programme."""
    return JSONResponse(document())


@pages.get("/api")
def page(visit: Anybody) -> Response:
    """The document, for a person."""
    return visit.page("api.html", groups=_groups(), document=document(), prefix=PREFIX)


def _groups() -> dict[str, list[dict[str, Any]]]:
    """The operations by group, each as the page shows it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            answers = operation["responses"]
            good: dict[str, Any] = next((r for s, r in answers.items() if s.startswith("2")), {})
            answer = good.get("content", {}).get("application/json", {})
            found.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "id": operation["operationId"],
                    "title": operation["summary"],
                    "text": operation["description"],
                    "parameters": [
                        {**p, "type": shape(p["schema"])[0], "text": p.get("description", "")}
                        for p in operation.get("parameters", ())
                    ],
                    "body": properties(body.get("schema", {})),
                    "answer": properties(answer.get("schema", {})),
                    "wrong": [
                        (status, response["description"])
                        for status, response in answers.items()
                        if not status.startswith("2")
                    ],
                }
            )
    return found


def shape(schema: dict[str, Any]) -> tuple[str, str]:
    """(what sort of value it is, the name of the model inside)."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        kinds = [shape(s) for s in schema["anyOf"] if s.get("type") != "null"]
        return " of ".join(k for k, _ in kinds), next((m for _, m in kinds if m), "")
    if schema.get("type") == "array":
        kind, model = shape(schema.get("items", {}))
        return f"lijst van {kind}", model
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        kind, model = shape(schema["additionalProperties"])
        return f"naam -> {kind}", model
    if "enum" in schema:
        return " | ".join(str(v) or '""' for v in schema["enum"]), ""
    if "const" in schema:
        return str(schema["const"]) or '""', ""
    return _TYPES.get(str(schema.get("type", "")), "waarde"), ""


_TYPES = {"string": "tekst", "integer": "getal", "boolean": "ja of nee", "object": "object", "null": "niets"}


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """A model as a table: its name, whether it is a list, and each part of it."""
    kind, name = shape(schema) if schema else ("", "")
    model = document()["components"]["schemas"].get(name, {})
    needed = set(model.get("required", ()))
    return {
        "name": kind,
        "parts": [
            {"name": n, "type": shape(p)[0], "text": p.get("description", ""), "needed": n in needed}
            for n, p in model.get("properties", {}).items()
        ],
    }
