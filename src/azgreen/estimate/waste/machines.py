"""What do machines take in a month that run and do nothing?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread
from azgreen.catalog import region as region_named
from azgreen.errors import AzgreenError
from azgreen.estimate.carbon import water_l
from azgreen.estimate.sizing.gpu_footprint import energy_wh_per_hour, gco2e_per_hour
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.waste.months import of_figures

if TYPE_CHECKING:
    from azgreen.catalog import InstanceType
    from azgreen.estimate.rightsizing import Month

_NO_GPU: Final = "the power of machines without GPUs is not in the catalogue"
_NO_HARDWARE: Final = "what making its GPU emitted is not known"
_NO_WATER: Final = "no water use of the place is published"
_NO_PRICE: Final = "no price of it is listed"
_LESS: Final = "what low priority costs is not in the catalogue"


def idle_month(
    machine: InstanceType, count: float, region: str, *, low_priority: bool = False
) -> Month:
    """Return what so many idle machines take, in the mean of a month.

    Power: that of idle GPUs with their part of the host; hardware: its share of the hours.
    """
    hours = count * HOURS_PER_MONTH
    usd: Spread | str = _NO_PRICE
    if machine.usd_per_h is not None:
        usd = _LESS if low_priority else Spread.exactly(machine.usd_per_h * hours)
    if machine.gpu is None:
        return of_figures({"gco2e": _NO_GPU, "water_l": _NO_GPU, "usd": usd})
    try:
        where = region_named(region)
    except AzgreenError as error:
        return of_figures({"gco2e": str(error), "water_l": str(error), "usd": usd})
    water = water_l(energy_wh_per_hour(machine, 1, 0.0) * hours, where.wue_l_per_kwh)
    emitted = gco2e_per_hour(machine, 1, 0.0, where)
    gco2e = _NO_HARDWARE if emitted is None else emitted * hours
    return of_figures({"gco2e": gco2e, "water_l": water or _NO_WATER, "usd": usd})
