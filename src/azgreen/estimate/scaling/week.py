"""Which minimum of instances does each hour of the week need, in few profiles?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.estimate.scaling.load import MINUTE_S, WEEK_S
from azgreen.estimate.scaling.policies import minute_counts, minute_rates
from azgreen.estimate.scaling.setting import MAX_PROFILES, Start

if TYPE_CHECKING:
    from azgreen.estimate.scaling.load import Load
    from azgreen.estimate.scaling.serving import Instance

_DAY_HOURS = 24
_GROUPS = (("weekday", (0, 1, 2, 3, 4)), ("weekend", (5, 6)))
_EVALUATION_S = 120  # until Azure has seen that the profile changed, and acts


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of hours of some days, and the instances that they need."""

    name: str
    start: Start
    needed: int


def has_seasons(load: Load) -> bool:
    """Whether the load is long enough to learn an hour of the week from: a whole week."""
    return load.seconds >= WEEK_S


def segments(
    load: Load, work: tuple[float, ...], instance: Instance, share: float, quantile: float
) -> tuple[Segment, ...]:
    """Cut the week into as many stretches as Azure allows profiles, beside the default one.

    An hour needs the `quantile` of what its minutes needed, each with its load at `share` of what
    the instances can serve. The cut wastes the fewest instance hours (`_cut`). A stretch that needs
    more than the one before begins early enough for its instances to have loaded.
    """
    needed = _by_hour(load, work, instance, share, quantile)
    early_s = instance.load_time_s + _EVALUATION_S
    found = list[Segment]()
    for (name, days), levels, room in zip(_GROUPS, needed, _rooms(), strict=True):
        cuts = _cut(levels, room)
        for index, (first, last) in enumerate(cuts):
            level = max(levels[first:last])
            # index 0 compares with the same day's last stretch: days of a group resemble each other
            before, after = cuts[index - 1]
            rises = level > max(levels[before:after])
            # never as early as the stretch before it, which would then replace this one
            early = min(math.ceil(early_s / MINUTE_S), 60 * (after - before) - 1)
            start = _start(days, first, early if rises else 0)
            found.append(Segment(f"{name} from {first:02d}:00", start, level))
    return tuple(found)


def _rooms() -> tuple[int, ...]:
    left = MAX_PROFILES - 1
    return (left - left // 2, left // 2)


def _by_hour(
    load: Load, work: tuple[float, ...], instance: Instance, share: float, quantile: float
) -> list[list[int]]:
    counts = minute_counts(minute_rates(load, work), instance, 1 / share)
    samples = [[list[int]() for _ in range(_DAY_HOURS)] for _ in _GROUPS]
    first = load.start.hour * 60 + load.start.minute
    for hour in range(first // 60, math.ceil((first + len(counts)) / 60)):
        days, of_day = divmod(hour, _DAY_HOURS)
        weekend = (load.start.weekday() + days) % 7 in _GROUPS[1][1]
        samples[weekend][of_day] += counts[max(0, 60 * hour - first) : 60 * (hour + 1) - first]
    return [[_quantile(hour, quantile) for hour in group] for group in samples]


def _quantile(values: list[int], quantile: float) -> int:
    return sorted(values)[min(len(values) - 1, int(quantile * len(values)))]


def _cut(levels: list[int], room: int) -> list[tuple[int, int]]:
    """Cut a day into at most `room` stretches, each held at its highest level, for the least sum.

    best(k, j) = min over i of best(k - 1, i) + (j - i) max(levels[i:j])
    """
    size = len(levels)
    best = [[(math.inf, 0)] * (size + 1) for _ in range(room + 1)]
    best[0][0] = (0.0, 0)
    for used in range(1, room + 1):
        for end in range(1, size + 1):
            best[used][end] = min(
                (best[used - 1][cut][0] + (end - cut) * max(levels[cut:end]), cut)
                for cut in range(end)
            )
    used = min(range(1, room + 1), key=lambda number: (best[number][size][0], number))
    cuts, end = list[tuple[int, int]](), size
    while used:
        first = best[used][end][1]
        cuts.append((first, end))
        end, used = first, used - 1
    return cuts[::-1]


def _start(days: tuple[int, ...], hour: int, early_minutes: int) -> Start:
    days_back, minute = divmod(hour * 60 - early_minutes, _DAY_HOURS * 60)
    moved = tuple(sorted((day + days_back) % 7 for day in days))
    return Start(moved, *divmod(minute, 60))
