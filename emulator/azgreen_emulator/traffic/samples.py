"""What does Azure Monitor hold of a metric, and what does it make of it when asked?

A sample is what came in within one minute: sum, count, least and most, as Azure Monitor keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Sample = tuple[float, float, float, float]
"""Sum, count, least, most."""


class Later(Sequence[Sample | None]):
    """Samples that are made when somebody looks at them: a query wants days of the weeks."""

    def __init__(self, minutes: int, made: Callable[[range], list[Sample | None]]) -> None:
        self._rows, self._made = range(minutes), made

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Sample | None]:
        return iter(self._made(self._rows))

    @overload
    def __getitem__(self, index: int) -> Sample | None: ...

    @overload
    def __getitem__(self, index: slice) -> list[Sample | None]: ...

    def __getitem__(self, index: int | slice) -> Sample | list[Sample | None] | None:
        if isinstance(index, slice):
            return self._made(self._rows[index])
        row = self._rows[index]
        return self._made(range(row, row + 1))[0]


def _no_dimensions() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Series:
    """One combination of dimensions, minute by minute; None where nothing was sent."""

    first_minute: int
    """Minutes from 1970 to the first sample."""
    samples: Sequence[Sample | None]
    dimensions: dict[str, str] = field(default_factory=_no_dimensions)

    def between(self, first: int, last: int) -> Sequence[Sample | None]:
        """Return the samples of the minutes from `first` to before `last`, as far as there are."""
        start, end = first - self.first_minute, last - self.first_minute
        return self.samples[max(0, start) : max(0, end)]


def gauges(values: Iterable[float | None]) -> list[Sample | None]:
    """Return one measurement a minute."""
    return [None if value is None else (value, 1.0, value, value) for value in values]


def counts(values: Iterable[float]) -> list[Sample | None]:
    """Return so many events a minute, each of which counts as one."""
    return [(value, value, min(value, 1.0), min(value, 1.0)) for value in values]


def amounts(values: Iterable[float], events: Iterable[float]) -> list[Sample | None]:
    """Return what the events of each minute add up to; within a minute they count as alike."""
    return [
        (value, count, value / count if count else 0.0, value / count if count else 0.0)
        for value, count in zip(values, events, strict=True)
    ]


def merged(series: Sequence[Series], *, rates: bool) -> Series:
    """Return what is left when nobody asks for the dimensions.

    `rates` says that a sample is a rate: the rates of all combinations add up, where other
    measurements are samples beside each other, of which Azure forms the mean.
    """
    first = min(item.first_minute for item in series)
    last = max(item.first_minute + len(item.samples) for item in series)
    found: list[Sample | None] = [None] * (last - first)
    for item in series:
        shift = item.first_minute - first
        for index, sample in enumerate(item.samples, start=shift):
            before = found[index]
            if sample is not None:
                found[index] = sample if before is None else _added(before, sample, rates=rates)
    return Series(first, found)


def _added(one: Sample, other: Sample, *, rates: bool) -> Sample:
    total = one[0] + other[0]
    if rates:
        return total, 1.0, total, total
    return total, one[1] + other[1], min(one[2], other[2]), max(one[3], other[3])


def bucket(series: Series, first: int, last: int) -> dict[str, float]:
    """Return every aggregation over the minutes from `first` to before `last`; {} without data."""
    return aggregated(series.between(first, last))


def aggregated(samples: Sequence[Sample | None]) -> dict[str, float]:
    """Return every aggregation over samples; {} without data."""
    found = [item for item in samples if item is not None]
    if not found:
        return {}
    totals, counts_, least, most = zip(*found, strict=True)
    total, count = sum(totals), sum(counts_)
    return {
        "average": total / count if count else 0.0,
        "count": count,
        "maximum": max(most),
        "minimum": min(least),
        "total": total,
    }
