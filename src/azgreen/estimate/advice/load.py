"""What share of a route's carbon and money does a changed request take?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from azgreen.catalog import price, skus
from azgreen.estimate.energy import gpu_j_per_request
from azgreen.estimate.traffic import Traffic

if TYPE_CHECKING:
    from azgreen.catalog import Model
    from azgreen.estimate.advice.routes import Route

_NO_ANSWER = 1e-9  # output tokens: what is left is the prefill


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the mean size, and how much of it is cached."""

    input_tokens: float
    output_tokens: float
    cached_share: float = 0.0
    """Of the input, whose prefill falls away."""

    def changed(self, **values: float) -> Request:
        """Return it with other values."""
        return replace(self, **values)

    def gpu_j(self, model: Model) -> float:
        """Return the middle of the GPU energy in J.

        The prefill of what the prompt cache holds falls away; decoding reads it all the same.
        """
        whole = gpu_j_per_request(model, Traffic(1, self.input_tokens, self.output_tokens)).mid
        prefill = gpu_j_per_request(model, Traffic(1, self.input_tokens, _NO_ANSWER)).mid
        return whole - self.cached_share * prefill

    def usd(self, route: Route) -> float | None:
        """Return the list price by the token, or None where the route is not paid so."""
        if route.deployed_as not in skus():
            return None
        listed = price(route.model, route.deployed_as, route.region)
        if listed is None:
            return None
        full = listed.usd_per_million_input_tokens
        cached = listed.usd_per_million_cached_input_tokens
        each = full + self.cached_share * ((full if cached is None else cached) - full)
        written = self.output_tokens * listed.usd_per_million_output_tokens
        return (self.input_tokens * each + written) / 1e6
