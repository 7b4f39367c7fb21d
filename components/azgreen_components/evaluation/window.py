"""When does the job start, and how much cleaner is the grid then?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from azgreen_components._inputs import Faults, choice
from azgreen_components.autoscale.load import read_hours

DAY: Final = "day"
WEEK: Final = "week"
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS: Final = 24


@dataclass(frozen=True)
class Window:
    """The hour in which the job starts, UTC."""

    every: str
    day: int
    """0 for Monday; not looked at where it runs every day."""
    hour: int
    grid_gco2e_per_kwh: float | None
    """At that hour, by the profile; None without one."""
    mean_gco2e_per_kwh: float | None
    """Of the whole profile."""

    @property
    def saved_share(self) -> float:
        """Part of the carbon of the job's electricity that the hour saves against any hour."""
        if self.grid_gco2e_per_kwh is None or not self.mean_gco2e_per_kwh:
            return 0.0
        # a mean of equal hours may fall a rounding error below them
        return max(0.0, 1 - self.grid_gco2e_per_kwh / self.mean_gco2e_per_kwh)

    @property
    def told(self) -> str:
        """As people say it: "every week on Monday at 03:00 UTC"."""
        day = f" on {DAYS[self.day]}" if self.every == WEEK else ""
        return f"every {self.every}{day} at {self.hour:02d}:00 UTC"


def read_window(faults: Faults, given: Mapping[str, object]) -> Window | None:
    """Return the hour that is given, or the cleanest one of the profile."""
    every = WEEK
    if given.get("every") is not None:
        every = choice(faults, "every", given["every"], (DAY, WEEK)) or WEEK
    profile, hour = given.get("carbon_profile"), given.get("hour")
    if (profile is None) == (hour is None):
        what = "missing" if hour is None else "both are given"
        faults.add("carbonProfile", f"{what}; write it or hour, one of the two")
        return None
    if hour is not None:
        return _at(faults, every, hour)
    hours = read_hours(faults, "carbon_profile", profile)
    return cleanest(every, hours) if hours else None


def cleanest(every: str, hours: Sequence[float]) -> Window:
    """Return the hour with the least carbon of a week of 168; of equal ones the first.

    A job that runs every day starts in the hour of the day with the least mean.
    """
    mean = math.fsum(hours) / len(hours)
    if every == DAY:
        days = len(hours) // _HOURS
        by_hour = [math.fsum(hours[hour::_HOURS]) / days for hour in range(_HOURS)]
        hour = min(range(_HOURS), key=by_hour.__getitem__)
        return Window(every, 0, hour, by_hour[hour], mean)
    slot = min(range(len(hours)), key=hours.__getitem__)
    day, hour = divmod(slot, _HOURS)
    return Window(every, day, hour, hours[slot], mean)


def _at(faults: Faults, every: str, hour: object) -> Window | None:
    whole = isinstance(hour, int | float) and not isinstance(hour, bool) and hour == hour // 1
    if whole and 0 <= hour < _HOURS:  # pyright: ignore[reportOperatorIssue]  # a number, if whole
        return Window(every, 0, int(hour), None, None)  # pyright: ignore[reportArgumentType]
    faults.add("hour", f"{hour!r} is not an hour of the day; write a whole number from 0 to 23")
    return None
