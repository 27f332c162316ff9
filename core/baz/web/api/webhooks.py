"""The addresses that hear what happens, and what could not be delivered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from baz.services import deliveries
from baz.services.webhooks import hooks
from baz.web.api import given, shapes, telling
from baz.web.api.caller import Asking, Once
from baz.web.api.problems import READING, TELLING

router = APIRouter(tags=["webhooks"])


@router.get("/webhooks", operation_id="list_webhooks", summary="Webhooks", responses=READING)
def list_webhooks(caller: Asking) -> list[shapes.Webhook]:
    """De adressen van je organisatie."""
    with caller.engine.reading() as work:
        found = hooks.listing(work, caller.actor, caller.organisation)
    return [shapes.Webhook.model_validate(hook) for hook in found]


@router.post(
    "/webhooks", operation_id="add_webhook", summary="Een adres toevoegen", status_code=201,
    responses=TELLING,
)  # fmt: skip
def add_webhook(caller: Asking, key: Once, body: given.NewWebhook) -> shapes.WebhookMade:
    """Voeg een adres toe. Bewaar het geheim: later kan niemand het nog opvragen."""
    telling.plain(body.model_dump())
    hook, secret, already = hooks.add(
        caller.engine, caller.actor, caller.organisation, body.name, body.url, body.kinds, key=key,
        private=caller.house.installation.settings.webhooks,
    )  # fmt: skip
    shown = shapes.Webhook.model_validate(hook)
    return shapes.WebhookMade(**shown.model_dump(), secret=secret, already=already)


@router.delete(
    "/webhooks/{hook}", operation_id="end_webhook", summary="Een adres wegnemen", status_code=204,
    responses=TELLING,
)  # fmt: skip
def end_webhook(caller: Asking, hook: Annotated[str, Path(max_length=200)]) -> None:
    """Naar dit adres gaat niets meer, ook niet wat nog wachtte."""
    with caller.engine.work() as work:
        hooks.end(work, caller.actor, caller.organisation, hook)


@router.get("/deliveries", operation_id="list_deliveries", summary="Niet afgeleverd", responses=READING)
def list_deliveries(caller: Asking) -> list[shapes.Delivery]:
    """Brieven, webhooks en gevolgen die niet konden vertrekken."""
    with caller.engine.reading() as work:
        found = deliveries.failed(work, caller.actor, caller.organisation)
    return [shapes.Delivery.model_validate(line) for line in found]


@router.post(
    "/deliveries/{delivery}/retry", operation_id="retry_delivery", summary="Probeer opnieuw",
    status_code=204, responses=TELLING,
)  # fmt: skip
def retry_delivery(caller: Asking, delivery: Annotated[int, Path(ge=1, le=2**53)]) -> None:
    """Laat een aflevering opnieuw proberen."""
    with caller.engine.work() as work:
        deliveries.again(work, caller.actor, caller.organisation, delivery)
