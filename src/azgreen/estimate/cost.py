"""What does a request cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azgreen.catalog import Price
    from azgreen.estimate.traffic import Traffic


def cost_usd(price: Price | None, traffic: Traffic, requests: int = 1000) -> float | None:
    """Return USD for `requests` requests at list price, nothing cached; None where unknown."""
    if price is None:
        return None
    per_million = (
        traffic.input_tokens * price.usd_per_million_input_tokens
        + traffic.output_tokens * price.usd_per_million_output_tokens
    )
    return requests * per_million / 1_000_000
