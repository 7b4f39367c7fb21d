"""What was measured, and when was it not? A gap is a gap: nobody knows that it was zero.

Times are UTC, and a week begins on Monday 00:00.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WEEK_HOURS: Final = 7 * 24
_HOUR_S: Final = 3600
_SEEN_SHARE: Final = 0.75
"""Of an hour's samples that have to be there for it to count as seen."""


@dataclass(frozen=True, slots=True)
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
        faults += [
            Fault(
                f"samples.values[{index}]", f"{value!r} is not usable; allowed: from 0 on, or None"
            )
            for index, value in enumerate(self.values)
            if value is not None and not (math.isfinite(value) and value >= 0)
        ]
        if faults:
            raise InputError(faults)

    @classmethod
    def of(cls, points: Iterable[tuple[datetime, float | None]], step_s: int) -> Samples:
        """Put points on a grid; the steps between them that have no point are gaps.

        Raises:
            InputError: there is no point, or one has no time zone or no usable value.
        """
        found = {moment.astimezone(UTC): value for moment, value in points}
        if not found:
            raise InputError([Fault("samples", "there is no point; allowed: one or more")])
        first, last = min(found), max(found)
        values: list[float | None] = [None] * (int((last - first).total_seconds()) // step_s + 1)
        for moment, value in found.items():
            index = int((moment - first).total_seconds()) // step_s
            values[index] = value if value is not None else values[index]
        return cls(first, step_s, tuple(values))

    @property
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
        ordered = sorted(self.known)
        if not ordered:
            raise InputError([Fault("samples", "nothing was measured; allowed: one value or more")])
        return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]

    def by_hour_of_week(self) -> list[list[float]]:
        """Return what was measured in each of the 168 hours."""
        found = [list[float]() for _ in range(WEEK_HOURS)]
        for index, hour in enumerate(self._hours()):
            value = self.values[index]
            if value is not None:
                found[hour].append(value)
        return found

    def times_seen(self) -> tuple[int, ...]:
        """Return in how many weeks each hour of the week was measured, most of it at least."""
        each = dict[tuple[int, int], int]()
        first_s = self._first_s()
        for index, hour in enumerate(self._hours()):
            if self.values[index] is not None:
                week = (first_s + index * self.step_s) // (WEEK_HOURS * _HOUR_S)
                each[week, hour] = each.get((week, hour), 0) + 1
        needed = _SEEN_SHARE * _HOUR_S / self.step_s
        seen = [0] * WEEK_HOURS
        for (_, hour), count in each.items():
            seen[hour] += count >= needed
        return tuple(seen)

    def filled(self) -> Samples:
        """Return the same without gaps: each takes the mean of what its hour of the week had.

        An hour that was never measured takes the greatest mean of any hour.
        """
        means = [math.fsum(hour) / len(hour) if hour else None for hour in self.by_hour_of_week()]
        most = max((mean for mean in means if mean is not None), default=0.0)
        values = list[float]()
        for value, hour in zip(self.values, self._hours(), strict=True):
            mean = means[hour]
            values.append(value if value is not None else most if mean is None else mean)
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

    def _hours(self) -> Sequence[int]:
        first_s = self._first_s()
        return [
            (first_s + index * self.step_s) // _HOUR_S % WEEK_HOURS
            for index in range(len(self.values))
        ]
