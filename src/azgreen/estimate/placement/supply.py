"""Which models can be had where, and how much of each?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from azgreen.catalog import deployable_offers, quota_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from azgreen.catalog import Offer

OFFLINE = "the catalogue: availability as documented, default quota of a new subscription"


@dataclass(frozen=True, slots=True)
class Supply:
    """Offers of the models of a workload, and how much is free, in units of each SKU's capacity."""

    offers: tuple[Offer, ...]
    default_units: Mapping[tuple[str, str], int | None]
    """By model and SKU: what holds in every region for which nothing better is known."""
    free_units: Mapping[tuple[str, str, str], int] = field(
        default_factory=dict[tuple[str, str, str], int]
    )
    """By model, SKU and region: what a subscription has left there."""
    source: str = OFFLINE

    def free(self, offer: Offer) -> int | None:
        """Return what is free for an offer, or None where no limit is known."""
        known = self.free_units.get((offer.model, offer.sku, offer.region))
        return self.default_units.get((offer.model, offer.sku)) if known is None else known


def catalogue_supply(models: Iterable[str]) -> Supply:
    """Return what the catalogue lists for these models."""
    wanted = frozenset(models)
    found = tuple(item for item in deployable_offers() if item.model in wanted)
    pairs = {(item.model, item.sku) for item in found}
    return Supply(found, {pair: quota_units(*pair) for pair in pairs})
