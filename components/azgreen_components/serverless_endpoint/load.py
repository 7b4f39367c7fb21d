"""Does one endpoint carry the traffic in its busiest minute?"""

import math
from dataclasses import dataclass

from azgreen.estimate import Traffic
from azgreen_components._inputs import Faults
from azgreen_components._sizing import PEAK_FACTOR, capacity_ktpm
from azgreen_components.serverless_endpoint.args import (
    MOST_KILOTOKENS_PER_MINUTE,
    MOST_REQUESTS_PER_MINUTE,
)

_SECONDS_PER_MINUTE = 60


@dataclass(frozen=True)
class Load:
    """What the busiest minute asks for."""

    traffic: Traffic
    kilotokens_per_minute: int
    requests_per_minute: int


def read_load(faults: Faults, traffic: Traffic) -> Load:
    """Return the busiest minute, and note one that is more than Azure lets an endpoint answer."""
    mean = traffic.requests_per_second * _SECONDS_PER_MINUTE
    load = Load(traffic, capacity_ktpm(traffic), math.ceil(PEAK_FACTOR * mean))
    fix = "lower it, or split it over projects"
    if load.kilotokens_per_minute > MOST_KILOTOKENS_PER_MINUTE:
        what = f"{load.kilotokens_per_minute},000 tokens in the busiest minute are over Azure's"
        faults.add("traffic", f"{what} {MOST_KILOTOKENS_PER_MINUTE},000 an endpoint; {fix}")
    if load.requests_per_minute > MOST_REQUESTS_PER_MINUTE:
        what = f"{load.requests_per_minute} requests in the busiest minute are over Azure's"
        faults.add("traffic", f"{what} {MOST_REQUESTS_PER_MINUTE} an endpoint; {fix}")
    return load
