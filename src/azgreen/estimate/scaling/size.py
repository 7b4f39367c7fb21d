"""Which autoscale setting suits a load?

Candidates from a small grid are replayed over the load that is learned from, and the one with the
fewest instance hours is taken whose late requests stay within a part of the budget, and within all
of it when the load is a tenth weaker or stronger: a setting that fits only what was learned would
fail next week. Nothing else of the load goes in, so on another load it is as blind as Azure is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.scaling.load import MINUTE_S
from azgreen.estimate.scaling.policies import minute_counts, minute_rates, peak_count
from azgreen.estimate.scaling.search import Search
from azgreen.estimate.scaling.setting import LEAST_WINDOW_S, Profile, Rule, Setting
from azgreen.estimate.scaling.week import has_seasons, segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.estimate.scaling.replay import Case, Outcome
    from azgreen.estimate.scaling.week import Segment

SPARE_INSTANCES: Final = 0.25
"""Room above the learned peak, as a share of it: how far a setting may scale out."""

_DEAD_BAND_MARGIN: Final = 0.97  # below the proven threshold, so that rounding cannot eat it
_AGGREGATION: Final = "Last"  # an average over the window would add minutes to the load time
_MANY_STEPS: Final = 5000


@dataclass(frozen=True, slots=True)
class Shape:
    """One candidate; shares are of what an instance can serve within the latency target."""

    out_share: float
    """The first scale-out rule's threshold."""
    floor_share: float
    """Minimum: this share of the mean need, or this quantile of the hour's need in a week."""
    back: int
    """Instances that scaling in removes."""
    step_share: float
    """Instances that the first scale-out rule adds, as a share of the peak."""
    urgent_share: float
    """Instances that the second one adds beyond that."""
    urgent_distance: float
    """How far the second one's threshold lies above the first's."""


_REACTIVE: Final = tuple(
    Shape(*values)
    for values in product(
        (0.5, 0.6, 0.7, 0.8, 0.85, 0.875, 0.9, 0.925, 0.95),
        (0.65, 0.75, 0.85),
        (1, 2, 3, 4, 5),
        (0.03, 0.09, 0.12),
        (0.1, 0.3),
        (0.08, 0.15),
    )
)
_WEEKLY: Final = tuple(
    Shape(*values)
    for values in product(
        (0.6, 0.7, 0.8, 0.9), (0.5, 0.8, 0.95), (1, 2), (0.06, 0.15), (0.15,), (0.15,)
    )
)
_QUICK: Final = tuple(
    Shape(*values)
    for values in product((0.6, 0.75, 0.9), (0.8, 0.95), (1,), (0.1,), (0.15,), (0.15,))
)
"""A coarse part of the weekly grid, for a caller who cannot wait."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """A setting, and what it did to the load that it was learned from."""

    setting: Setting
    learned: Outcome
    why_no_profiles: str | None
    late_budget: float

    @property
    def why_too_late(self) -> str | None:
        """Say that no setting that was tried keeps within the late budget; None when one does."""
        if self.learned.meets(self.late_budget):
            return None
        late = f"{self.learned.late_share:.2%} of the requests would be late"
        budget = f"over the budget of {self.late_budget:.2%}"
        return f"{late}, {budget}: the load rises faster than instances load; raise the target"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "autoscale": self.setting.as_dict(),
            "learned": self.learned.as_dict(),
            "why_no_profiles": self.why_no_profiles,
            "why_too_late": self.why_too_late,
        }


def autoscale(
    case: Case, told: Callable[[float], None] | None = None, *, quick: bool = False
) -> Sizing:
    """Choose the setting for a load; a week or more gives profiles by the hour of the week.

    Args:
        case: The load to learn from, what serves it and how late it may be.
        told: Hears now and then what share of the candidates is done.
        quick: Try six weekly candidates, in a fraction of a second, instead of all 48.
    """
    weekly = has_seasons(case.load)
    coarse = case
    if case.load.steps > _MANY_STEPS:
        coarse = replace(case, load=case.load.by_minute())
    shapes = (_QUICK if quick else _WEEKLY) if weekly else _REACTIVE
    search = Search(coarse)
    # the fullest instances come last in a grid: tried first, they rule most others out
    for tried, number in enumerate(reversed(range(len(shapes))), start=1):
        search.consider(setting_for(coarse, shapes[number], weekly=weekly), number)
        if told is not None:
            told(tried / len(shapes))
    setting, learned = search.found
    setting.check(case.instance.load_time_s)
    why_not = None if weekly else _why_not(case)
    return Sizing(setting, learned, why_not, case.late_budget)


def _why_not(case: Case) -> str:
    hours = f"the trace is {case.load.hours:.1f} hours long"
    return f"{hours}: an hour of the week cannot be learned from less than 168"


def setting_for(case: Case, shape: Shape, *, weekly: bool) -> Setting:
    """Return the setting that a shape makes for a load, by the hour of the week or reactive."""
    peak = _peak(case)
    most = peak + max(1, math.ceil(SPARE_INSTANCES * peak))
    usual = min(most, _mean_need(case, shape.out_share))
    if not weekly:
        least = max(1, round(shape.floor_share * usual))
        return Setting((Profile("reactive", least, most, usual, _rules(shape, case, least, most)),))
    profiles = [Profile("default", usual, most, usual, _rules(shape, case, usual, most))]
    for part in _parts(case, shape.out_share, shape.floor_share):
        least = min(part.needed, most)
        rules = _rules(shape, case, least, most)
        profiles.append(Profile(part.name, least, most, least, rules, part.start))
    return Setting(tuple(profiles))


# a grid goes through all else before it comes to another share: the last answer is worth keeping


@lru_cache(maxsize=1)
def _peak(case: Case) -> int:
    return peak_count(case.load, case.work, case.instance)


@lru_cache(maxsize=1)
def _mean_need(case: Case, share: float) -> int:
    needs = minute_counts(minute_rates(case.load, case.work), case.instance, 1 / share)
    return math.ceil(sum(needs) / len(needs))


@lru_cache(maxsize=1)
def _parts(case: Case, share: float, quantile: float) -> tuple[Segment, ...]:
    return segments(case.load, case.work, case.instance, share, quantile)


def _rules(shape: Shape, case: Case, least: int, most: int) -> tuple[Rule, ...]:
    usable = case.instance.usable_requests_per_minute
    step = max(1, round(shape.step_share * most))
    urgent = max(step + 1, round((shape.step_share + shape.urgent_share) * most))
    cooldown_s = max(LEAST_WINDOW_S, MINUTE_S * math.ceil(case.instance.load_time_s / MINUTE_S))
    # the fullest that scaling in can leave an instance: from least + back (or most) to least
    worst = min(least + shape.back, most) / least
    out = _rounded(usable * shape.out_share)
    thresholds = (
        (out, step),
        (_rounded(usable * (shape.out_share + shape.urgent_distance)), urgent),
        (_rounded(out / worst * _DEAD_BAND_MARGIN), -shape.back),
    )
    return tuple(
        Rule(threshold, change, cooldown_s=cooldown_s, aggregation=_AGGREGATION)
        for threshold, change in thresholds
    )


def _rounded(per_minute: float) -> float:
    """Round down to three figures."""
    digits = 2 - math.floor(math.log10(per_minute))
    return math.floor(per_minute * 10**digits) / 10**digits
