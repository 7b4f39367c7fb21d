"""How much do weeks of samples tell: are they enough, how sure are they, and do weeks repeat?

    confidence = mean over the hours of the week of 1 - 1 / 2^(weeks in which the hour was seen)

so two whole weeks give 75 %, three 87 %, four 94 %, and more samples never give less.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.rightsizing.samples import Samples

LEAST_WEEKS: Final = 2
"""In which each hour of the week has to have been seen: once tells nothing of the next time."""

_PERCENTILES: Final = (0.5, 0.9, 0.95, 0.99)
_LABELS: Final = ((0.9, "high"), (0.75, "medium"), (0.0, "low"))
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a recommendation rests on."""

    unit: str
    """Of the values, such as "requests/min"."""
    days: float
    coverage: float
    """Share of the time in which something was measured."""
    hours_short: int
    """Hours of the week that were seen fewer than `LEAST_WEEKS` times."""
    confidence: float
    percentiles: dict[str, float]
    """p50, p90, p95, p99 and max of what was measured; empty where nothing was."""
    seasonality: float
    """Share of the variance that the hour of the week explains."""
    busiest_hour: int | None
    """Of the week, by its mean; None where nothing was measured."""

    @property
    def is_enough(self) -> bool:
        """Whether every hour of the week was seen often enough."""
        return not self.hours_short

    @property
    def label(self) -> str:
        """The confidence in a word."""
        return next(word for least, word in _LABELS if self.confidence >= least - 1e-9)

    @property
    def missing(self) -> str | None:
        """Say how much is missing; None where there is enough."""
        if self.is_enough:
            return None
        missing_days = max(1, math.ceil(LEAST_WEEKS * 7 - self.days * self.coverage))
        seen = (
            f"{self.hours_short} of 168 hours of the week were seen fewer than {LEAST_WEEKS} times"
        )
        have = f"{self.days:.1f} days at {self.coverage:.0%} coverage"
        return f"{seen} ({have}); about {missing_days} more days of samples are needed"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "unit": self.unit,
            "days": self.days,
            "coverage": self.coverage,
            "hours_short": self.hours_short,
            "confidence": self.confidence,
            "confidence_label": self.label,
            "percentiles": self.percentiles,
            "seasonality": self.seasonality,
            "busiest_hour_of_week": self.busiest_hour,
        }

    def explain(self) -> list[str]:
        """Say what was measured, one thing a line."""
        lines = [f"measured: {self.days:.1f} days, {self.coverage:.0%} of them without gaps"]
        if self.percentiles:
            shown = ", ".join(f"{name} {value:,.4g}" for name, value in self.percentiles.items())
            lines.append(f"values: {shown} {self.unit}")
        if self.busiest_hour is not None:
            day, hour = divmod(self.busiest_hour, 24)
            share = f"the hour of the week explains {self.seasonality:.0%} of the variance"
            lines.append(f"season: {share}; busiest {_DAYS[day]} {hour:02d}:00 UTC")
        lines.append(f"confidence: {self.confidence:.0%} ({self.label})")
        return lines


def evidence(samples: Samples, unit: str) -> Evidence:
    """Return what the samples tell."""
    seen, known = samples.times_seen(), samples.known
    named = {f"p{share * 100:.0f}": samples.percentile(share) for share in _PERCENTILES if known}
    hours = samples.by_hour_of_week()
    means = [math.fsum(hour) / len(hour) if hour else -1.0 for hour in hours]
    return Evidence(
        unit=unit,
        days=samples.days,
        coverage=samples.coverage,
        hours_short=sum(count < LEAST_WEEKS for count in seen),
        confidence=math.fsum(1 - 0.5**count for count in seen) / len(seen),
        percentiles=named | ({"max": max(known)} if known else {}),
        seasonality=_explained(known, hours, means),
        busiest_hour=max(range(len(means)), key=means.__getitem__) if known else None,
    )


def _explained(
    known: Sequence[float], hours: Sequence[Sequence[float]], means: Sequence[float]
) -> float:
    """Return 1 - variance around the mean of each hour of the week / variance around the mean."""
    if not known:
        return 0.0
    mean = math.fsum(known) / len(known)
    whole = math.fsum([(value - mean) ** 2 for value in known])
    left = 0.0
    for hour, own in zip(hours, means, strict=True):
        left += math.fsum([(value - own) ** 2 for value in hour])
    return max(0.0, 1 - left / whole) if whole > 0 else 0.0
