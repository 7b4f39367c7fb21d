"""How much capacity does a stated traffic need?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from azgreen.catalog import BATCH_HOURS

if TYPE_CHECKING:
    from azgreen.estimate.traffic import Traffic

PEAK_FACTOR = 507 / 335
"""Busiest minute over the mean minute: 507 and 335 requests.

Source: Azure LLM inference trace 2023, conversation (Azure/AzurePublicDataset, CC-BY 4.0), 58
minutes of 16 November 2023. Azure throttles by the minute, so the busiest minute is what capacity
has to carry; more than that is quota that others cannot use.
"""

_SECONDS_PER_DAY = BATCH_HOURS * 3600


def capacity_ktpm(traffic: Traffic) -> int:
    """Return the capacity that carries the busiest minute of `traffic`.

    Returns:
        Whole units of 1,000 tokens per minute, 1 or more:
        peak factor x requests per second x 60 x (input + output tokens) / 1,000, rounded up.
    """
    return max(1, math.ceil(PEAK_FACTOR * traffic.tokens_per_minute / 1000))


def capacity_enqueued_kilotokens(traffic: Traffic) -> int:
    """Return the capacity of a batch deployment that `traffic` is sent to in files.

    The input tokens of a file count until its job has ended, for which Azure aims at 24 hours: so a
    whole day's may be in the queue together. Jobs that come one after another need less.
    Source: Microsoft, "Getting started with Azure OpenAI batch deployments" (2026-03-19).

    Returns:
        Whole units of 1,000 enqueued tokens, 1 or more:
        86,400 s x requests per second x input tokens / 1,000, rounded up.
    """
    a_day = _SECONDS_PER_DAY * traffic.requests_per_second * traffic.input_tokens
    return max(1, math.ceil(a_day / 1000))
