"""When does the job start, and how much cleaner is the grid then?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from azgreen_components._inputs import Faults, choice, finite
from azgreen_components.autoscale.load import read_hours

ONCE: Final = "once"
DAY: Final = "day"
WEEK: Final = "week"
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS: Final = 24


@dataclass(frozen=True)
class Window:
    """The hour in which the job starts, UTC."""

    every: str
    """ONCE, DAY or WEEK."""
    day: int
    """0 for Monday; not looked at where it runs every day."""
    hour: int
    grid_gco2e_per_kwh: float | None
    """Mean of the hours that the job runs, by the profile; None without one."""
    mean_gco2e_per_kwh: float | None
    """Of the whole profile."""
    on: date | None = None
    """The day of a job that runs once."""

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
        if self.on is not None:
            return f"once on {self.on.isoformat()} at {self.hour:02d}:00 UTC"
        day = f" on {DAYS[self.day]}" if self.every == WEEK else ""
        return f"every {self.every}{day} at {self.hour:02d}:00 UTC"


def explain_window(window: Window) -> list[str]:
    """Say when the job starts, and how clean the grid is then."""
    then = "not known without carbonProfile"
    if window.grid_gco2e_per_kwh is not None:
        clean = f"{window.grid_gco2e_per_kwh:g} gCO2e/kWh"
        then = f"{clean}, {window.saved_share:.0%} below the mean of the profile"
    return [f"starts {window.told}", f"grid at that hour: {then}"]


def read_window(
    faults: Faults, given: Mapping[str, object], lasts_h: float = 1.0, on: date | None = None
) -> Window | None:
    """Return the hour that is given, or the cleanest one of the profile.

    Args:
        faults: Takes what is wrong.
        given: The inputs `every`, `carbon_profile` and `hour`.
        lasts_h: How long the job runs; it stays within one hour when left out.
        on: The day of a job that runs once.
    """
    every = WEEK if on is None else ONCE
    if given.get("every") is not None:
        every = choice(faults, "every", given["every"], (DAY, WEEK)) or WEEK
    profile, hour = given.get("carbon_profile"), given.get("hour")
    if (profile is None) == (hour is None):
        what = "missing" if hour is None else "both are given"
        faults.add("carbonProfile", f"{what}; write it or hour, one of the two")
        return None
    if hour is not None:
        return _at(faults, every, hour, on)
    hours = read_hours(faults, "carbon_profile", profile)
    return cleanest(every, hours, lasts_h, on) if hours else None


def cleanest(
    every: str, hours: Sequence[float], lasts_h: float = 1.0, on: date | None = None
) -> Window:
    """Return the start with the least carbon of a week of 168 hours; of equal ones the first.

    A job that runs every day starts in the hour of the day with the least mean, one that runs once
    on its day. What runs on goes over midnight, and from Sunday to Monday.
    """
    days = range(len(hours) // _HOURS) if on is None else (on.weekday(),)
    means = [mean_from(hours, start, lasts_h) for start in range(len(hours))]
    mean = math.fsum(hours) / len(hours)
    if every == WEEK:
        slot = min(range(len(hours)), key=means.__getitem__)
        day, hour = divmod(slot, _HOURS)
        return Window(every, day, hour, means[slot], mean)
    by_hour = [
        math.fsum(means[day * _HOURS + hour] for day in days) / len(days) for hour in range(_HOURS)
    ]
    hour = min(range(_HOURS), key=by_hour.__getitem__)
    return Window(every, days[0], hour, by_hour[hour], mean, on)


def mean_from(hours: Sequence[float], start: int, lasts_h: float) -> float:
    """Return the mean of what runs from the hour `start` on, the last hour in part."""
    whole = math.floor(lasts_h)
    run = [hours[(start + hour) % len(hours)] for hour in range(whole + 1)]
    return math.fsum((*run[:-1], run[-1] * (lasts_h - whole))) / lasts_h


def _at(faults: Faults, every: str, hour: object, on: date | None) -> Window | None:
    given = finite(hour)
    if given is not None and given.is_integer() and 0 <= given < _HOURS:
        day = 0 if on is None else on.weekday()
        return Window(every, day, int(given), None, None, on)
    faults.add("hour", f"{hour!r} is not an hour of the day; write a whole number from 0 to 23")
    return None
