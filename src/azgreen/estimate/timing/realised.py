"""What did waiting save in the end, by the intensities of the hours that came?

    saved  = gCO2e/kWh from when it was allowed - gCO2e/kWh of the hours in which it ran
    regret = gCO2e/kWh of the hours in which it ran - the least that it could have been

Saved is below 0 where waiting was for the worse, and told so. Regret is what a perfect forecast
would have saved on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.errors import EstimateError
from azgreen.estimate.timing.start import Job, best_start

if TYPE_CHECKING:
    from datetime import datetime

    from azgreen.estimate.timing.hours import Intensity
    from azgreen.estimate.timing.start import Run


@dataclass(frozen=True, slots=True)
class Realised:
    """One run that happened."""

    gco2e_per_kwh: float
    at_once_gco2e_per_kwh: float
    """If it had run as long, but from when it was allowed."""
    least_gco2e_per_kwh: float
    """Of a run as long between when it was allowed and when it ended."""

    @property
    def saved_gco2e_per_kwh(self) -> float:
        """Below 0 where running at once would have been cleaner."""
        return self.at_once_gco2e_per_kwh - self.gco2e_per_kwh

    @property
    def saved_share(self) -> float:
        """The same, over what running at once would have emitted."""
        at_once = self.at_once_gco2e_per_kwh
        return self.saved_gco2e_per_kwh / at_once if at_once else 0.0

    @property
    def regret_gco2e_per_kwh(self) -> float:
        """What a perfect forecast would have saved on top; never below 0."""
        return max(0.0, self.gco2e_per_kwh - self.least_gco2e_per_kwh)


def realised(run: Run, allowed: datetime, measured: Intensity) -> Realised:
    """Hold a run against one that starts when it was allowed.

    Raises:
        EstimateError: it has no length, it began before it was allowed, or an hour is not known.
    """
    if run.end <= run.begin:
        raise EstimateError("it ended when it began, so nothing is to be compared")
    if run.begin < allowed:
        raise EstimateError("it began before it was allowed to; a clock is wrong")
    then = measured.mean(run.begin, run.end)
    if then is None:
        span = f"{measured.begin:%Y-%m-%d %H:%M} to {measured.end:%Y-%m-%d %H:%M} UTC"
        raise EstimateError(f"its hours are not known: {measured.source}, has {span}")
    hours = (run.end - run.begin).total_seconds() / 3600
    best = best_start(Job(hours, allowed, run.end), measured)
    return Realised(then, best.at_once_gco2e_per_kwh, best.gco2e_per_kwh)
