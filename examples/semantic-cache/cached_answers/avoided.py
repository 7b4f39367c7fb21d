"""What does a hit spare? The request of the demonstration stack, `stacks/Pulumi.local.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate import Traffic, footprint

if TYPE_CHECKING:
    from azgreen.catalog import Spread

    from .scores import Score

MODEL: Final = "gpt-4.1-mini"
SKU: Final = "Standard"
REGION: Final = "swedencentral"
TRAFFIC: Final = Traffic(requests_per_second=5.53, input_tokens=1155, output_tokens=211)
"""Mean request of the Azure LLM inference trace 2023, conversation (CC-BY 4.0)."""

REQUESTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Avoided:
    """Spared by right hits, per 1,000 requests; a wrong hit is asked again and spares nothing."""

    tokens: float
    gco2e: Spread


def avoided(score: Score) -> Avoided:
    """Return what right hits spare, before what the cache and its embeddings take (not known)."""
    share = score.right / score.asked
    whole = footprint(MODEL, SKU, REGION, TRAFFIC, requests=REQUESTS)
    tokens = REQUESTS * (TRAFFIC.input_tokens + TRAFFIC.output_tokens)
    return Avoided(tokens * share, whole.gco2e * share)
