"""What does a request cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.catalog import Spread

if TYPE_CHECKING:
    from azgreen.catalog import Price
    from azgreen.estimate.traffic import Traffic


def cost_usd(price: Price | None, traffic: Traffic, requests: int = 1000) -> Spread | None:
    """Return USD for `requests` requests at list price; None where no meter is listed.

    Low is with every input token read from the prompt cache, where Azure has a price for that;
    mid and high are with none, because hits cannot be promised before there is traffic.
    """
    if price is None:
        return None
    cached = price.usd_per_million_cached_input_tokens
    full = price.usd_per_million_input_tokens
    written = traffic.output_tokens * price.usd_per_million_output_tokens
    low, high = (
        requests * (traffic.input_tokens * per_million + written) / 1_000_000
        for per_million in (full if cached is None else cached, full)
    )
    return Spread(low, high, high)
