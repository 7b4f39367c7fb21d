"""Prices of services are Azure's own, each of a SKU that there is, and grow with the size."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from azgreen import catalog

HAS_NO_MEMORY = {"FlashOptimized"}


def test_every_price_is_of_something_that_the_catalogue_knows() -> None:
    known = {
        "cache": {item.name for item in catalog.cache_skus()},
        "cosmos": {"autoscale", "serverless", "storage"},
        "gateway": {item.name for item in catalog.gateway_skus()} - {"Consumption", "Isolated"},
        "search": {item.name for item in catalog.search_skus()},
    }
    for service, items in known.items():
        assert {i.item for i in catalog.service_prices() if i.service == service} == items


def test_a_price_says_where_and_when_it_holds() -> None:
    price = catalog.service_price("cache", "Balanced_B10")
    assert price is not None
    assert (price.usd, price.unit, price.as_of) == (0.315, "node-hour", date(2026, 1, 1))
    assert price.told == "list price of East US 2, 2026-01-01"
    assert "redis_cache.json b74f7990" in price.source
    assert catalog.service_price("cache", "Balanced_B2") is None


@pytest.mark.parametrize(
    "family", sorted({item.family for item in catalog.cache_skus()} - HAS_NO_MEMORY)
)
def test_a_larger_cache_of_a_family_costs_more(family: str) -> None:
    found = [item for item in catalog.cache_skus() if item.family == family]
    for small, large in pairwise(found):
        assert small.price is not None
        assert large.price is not None
        assert small.price.usd < large.price.usd


def test_memory_costs_least_where_it_is_bought_without_processors() -> None:
    usd = {
        name: catalog.cache_sku(name).price
        for name in ("MemoryOptimized_M50", "Balanced_B50", "ComputeOptimized_X50")
    }
    least, middle, most = (price.usd for price in usd.values() if price is not None)
    assert least < middle < most


def test_search_units_cost_what_azure_says() -> None:
    usd = {item.tier: item.price.usd for item in catalog.search_skus() if item.price is not None}
    standard = {"Free": 0, "Basic": 0.101, "S1": 0.336, "S2": 1.344, "S3": 2.688}
    assert usd == standard | {"L1": 3.839, "L2": 7.677}
