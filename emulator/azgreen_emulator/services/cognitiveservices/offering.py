"""What of the catalogue can be deployed where, and how is it called in Azure's answers?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Model, Offer
    from azgreen_emulator.arm.records import Body

_OPENAI = "OpenAI"
_TOKENS_PER_UNIT = 1000
_SCOPES = {"global": "Global ", "datazone": "Data Zone "}


@dataclass(frozen=True)
class Sku:
    """A way to deploy a model: what one unit of capacity is follows from it."""

    name: str

    @property
    def is_provisioned(self) -> bool:
        """Whether a unit is a PTU."""
        return catalog.way_of(self.name) == catalog.PROVISIONED

    @property
    def is_batch(self) -> bool:
        """Whether requests wait for their turn; a unit is then 1,000 tokens that may wait."""
        return catalog.way_of(self.name) == catalog.BATCH

    @property
    def scope(self) -> str:
        """Where the tokens may be processed: 'global', 'datazone' or '' for the region."""
        low = self.name.lower()
        return next((scope for scope in _SCOPES if low.startswith(scope)), "")


def find(name: str) -> Model | None:
    """Find a model of the catalogue."""
    try:
        return catalog.model(name)
    except UnknownNameError:
        return None


def sku_named(name: str) -> Sku | None:
    """Find a SKU of the catalogue, in Azure's case."""
    for known in catalog.deployable_skus():
        if known.lower() == name.lower():
            return Sku(known)
    return None


def offered(model: Model, sku: Sku | None = None, region: str | None = None) -> tuple[Offer, ...]:
    """List where a model is offered."""
    return catalog.deployable_offers(model.name, None if sku is None else sku.name, region)


def quota(model: Model, sku: Sku) -> int | None:
    """Return how many units a subscription has in a region; None where it is not known.

    PTUs are one pool for all models of a region and SKU. Microsoft publishes no default of it, so
    it is None: nothing is refused for want of PTUs, and no usage or free capacity of them is shown.
    """
    return catalog.quota_units(model.name, sku.name)


def quota_name(model: str, sku: Sku) -> str:
    """Return the name of a quota as Azure shows it."""
    if sku.is_provisioned:
        scope = _SCOPES.get(sku.scope, "Regional ")
        return f"{scope}Provisioned Throughput Unit"
    if sku.is_batch:
        return f"Enqueued tokens (thousands) - {model} - {sku.name}"
    return f"Tokens Per Minute (thousands) - {model}" + (
        "" if sku.name == "Standard" else f" - {sku.name}"
    )


def usage_name(model: Model, sku: Sku) -> str:
    """Return the key of a quota in Azure's usages."""
    family = _OPENAI if model.format == _OPENAI else "AIServices"
    return f"{family}.{sku.name}" + ("" if sku.is_provisioned else f".{model.name}")


def lifecycle(model: Model, today: date) -> str:
    """Say whether a model can still be deployed."""
    retired = model.retires_on is not None and model.retires_on <= today
    return "Deprecated" if retired else "GenerallyAvailable"


def capabilities(model: Model) -> dict[str, str]:
    """Return what a deployment of the model can do."""
    if model.kind == "embedding":
        return {"embeddings": "true", "embeddingsMaxInputs": "2048"}
    return {"chatCompletion": "true", "area": "inference", "assistants": "true"}


def rate_limits(sku: Sku, capacity: int) -> list[Body]:
    """Return how many requests and tokens a deployment takes; PTUs have no fixed number."""
    if sku.is_provisioned or sku.is_batch:
        return []
    return [
        {"key": "request", "renewalPeriod": 60, "count": capacity},
        {"key": "token", "renewalPeriod": 60, "count": capacity * _TOKENS_PER_UNIT},
    ]
