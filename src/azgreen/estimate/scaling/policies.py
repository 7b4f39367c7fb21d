"""Which policies does a replay compare?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from azgreen.estimate.scaling.load import MINUTE_S, WEEK_S

if TYPE_CHECKING:
    from datetime import datetime

    from azgreen.estimate.scaling.load import Load
    from azgreen.estimate.scaling.serving import Instance
    from azgreen.estimate.scaling.setting import Profile, Rule, Setting

_MINUTES = WEEK_S // MINUTE_S


class Static:
    """Always the same number of instances."""

    memory_minutes = 0

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

    memory_minutes = 0

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
        reactions = {id(profile): _Reaction(profile) for profile in setting.profiles}
        schedule = [(at, reactions[id(profile)]) for at, profile in setting.schedule()]
        # minute by minute: before the week's first start, last week's last profile still holds
        self._week = [schedule[-1][1] if schedule else reactions[id(setting.fallback)]] * _MINUTES
        for at, reaction in schedule:
            self._week[at:] = [reaction] * (_MINUTES - at)
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        self._offset_s = start.weekday() * 86_400 + int((start - midnight).total_seconds())
        self._changed_s = -math.inf
        windows = [rule.window_s for profile in setting.profiles for rule in profile.rules]
        self.memory_minutes = max(windows, default=0) // MINUTE_S

    def first(self) -> int:
        """Return the default of the profile that holds at the beginning."""
        return self._week[self._offset_s // MINUTE_S].profile.default

    def least_minutes(self, minutes: int) -> int:
        """Return the instance minutes that so many minutes take if nothing scales out."""
        first = self._offset_s // MINUTE_S
        least = [reaction.least for reaction in (*self._week[first:], *self._week[:first])]
        weeks, rest = divmod(minutes, _MINUTES)
        return weeks * sum(least) + sum(least[:rest])

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        """Apply the profile's bounds, then its rules, as Azure does."""
        reaction = self._week[(self._offset_s + now_s) % WEEK_S // MINUTE_S]
        least, most = reaction.least, reaction.most
        if least <= count <= most:
            decided = reaction.by_rules(now_s - self._changed_s, count, rates)
        else:
            decided = least if count < least else most
        if decided != count:
            self._changed_s = now_s
        return decided


class _Reaction:
    """What a profile makes of the metric; prepared once, because a replay asks each minute."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.least, self.most = profile.minimum, profile.maximum
        self._out = [rule for rule in profile.rules if rule.scales_out]
        self._back = [rule for rule in profile.rules if not rule.scales_out]
        # so soon after a change nothing moves
        self._rest_s = min((rule.cooldown_s for rule in profile.rules), default=math.inf)
        # where all rules read the same number: below `_low` all that scale in fire, above `_high`
        # one that scales out
        self._same = len({(rule.window_s, rule.aggregation) for rule in profile.rules}) == 1
        self._low = min((rule.threshold for rule in self._back), default=-math.inf)
        self._high = min((rule.threshold for rule in self._out), default=math.inf)

    def by_rules(self, still_s: float, count: int, rates: list[float]) -> int:
        """Return the instances that the rules want, `still_s` seconds after the last change."""
        if still_s < self._rest_s:
            return count
        if self._same:
            value = _value(self.profile.rules[0], rates, count)
            if self._low <= value <= self._high or (value < self._low and count == self.least):
                return count
        fired = [rule for rule in self._out if rule.fires(_value(rule, rates, count))]
        if fired:
            due = [rule.change for rule in fired if still_s >= rule.cooldown_s]
            return min(count + max(due, default=0), self.most)
        agree = all(
            still_s >= rule.cooldown_s and rule.fires(_value(rule, rates, count))
            for rule in self._back
        )
        return self.profile.after_scale_in(count) if agree else count


def _value(rule: Rule, rates: list[float], count: int) -> float:
    """Return the metric per instance over the rule's window; NaN, which passes nothing, if none."""
    if rule.aggregation == "Last":
        return rates[-1] / count if rates else math.nan
    window = rates[-(rule.window_s // MINUTE_S) :]
    if not window:
        return math.nan
    if rule.aggregation == "Maximum":
        return max(window) / count
    return math.fsum(window) / len(window) / count


def peak_count(load: Load, work: tuple[float, ...], instance: Instance) -> int:
    """Return the instances that serve the busiest minute within the latency target."""
    return max(minute_counts(minute_rates(load, work), instance, 1.0))


def minute_rates(load: Load, work: tuple[float, ...]) -> list[float]:
    """Return each minute's work, in requests of the mean size a minute."""
    steps = MINUTE_S // load.step_s
    minutes = [work[first : first + steps] for first in range(0, len(work), steps)]
    return [math.fsum(minute) * MINUTE_S / (len(minute) * load.step_s) for minute in minutes]


def minute_counts(rates: list[float], instance: Instance, share: float) -> list[int]:
    """Return for each minute the instances that serve `share` of its work within the target."""
    usable = instance.usable_requests_per_minute
    return [max(1, math.ceil(share * rate / usable - 1e-9)) for rate in rates]


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
