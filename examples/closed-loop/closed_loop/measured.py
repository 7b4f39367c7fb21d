"""What did Azure Monitor measure of the machines in two weeks, and what carbon and money is that?

    GPU hours = DeploymentCapacity, mean of each hour, added up, x GPUs of a machine
    GPU kWh   = GpuEnergyJoules, mean of an instance and minute, x 60 x DeploymentCapacity, likewise
    kgCO2e    = GPU kWh x host x PUE x yearly grid: `azgreen.estimate.measured.energy`
    USD       = DeploymentCapacity x price of the machine (Linux, pay as you go, East US)
    refused   = RequestsPerMinute with a code of refusal, mean of each hour, added up

A minute without any refusal may be missing from its hour's mean: refusals may be counted too many,
never too few. Microsoft's own client asks; of what azgreen knows, only what a kWh emits and what a
machine costs go in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from azure.mgmt.monitor import MonitorManagementClient

from azgreen.azure.client import ManagementClient
from azgreen.catalog import Spread, instance, region
from azgreen.estimate import pue_of
from azgreen.estimate.measured.energy import HOST_SHARE, JOULES_PER_KWH

if TYPE_CHECKING:
    from azgreen.azure import AzurePlace

_LENGTH: Final = timedelta(weeks=2)
_ML_VERSION: Final = "2025-12-01"
_OK: Final = "200"
_CODE: Final = "envoy_response_code"


@dataclass(frozen=True)
class Taken:
    """What an online deployment took in two weeks."""

    machine: str
    least_instances: int
    most_instances: int
    """Of any hour, by its mean."""
    gpu_hours: float
    gpu_kwh: float
    kgco2e: Spread
    usd: float
    requests: float
    refused: float

    @property
    def over_target(self) -> float:
        """Share of the requests that were refused: they waited for more than a full batch."""
        return self.refused / self.requests


def taken(place: AzurePlace, deployment: str) -> Taken:
    """Ask Azure what an online deployment is, and what it measured until this hour began."""
    with ManagementClient(place) as azure:
        found = azure.get(deployment, _ML_VERSION)
    machine = instance(found["properties"]["instanceType"])
    client: Any = MonitorManagementClient(
        place.credential(), place.subscription, **place.client_options()
    )
    with client:
        counts = _hourly(client, deployment, "DeploymentCapacity")
        joules = _hourly(client, deployment, "GpuEnergyJoules")
        codes = _requests(client, deployment)
    hours = math.fsum(counts)
    used = math.fsum(60 * each * count for each, count in zip(joules, counts, strict=True))
    kwh = used / JOULES_PER_KWH
    return Taken(
        machine.name,
        math.floor(min(counts)),
        math.ceil(max(counts)),
        hours * machine.gpus,
        kwh,
        _kgco2e(kwh, found["location"]),
        hours * (machine.usd_per_h or math.nan),
        math.fsum(codes.values()),
        math.fsum(count for code, count in codes.items() if code != _OK),
    )


def _kgco2e(gpu_kwh: float, name: str) -> Spread:
    where = region(name)
    pue = pue_of(where)
    return HOST_SHARE * pue * (gpu_kwh * where.grid_gco2e_per_kwh / 1000)


def _hourly(client: Any, deployment: str, metric: str) -> list[float]:
    """Return the mean of each hour over all instances."""
    (series,) = _asked(client, deployment, metric)
    return [point.average or 0.0 for point in series.data]


def _requests(client: Any, deployment: str) -> dict[str, float]:
    """Return the requests of two weeks by the code of their answer."""
    series = _asked(client, deployment, "RequestsPerMinute", filter=f"{_CODE} eq '*'")
    return {
        item.metadatavalues[0].value: 60 * math.fsum(point.average or 0.0 for point in item.data)
        for item in series
    }


def _asked(client: Any, deployment: str, metric: str, **more: str) -> list[Any]:
    until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    span = "/".join(f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (until - _LENGTH, until))
    wanted = {"timespan": span, "interval": "PT1H", "aggregation": "Average"}
    found = client.metrics.list(deployment, metricnames=metric, **wanted, **more)
    return found.value[0].timeseries
