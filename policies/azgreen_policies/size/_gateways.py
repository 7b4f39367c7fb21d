"""Which tiers of API Management suit a stage, and how many units do the declared requests take?"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from azgreen import catalog
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.need import Need
from azgreen_policies._limits import NUMBER_PER_STAGE

_TRYING: Final = ("Basic", "BasicV2", "Consumption", "Developer")
TIERS: Final[Mapping[str, Sequence[str]]] = {
    "dev": list(_TRYING),
    "test": [*_TRYING, "Standard", "StandardV2"],
    "prod": [sku.name for sku in catalog.gateway_skus()],
}
"""Our judgement: what a stage may try out; Developer in production is another rule's."""

UNITS: Final = {"dev": 1, "test": 1, "prod": 10}

SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "tiers": {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "string"}},
        "default": TIERS,
        "description": "Tiers that a stage may have.",
    },
    "maxUnits": {
        **NUMBER_PER_STAGE,
        "default": UNITS,
        "description": "Most units, by stage.",
    },
    "requestsPerSecondPerUnit": {
        "type": "number",
        "exclusiveMinimum": 0,
        "description": "What you measured that a unit carries; no source says it, so no default.",
    },
}
"""What a user may set of the rule, as JSON schema."""


def priced(tier: str, units: float) -> str:
    """Say units of a tier with their price, where it is known."""
    known = {sku.name.lower(): sku for sku in catalog.gateway_skus()}.get(tier.lower())
    price = None if known is None else known.price
    cost = "" if price is None else f" ({price.usd * units:,.4g} USD/h, {price.told})"
    return f"{units:g} x {tier}{cost}"


def cheapest(tiers: Sequence[str]) -> str:
    """Say the tier of these with the lowest price of a unit; the first where none has one."""
    prices = {sku.name.lower(): sku.price for sku in catalog.gateway_skus()}
    known = [(price.usd, tier) for tier in tiers if (price := prices.get(tier.lower())) is not None]
    if not known:
        return ", ".join(tiers[:1])
    usd, tier = min(known)
    return f"{tier} ({usd:,.4g} USD/h)"


def units_of(need: Need, requests_per_second_per_unit: float | None) -> int | None:
    """Return the units that the busiest minute takes; None where rate or measure are unknown."""
    rate, each = need.requests_per_second, requests_per_second_per_unit
    if rate is None or each is None or not math.isfinite(rate / each * PEAK_FACTOR):
        return None
    return max(1, math.ceil(rate / each * PEAK_FACTOR))
