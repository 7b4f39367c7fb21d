"""On which grids may the tokens of a deployment be made?

A regional SKU keeps them in its region. `Global*` and `DataZone*` let Azure choose: any region that
offers the model, or any of the same data zone. Which one is not published, so each counts the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import Spread, offers
from azgreen.catalog import region as region_named
from azgreen.estimate.carbon import FALLBACK_PUE

if TYPE_CHECKING:
    from azgreen.catalog import Offer, Region

_GLOBAL, _DATA_ZONE = "Global", "DataZone"


@dataclass(frozen=True, slots=True)
class Place:
    """The regions that may serve a deployment, and their grid, PUE and WUE taken together."""

    regions: tuple[Region, ...]
    region_is_pinned: bool

    @property
    def grid_gco2e_per_kwh(self) -> Spread:
        """Cleanest, mean and dirtiest grid of the regions, gCO2e/kWh."""
        return Spread.over([region.grid_gco2e_per_kwh for region in self.regions])

    @property
    def grid_year(self) -> int:
        """Year of the oldest intensity that went in."""
        return min(region.grid_year for region in self.regions)

    @property
    def grid_source(self) -> str:
        """Source of the intensities."""
        if self.region_is_pinned:
            return self.regions[0].grid_source
        count = len(self.regions)
        return f"Electricity Maps, yearly average {self.grid_year} of {count} regions (ODbL)"

    @property
    def pue(self) -> Spread:
        """PUE of the regions; `FALLBACK_PUE` for those that publish none."""
        known = [FALLBACK_PUE if r.pue is None else Spread.exactly(r.pue) for r in self.regions]
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


def place(offer: Offer) -> Place:
    """Return where the tokens of `offer` may be made."""
    home = region_named(offer.region)
    if not offer.sku.startswith((_GLOBAL, _DATA_ZONE)):
        return Place((home,), region_is_pinned=True)
    names = {item.region for item in offers(offer.model, offer.sku)}
    found = [region_named(name) for name in sorted(names)]
    if offer.sku.startswith(_DATA_ZONE):
        found = [item for item in found if item.data_zone == home.data_zone]
    return Place(tuple(found), region_is_pinned=False)
