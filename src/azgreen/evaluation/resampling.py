"""How sure is a mean of so many questions? The percentile bootstrap (Efron, 1979).

Questions are drawn again with replacement, `resamples` times, from a seed: the same files give the
same interval on every machine. What no question shows, no resample shows.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds that it lies within."""

    low: float
    mean: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three values by name."""
        return {"low": self.low, "mean": self.mean, "high": self.high}

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f} to {self.high:.3f})"


def mean_interval(
    values: Sequence[float],
    tails: tuple[float, float],
    resamples: int,
    seed: int,
) -> Interval:
    """Return the mean of `values` between two bounds.

    Args:
        values: One of each question; at least one.
        tails: The chance, below 0.5, of a mean under the lower and over the upper bound.
        resamples: How often the questions are drawn again.
        seed: Of the draws.

    Raises:
        EstimateError: there is no value.
    """
    if not values:
        raise EstimateError("an interval of no questions is not defined; give at least one")
    count, draw = len(values), random.Random(seed)  # noqa: S311 - statistics, no secret
    mean = math.fsum(values) / count
    means = sorted(math.fsum(draw.choices(values, k=count)) / count for _ in range(resamples))
    low = means[math.floor(tails[0] * resamples)]
    high = means[resamples - 1 - math.floor(tails[1] * resamples)]
    # of a skewed few, the mean itself may lie outside
    return Interval(min(low, mean), mean, max(high, mean))
