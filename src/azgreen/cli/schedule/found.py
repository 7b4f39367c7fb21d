"""Which start is the best for each job that can wait, and what does it save?

A job that runs again and again is put into the cleanest hour of the usual week, as the program
itself does with a `carbonProfile`; where that week is not known, its next run is put into the
cleanest hour of the forecast. A job that runs once is put by the forecast where that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from azgreen.cli.schedule.grid import own_week
from azgreen.errors import EstimateError, Fault, InputError
from azgreen.estimate.grid import at
from azgreen.estimate.timing import Job, best_parts, best_start, repeated

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.cli.schedule.grid import Hours, Week
    from azgreen.cli.schedule.jobs import StackJobs, Waiting
    from azgreen.estimate.timing import Intensity, Plan
    from azgreen_components._low_carbon_window import Window

WORTH_SHARE: Final = 0.01
"""Least part of a run's carbon that a change is worth: our judgement; forecasts err by more."""

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_RUNS_A_MONTH: Final = {"day": 365.25 / 12, "week": 365.25 / 12 / 7}
_UNKNOWN: Final = "no hour of its grid is known"


@dataclass(frozen=True)
class Found:
    """One job, when it starts now, and when it should."""

    job: Waiting
    best: Window | None = None
    """None where nothing is known."""
    now_gco2e_per_kwh: float | None = None
    """Of the hours in which it runs as it is written; None where they are not known."""
    best_gco2e_per_kwh: float | None = None
    source: str = ""
    is_marginal: bool = False
    week: Week | None = None
    """Which it was chosen by; None for a forecast."""
    plan: Plan | None = None
    """Of one run by a forecast."""
    paused_share: float | None = None
    """What it would save against running at once if it could be paused; of a job that runs once."""
    why_not: str = ""
    is_late: bool = False
    """Whether it is not done by the deadline as it is written."""

    @property
    def saved_share(self) -> float:
        """Part of a run's carbon that the best start saves against the one that is written."""
        now, best = self.now_gco2e_per_kwh, self.best_gco2e_per_kwh
        return 1 - best / now if now and best is not None else 0.0

    @property
    def is_to_move(self) -> bool:
        """Whether another start is to be written."""
        if self.best is None or _when(self.best) == _when(self.job.window):
            return False
        if self.is_late:
            return True
        # where the hours of what is written are not known, what the best saves is told at once
        share = self.saved_share
        if self.now_gco2e_per_kwh is None:
            share = 0.0 if self.plan is None else self.plan.saved_share
        return share >= WORTH_SHARE

    @property
    def saved_gco2e(self) -> Spread | None:
        """Of a run; None where its energy, or when it runs now, is not known, or nothing is."""
        now, best, kwh = self.now_gco2e_per_kwh, self.best_gco2e_per_kwh, self.job.energy_kwh
        if now is None or best is None or kwh is None or best > now:
            return None
        return kwh * (now - best)

    @property
    def runs_a_month(self) -> float | None:
        """None for a job that runs once."""
        return _RUNS_A_MONTH.get(self.job.window.every)


def find(
    stack: StackJobs, hours: Hours, now: datetime, deadline: datetime | None
) -> tuple[Found, ...]:
    """Choose for every job.

    Raises:
        InputError: the deadline is for no job of the stack, or is over before it can be done.
    """
    once = [job for job in stack.jobs if job.window.on is not None]
    if deadline is not None and not once:
        reason = "is for a job that runs once (azgreen:fineTuning.on), and the stack has none"
        raise InputError([Fault("--deadline", reason)])
    return tuple(
        _once(job, hours, now, deadline)
        if job.window.on is not None
        else _again(job, hours, _hour_after(now))
        for job in stack.jobs
    )


def _once(job: Waiting, hours: Hours, now: datetime, deadline: datetime | None) -> Found:
    assert job.window.on is not None  # noqa: S101 - the caller has looked
    day = datetime.combine(job.window.on, time(), UTC)
    ready, lasts = max(day, _hour_after(now)), timedelta(hours=job.lasts_h)
    until = deadline or day + _DAY + lasts
    if deadline is not None and deadline < ready + lasts:
        first = f"it can be done by {at(ready + lasts)} at the earliest, {job.lasts_h:.2g} h long"
        raise InputError(
            [Fault("--deadline", f"{at(deadline)} is too early for {job.name}; {first}")]
        )
    if _start(job.window) < now:
        return Found(job, why_not=f"it was to start on {at(_start(job.window))}, which is over")
    wanted = Job(job.lasts_h, ready, until, starts_on_the_hour=True)
    is_late = _start(job.window) + lasts > until
    told = list[str]()
    for grid, week in _grids(job, hours, ready, until):
        try:
            return replace(_planned(job, wanted, grid, week), is_late=is_late)
        except EstimateError as error:
            told.append(str(error))
    return Found(job, why_not="; ".join(told) or _UNKNOWN)


