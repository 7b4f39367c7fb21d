"""Which calls read everything that is wanted, and is not there yet?

A window is the same whatever it is read together with, so that a walk that goes on asks for what
is missing and for nothing else. How much one call answers is bounded, and with it the memory.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from azgreen.azure.metrics_batch import MOST_RESOURCES, Batch, dimensions_of, pairs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from azgreen.azure.metrics import Asked

_MOST_STEPS: Final = 1_440
"""In a window of one series: five days of five minutes, one day of minutes."""

_MOST_POINTS: Final = 20_000
"""That one call is expected to answer with; some 7 MB as it is read."""

_CODES: Final = 2
"""Values of a dimension that is kept apart: answered and refused, where nothing else is known."""

_DAY: Final = timedelta(days=1)
_MOST_DAYS: Final = 30  # as `azgreen.azure.metrics` has it


@dataclass(frozen=True, slots=True)
class Wanted:
    """One metric to be read."""

    number: int
    """In the file."""
    subscription: str
    region: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Part:
    """What one call reads: a batch, or a single metric where no batch can hold it."""

    wanted: tuple[Wanted, ...]
    since: datetime
    until: datetime
    batch: Batch | None = None
    by_series: Mapping[tuple[str, ...], Wanted] = field(
        default_factory=dict[tuple[str, ...], Wanted]
    )
    """Which series is whose: by resource and the values of the filter, all lower case."""

    def owner(self, resource: str, dimensions: Mapping[str, str]) -> tuple[Wanted, str] | None:
        """Return what a series was wanted for, and its value of the dimension kept apart."""
        first = self.wanted[0].asked
        names = [name for name, _ in pairs_of(first.where) or ()]
        key = tuple(str(dimensions.get(name.lower(), "")).lower() for name in names)
        wanted = self.by_series.get((resource.lower(), *key))
        return wanted and (wanted, str(dimensions.get(first.apart.lower(), "")))


Done = tuple[int, "datetime", "datetime"]
"""A metric by its number, from when, until when."""


def windows(
    since: datetime, until: datetime, interval_s: int
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times that are asked for one by one; whole days."""
    days = min(_MOST_DAYS, max(1, _MOST_STEPS * interval_s // int(_DAY.total_seconds())))
    while since < until:
        yield since, min(since + days * _DAY, until)
        since += days * _DAY


def parts(
    wanted: Iterable[Wanted], since: datetime, until: datetime, done: Collection[Done]
) -> list[Part]:
    """Return the calls that read what is not done, all of one resource near each other.

    What is read by the minute comes first: it takes longest to be sized, while others are read.
    """
    groups = defaultdict[tuple[object, ...], list[Wanted]](list)
    for each in wanted:
        groups[_alike(each)].append(each)
    found = (
        part
        for group in groups.values()
        for start, end in windows(since, until, group[0].asked.interval_s)
        for part in _parts(
            [each for each in group if (each.number, start, end) not in done], start, end
        )
    )
    return sorted(found, key=lambda part: (part.wanted[0].asked.interval_s, part.wanted[0].number))


def _alike(wanted: Wanted) -> tuple[object, ...]:
    asked, dimensions = wanted.asked, _dimensions(wanted)
    own = (wanted.number,) if dimensions is None else (None, *map(str.lower, dimensions))
    what = (asked.type, asked.metric, asked.aggregation, asked.apart)
    return wanted.subscription, wanted.region, *what, *own


def _dimensions(wanted: Wanted) -> tuple[str, ...] | None:
    """Return what a batch keeps apart; None where no batch can be asked."""
    return dimensions_of(wanted.asked) if wanted.region else None


def _parts(group: Sequence[Wanted], since: datetime, until: datetime) -> Iterator[Part]:
    if not group:
        return
    if _dimensions(group[0]) is None:
        yield Part(tuple(group), since, until)
        return
    by_resource = defaultdict[str, list[Wanted]](list)
    for each in group:
        by_resource[each.asked.resource.lower()].append(each)
    steps = int((until - since).total_seconds()) // group[0].asked.interval_s
    each_series = steps * (_CODES if group[0].asked.apart else 1)
    taken, points, resources = list[Wanted](), 0, 0
    for own in by_resource.values():
        more = len(own) * each_series
        if taken and (points + more > _MOST_POINTS or resources == MOST_RESOURCES):
            yield _part(taken, since, until)
            taken, points, resources = [], 0, 0
        taken += own
        points, resources = points + more, resources + 1
    yield _part(taken, since, until)


def _part(wanted: Sequence[Wanted], since: datetime, until: datetime) -> Part:
    first = wanted[0]
    asked = first.asked
    batch = Batch(
        first.subscription,
        first.region,
        asked.type,
        asked.metric,
        asked.aggregation,
        asked.interval_s,
        dimensions_of(asked) or (),
        tuple(dict.fromkeys(each.asked.resource for each in wanted)),
        since,
        until,
    )
    by_series = {_key(each.asked): each for each in wanted}
    return Part(tuple(wanted), since, until, batch, by_series)


def _key(asked: Asked) -> tuple[str, ...]:
    return (asked.resource.lower(), *(value.lower() for _, value in pairs_of(asked.where) or ()))


def one_by_one(part: Part) -> list[Part]:
    """Return the same without a batch."""
    return [replace(part, wanted=(each,), batch=None, by_series={}) for each in part.wanted]
