"""What is the usual week of a grid, and what does it say of a day to come?

The mean of each hour of the week, from Monday 00:00 UTC on, over the weeks that are known.
"""

from __future__ import annotations

import math
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from azgreen.estimate.timing.hours import Intensity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WEEK_HOURS: Final = 7 * 24
_HOUR: Final = timedelta(hours=1)


def profile_of(grid: Intensity) -> tuple[float, ...] | None:
    """Return the mean of each hour of the week; None where an hour of the week is not known."""
    hours: list[list[float]] = [[] for _ in range(WEEK_HOURS)]
    hour = grid.begin.replace(minute=0, second=0, microsecond=0)
    while hour < grid.end:
        mean = grid.mean(hour, hour + _HOUR)
        if mean is not None:
            hours[_of_week(hour)].append(mean)
        hour += _HOUR
    if not all(hours):
        return None
    return tuple(math.fsum(means) / len(means) for means in hours)


def repeated(profile: Sequence[float], since: datetime, until: datetime, source: str) -> Intensity:
    """Return a week of 168 hours, or a day of 24, as if every one were like it."""
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    points = list[tuple["datetime", float]]()
    while hour < until:
        points.append((hour, profile[_of_week(hour) % len(profile)]))
        hour += _HOUR
    return Intensity.of(points, source)


def _of_week(hour: datetime) -> int:
    return hour.weekday() * 24 + hour.hour
