"""What did the GPUs and the caches of a stack measure, as long as Azure Monitor keeps it?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from azgreen import catalog
from azgreen.azure.metrics import Asked as AskedMetric
from azgreen.azure.metrics import Metrics, summed
from azgreen.cli._case import progress
from azgreen.errors import AzgreenError, AzureError, SignInError
from azgreen.estimate.measured import (
    Answering,
    Asked,
    Avoided,
    GpuReading,
    Gpus,
    HitReading,
    Unread,
    avoided_months,
    bounds,
    measured_gpus,
    per_request,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from azgreen.azure import AzurePlace
    from azgreen.azure.metrics import Points, Reader
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.footprint.grid import Grids
    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured import Compared

ONLINE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
REDIS: Final = "Microsoft.Cache/redisEnterprise"
_ENERGY, _HITS = "GpuEnergyJoules", "cachehits"
_MODEL: Final = "microsoft.cognitiveservices/accounts/deployments"
_COSMOS: Final = "microsoft.documentdb/databaseaccounts"
_T = TypeVar("_T")
_KEPT: Final = timedelta(days=93)  # azure-monitor-docs, data-platform-metrics: retention
_NO_HITS: Final = "Azure counts no hits of a cache in Cosmos DB"


@dataclass(frozen=True)
class Measured:
    """What was read, and why not, where that is so of all of it."""

    gpus: Gpus
    avoided: Avoided
    refused: str = ""
    grids: tuple[str, ...] = ()
    """Where the grids come from that the energy was counted on."""


@dataclass(frozen=True)
class When:
    """What is over by now, and which grid it was on."""

    now: datetime
    grids: Callable[[Sequence[GpuReading]], Grids]


@dataclass
class _Reading:
    """What was read so far, and what of it could not be."""

    metrics: Reader
    asked: Asked
    unread: dict[str, list[Unread]] = field(default_factory=lambda: defaultdict(list))

    def read(self, resource: str, metric: AskedMetric) -> dict[str, Points] | None:
        """Return the points of a metric by its dimension; None where Azure has no such metric."""
        if self.asked.since >= self.asked.until:
            return {}
        try:
            return self.metrics.read(metric, self.asked.since, self.asked.until)
        except AzureError as error:
            self.unread[metric.metric].append(Unread(resource, str(error)))
            return None


def measure(
    resources: Sequence[Deployed],
    lines: Mapping[str, Sequence[Line]],
    compared: Compared,
    place: AzurePlace,
    when: When,
) -> Measured:
    """Read what Azure Monitor keeps of the months that are shown.

    A caller who may not read metrics gets the rest; why is in `Measured.refused`.

    Raises:
        EngineError: nobody answers.
        GridError: the grid of each hour was wanted and cannot be read.
    """
    gpus = [item for item in resources if item.type == ONLINE.lower() and _has_gpus(item)]
    caches = [item for item in resources if item.type == REDIS.lower()]
    unread = [Unread(item.id, _NO_HITS) for item in resources if _is_cosmos_cache(item)]
    if not gpus and not caches:
        return Measured(Gpus(()), Avoided((), unread=tuple(unread)))
    with Metrics(place) as metrics:
        reading = _Reading(metrics, _asked(compared, when.now))
        try:
            watched = _Watched(len(gpus) + len(caches))
            joules = watched.each(_joules(item, lines, reading) for item in gpus)
            hits = watched.each(_hits(item, lines, reading) for item in caches)
        except SignInError as error:
            return Measured(Gpus(()), Avoided(()), str(error))
    grids, failed = when.grids(joules), reading.unread[_ENERGY]
    measured = measured_gpus(joules, compared, lines, grids.by_region, failed)
    known = _avoided(hits, compared, _answering(resources, lines))
    missing = (*reading.unread[_HITS], *unread)
    avoided = Avoided(known.months, known.each, known.why_not, missing)
    return Measured(measured, avoided, grids=grids.sources)


class _Watched:
    """Tells whoever watches how far reading is: minutes of three months take a while."""

    def __init__(self, count: int) -> None:
        self._told, self._count, self._done = progress("reading metrics"), count, 0
        self._tell()

    def each(self, read: Iterable[_T | None]) -> list[_T]:
        """Return what could be read."""
        found: list[_T] = []
        for item in read:
            self._done += 1
            self._tell()
            if item is not None:
                found.append(item)
        return found

    def _tell(self) -> None:
        if self._told is not None:
            self._told(self._done / self._count)


def _asked(compared: Compared, now: datetime) -> Asked:
    """Return the part of the months that is over and still kept."""
    first, last = compared.months[0].month, compared.months[-1].month
    minute = now.replace(second=0, microsecond=0)
    # from the next whole hour on: what is about to go would be gone before Azure is asked
    kept = (minute - _KEPT).replace(minute=0) + timedelta(hours=1)
    return Asked(max(bounds(first)[0], kept), min(bounds(last)[1], minute))


def _joules(
    resource: Deployed, lines: Mapping[str, Sequence[Line]], reading: _Reading
) -> GpuReading | None:
    asked = AskedMetric(resource.id, ONLINE, _ENERGY, apart="instanceId")
    region = _region(resource, lines)
    if region is None:
        reading.unread[_ENERGY].append(Unread(resource.id, "its region is not known"))
        return None
    found = reading.read(resource.id, asked)
    return None if found is None else GpuReading(resource.id, region, found, reading.asked)


def _hits(
    resource: Deployed, lines: Mapping[str, Sequence[Line]], reading: _Reading
) -> HitReading | None:
    asked = AskedMetric(resource.id, REDIS, _HITS)
    found = reading.read(resource.id, asked)
    if found is None:
        return None
    prices = [line.usd for line in lines.get(resource.id, ()) if line.usd is not None]
    price = prices[0] if prices else None
    return HitReading(resource.id, summed(found.values()), asked.step_s, reading.asked, price)


def _avoided(
    hits: Sequence[HitReading], compared: Compared, answering: Sequence[Answering]
) -> Avoided:
    if not hits:
        return Avoided(())
    days = [month.month for month in compared.months]
    each = per_request(answering)
    known = None if isinstance(each, str) else each
    months = [month for item in hits for month in avoided_months(item, days, known)]
    return Avoided(tuple(months), known, each if isinstance(each, str) else "")


def _answering(
    resources: Sequence[Deployed], lines: Mapping[str, Sequence[Line]]
) -> list[Answering]:
    found: list[Answering] = []
    for item in resources:
        region = _region(item, lines)
        traffic = item.need.traffic if item.type == _MODEL else None
        if traffic is not None and region is not None:
            wanted: Any = item.props["properties"]["model"]["name"]
            found.append(Answering(wanted, item.props["sku"]["name"], region, traffic))
    return found


def _region(resource: Deployed, lines: Mapping[str, Sequence[Line]]) -> str | None:
    return next((line.region for line in lines.get(resource.id, ()) if line.region), None)


def _has_gpus(resource: Deployed) -> bool:
    try:
        return catalog.instance(resource.props["properties"]["instanceType"]).gpu is not None
    except AzgreenError:
        return True  # not in the catalogue: Azure knows whether it measures any


def _is_cosmos_cache(resource: Deployed) -> bool:
    return resource.type == _COSMOS and resource.need.repeated_share is not None
