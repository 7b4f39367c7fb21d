"""What did the runs of a stack's workspaces save against running at once?

A run that a schedule started was allowed from the beginning of its day, its week (Monday 00:00
UTC), or of the one day of a job that runs once, but not before the schedule was made: the program
chose its hour within that. Any other run was allowed when it was submitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure import place_of
from azgreen.azure.client import ManagementClient
from azgreen.azure.jobs import JobSchedule, RanJob, jobs_of, schedules_of
from azgreen.cli._deployed import deployed
from azgreen.errors import CatalogError, EstimateError, StateError
from azgreen.estimate.carbon import pue_of
from azgreen.estimate.sizing.gpu_footprint import energy_wh_per_hour
from azgreen.estimate.timing import Run, realised

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from azgreen.catalog import Region, Spread
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.timing import Intensity, Realised

    Measured = Callable[[Region, datetime, datetime], Intensity | str]
    """What is known of a region's grid over a while; a text says why nothing is."""

WEEKS: Final = 4
_WORKSPACE: Final = "microsoft.machinelearningservices/workspaces"
_CLUSTER: Final = f"{_WORKSPACE}/computes"
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Ran:
    """One run, and what it saved."""

    job: RanJob
    allowed: datetime
    because: str
    """Why it was allowed then."""
    found: Realised | None = None
    energy_kwh: Spread | None = None
    """With PUE; None where it is not known."""
    why_not: str = ""

    @property
    def saved_g(self) -> dict[str, float] | None:
        """For low, middle and high energy; below 0 where running at once had been cleaner."""
        if self.found is None or self.energy_kwh is None:
            return None
        each = self.found.saved_gco2e_per_kwh
        return {name: kwh * each for name, kwh in self.energy_kwh.as_dict().items()}


@dataclass(frozen=True)
class Workspace:
    """The runs of one workspace."""

    name: str
    region: Region
    source: str
    is_marginal: bool
    runs: tuple[Ran, ...]


def ran(options: argparse.Namespace, now: datetime, measured: Measured) -> list[Workspace]:
    """Read what ran in the last weeks in the workspaces that a stack deployed.

    Raises:
        AzgreenError: nothing is deployed, or Azure does not tell.
    """
    with deployed(options) as (resources, url):
        homes = [item for item in resources if item.type == _WORKSPACE]
        if not homes:
            what = f"stack {options.stack!r} has deployed no workspace of Azure Machine Learning"
            raise StateError(f"{what}, where its jobs run; give it a job first")
        with ManagementClient(place_of(url, options.subscription)) as azure:
            listed = [
                (home, jobs_of(azure, home.id), schedules_of(azure, home.id)) for home in homes
            ]
    since = now - timedelta(weeks=WEEKS)
    found = list[Workspace]()
    for home, jobs, schedules in listed:
        recent = [job for job in jobs if job.ended is None or job.ended >= since]
        allowed = [(job, *_allowed(job, schedules.get(job.schedule))) for job in recent]
        found.append(_workspace(home, allowed, resources, measured))
    return found


def _workspace(
    home: Deployed,
    allowed: Sequence[tuple[RanJob, datetime, str]],
    resources: Sequence[Deployed],
    measured: Measured,
) -> Workspace:
    region = catalog.region(str(home.props["location"]))
    inside = [item for item in resources if item.parent == home.id.lower()]
    clusters = {item.id.lower(): item for item in inside if item.type == _CLUSTER}
    over = [(begin, job.ended) for job, begin, _ in allowed if job.began and job.ended]
    if not over:
        runs = [Ran(job, begin, why, why_not=_unfinished(job)) for job, begin, why in allowed]
        return Workspace(home.name, region, "", is_marginal=False, runs=tuple(runs))
    first, last = min(begin for begin, _ in over), max(end for _, end in over)
    known = measured(region, _whole(first), _whole(last) + _HOUR)
    runs = [
        _run(job, (begin, why), known, _energy(job, clusters, region))
        for job, begin, why in allowed
    ]
    if isinstance(known, str):
        return Workspace(home.name, region, "", is_marginal=False, runs=tuple(runs))
    return Workspace(home.name, region, known.source, known.is_marginal, tuple(runs))


def _run(
    job: RanJob, allowed: tuple[datetime, str], known: Intensity | str, kwh: Spread | None
) -> Ran:
    if job.began is None or job.ended is None:
        return Ran(job, *allowed, why_not=_unfinished(job))
    if isinstance(known, str):
        return Ran(job, *allowed, energy_kwh=kwh, why_not=known)
    try:
        return Ran(job, *allowed, realised(Run(job.began, job.ended), allowed[0], known), kwh)
    except EstimateError as error:
        return Ran(job, *allowed, energy_kwh=kwh, why_not=str(error))


def _unfinished(job: RanJob) -> str:
    if job.ended is None and job.began is not None:
        return "it has not ended"
    return f"Azure tells no time of its run ({job.status})"


def _allowed(job: RanJob, schedule: JobSchedule | None) -> tuple[datetime, str]:
    """Return from when a run was allowed, and why."""
    if schedule is None or schedule.trigger.get("timeZone", "UTC") != "UTC":
        return job.submitted, "submitted"
    begin = datetime.combine(job.submitted.date(), time(), UTC)
    frequency, why = schedule.trigger.get("frequency"), "its day began"
    if frequency == "Week":
        begin, why = begin - timedelta(days=begin.weekday()), "its week began"
    elif frequency != "Day" and schedule.trigger.get("triggerType") != "Cron":
        return job.submitted, "submitted"
    made = schedule.made
    return (begin, why) if begin >= made else (min(made, job.submitted), "its schedule was made")


def _energy(job: RanJob, clusters: Mapping[str, Deployed], region: Region) -> Spread | None:
    """Return what its machines took if they were busy all the while; None without GPUs."""
    cluster = clusters.get(job.cluster)
    if cluster is None or job.began is None or job.ended is None:
        return None
    inner: Mapping[str, Any] = cluster.props["properties"].get("properties") or {}
    try:
        machine = catalog.instance(str(inner.get("vmSize")))
    except CatalogError:
        return None
    if machine.gpu is None:
        return None
    pue = pue_of(region)
    hours = (job.ended - job.began) / _HOUR
    return energy_wh_per_hour(machine, job.nodes, 1.0) * (hours / 1000) * pue


def _whole(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
