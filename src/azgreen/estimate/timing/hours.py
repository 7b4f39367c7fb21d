"""How clean is a grid over a while?

    gCO2e/kWh of a while = sum over steps of (time in the step x its intensity) / time

which is what a constant power has emitted for each kWh. A while that holds a moment of which
nothing is known has no intensity.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A while in which the intensity is one value."""

    begin: datetime
    end: datetime
    gco2e_per_kwh: float


@dataclass(frozen=True, slots=True)
class Intensity:
    """What is known of one grid: steps in order, none over another, gaps where nothing is known."""

    steps: tuple[Step, ...]
    source: str
    """Who says so, of where and when, as people read it."""
    is_marginal: bool = False
    """Whether it is what one more kWh causes (gCO2/kWh); else the mean of all kWh (gCO2e/kWh)."""

    @classmethod
    def of(
        cls, points: Iterable[tuple[datetime, float]], source: str, *, is_marginal: bool = False
    ) -> Intensity:
        """Return the steps that begin at points: each lasts as long as the shortest of them.

        Args:
            points: A step's beginning and its gCO2e/kWh; one point alone stands for an hour.
            source: Who says so.
            is_marginal: Whether it is a marginal rate.

        Raises:
            EstimateError: there is no point, or one twice, a value is not usable, or a moment has
                no time zone.
        """
        given = list(points)
        if not given:
            raise EstimateError(f"{source}: no hour is known")
        for moment, value in given:
            if moment.utcoffset() is None:
                fix = "has no time zone; write it as 2026-01-31T12:00Z"
                raise EstimateError(f"{source}: {moment.isoformat()} {fix}")
            if not (math.isfinite(value) and value >= 0):
                reason = f"{value!r} gCO2e/kWh is not usable; it must be finite, from 0"
                raise EstimateError(f"{source}: {reason}")
        known = sorted((moment.astimezone(UTC), value) for moment, value in given)
        lasts = min((after - at for (at, _), (after, _) in pairwise(known)), default=_HOUR)
        if not lasts:
            raise EstimateError(f"{source}: one moment is there twice")
        steps = tuple(Step(at, at + lasts, value) for at, value in known)
        return cls(steps, source, is_marginal)

    @property
    def begin(self) -> datetime:
        """From when something is known."""
        return self.steps[0].begin

    @property
    def end(self) -> datetime:
        """Until when something is known."""
        return self.steps[-1].end

    def reaches(self, since: datetime) -> datetime:
        """Return until when everything is known from `since` on; `since` where nothing is."""
        until = since
        for step in self.within(since, self.end):
            if step.begin > until:
                break
            until = step.end
        return until

    def within(self, begin: datetime, end: datetime) -> Iterator[Step]:
        """Yield the parts of steps that lie in a while."""
        first = bisect_right(self.steps, begin, key=lambda step: step.end)
        for index in range(first, len(self.steps)):
            step = self.steps[index]
            if step.begin >= end:
                return
            yield Step(max(begin, step.begin), min(end, step.end), step.gco2e_per_kwh)

    def mean(self, begin: datetime, end: datetime) -> float | None:
        """Return the intensity of a while; None where a part of it is not known."""
        parts = [(part.end - part.begin, part.gco2e_per_kwh) for part in self.within(begin, end)]
        if sum((lasts for lasts, _ in parts), timedelta()) != end - begin or end <= begin:
            return None
        whole = math.fsum(lasts / _HOUR * value for lasts, value in parts)
        return whole / ((end - begin) / _HOUR)
