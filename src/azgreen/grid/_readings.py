"""Which regions have a reading, and why not the others?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.grid._http import GridError, NoReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from azgreen.catalog import Region
    from azgreen.estimate.grid import Grid, GridIntensity
    from azgreen.grid.electricity_maps import ElectricityMaps

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, by region, and why other zones were not."""

    grid: Grid
    missing: Mapping[str, str]
    """By zone: what the service says of it."""


def read_grid(service: ElectricityMaps, regions: Iterable[Region]) -> Readings:
    """Ask for the zone of each region, once a zone, one after the other as the service wants it.

    Raises:
        GridError: no zone can be read, or the service cannot be asked at all.
    """
    asked = sorted(set(regions), key=lambda item: item.name)
    read: dict[str, GridIntensity] = {}
    missing: dict[str, str] = {}
    for zone in sorted({item.grid_zone for item in asked}):
        try:
            read[zone] = service.latest(zone)
        except NoReadingError as error:
            missing[zone] = str(error)
    if not read:
        told = "; ".join(f"{zone}: {why}" for zone, why in list(missing.items())[:_SHOWN])
        raise GridError(f"none of {len(missing)} zones can be read; {told}")
    return Readings(
        {item.name: read[item.grid_zone] for item in asked if item.grid_zone in read}, missing
    )
