"""What was measured, and when was it not? A gap is a gap: nobody knows that it was zero.

Times are UTC, and a week begins on Monday 00:00.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

WEEK_HOURS: Final = 7 * 24
_HOUR_S: Final = 3600
_SEEN_SHARE: Final = 0.75
"""Of an hour's samples that have to be there for it to count as seen."""


@dataclass(frozen=True)
class Samples:
    """One value for each step of time from `start` on; None where nothing was measured."""

    start: datetime
    step_s: int
    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        faults = list[Fault]()
        if self.start.utcoffset() is None:
            faults.append(Fault("samples.start", f"{self.start.isoformat()} has no time zone"))
        if self.step_s < 1 or _HOUR_S % self.step_s:
            allowed = "allowed: whole seconds that divide an hour"
            faults.append(Fault("samples.step_s", f"{self.step_s!r} is not usable; {allowed}"))
        # a sum tells of one that is not finite: looking at each takes much longer
        if self.known and not (min(self.known) >= 0 and math.isfinite(sum(self.known))):
            faults += _unusable(self.values)
        if faults:
            raise InputError(faults)

    @classmethod
    def of(cls, points: Iterable[tuple[datetime, float | None]], step_s: int) -> Samples:
        """Put points on a grid; the steps between them that have no point are gaps.

        Raises:
            InputError: there is no point, or one has no time zone or no usable value.
        """
        found = dict(points)
        if not found:
            raise InputError([Fault("samples", "there is no point; allowed: one or more")])
        first, step = min(found), timedelta(seconds=step_s)
        values: list[float | None] = [None] * ((max(found) - first) // step + 1)
        for moment, value in found.items():
            if value is not None:
                values[(moment - first) // step] = value
        return cls(first.astimezone(UTC), step_s, tuple(values))

    @cached_property
    def known(self) -> list[float]:
        """What was measured."""
        return [value for value in self.values if value is not None]

    @property
    def coverage(self) -> float:
        """Share of the steps in which something was measured."""
        return len(self.known) / len(self.values) if self.values else 0.0

    @property
    def days(self) -> float:
        """From the first step to the end of the last one."""
        return len(self.values) * self.step_s / 86_400

    def percentile(self, share: float) -> float:
        """Return the value that this share of what was measured does not exceed."""
        ordered = self._ordered
        if not ordered:
            raise InputError([Fault("samples", "nothing was measured; allowed: one value or more")])
        return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]

    def by_hour_of_week(self) -> list[list[float]]:
        """Return what was measured in each of the 168 hours."""
        found = [list[float]() for _ in range(WEEK_HOURS)]
        for hour, known in self._by_hour:
            found[hour % WEEK_HOURS] += known
        return found

    def times_seen(self) -> tuple[int, ...]:
        """Return in how many weeks each hour of the week was measured, most of it at least."""
        needed = _SEEN_SHARE * _HOUR_S / self.step_s
        seen = [0] * WEEK_HOURS
        for hour, known in self._by_hour:
            seen[hour % WEEK_HOURS] += len(known) >= needed
        return tuple(seen)

    def filled(self) -> Samples:
        """Return the same without gaps: each takes the mean of what its hour of the week had.

        An hour that was never measured takes the greatest mean of any hour.
        """
        means = [math.fsum(hour) / len(hour) if hour else None for hour in self.by_hour_of_week()]
        most = max((mean for mean in means if mean is not None), default=0.0)
        values = list[float]()
        for hour, first, last in self._hours():
            mean = means[hour % WEEK_HOURS]
            gap = most if mean is None else mean
            values += (gap if value is None else value for value in self.values[first:last])
        return replace(self, values=tuple(values))

    def each(self, change: Callable[[float], float]) -> Samples:
        """Return the samples with every value changed; gaps stay."""
        changed = (None if value is None else change(value) for value in self.values)
        return replace(self, values=tuple(changed))

    def from_hour(self) -> Samples:
        """Return the samples from the first whole hour on, which a replay begins with."""
        late_s = -self._first_s() % _HOUR_S
        skipped = -(-late_s // self.step_s)
        start = self.start + timedelta(seconds=skipped * self.step_s)
        return replace(self, start=start, values=self.values[skipped:])

    def _first_s(self) -> int:
        """Return seconds from a Monday 00:00 long ago to the start."""
        monday = datetime(1970, 1, 5, tzinfo=UTC)
        return int((self.start - monday).total_seconds())

    @cached_property
    def _ordered(self) -> Sequence[float]:
        return sorted(self.known)

    @cached_property
    def _by_hour(self) -> Sequence[tuple[int, Sequence[float]]]:
        """What was measured in each hour, by the number of hours since that Monday."""
        return [
            (hour, [value for value in self.values[first:last] if value is not None])
            for hour, first, last in self._hours()
        ]

    def _hours(self) -> Iterator[tuple[int, int, int]]:
        """Yield each hour's number since that Monday, its first index, and the next one's."""
        first_s, count, at = self._first_s(), len(self.values), 0
        while at < count:
            hour = (first_s + at * self.step_s) // _HOUR_S
            # the first step that begins in the next hour
            end = min(count, -((first_s - (hour + 1) * _HOUR_S) // self.step_s))
            yield hour, at, end
            at = end


def _unusable(values: Sequence[float | None]) -> list[Fault]:
    return [
        Fault(f"samples.values[{index}]", f"{value!r} is not usable; allowed: from 0 on, or None")
        for index, value in enumerate(values)
        if value is not None and not (math.isfinite(value) and value >= 0)
    ]
