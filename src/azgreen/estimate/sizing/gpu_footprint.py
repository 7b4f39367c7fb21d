"""What do instances with GPUs emit in an hour?

gCO2e/h = GPUs x (idle + use x (busy - idle)) W / 1000 x PUE x grid
          + GPUs x (GPU + server share) kg x 1000 / hours of service
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread
from azgreen.estimate.carbon import (
    BUSY_POWER_W,
    LIFETIME_YEARS,
    SERVER_EMBODIED_KG,
    operational_gco2e,
    pue_of,
)
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen.estimate.scaling.power import IDLE_POWER_SHARE

if TYPE_CHECKING:
    from azgreen.catalog import InstanceType, Region

_H100_TDP_W: Final = 700
BUSY_TDP_SHARE: Final = BUSY_POWER_W * (1 / _H100_TDP_W)
"""Power of a busy GPU over its board power, as measured on H100 (ML.ENERGY v3.0); for others an
assumption."""

_HOURS_PER_YEAR: Final = 365.25 * 24


def gco2e_per_hour(
    instance: InstanceType, instances: int, use: float, region: Region
) -> Spread | None:
    """Return use and hardware together; None where what making the GPU emitted is not known."""
    made = hardware_gco2e_per_hour(instance, instances)
    if made is None:
        return None
    energy_wh = energy_wh_per_hour(instance, instances, use)
    pue = pue_of(region)
    used = operational_gco2e(energy_wh, pue, Spread.exactly(region.grid_gco2e_per_kwh))
    return used + made


def energy_wh_per_hour(instance: InstanceType, instances: int, use: float) -> Spread:
    """Return the IT energy of an hour in Wh, without PUE: GPUs and their part of the host."""
    busy_w = BUSY_TDP_SHARE * HOST_OVERHEAD.low * instance.gpu_tdp_w
    return (busy_w * IDLE_POWER_SHARE * (1 - use) + busy_w * use) * instances


def hardware_gco2e_per_hour(instance: InstanceType, instances: int) -> Spread | None:
    """Return the hardware's share of an hour; None where what making the GPU emitted is unknown."""
    if instance.gpu is None or instance.gpu.embodied_kgco2e is None:
        return None
    made_g = (instance.gpu.embodied_kgco2e + SERVER_EMBODIED_KG) * (
        1000 * instance.gpus * instances
    )
    years = LIFETIME_YEARS
    return Spread(
        made_g.low / (years.high * _HOURS_PER_YEAR),
        made_g.mid / (years.mid * _HOURS_PER_YEAR),
        made_g.high / (years.low * _HOURS_PER_YEAR),
    )
