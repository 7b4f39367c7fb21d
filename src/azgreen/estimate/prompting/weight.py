"""What do requests of a size cost, draw and emit, at a place?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread, price
from azgreen.estimate.footprint import footprint
from azgreen.estimate.traffic import Traffic

if TYPE_CHECKING:
    from azgreen.estimate.prompting.sold import SoldAs

REQUESTS: Final = 1000
NO_ANSWER: Final = 1e-15
"""Output tokens where only the prompt is weighed: what is left is the prefill."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Of so many requests; `energy_wh` is IT energy before PUE, None in `usd` is not known."""

    input_tokens: Spread
    output_tokens: float
    usd: Spread | None
    energy_wh: Spread
    gco2e: Spread

    def times(self, factor: float) -> Weight:
        """Return that of `factor` times as many requests."""
        usd = None if self.usd is None else self.usd * factor
        return Weight(
            self.input_tokens,
            self.output_tokens,
            usd,
            self.energy_wh * factor,
            self.gco2e * factor,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "input_tokens": self.input_tokens.as_dict(),
            "output_tokens": self.output_tokens,
            "usd": None if self.usd is None else self.usd.as_dict(),
            "energy_wh": self.energy_wh.as_dict(),
            "gco2e": self.gco2e.as_dict(),
        }


def weigh(sold: SoldAs, input_tokens: Spread, output_tokens: float = 0) -> Weight:
    """Weigh `REQUESTS` requests; without output tokens the prompt alone.

    The ends pair the fewest tokens with the least energy of each and the most with the most. Money
    is at list price with nothing cached, and linear in the tokens; so is the energy of a prompt
    alone, while that of an answer grows with the prompt which each of its tokens reads.

    Raises:
        EstimateError: the size of the model is not known.
    """
    low, mid, high = (
        footprint(sold.model, sold.sku, sold.region, Traffic(1, tokens, output_tokens or NO_ANSWER))
        for tokens in (input_tokens.low, input_tokens.mid, input_tokens.high)
    )
    usd = None
    if sold.by_token and low.usd and mid.usd and high.usd:
        usd = Spread(low.usd.mid, mid.usd.mid, high.usd.mid)
    return Weight(
        input_tokens,
        output_tokens,
        usd,
        Spread(low.energy_wh.low, mid.energy_wh.mid, high.energy_wh.high),
        Spread(low.gco2e.low, mid.gco2e.mid, high.gco2e.high),
    )


def saved_by_cache(sold: SoldAs, cached_tokens: float) -> Weight:
    """Return what `REQUESTS` requests save when so many of their input tokens are cached.

    Their prefill falls away; their price falls to that of cached input, where one is listed.
    """
    whole = weigh(sold, Spread.exactly(cached_tokens))
    listed = price(sold.model, sold.sku, sold.region)
    if whole.usd is None or listed is None or listed.usd_per_million_cached_input_tokens is None:
        return replace(whole, usd=None)
    full, cached = listed.usd_per_million_input_tokens, listed.usd_per_million_cached_input_tokens
    usd = REQUESTS * cached_tokens * max(0.0, full - cached) / 1e6
    return replace(whole, usd=Spread.exactly(usd))
