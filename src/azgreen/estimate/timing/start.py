"""In which hours does a job emit the least, and what does that save against running at once?

A job without pauses: the intensity is constant in each step, so the mean of a run is a straight
line in its start between the moments at which an end of the run meets an end of a step. The least
is at one of those moments, and they are all tried. A job that can be paused takes the cleanest
parts, in order of time: each pause costs a start, which is not counted.

    saved share = 1 - gCO2e/kWh of the plan / gCO2e/kWh of running at once
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from azgreen.errors import EstimateError
from azgreen.estimate.grid import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.estimate.timing.hours import Intensity, Step

_HOUR: Final = timedelta(hours=1)
_EQUAL: Final = 1e-9
"""Means this near are one: they differ by how sums are rounded."""


@dataclass(frozen=True, slots=True)
class Run:
    """A while in which a job runs."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """What is to run, and when it may; power is taken as constant.

    Raises:
        EstimateError: it lasts no time, or a moment has no time zone.
    """

    lasts_h: float
    ready: datetime
    """From when on it may run."""
    deadline: datetime | None = None
    """Until when it has to be done; as far as the intensity is known where left out."""
    starts_on_the_hour: bool = False
    """Whether it starts at whole hours of UTC alone, or at once."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lasts_h) and self.lasts_h > 0):
            raise EstimateError(f"a job of {self.lasts_h!r} h is not usable; it must last a while")
        for moment in (self.ready, self.deadline):
            if moment is not None and moment.utcoffset() is None:
                fix = "has no time zone; write it as 2026-01-31T12:00Z"
                raise EstimateError(f"{moment.isoformat()} {fix}")

    @property
    def lasts(self) -> timedelta:
        """How long it runs."""
        return timedelta(hours=self.lasts_h)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a job runs, by what an intensity says."""

    runs: tuple[Run, ...]
    """In order; one unless it is paused."""
    gco2e_per_kwh: float
    """Of the hours in which it runs."""
    at_once_gco2e_per_kwh: float
    """Of the hours in which it would run if it started when it is ready."""
    known_until: datetime
    """Later hours were not looked at: nothing is known of them, or the deadline is over."""
    is_cut: bool
    """Whether the deadline lies beyond what is known."""

    @property
    def saved_share(self) -> float:
        """Part of the carbon of the job's electricity that waiting saves."""
        if not self.at_once_gco2e_per_kwh:
            return 0.0
        return 1 - self.gco2e_per_kwh / self.at_once_gco2e_per_kwh


def best_start(job: Job, grid: Intensity) -> Plan:
    """Return the run without pauses that emits the least; of equal ones the first.

    Raises:
        EstimateError: nothing is known of the first run, or the window is shorter than the job.
    """
    until, at_once = _window(job, grid)
    known = [(_mean(grid, start, job), start) for start in _starts(job, grid, until)]
    least = min(mean for mean, _ in known)
    mean, start = next(each for each in known if each[0] <= least * (1 + _EQUAL))
    run = Run(start, start + job.lasts)
    return Plan((run,), mean, at_once, until, _is_cut(job, until))


def best_parts(job: Job, grid: Intensity) -> Plan:
    """Return the parts of the window that emit the least for a job that can be paused.

    Raises:
        EstimateError: as `best_start` does.
    """
    until, at_once = _window(job, grid)
    left, taken = job.lasts, list[Run]()
    for step in sorted(grid.within(job.ready, until), key=_cleanness):
        part = min(left, step.end - step.begin)
        taken.append(Run(step.begin, step.begin + part))
        left -= part
        if not left:
            break
    runs = tuple(_joined(sorted(taken, key=lambda run: run.begin)))
    hours = [(run.end - run.begin) / _HOUR for run in runs]
    means = [grid.mean(run.begin, run.end) or 0.0 for run in runs]
    mean = math.fsum(h * each for h, each in zip(hours, means, strict=True)) / math.fsum(hours)
    # a sum over the same hours may be rounded otherwise
    return Plan(runs, min(mean, at_once), at_once, until, _is_cut(job, until))


def _cleanness(step: Step) -> tuple[float, datetime]:
    return step.gco2e_per_kwh, step.begin


def _window(job: Job, grid: Intensity) -> tuple[datetime, float]:
    """Return until when it may run as far as is known, and the intensity of running at once."""
    ready, known = job.ready.astimezone(UTC), grid.reaches(job.ready.astimezone(UTC))
    until = known if job.deadline is None else min(job.deadline.astimezone(UTC), known)
    at_once = grid.mean(ready, ready + job.lasts)
    if job.deadline is not None and job.deadline < ready + job.lasts:
        what = f"it lasts {job.lasts_h:.3g} h from {at(ready)} on"
        raise EstimateError(f"{what}, which is over after the deadline, {at(job.deadline)}")
    if at_once is None:
        lasts = f"a run of {job.lasts_h:.3g} h from {at(ready)} on"
        reach = f"{grid.source}, is known from {at(grid.begin)} to {at(grid.end)}"
        raise EstimateError(f"{reach}, which does not hold {lasts}")
    return until, at_once


def _starts(job: Job, grid: Intensity, until: datetime) -> Iterator[datetime]:
    """Yield every start that may be the best, in order."""
    ready, last = job.ready.astimezone(UTC), until - job.lasts
    if job.starts_on_the_hour:
        yield ready
        hour = ready.replace(minute=0, second=0, microsecond=0) + _HOUR
        while hour <= last:
            yield hour
            hour += _HOUR
        return
    ends = {end for step in grid.within(ready, until) for end in (step.begin, step.end)}
    found = {ready, last} | ends | {end - job.lasts for end in ends}
    yield from sorted(each for each in found if ready <= each <= last)


def _mean(grid: Intensity, start: datetime, job: Job) -> float:
    mean = grid.mean(start, start + job.lasts)
    assert mean is not None  # noqa: S101 - the window is known without a gap
    return mean


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    held = runs[0]
    for run in runs[1:]:
        if run.begin == held.end:
            held = Run(held.begin, run.end)
        else:
            yield held
            held = run
    yield held


def _is_cut(job: Job, until: datetime) -> bool:
    return job.deadline is None or until < job.deadline
