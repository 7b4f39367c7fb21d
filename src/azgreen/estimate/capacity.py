"""How much capacity does a stated traffic need?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azgreen.estimate.traffic import Traffic

PEAK_FACTOR = 507 / 335
"""Busiest minute over the mean minute: 507 and 335 requests.

Source: Azure LLM inference trace 2023, conversation (Azure/AzurePublicDataset, CC-BY 4.0), 58
minutes of 16 November 2023. Azure throttles by the minute, so the busiest minute is what capacity
has to carry; more than that is quota that others cannot use.
"""


def capacity_ktpm(traffic: Traffic) -> int:
    """Return the capacity that carries the busiest minute of `traffic`.

    Returns:
        Whole units of 1,000 tokens per minute, 1 or more:
        peak factor x requests per second x 60 x (input + output tokens) / 1,000, rounded up.
    """
    return max(1, math.ceil(PEAK_FACTOR * traffic.tokens_per_minute / 1000))
