"""Which policies does a replay compare?"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from azgreen.estimate.scaling.load import MINUTE_S, WEEK_S

if TYPE_CHECKING:
    from datetime import datetime

    from azgreen.estimate.scaling.load import Load
    from azgreen.estimate.scaling.serving import Instance
    from azgreen.estimate.scaling.setting import Profile, Rule, Setting


class Static:
    """Always the same number of instances."""

    def __init__(self, count: int) -> None:
        self._count = count

    def first(self) -> int:
        """Return the number."""
        return self._count

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        """Return the number."""
        del now_s, count, rates
        return self._count


class Scheduled:
    """A number for each minute that was decided beforehand: how the oracle acts."""

    def __init__(self, counts: list[int]) -> None:
        self._counts = counts

    def first(self) -> int:
        """Return the first number: the oracle has loaded it before the replay begins."""
        return self._counts[0]

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        """Return the minute's number."""
        del count, rates
        return self._counts[min(now_s // MINUTE_S, len(self._counts) - 1)]


class Autoscale:
    """Azure Monitor's engine, which looks once a minute at what has been reported."""

    def __init__(self, setting: Setting, start: datetime) -> None:
        self._fallback = setting.fallback
        schedule = setting.schedule()
        self._starts = [minute for minute, _ in schedule]
        self._scheduled = [profile for _, profile in schedule]
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        self._offset_s = start.weekday() * 86_400 + int((start - midnight).total_seconds())
        self._changed_s = -math.inf
        # split once: a replay asks for them each minute
        self._rules = {id(profile): _by_direction(profile) for profile in setting.profiles}

    def first(self) -> int:
        """Return the default of the profile that holds at the beginning."""
        return self._profile(0).default

    def _profile(self, now_s: int) -> Profile:
        if not self._scheduled:
            return self._fallback
        minute = (self._offset_s + now_s) % WEEK_S // MINUTE_S
        # before the week's first start, last week's last profile still holds: index -1
        return self._scheduled[bisect_right(self._starts, minute) - 1]

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        """Apply the profile's bounds, then its rules, as Azure does."""
        profile = self._profile(now_s)
        bounded = min(max(count, profile.minimum), profile.maximum)
        decided = bounded if bounded != count else self._by_rules(profile, now_s, count, rates)
        if decided != count:
            self._changed_s = now_s
        return decided

    def _by_rules(self, profile: Profile, now_s: int, count: int, rates: list[float]) -> int:
        out, back = self._rules[id(profile)]
        fired = [rule for rule in out if rule.fires(_value(rule, rates, count))]
        if fired:
            due = [rule.change for rule in fired if self._due(rule, now_s)]
            return min(count + max(due, default=0), profile.maximum)
        agree = all(
            self._due(rule, now_s) and rule.fires(_value(rule, rates, count)) for rule in back
        )
        return profile.after_scale_in(count) if agree else count

    def _due(self, rule: Rule, now_s: int) -> bool:
        return now_s - self._changed_s >= rule.cooldown_s


def _by_direction(profile: Profile) -> tuple[list[Rule], list[Rule]]:
    """Return the rules that scale out, and those that scale in."""
    out = [rule for rule in profile.rules if rule.scales_out]
    return out, [rule for rule in profile.rules if not rule.scales_out]


def _value(rule: Rule, rates: list[float], count: int) -> float:
    """Return the metric per instance over the rule's window; NaN, which passes nothing, if none."""
    window = rates[-(rule.window_s // MINUTE_S) :]
    if not window:
        return math.nan
    if rule.aggregation == "Last":
        return window[-1] / count
    if rule.aggregation == "Maximum":
        return max(window) / count
    return math.fsum(window) / len(window) / count


def peak_count(load: Load, work: tuple[float, ...], instance: Instance) -> int:
    """Return the instances that serve the busiest minute within the latency target."""
    return max(minute_counts(load, work, instance, 1.0))


def minute_counts(
    load: Load, work: tuple[float, ...], instance: Instance, share: float
) -> list[int]:
    """Return for each minute the instances that serve `share` of its work within the target."""
    steps = MINUTE_S // load.step_s
    counts = list[int]()
    for first in range(0, len(work), steps):
        minute = work[first : first + steps]
        per_minute = math.fsum(minute) * MINUTE_S / (len(minute) * load.step_s)
        need = share * per_minute / instance.usable_requests_per_minute
        counts.append(max(1, math.ceil(need - 1e-9)))
    return counts


def cheapest_cover(needed: list[int], load_minutes: int) -> list[int]:
    """Return the least instances a minute so that `needed` serve, when each loads first.

    The k-th instance is needed in some stretches of time. Keeping it through a gap costs the gap,
    starting it anew the load time; so gaps no longer than that are bridged and every stretch begins
    a load time early. Levels do not touch each other, hence the sum is the least there is.
    """
    paid = [0] * len(needed)
    for level in range(1, max(needed) + 1):
        until = -math.inf
        for minute in [at for at, count in enumerate(needed) if count >= level]:
            lead = max(0, minute - load_minutes)
            first = int(until) if lead <= until else lead
            for at in range(first, minute + 1):
                paid[at] += 1
            until = minute + 1
    return paid
