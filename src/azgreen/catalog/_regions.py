"""Which regions does Azure have, and how clean is the power there?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.errors import CatalogError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen.catalog._load import Row

CARBON_DATA_VERSION = "2025 (Electricity Maps yearly, @tgwf/co2 0.19.0)"
"""Newest year and source of the grid intensities."""

DATA_ZONES = ("eu", "us")
"""Azure's data zones that the catalogue tells apart."""

COLUMNS = (
    "name",
    "display_name",
    "place",
    "geography",
    "data_zone",
    "latitude",
    "longitude",
    "grid_zone",
    "grid_zone_basis",
    "pue",
    "pue_year",
    "wue_l_per_kwh",
    "wue_year",
    "paired_region",
)
_FIRST_YEAR, _LAST_YEAR = 2015, 2100
_LEAST_FOR_A_TREND = 2
_LEAST_WUE = 0.001  # a WUE of 0 in a source is a gap: unknown is left blank
_MOST_WUE, _MOST_PUE, _MOST_GCO2E = 10.0, 3.0, 2000.0


@dataclass(frozen=True, slots=True)
class Region:
    """One Azure region; None stands for what no source says."""

    name: str
    display_name: str
    place: str
    geography: str
    data_zone: str | None
    latitude: float
    longitude: float
    grid_zone: str
    grid_zone_basis: str
    grid_gco2e_per_kwh_by_year: Mapping[int, float] = field(hash=False)
    pue: float | None
    pue_year: int | None
    wue_l_per_kwh: float | None
    wue_year: int | None
    paired_region: str | None = None

    @property
    def grid_year(self) -> int:
        """Newest year for which the zone's intensity is known."""
        if not self.grid_gco2e_per_kwh_by_year:
            reason = (
                f"no grid intensity is known for zone {self.grid_zone!r} of region {self.name!r}"
            )
            raise CatalogError(f"{reason}; choose another region")
        return max(self.grid_gco2e_per_kwh_by_year)

    @property
    def grid_gco2e_per_kwh(self) -> float:
        """Average of the newest year, gCO2e/kWh: consumption-based, life cycle, location-based."""
        return self.grid_gco2e_per_kwh_by_year[self.grid_year]

    @property
    def grid_source(self) -> str:
        """Source of the intensity, with its year and zone."""
        return f"Electricity Maps, yearly average {self.grid_year} of zone {self.grid_zone} (ODbL)"

    @property
    def grid_trend_gco2e_per_kwh_per_year(self) -> float | None:
        """Slope of the straight line through the yearly averages; negative: it gets cleaner.

        Least squares over all known years; None where fewer than two are known. Years differ with
        weather and outages: a slope smaller than their scatter says little.
        """
        years = self.grid_gco2e_per_kwh_by_year
        if len(years) < _LEAST_FOR_A_TREND:
            return None
        mid_year, mid = (math.fsum(side) / len(years) for side in (years, years.values()))
        moved = math.fsum((year - mid_year) * (value - mid) for year, value in years.items())
        return moved / math.fsum((year - mid_year) ** 2 for year in years)


def region(name: str) -> Region:
    """Return the region called `name`: "swedencentral", or "Sweden Central" in any case."""
    known = _regions()
    found = known.get(name.replace(" ", "").lower())
    if found is None:
        raise UnknownNameError("region", name, known)
    return found


def regions() -> tuple[Region, ...]:
    """Return every region, sorted by name."""
    return tuple(_regions().values())


@cache
def _regions() -> dict[str, Region]:
    grid = _grid()
    return {row.text("name"): _region(row, grid) for row in load("regions.csv", COLUMNS, ("name",))}


def _region(row: Row, grid: Mapping[str, Mapping[int, float]]) -> Region:
    zone = row.text("grid_zone")
    return Region(
        name=row.text("name"),
        display_name=row.text("display_name"),
        place=row.text("place"),
        geography=row.text("geography"),
        data_zone=row.one_of("data_zone", DATA_ZONES) if row.cells["data_zone"] else None,
        latitude=row.number("latitude", -90, 90),
        longitude=row.number("longitude", -180, 180),
        grid_zone=zone,
        grid_zone_basis=row.one_of("grid_zone_basis", ("listed", "by location")),
        grid_gco2e_per_kwh_by_year=grid.get(zone, MappingProxyType({})),
        pue=row.number_or_none("pue", 1, _MOST_PUE),
        pue_year=row.whole_or_none("pue_year", _FIRST_YEAR, _LAST_YEAR),
        wue_l_per_kwh=row.number_or_none("wue_l_per_kwh", _LEAST_WUE, _MOST_WUE),
        wue_year=row.whole_or_none("wue_year", _FIRST_YEAR, _LAST_YEAR),
        paired_region=row.text_or_none("paired_region"),
    )


@cache
def _grid() -> dict[str, Mapping[int, float]]:
    by_zone: dict[str, dict[int, float]] = {}
    columns = ("grid_zone", "year", "grid_gco2e_per_kwh")
    for row in load("grid_intensity.csv", columns, ("grid_zone", "year")):
        year = row.whole("year", _FIRST_YEAR, _LAST_YEAR)
        value = row.number("grid_gco2e_per_kwh", 0, _MOST_GCO2E)
        by_zone.setdefault(row.text("grid_zone"), {})[year] = value
    return {zone: MappingProxyType(years) for zone, years in by_zone.items()}
