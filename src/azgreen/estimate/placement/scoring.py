"""Which of two places is better, and which are better than no other in every respect?

    score = (sum of weight x value / mean value) / (sum of weights)

with gCO2e, USD and ms of the middle. The mean is that of all offers of the workload's models,
whatever the constraints say: so a weight of 1 means that a value as large as the usual one counts
1, and a constraint that comes or goes never turns two places round. A value that is not known
counts as the largest that is. With carbon alone, the default, the score orders as gCO2e does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from azgreen.estimate.placement.candidate import Candidate
    from azgreen.estimate.placement.workload import Weights

Key = tuple[float, float, float, float, str, str, str]


def ordering(weights: Weights, everything: Sequence[Candidate]) -> Callable[[Candidate], Key]:
    """Return the sorting key: the score, then round trip, cost, worst carbon and the names."""
    parts = (
        (weights.carbon, _scale([_carbon(item) for item in everything]), _carbon),
        (weights.cost, _scale([_cost(item) for item in everything]), _cost),
        (weights.latency, _scale([_latency(item) for item in everything]), _latency),
    )
    whole = math.fsum(weight for weight, _, _ in parts) or 1.0
    counted = [(weight / whole, scale, value) for weight, scale, value in parts if weight > 0]

    def key(item: Candidate) -> Key:
        score = math.fsum(weight * scale(value(item)) for weight, scale, value in counted)
        carbon = item.gco2e_per_month
        worst = math.inf if carbon is None else carbon.high
        return (
            score,
            _latency(item),
            _cost(item),
            worst,
            item.region.name,
            item.sku,
            item.model,
        )

    return key


def pareto(items: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return those that no other beats: no worse in carbon, cost and round trip, better in one.

    Of several with the same three values the first by name stands for all. Least carbon first.
    """
    ranked = sorted(items, key=lambda item: (_values(item), item.region.name, item.sku, item.model))
    front: list[tuple[tuple[float, float, float], Candidate]] = []
    for item in ranked:
        values = _values(item)
        # sorted by carbon: whatever could beat this one has been seen
        if not any(best[1] <= values[1] and best[2] <= values[2] for best, _ in front):
            front.append((values, item))
    return tuple(item for _, item in front)


def _values(item: Candidate) -> tuple[float, float, float]:
    return _carbon(item), _cost(item), _latency(item)


def _carbon(item: Candidate) -> float:
    return math.inf if item.gco2e_per_month is None else item.gco2e_per_month.mid


def _cost(item: Candidate) -> float:
    return math.inf if item.usd_per_month is None else item.usd_per_month


def _latency(item: Candidate) -> float:
    return math.inf if item.round_trip_ms is None else item.round_trip_ms.mid


def _scale(values: Sequence[float]) -> Callable[[float], float]:
    """Return the function that divides by the mean of the known values."""
    known = [value for value in values if value < math.inf]
    mean = math.fsum(known) / len(known) if known else 0.0
    largest = max(known, default=0.0)
    return lambda value: min(value, largest) / mean if mean > 0 else 0.0
