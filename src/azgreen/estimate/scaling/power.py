"""What do an instance's hours take in energy and carbon?"""

from __future__ import annotations

from dataclasses import dataclass

from azgreen.catalog import Spread
from azgreen.catalog import region as region_named
from azgreen.estimate.carbon import (
    BUSY_POWER_W,
    GPU_EMBODIED_KG,
    LIFETIME_YEARS,
    SERVER_EMBODIED_KG,
    operational_gco2e,
    pue_of,
)
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen.estimate.footprint import DEFAULT_REGION

IDLE_POWER_SHARE = Spread(0.2, 1 / 3, 0.5)
"""Power of an idle or loading GPU and its host over that of a busy one; assumed.

Middle: what `carbon.BUSY_SHARE` takes.
"""

_HOURS_PER_YEAR = 365.25 * 24


@dataclass(frozen=True, slots=True)
class Power:
    """Power of one GPU with its share of the host, in W, and the grid that gives it."""

    busy_w: Spread = BUSY_POWER_W * HOST_OVERHEAD.low
    """HOST_OVERHEAD's low end is the host alone: here idle instances are counted themselves."""
    idle_w: Spread = BUSY_POWER_W * HOST_OVERHEAD.low * IDLE_POWER_SHARE
    region: str = DEFAULT_REGION

    def of(self, instance_hours: float, utilisation: float, gpus: int) -> tuple[Spread, Spread]:
        """Return kWh of IT energy and gCO2e, use and hardware.

        kWh = GPU hours x (idle + utilisation x (busy - idle)) / 1000
        gCO2e = kWh x PUE x grid + GPU hours x embodied carbon / service life
        """
        gpu_hours = instance_hours * gpus
        share = min(max(utilisation, 0.0), 1.0)
        energy_wh = (self.idle_w * (1 - share) + self.busy_w * share) * gpu_hours
        where = region_named(self.region)
        pue = pue_of(where)
        used = operational_gco2e(energy_wh, pue, Spread.exactly(where.grid_gco2e_per_kwh))
        return energy_wh * 0.001, used + embodied_gco2e_per_gpu_hour() * gpu_hours


def embodied_gco2e_per_gpu_hour() -> Spread:
    """Return the hardware's share of an hour: (GPU + server share) / service life."""
    made_g = (GPU_EMBODIED_KG + SERVER_EMBODIED_KG) * 1000
    low, mid, high = LIFETIME_YEARS.high, LIFETIME_YEARS.mid, LIFETIME_YEARS.low
    return Spread(
        made_g.low / (low * _HOURS_PER_YEAR),
        made_g.mid / (mid * _HOURS_PER_YEAR),
        made_g.high / (high * _HOURS_PER_YEAR),
    )
