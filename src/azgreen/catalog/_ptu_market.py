"""Where are PTUs sold, and what does one cost?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named
from azgreen.catalog._offers import Offer, OffersBy, offers_by
from azgreen.catalog._ptu import PTU_SKUS, ptu_sku
from azgreen.catalog._regions import region as region_named
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from datetime import date

TERMS = ("month", "year")
"""For how long PTUs can be reserved."""

_MOST_USD = 1000.0


@dataclass(frozen=True, slots=True)
class PtuPrice:
    """List price of one PTU for one hour, used or not."""

    usd_per_ptu_hour: float
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class PtuReservation:
    """What a reservation takes off the hourly price; `is_weak`: not Microsoft's own figure."""

    term: str
    discount_share: float
    is_weak: bool
    source: str


def ptu_offers(
    model: str | None = None, sku: str | None = None, region: str | None = None
) -> tuple[Offer, ...]:
    """Return where models are sold in PTUs, sorted; a name that is not listed raises."""
    asked = (
        None if model is None else model_named(model).name,
        None if sku is None else ptu_sku(sku),
        None if region is None else region_named(region).name,
    )
    return _index().get(asked, ())


def ptu_price(sku: str, region: str | None = None) -> PtuPrice | None:
    """Return the list price, or None where no meter is listed; without `region` the dearest."""
    kind = ptu_sku(sku)
    if region is not None:
        return _prices().get((kind, region_named(region).name))
    found = [price for (name, _), price in _prices().items() if name == kind]
    return max(found, key=lambda price: price.usd_per_ptu_hour, default=None)


def ptu_reservation(term: str) -> PtuReservation:
    """Return the discount for a "month" or a "year"."""
    if term not in _reservations():
        raise UnknownNameError("term", term, TERMS)
    return _reservations()[term]


@cache
def _offers() -> tuple[Offer, ...]:
    columns = ("model", "sku", "region", "version")
    return tuple(
        Offer(
            row.text("model"), row.text("version"), row.one_of("sku", PTU_SKUS), row.text("region")
        )
        for row in load("ptu_offers.csv", columns, columns)
    )


@cache
def _index() -> OffersBy:
    return offers_by(_offers())


@cache
def _prices() -> dict[tuple[str, str], PtuPrice]:
    columns = ("sku", "region", "usd_per_ptu_hour", "source", "as_of")
    return {
        (row.one_of("sku", PTU_SKUS), row.text("region")): PtuPrice(
            row.number("usd_per_ptu_hour", 0.01, _MOST_USD), row.text("source"), row.day("as_of")
        )
        for row in load("ptu_prices.csv", columns, columns[:2])
    }


@cache
def _reservations() -> dict[str, PtuReservation]:
    columns = ("term", "discount_share", "is_weak", "source", "source_date")
    return {
        row.one_of("term", TERMS): PtuReservation(
            term=row.text("term"),
            discount_share=row.number("discount_share", 0, 1),
            is_weak=row.one_of("is_weak", ("yes", "no")) == "yes",
            source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
        )
        for row in load("ptu_reservations.csv", columns, columns[:1])
    }
