"""What came to a resource in each hour, and did the resource send anything at all in it?

For an hour in which nothing happens Azure sends a zero, or no sample: `fillGapWithZero` in the
specification of a metric decides, and it is published for none of the metrics read here
(azure-monitor-docs, metrics-troubleshoot: some metrics are sent only when something happens). So an
hour without a sample of events counts as an hour without events where another metric of the same
resource was sent in it, one that waits for no event. Where neither was sent, nobody knows what
came: that is a gap, and no idleness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from azgreen.estimate.rightsizing import Samples

LEAST_COVERAGE: Final = 0.9
"""Share of the hours that have to be seen. A judgement: a resource that was deployed more than a
tenth of the time ago, or whose metrics have longer gaps, has not been seen for that time."""

_HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Counted:
    """Events by the hour, beside a metric that is sent whether or not any comes.

    Both are over the same time in steps of an hour.
    """

    names: tuple[str, ...]
    """Of the metrics, as Azure writes them."""
    events: Samples
    alive: Samples
    """All gaps where Azure has no such metric."""

    @property
    def by_hour(self) -> list[float | None]:
        """The events of each hour; None where nobody knows."""
        pairs = zip(self.events.values, self.alive.values, strict=True)
        return [
            event if event is not None else None if sign is None else 0.0 for event, sign in pairs
        ]

    @property
    def total(self) -> float:
        """All events that were counted."""
        return math.fsum(self.events.known)

    @property
    def hours_seen(self) -> int:
        """Hours of which it is known what came."""
        return sum(value is not None for value in self.by_hour)

    @property
    def is_enough(self) -> bool:
        """Whether so many hours were seen that they tell of all."""
        return self.hours_seen >= LEAST_COVERAGE * len(self.events.values)

    @property
    def told(self) -> str:
        """What was measured, and how much of the time."""
        hours = f"{self.hours_seen} of {len(self.events.values)} hours"
        return f"{' and '.join(self.names)}: seen in {hours}"

    @property
    def missing(self) -> str:
        """Say that it is too little."""
        if not self.hours_seen:
            return f"Azure Monitor has nothing of {' and '.join(self.names)}: a gap is no zero"
        return f"{self.told}, {LEAST_COVERAGE:.0%} are needed: what came in the others is not known"

    @property
    def time(self) -> str:
        """How long it was looked at."""
        weeks = round(len(self.events.values) * self.events.step_s / _HOUR_S / 168)
        return "1 week" if weeks == 1 else f"{weeks} weeks"
