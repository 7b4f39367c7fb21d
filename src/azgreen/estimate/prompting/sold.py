"""Under which SKU and in which region are a model's tokens weighed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import PTU_SKUS, deployable_offers, offer, offers, region
from azgreen.catalog import model as model_named
from azgreen.errors import CatalogError
from azgreen.estimate.footprint import DEFAULT_REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDER: Final = ("Standard", "DataZoneStandard", "GlobalStandard")
"""Narrowest first: the grid of a pinned region is known."""

_SAME_REACH: Final = {
    "ProvisionedManaged": "Standard",
    "DataZoneProvisionedManaged": "DataZoneStandard",
    "GlobalProvisionedManaged": "GlobalStandard",
}
"""Which SKU by the token may serve from the same regions."""


@dataclass(frozen=True, slots=True)
class SoldAs:
    """A model under a SKU by the token in a region; `by_token` says whether it is paid so."""

    model: str
    sku: str
    region: str
    by_token: bool = True


def sold_as(
    model: str, sku: str | None, where: str | None, among: Sequence[str] = _ORDER
) -> SoldAs | None:
    """Return where to weigh a model; None where the catalogue lists no offer by the token.

    Without `sku` the narrowest of `among` that is offered; without `where` `DEFAULT_REGION`, or
    where the model is not offered there the first region by name that has it.

    Raises:
        CatalogError: a name is not listed, or Azure does not offer the model so.
    """
    name = model_named(model).name
    if sku is not None:
        return _given(name, sku, where)
    place = region(where or DEFAULT_REGION).name
    found = [item for item in offers(name) if item.sku in among]
    here = [item for item in found if item.region == place]
    if not here and where is not None and found:
        offer(name, found[0].sku, place)  # raises, and names the nearest region
    ranked = sorted(here or found, key=lambda item: (_rank(item.sku), item.region))
    return SoldAs(name, ranked[0].sku, ranked[0].region) if ranked else None


def _given(model: str, sku: str, where: str | None) -> SoldAs | None:
    known = {item.lower(): item for item in PTU_SKUS}.get(sku.lower())
    found = deployable_offers(model, known or sku)
    if known is not None and where is None and not found:
        return None
    regions = [item.region for item in found]
    near = DEFAULT_REGION if DEFAULT_REGION in regions or not regions else regions[0]
    place = region(where or near).name
    if known is None:
        exact = offer(model, sku, place)
        return SoldAs(exact.model, exact.sku, exact.region)
    if found and place not in regions:
        reason = f"model {model!r} is not offered under sku {known!r} in region {place!r}"
        raise CatalogError(f"{reason}; offered so in: {', '.join(sorted(set(regions))[:5])}")
    try:
        offer(model, _SAME_REACH[known], place)
    except CatalogError:
        return None
    return SoldAs(model, _SAME_REACH[known], place, by_token=False)


def _rank(sku: str) -> int:
    return _ORDER.index(sku) if sku in _ORDER else len(_ORDER)
