"""Where and how can a model be deployed, what does it cost and how much of it does one get?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named
from azgreen.catalog._models import offer_rows
from azgreen.catalog._regions import region as region_named
from azgreen.errors import CatalogError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from azgreen.catalog._load import Row
    from azgreen.catalog._models import Model
    from azgreen.catalog._regions import Region

_MOST_USD, _MOST_KTPM = 1000.0, 10_000_000

PRICE_COLUMNS = (
    "model",
    "sku",
    "region",
    "usd_per_million_input_tokens",
    "usd_per_million_cached_input_tokens",
    "usd_per_million_output_tokens",
    "source",
    "as_of",
)


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A model's version that Azure lists under a SKU in a region."""

    model: str
    version: str
    sku: str
    region: str


OffersBy = dict[tuple[str | None, str | None, str | None], tuple[Offer, ...]]
"""Offers by model, SKU and region, where None stands for any of them."""


def offers_by(found: Iterable[Offer]) -> OffersBy:
    """Return offers by every question that can be asked of them: a placement asks thousands."""
    answers = defaultdict[tuple[str | None, str | None, str | None], list[Offer]](list)
    for item in found:
        for asked in product((item.model, None), (item.sku, None), (item.region, None)):
            answers[asked].append(item)
    return {asked: tuple(matching) for asked, matching in answers.items()}


@dataclass(frozen=True, slots=True)
class Price:
    """List price in USD per million tokens; None for cached input where no meter is listed."""

    usd_per_million_input_tokens: float
    usd_per_million_cached_input_tokens: float | None
    usd_per_million_output_tokens: float
    source: str
    as_of: date


@cache
def skus() -> tuple[str, ...]:
    """Return every SKU that the catalogue lists, sorted."""
    return tuple(sorted({item.sku for item in _offers()}))


def offers(
    model: str | None = None, sku: str | None = None, region: str | None = None
) -> tuple[Offer, ...]:
    """Return the offers that match what is given, sorted; a name that is not listed raises."""
    name = None if model is None else model_named(model).name
    kind = None if sku is None else _sku(sku)
    place = None if region is None else region_named(region).name
    return _index().get((name, kind, place), ())


def offer(model: str, sku: str, region: str, version: str | None = None) -> Offer:
    """Return one offer; without `version` the model's default, else the newest that is offered.

    Raises:
        UnknownNameError: the catalogue lists no such model, SKU or region.
        CatalogError: all three exist but not together; the message names the nearest that does.
    """
    found = offers(model, sku, region)
    known = model_named(model)
    if version is not None:
        found = tuple(item for item in found if item.version == version)
    if not found:
        raise CatalogError(_why_not(known, _sku(sku), region_named(region), version))
    default = [item for item in found if item.version == known.version]
    return default[0] if default else found[-1]


def price(model: str, sku: str, region: str | None = None) -> Price | None:
    """Return the list price, or None where no meter is listed.

    Regional SKUs cost differently from region to region: without `region` it is the dearest, so
    that a budget made from it holds everywhere.
    """
    name, kind = model_named(model).name, _sku(sku)
    if region is not None:
        place = region_named(region).name
        return _prices().get((name, kind, place)) or _prices().get((name, kind, ""))
    found = [item for (who, how, _), item in _prices().items() if (who, how) == (name, kind)]
    return max(found, key=_sum_usd, default=None)


def quota_ktpm(model: str, sku: str) -> int | None:
    """Return quota tier 1 in thousand tokens per minute, per region and subscription."""
    return _quotas().get((model_named(model).name, _sku(sku)))


@cache
def _sku(name: str) -> str:
    listed = {item.lower(): item for item in skus()}
    if name.lower() not in listed:
        raise UnknownNameError("sku", name, listed.values())
    return listed[name.lower()]


def _sum_usd(item: Price) -> float:
    return item.usd_per_million_input_tokens + item.usd_per_million_output_tokens


def _why_not(model: Model, sku: str, region: Region, version: str | None) -> str:
    what = f"model {model.name!r}" + ("" if version is None else f" version {version!r}")
    said = f"{what} is not offered under sku {sku!r} in region {region.name!r}"
    everywhere = [item for item in offers(model.name) if version in (None, item.version)]
    if not everywhere and version is not None:
        return f"{said}; versions: {', '.join(model.versions)}"
    if not everywhere:
        return f"{said}; the catalogue lists no region for it: choose another model"
    here = sorted({item.sku for item in everywhere if item.region == region.name})
    hints = [f"offered there: {', '.join(here)}"] if here else []
    places = {item.region for item in everywhere if item.sku == sku}
    if places:
        near = min(sorted(places), key=lambda name: _distance_km(region, region_named(name)))
        hints.append(f"nearest region with that sku: {near!r}")
    return "; ".join([said, *(hints or ["choose another model"])])


def _distance_km(one: Region, other: Region) -> float:
    """Great-circle distance in km (haversine, mean radius 6,371 km)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


@cache
def _offers() -> tuple[Offer, ...]:
    fields = ("model", "version", "sku", "region")
    return tuple(Offer(*map(row.text, fields)) for row in offer_rows())


@cache
def _index() -> OffersBy:
    return offers_by(_offers())


@cache
def _prices() -> dict[tuple[str, str, str], Price]:
    rows = load("prices.csv", PRICE_COLUMNS, ("model", "sku", "region"))
    return {(row.text("model"), row.text("sku"), row.cells["region"]): _price(row) for row in rows}


def _price(row: Row) -> Price:
    return Price(
        usd_per_million_input_tokens=row.number("usd_per_million_input_tokens", 0, _MOST_USD),
        usd_per_million_cached_input_tokens=row.number_or_none(
            "usd_per_million_cached_input_tokens", 0, _MOST_USD
        ),
        usd_per_million_output_tokens=row.number("usd_per_million_output_tokens", 0, _MOST_USD),
        source=row.text("source"),
        as_of=row.day("as_of"),
    )


@cache
def _quotas() -> dict[tuple[str, str], int | None]:
    columns = ("model", "sku", "limit_ktpm", "source", "source_date")
    rows = load("quotas.csv", columns, ("model", "sku"))
    return {
        (row.text("model"), row.text("sku")): row.whole_or_none("limit_ktpm", 1, _MOST_KTPM)
        for row in rows
    }
