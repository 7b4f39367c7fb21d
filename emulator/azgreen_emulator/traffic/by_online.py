"""What do an online endpoint and its deployments measure?

GPU use is the share of the time in which any request is worked on: with b of them in the mean,
independent of each other, 1 - exp(-b). GPU energy is that of `azgreen.estimate`. Disk, main memory
and the CPUs of a machine with GPUs are not sent: nothing tells what an engine takes of them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.scaling.power import IDLE_POWER_SHARE
from azgreen.estimate.sizing.gpu_footprint import BUSY_TDP_SHARE
from azgreen.estimate.sizing.memory import MEMORY_SHARE
from azgreen_emulator.traffic.samples import Series, gauges
from azgreen_emulator.traffic.served import served

if TYPE_CHECKING:
    from azgreen_emulator.traffic.placed import Placed
    from azgreen_emulator.traffic.samples import Sample
    from azgreen_emulator.traffic.served import Served

_OK: Final = "200"
_REFUSED: Final = "429"
_PERCENTILES: Final = ("P50", "P90", "P95", "P99")
_BYTES_PER_TOKEN: Final = 4
"""Of plain text in English; assumption, as in `azgreen.estimate.sizing.cache`."""

_Sent = dict[str, list[Series]]
_Values = dict[str, "list[Sample | None]"]


def of_deployment(placed: Placed, minutes: int) -> _Sent:
    """Return the series of `workspaces/onlineEndpoints/deployments`."""
    run = served(placed, minutes)
    found = _latencies(placed, run, {})
    found["RequestsPerMinute"] = [
        Series(placed.first_minute, counts_of, {"envoy_response_code": code})
        for code, counts_of in _by_status(placed, run).items()
    ]
    for name, values in _by_instance(placed, run).items():
        found[name] = values
    return found


def of_endpoint(placed: Placed, minutes: int) -> _Sent:
    """Return the series of `workspaces/onlineEndpoints` that a deployment adds."""
    run, first, name = served(placed, minutes), placed.first_minute, placed.resource.name
    requests = placed.load.requests[:minutes]
    tokens = zip(placed.load.input_tokens, placed.load.output_tokens, strict=True)
    bytes_per_s = [_BYTES_PER_TOKEN * sum(pair) / 60 for pair in tokens][:minutes]
    found = _latencies(placed, run, {"deployment": name})
    found["RequestLatency"] = found["RequestLatency_P50"]
    found["RequestsPerMinute"] = [
        Series(
            first,
            values,
            {
                "deployment": name,
                "statusCode": code,
                "statusCodeClass": f"{code[0]}xx",
                "modelStatusCode": code if code == _OK else "",
            },
        )
        for code, values in _by_status(placed, run).items()
    ]
    found["ConnectionsActive"] = [Series(first, gauges(run.in_flight))]
    found["NewConnectionsPerSecond"] = [Series(first, gauges(each / 60 for each in requests))]
    found["NetworkBytes"] = [Series(first, gauges(bytes_per_s))]
    return found


def _latencies(placed: Placed, run: Served, dimensions: dict[str, str]) -> _Sent:
    """Within a minute requests count as alike, so every percentile is the same."""
    timed = zip(run.latency_s, placed.load.requests, strict=False)
    values = gauges(1000 * latency_s if requests else None for latency_s, requests in timed)
    series = Series(placed.first_minute, values, dimensions)
    return {f"RequestLatency_{name}": [series] for name in _PERCENTILES}


def _by_status(placed: Placed, run: Served) -> dict[str, list[Sample | None]]:
    refused = [
        share * requests
        for share, requests in zip(run.refused_share, placed.load.requests, strict=False)
    ]
    answered = [
        requests - less for requests, less in zip(placed.load.requests, refused, strict=False)
    ]
    found = {_OK: gauges(answered)}
    if any(refused):
        found[_REFUSED] = gauges(refused)
    return found


def _by_instance(placed: Placed, run: Served) -> _Sent:
    """All instances that serve are as busy, and those that load are idle."""
    serving, idle = _measured(placed, run)
    found = dict[str, list[Series]]()
    for index in range(max(run.paid)):
        # None: not there, False: it loads
        states = [
            None if index >= paid else index < ready
            for paid, ready in zip(run.paid, run.ready, strict=True)
        ]
        for name, values in serving.items():
            samples = values if all(states) else _chosen(states, values, idle[name])
            state = {"State": "Succeeded"} if name == "DeploymentCapacity" else {}
            dimensions = {"instanceId": f"{placed.resource.name}-{index}", **state}
            found.setdefault(name, []).append(Series(placed.first_minute, samples, dimensions))
    return found


def _chosen(
    states: list[bool | None], serving: list[Sample | None], idle: list[Sample | None]
) -> list[Sample | None]:
    rows = zip(states, serving, idle, strict=True)
    return [None if state is None else one if state else other for state, one, other in rows]


def _measured(placed: Placed, run: Served) -> tuple[_Values, _Values]:
    """Return what an instance measures that serves, and one that loads."""
    machines = placed.each("machine", len(run.busy))
    nothing = [0.0] * len(run.busy)
    ones = gauges([1.0] * len(run.busy))
    serving: _Values = {"DeploymentCapacity": ones}
    idle: _Values = {"DeploymentCapacity": ones}
    if catalog.instance(machines[-1]).gpu is None:
        name = "CpuUtilizationPercentage"
        serving[name] = gauges(100 * share for share in run.busy)
        return serving, {**idle, name: gauges(nothing)}
    # the engine takes its part of the memory when it starts, and keeps it
    held = gauges([100 * MEMORY_SHARE] * len(run.busy))
    for values, busy, used in ((serving, run.busy, _gpu_use(run)), (idle, nothing, nothing)):
        values["GpuUtilizationPercentage"] = gauges(used)
        values["GpuMemoryUtilizationPercentage"] = held
        values["GpuEnergyJoules"] = gauges(map(gpu_joules_per_minute, machines, busy))
    return serving, idle


def _gpu_use(run: Served) -> list[float]:
    return [
        100 * (1 - math.exp(-flying / ready)) if ready else 0.0
        for flying, ready in zip(run.in_flight, run.ready, strict=True)
    ]


def gpu_joules_per_minute(machine: str, busy: float) -> float:
    """Return the energy of all GPUs of a machine, `busy` so much of a full batch, in a minute."""
    idle_w, full_w = _power_w(machine)
    return 60 * (idle_w + busy * (full_w - idle_w))


@lru_cache
def _power_w(machine: str) -> tuple[float, float]:
    full_w = BUSY_TDP_SHARE.mid * catalog.instance(machine).gpu_tdp_w
    return IDLE_POWER_SHARE.mid * full_w, full_w
