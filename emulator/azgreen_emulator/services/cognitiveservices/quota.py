"""How much of a quota is in use: per subscription, region, model and SKU, across accounts?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.services.cognitiveservices import errors, offering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Model
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.cognitiveservices.offering import Sku
    from azgreen_emulator.store import Store

DEPLOYMENTS = "Microsoft.CognitiveServices/accounts/deployments"


def used(store: Store, subscription_id: str, region: str, model: str, sku: Sku) -> int:
    """Count the units in use."""
    return sum(
        body["sku"]["capacity"]
        for body in _deployments(store, subscription_id, region)
        if body["sku"]["name"] == sku.name
        and body["properties"]["model"]["name"].lower() == model.lower()
    )


def refuse_if_exceeded(  # noqa: PLR0913  a quota has that many dimensions
    store: Store, subscription_id: str, region: str, *, model: Model, sku: Sku, more: int
) -> None:
    """Refuse a deployment that would take more than is left."""
    limit = offering.quota(model, sku)
    if limit is None or more <= 0:
        return
    now = used(store, subscription_id, region, model.name, sku)
    if now + more > limit:
        raise errors.insufficient_quota(more, now, limit, offering.quota_name(model.name, sku))


def _deployments(store: Store, subscription_id: str, region: str) -> Iterator[Body]:
    prefix = subscription_id.lower() + "/"
    for record in store.select("type = ? AND location = ?", DEPLOYMENTS, region):
        if record.key.startswith(prefix):
            yield record.body
    # A soft-deleted account keeps what it was given until it is purged.
    for grave in store.graves():
        if grave.key.startswith(prefix) and grave.location == region:
            yield from (body for body in grave.children if body["type"] == DEPLOYMENTS)
