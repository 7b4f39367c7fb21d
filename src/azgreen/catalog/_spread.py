"""How is a quantity with its uncertainty written and calculated with?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from azgreen.errors import EstimateError


@dataclass(frozen=True, slots=True)
class Spread:
    """A non-negative quantity with a low, a middle and a high value; the unit is its field's.

    The ends are the corners of what is plausible, not a confidence interval: adding or multiplying
    spreads pairs low with low and high with high, as if every uncertainty fell on the same side.
    """

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        ends = (self.low, self.mid, self.high)
        if not all(math.isfinite(value) and value >= 0 for value in ends):
            raise EstimateError(
                f"spread {ends!r} is not usable; each value must be finite and at least 0"
            )
        if not self.low <= self.mid <= self.high:
            raise EstimateError(f"spread {ends!r} is out of order; write it as low <= mid <= high")

    @classmethod
    def exactly(cls, value: float) -> Spread:
        """Return a spread without width."""
        return cls(value, value, value)

    @classmethod
    def over(cls, values: list[float]) -> Spread:
        """Return the least, the mean and the greatest of `values`."""
        if not values:
            raise EstimateError("a spread over no values is not defined; give at least one")
        low, high = min(values), max(values)
        # The mean of equal floats can fall a rounding error outside of them.
        return cls(low, min(max(math.fsum(values) / len(values), low), high), high)

    def __add__(self, other: Spread) -> Spread:
        return Spread(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def __mul__(self, other: Spread | float) -> Spread:
        by = other if isinstance(other, Spread) else Spread.exactly(other)
        return Spread(self.low * by.low, self.mid * by.mid, self.high * by.high)

    __rmul__ = __mul__

    def as_dict(self) -> dict[str, float]:
        """Return the three values by name."""
        return {"low": self.low, "mid": self.mid, "high": self.high}

    def __str__(self) -> str:
        return f"{self.mid:.4g} ({self.low:.4g} to {self.high:.4g})"
