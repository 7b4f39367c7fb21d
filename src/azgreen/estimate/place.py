"""On which grids may the tokens of a deployment be made?

A regional SKU keeps them in its region. `Global*` and `DataZone*` let Azure choose: any region that
offers the model, or any of the same data zone. Which one is not published, so each counts the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog import Spread, deployable_offers
from azgreen.catalog import region as region_named
from azgreen.estimate.carbon import pue_of
from azgreen.estimate.grid import GridIntensity, pool_source

if TYPE_CHECKING:
    from datetime import datetime

    from azgreen.catalog import Offer, Region
    from azgreen.estimate.grid import Grid

_GLOBAL, _DATA_ZONE = "Global", "DataZone"


@dataclass(frozen=True, slots=True)
class Place:
    """The regions that may serve a deployment, and their grid, PUE and WUE taken together."""

    regions: tuple[Region, ...]
    region_is_pinned: bool
    grid: Grid = field(default_factory=dict[str, GridIntensity], hash=False)
    """Readings that go before the yearly averages, where there is one for a region."""

    @property
    def grid_gco2e_per_kwh(self) -> Spread:
        """Cleanest, mean and dirtiest grid of the regions, gCO2e/kWh.

        The width is that of not knowing the region. Neither a yearly average nor a reading is
        published with its error, so a pinned region has none.
        """
        return Spread.over([
            self.grid[region.name].gco2e_per_kwh
            if region.name in self.grid
            else region.grid_gco2e_per_kwh
            for region in self.regions
        ])  # fmt: skip

    @property
    def yearly_grid_gco2e_per_kwh(self) -> Spread:
        """The same of the yearly averages alone, gCO2e/kWh."""
        return Spread.over([region.grid_gco2e_per_kwh for region in self.regions])

    @property
    def grid_year(self) -> int:
        """Year of the oldest intensity that went in."""
        years = [region.grid_year for region in self.regions if region.name not in self.grid]
        return min([*years, *(item.as_of.year for item in self._readings)])

    @property
    def grid_as_of(self) -> datetime | None:
        """Moment of the oldest reading that went in; None: yearly averages alone."""
        return min((item.as_of for item in self._readings), default=None)

    @property
    def grid_source(self) -> str:
        """Source of the intensities, with the year or the moment."""
        readings, count = self._readings, len(self.regions)
        if self.region_is_pinned:
            return str(readings[0]) if readings else self.regions[0].grid_source
        if not readings:
            return f"Electricity Maps, yearly average {self.grid_year} of {count} regions (ODbL)"
        years = [region.grid_year for region in self.regions if region.name not in self.grid]
        return pool_source(readings, count, min(years, default=None))

    @property
    def _readings(self) -> list[GridIntensity]:
        return [self.grid[region.name] for region in self.regions if region.name in self.grid]

    @property
    def pue(self) -> Spread:
        """PUE of the regions; `FALLBACK_PUE` for those that publish none."""
        known = [pue_of(region) for region in self.regions]
        return Spread(
            min(pue.low for pue in known),
            sum(pue.mid for pue in known) / len(known),
            max(pue.high for pue in known),
        )

    @property
    def pue_source(self) -> str:
        """Where the PUE comes from."""
        measured = [region for region in self.regions if region.pue is not None]
        if not measured:
            return "no PUE is published for the region: fleet figure"
        if self.region_is_pinned:
            return f"GSF real-time-cloud {measured[0].pue_year}"
        return f"GSF real-time-cloud for {len(measured)} of {len(self.regions)} regions"

    @property
    def wue_l_per_kwh(self) -> float | None:
        """WUE of a pinned region, L/kWh; None where it is unknown or the region is not pinned."""
        return self.regions[0].wue_l_per_kwh if self.region_is_pinned else None


def place(offer: Offer, grid: Grid | None = None) -> Place:
    """Return where the tokens of `offer` may be made, and `grid` of what is read of it."""
    home, read = region_named(offer.region), dict(grid or {})
    if not offer.sku.startswith((_GLOBAL, _DATA_ZONE)):
        return Place((home,), region_is_pinned=True, grid=read)
    found = _offering(offer.model, offer.sku)
    if offer.sku.startswith(_DATA_ZONE):
        found = tuple(item for item in found if item.data_zone == home.data_zone)
    return Place(found, region_is_pinned=False, grid=read)


@cache
def _offering(model: str, sku: str) -> tuple[Region, ...]:
    names = {item.region for item in deployable_offers(model, sku)}
    return tuple(region_named(name) for name in sorted(names))
