"""Into which hours does work that can wait go, so that its electricity emits the least?

Each day's deferrable requests are put into the hours of that same day with the least carbon, up to
what the day's own busiest hour takes anyway: so the day's work is done within the day, and no more
instances are needed than without it. That is the least carbon there is under these two bounds: the
sum over hours of requests x intensity is linear, and filling the cleanest hours first minimises it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.generate import week_of_hours
from azgreen.estimate.scaling.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.estimate.scaling.serving import Instance

_DAY_HOURS = 24
_WEEK_HOURS = 7 * _DAY_HOURS


@dataclass(frozen=True, slots=True)
class Deferral:
    """A week in requests per second, one mean for each hour from Monday 00:00 on."""

    arriving: tuple[float, ...]
    """As the requests come."""
    urgent: tuple[float, ...]
    """Those that cannot wait."""
    planned: tuple[float, ...]
    """With the others in the hours that they are put into."""
    gco2e_per_kwh: tuple[float, ...]

    @property
    def released(self) -> tuple[float, ...]:
        """The deferrable requests that each hour works off."""
        return tuple(
            max(0.0, all_ - own) for all_, own in zip(self.planned, self.urgent, strict=True)
        )

    @property
    def saved_share(self) -> float:
        """Share of the carbon of the work's electricity that the plan saves; 0 where there is none.

        Counted by the request: what instances take that wait for work is not in it.
        """
        before, after = (
            math.fsum(rate * grid for rate, grid in zip(rates, self.gco2e_per_kwh, strict=True))
            for rates in (self.arriving, self.planned)
        )
        return 1 - after / before if before > 0 else 0.0


def deferred(
    requests_per_second: Sequence[float], gco2e_per_kwh: Sequence[float], share: float
) -> Deferral:
    """Put `share` of each day's requests into the cleanest hours of that day.

    Args:
        requests_per_second: Mean of each hour of a day, or of a week from Monday 00:00 on.
        gco2e_per_kwh: Intensity of the grid in the same hours, 24 or 168.
        share: Part of the requests that may wait until another hour of their day.

    Raises:
        InputError: a profile or the share cannot be used.
    """
    arriving = week_of_hours("requests_per_second", requests_per_second)
    grid = week_of_hours("gco2e_per_kwh", gco2e_per_kwh)
    if not (math.isfinite(share) and 0 < share <= 1):
        reason = f"{share!r} is not usable; allowed: above 0 and up to 1"
        raise InputError([Fault("share", reason)])
    urgent, planned = list[float](), list[float]()
    for first in range(0, _WEEK_HOURS, _DAY_HOURS):
        hours = slice(first, first + _DAY_HOURS)
        own = [rate * (1 - share) for rate in arriving[hours]]
        urgent += own
        planned += _filled(own, arriving[hours], grid[hours])
    return Deferral(arriving, tuple(urgent), tuple(planned), grid)


def _filled(own: Sequence[float], arriving: Sequence[float], grid: Sequence[float]) -> list[float]:
    """Fill a day's cleanest hours up to its busiest one, until nothing is left."""
    filled, most = list(own), max(arriving)
    left = math.fsum(arriving) - math.fsum(own)
    for hour in sorted(range(_DAY_HOURS), key=lambda hour: (grid[hour], hour)):
        more = min(left, most - own[hour])
        filled[hour] += more
        left -= more
    return filled


def bounded(setting: Setting, plan: Deferral, instance: Instance, room: float) -> Setting:
    """Lower each profile's maximum to what its own hours need, so that dirty hours stay small.

    Without it, work that comes early would call instances up in any hour.

    Args:
        setting: Learned from the planned week.
        plan: What each hour is to work off.
        instance: What serves it.
        room: Rate that a profile still carries, over the mean of its busiest hour.
    """
    held = dict[str, int]()
    for name, hour in _hours_of(setting):
        each = 60 * room * plan.planned[hour] / instance.usable_requests_per_minute
        held[name] = max(held.get(name, 1), math.ceil(each - 1e-9))
    return Setting(
        tuple(
            replace(
                profile,
                maximum=min(profile.maximum, max(profile.default, held.get(profile.name, 0)))
                if profile.start is not None
                else profile.maximum,
            )
            for profile in setting.profiles
        )
    )


def _hours_of(setting: Setting) -> Iterator[tuple[str, int]]:
    """Yield which profile holds in some minute of each hour of the week."""
    schedule = setting.schedule()
    if not schedule:
        return
    ends = [minute for minute, _ in schedule[1:]] + [schedule[0][0] + 60 * _WEEK_HOURS]
    for (start, profile), end in zip(schedule, ends, strict=True):
        yield from (
            (profile.name, hour % _WEEK_HOURS) for hour in range(start // 60, -(-end // 60))
        )
