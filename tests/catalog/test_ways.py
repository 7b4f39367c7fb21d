"""Is every way to have a model listed, with its unit, its quota and its price?"""

from __future__ import annotations

import pytest

from azgreen import catalog
from azgreen.errors import UnknownNameError

HALF_A_METER = 0.000501
"""USD per million tokens: what rounding a meter per 1,000 tokens may add or take."""


def test_every_sku_has_its_way_and_its_unit() -> None:
    assert {
        sku: (catalog.way_of(sku), catalog.capacity_unit(sku)) for sku in catalog.deployable_skus()
    } == {
        "DataZoneBatch": (catalog.BATCH, "k enqueued tokens"),
        "DataZoneProvisionedManaged": (catalog.PROVISIONED, "PTU"),
        "DataZoneStandard": (catalog.BY_TOKEN, "k TPM"),
        "GlobalBatch": (catalog.BATCH, "k enqueued tokens"),
        "GlobalProvisionedManaged": (catalog.PROVISIONED, "PTU"),
        "GlobalStandard": (catalog.BY_TOKEN, "k TPM"),
        "ProvisionedManaged": (catalog.PROVISIONED, "PTU"),
        "Standard": (catalog.BY_TOKEN, "k TPM"),
    }


def test_offers_of_all_ways_are_those_of_each() -> None:
    assert set(catalog.deployable_offers()) == {*catalog.offers(), *catalog.ptu_offers()}
    here = {item.sku for item in catalog.deployable_offers("gpt-4.1", region="swedencentral")}
    assert here == set(catalog.deployable_skus())
    for sku in catalog.deployable_skus():
        found = catalog.deployable_offers("gpt-4.1", sku.lower())
        assert found
        assert {item.sku for item in found} == {sku}
    with pytest.raises(UnknownNameError, match=r"unknown sku 'GlobalBach'; did you mean 'Global"):
        catalog.deployable_offers(sku="GlobalBach")


def test_batches_are_where_microsoft_lists_them() -> None:
    zone = {item.region for item in catalog.offers("gpt-5", "DataZoneBatch")}
    assert {catalog.region(name).data_zone for name in zone} == {"us"}
    wide = {item.region for item in catalog.offers("gpt-4.1-mini", "GlobalBatch")}
    assert len(wide) == 22
    assert "southeastasia" not in wide
    assert catalog.offers("gpt-5.2", "GlobalBatch") == ()


def test_a_batch_costs_half_by_its_own_meter() -> None:
    pairs = {
        (item.model, item.sku)
        for item in catalog.offers()
        if catalog.way_of(item.sku) == catalog.BATCH
    }
    for model, sku in pairs:
        batch = catalog.price(model, sku)
        online = catalog.price(model, sku.replace("Batch", "Standard"))
        assert batch is not None
        assert online is not None
        for name in ("usd_per_million_input_tokens", "usd_per_million_output_tokens"):
            half = getattr(online, name) / 2
            assert getattr(batch, name) == pytest.approx(half, abs=HALF_A_METER)


@pytest.mark.parametrize(
    ("model", "sku", "units"),
    [
        ("gpt-4.1-mini", "Standard", 6000),
        ("gpt-4.1-mini", "GlobalBatch", 1_000_000),
        ("GPT-4.1", "DataZoneBatch", 30_000),
        ("gpt-5.4", "GlobalBatch", None),
        ("gpt-4.1", "GlobalProvisionedManaged", None),
    ],
)
def test_quota_is_in_the_units_of_the_sku(model: str, sku: str, units: int | None) -> None:
    assert catalog.quota_units(model, sku) == units
