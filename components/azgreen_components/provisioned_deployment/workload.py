"""How much does the stated traffic ask of the PTUs, in the busiest minute and over the month?"""

from collections.abc import Mapping
from dataclasses import dataclass

from azgreen.estimate import Traffic
from azgreen.estimate.sizing import PtuLoad
from azgreen_components._inputs import Faults, check_keys, flag, given_or, mapping
from azgreen_components._models import read_traffic
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.provisioned_deployment.args import ProvisionedTrafficArgs
from azgreen_components.provisioned_deployment.numbers import within

HOURS_PER_WEEK = 168


@dataclass(frozen=True)
class Workload:
    """The traffic, every default filled in."""

    traffic: Traffic
    cache_rate: float
    cache_write_rate: float
    is_long_context: bool
    busy_hours_per_week: float

    @property
    def busiest_minute(self) -> PtuLoad:
        """What the PTUs have to carry; ModelDeployment takes the same minute for its capacity."""
        return PtuLoad(
            60 * self.traffic.requests_per_second * PEAK_FACTOR,
            self.traffic.input_tokens,
            self.traffic.output_tokens,
            self.cache_rate,
            self.cache_write_rate,
            self.is_long_context,
        )

    @property
    def busy_share(self) -> float:
        """Share of the month with traffic."""
        return self.busy_hours_per_week / HOURS_PER_WEEK


def read_workload(faults: Faults, given: Mapping[str, object]) -> Workload | None:
    """Return the workload; None when it is left out or something of it cannot be used."""
    value = given.get("traffic")
    fields = None if value is None else mapping(faults, "traffic", value)
    if fields is None:
        return None
    check_keys(faults, "traffic", fields, ProvisionedTrafficArgs)
    traffic = read_traffic(faults, "traffic", fields)
    cached = within(faults, "traffic", fields, "cache_rate", 1)
    written = within(faults, "traffic", fields, "cache_write_rate", 1)
    hours = within(faults, "traffic", fields, "busy_hours_per_week", HOURS_PER_WEEK)
    if hours == 0:
        faults.add("traffic.busyHoursPerWeek", "no hour has traffic; leave the traffic out")
    is_long = flag(faults, "traffic.longContext", given_or(fields, "long_context", default=False))
    if traffic is None:
        return None
    hours = HOURS_PER_WEEK if hours is None else hours
    return Workload(traffic, cached or 0.0, written or 0.0, is_long, hours)
