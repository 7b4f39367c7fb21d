"""Among which regions may Azure choose for an offer? As `estimate.place`, without its searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import deployable_offers, region
from azgreen.estimate.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen.catalog import Offer, Spread
    from azgreen.estimate.grid import Grid

_GLOBAL, _DATA_ZONE = "Global", "DataZone"


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The regions that serve some offers alike; one object for the same regions, so a fast key."""

    place: Place
    names: tuple[str, ...]
    grid_gco2e_per_kwh: Spread


class Pools:
    """Makes each pool once."""

    def __init__(self, supplied: Iterable[Offer], grid: Grid) -> None:
        self._grid = grid
        self._serving = _serving(supplied)
        self._found: dict[tuple[str, str, str | None], Pool] = {}
        self._same: dict[tuple[bool, tuple[str, ...]], Pool] = {}

    def of(self, offer: Offer) -> Pool:
        """Return the pool of an offer."""
        pooled = offer.sku.startswith((_GLOBAL, _DATA_ZONE))
        zone = region(offer.region).data_zone if offer.sku.startswith(_DATA_ZONE) else None
        key = (offer.model, offer.sku, zone) if pooled else ("", "", offer.region)
        if key not in self._found:
            self._found[key] = self._pool(offer, zone, pooled=pooled)
        return self._found[key]

    def _pool(self, offer: Offer, zone: str | None, *, pooled: bool) -> Pool:
        names = sorted(self._serving[offer.model, offer.sku]) if pooled else [offer.region]
        found = tuple(region(name) for name in names)
        if zone is not None:
            found = tuple(item for item in found if item.data_zone == zone)
        same = (pooled, tuple(item.name for item in found))
        if same not in self._same:
            place = Place(found, region_is_pinned=not pooled, grid=self._grid)
            self._same[same] = Pool(place, same[1], place.grid_gco2e_per_kwh)
        return self._same[same]


def _serving(supplied: Iterable[Offer]) -> dict[tuple[str, str], set[str]]:
    """Return the regions among which Azure may choose, by model and SKU.

    The whole catalogue's, because a pool does not shrink where one subscription has no quota.
    """
    offered = tuple(supplied)
    wanted = {item.model for item in offered}
    serving: dict[tuple[str, str], set[str]] = {}
    for item in (*deployable_offers(), *offered):
        if item.model in wanted:
            serving.setdefault((item.model, item.sku), set()).add(item.region)
    return serving