def _grids(
    job: Waiting, hours: Hours, ready: datetime, until: datetime
) -> list[tuple[Intensity, Week | None]]:
    """Return what is known of a while, what says most of it first."""
    known: list[tuple[Intensity, Week | None]] = []
    if hours.forecast is not None:
        known.append((hours.forecast, None))
    for week in _weeks(job, hours):
        usual = repeated(week.hours, ready, until + _HOUR, week.source)
        known.append((replace(usual, is_marginal=week.is_marginal), week))
    return known


def _planned(job: Waiting, wanted: Job, grid: Intensity, week: Week | None) -> Found:
    plan = best_start(wanted, grid)
    start = plan.runs[0].begin
    best = replace(job.window, on=start.date(), day=start.weekday(), hour=start.hour)
    written = _start(job.window)
    return Found(
        job,
        best,
        grid.mean(written, written + wanted.lasts),
        plan.gco2e_per_kwh,
        grid.source,
        grid.is_marginal,
        week,
        plan,
        best_parts(wanted, grid).saved_share,
    )


def _again(job: Waiting, hours: Hours, now: datetime) -> Found:
    for week in _weeks(job, hours):
        return _by_week(job, week)
    if hours.forecast is None:
        return Found(job, why_not=_UNKNOWN)
    return _next_run(job, hours.forecast, now)


def _next_run(job: Waiting, forecast: Intensity, ready: datetime) -> Found:
    """Choose the hour by the next run alone: the forecast tells of no other."""
    written = datetime.combine(ready.date(), time(job.window.hour), UTC)
    while written < ready or (job.window.every == "week" and written.weekday() != job.window.day):
        written += _DAY
    day = datetime.combine(written.date(), time(), UTC)
    first, last = (ready, ready + _DAY) if job.window.every == "day" else (day, day + _DAY)
    lasts = timedelta(hours=job.lasts_h)
    wanted = Job(job.lasts_h, max(ready, first), last - _HOUR + lasts, starts_on_the_hour=True)
    once = replace(job, window=replace(job.window, on=written.date()))
    try:
        found = _planned(once, wanted, forecast, None)
    except EstimateError as error:
        return Found(job, why_not=f"its next run: {error}")
    assert found.best is not None  # noqa: S101 - it is planned
    return replace(found, job=job, best=replace(found.best, on=None, day=job.window.day))


def _by_week(job: Waiting, week: Week) -> Found:
    """Choose as the program does; by a marginal week only the hour, for no profile may hold it."""
    from azgreen_components._low_carbon_window import DAY, WEEK, cleanest, mean_from  # noqa: PLC0415

    window, lasts = job.window, job.lasts_h
    days = range(7) if window.every == DAY else (window.day,)

    def mean(hour: int) -> float:
        return sum(mean_from(week.hours, day * 24 + hour, lasts) for day in days) / len(days)

    if window.every == WEEK and week.is_marginal:
        hour = min(range(24), key=mean)
        best, then = replace(window, hour=hour), mean(hour)
    else:
        best = cleanest(window.every, week.hours, lasts)
        then = best.grid_gco2e_per_kwh
    now = mean(window.hour)
    assert then is not None  # noqa: S101 - the window is of a profile
    return Found(job, best, now, min(then, now), week.source, week.is_marginal, week)


def _weeks(job: Waiting, hours: Hours) -> list[Week]:
    """Return the usual weeks that are known: measured, what the file holds, the catalogue's."""
    known = (hours.week, own_week(job.profile), hours.usual)
    return [week for week in known if week is not None]


def _start(window: Window) -> datetime:
    assert window.on is not None  # noqa: S101 - it runs once
    return datetime.combine(window.on, time(window.hour), UTC)


def _hour_after(now: datetime) -> datetime:
    whole = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return whole if whole == now else whole + _HOUR


def _when(window: Window) -> tuple[object, ...]:
    """Return what of a window is written: for one that runs every day, the hour alone."""
    return (window.on, window.hour, None if window.every == "day" else window.day)
