"""Which region emits the least of those where a plan's model can be had, and as much is left?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import deployable_offers, region, regions
from azgreen.errors import AzgreenError, CatalogError
from azgreen.preflight.line import NextBest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from azgreen.catalog import Region
    from azgreen.preflight.wanted import Deployed

MOST_ASKED: Final = 6
"""Regions that Azure is asked about, the cleanest first: enough to find one, few enough to wait."""


def candidates(wanted: Deployed) -> list[str]:
    """Return where the catalogue lists a model, the cleanest first; at most `MOST_ASKED`."""
    try:
        offers = deployable_offers(wanted.model, wanted.sku)
    except AzgreenError:
        return []
    places = {item.region for item in offers if wanted.version in ("", item.version)}
    return _cleanest(wanted.region, places)


def anywhere(home: str) -> list[str]:
    """Return regions for machines, the cleanest first: where these are sold, no table says."""
    return _cleanest(home, {item.name for item in regions()})


@dataclass(frozen=True, slots=True)
class There:
    """What Azure says of another region that has what is wanted."""

    left: float | None
    """How much is left; None where Azure does not say."""


def best(
    places: Sequence[str], ask: Callable[[str], There | None], needed: float
) -> NextBest | None:
    """Return the first place with enough left; None where none has.

    Args:
        places: Candidates, the cleanest first.
        ask: What Azure says of a region; None where it does not have what is wanted.
        needed: How much is needed.
    """
    for name in places:
        there = ask(name)
        if there is not None and (there.left is None or there.left >= needed):
            place = region(name)
            grid = place.grid_gco2e_per_kwh, place.grid_year
            return NextBest(place.name, place.place, *grid, there.left)
    return None


def _cleanest(home: str, places: set[str]) -> list[str]:
    """Sort by the grid: in the data zone of the home where it has one, without those unknown."""
    try:
        zone = region(home).data_zone
    except CatalogError:
        zone = None
    near = [item for item in _known(places - {home}) if zone in (None, item.data_zone)]
    ordered = sorted(near, key=lambda item: (item.grid_gco2e_per_kwh, item.name))
    return [item.name for item in ordered[:MOST_ASKED]]


def _known(names: set[str]) -> Iterator[Region]:
    for name in names:
        place = region(name)
        if place.grid_gco2e_per_kwh_by_year:
            yield place
