"""The table of provisioned throughput says what Microsoft's documents say."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from azgreen import catalog
from azgreen.catalog._load import Row
from azgreen.catalog._ptu import COLUMNS, _ptu_row
from azgreen.errors import CatalogError, DataFileError, UnknownNameError


@pytest.mark.parametrize(
    ("cache_rate", "ptu"),
    [(0.0, 110), (0.5, 80)],
)
def test_row_gives_microsofts_example(cache_rate: float, ptu: int) -> None:
    row = catalog.ptu("GPT-5.2")
    assert row.output_ratio is not None
    lot = row.lot("DataZoneProvisionedManaged")
    tpm = 1000 * 200 * (1 - cache_rate) + row.output_ratio * 1000 * 20
    found = math.ceil(tpm / row.input_tpm_per_ptu / lot.increment_ptu) * lot.increment_ptu
    assert max(found, lot.min_ptu) == ptu


def test_row_gives_microsofts_example_of_images() -> None:
    row = catalog.ptu("gpt-image-2")
    assert (row.image_input_weight, row.image_output_weight) == (1.6, 6)
    assert row.output_ratio is None
    tokens = 2000 + 1229 * 1.6 + 7024 * 6
    assert tokens * 10 / row.input_tpm_per_ptu == pytest.approx(384.25, abs=0.01)
    assert row.lot("ProvisionedManaged") == catalog.PtuLot(100, 100)


@pytest.mark.parametrize("model", ["gpt-6-astra", "gpt-6-sol"])
def test_newest_models_weigh_each_kind_of_token(model: str) -> None:
    row = catalog.ptu(model)
    assert row.short_context == catalog.PtuWeights(1, 0.1, 1.25, 5)
    assert row.long_context == catalog.PtuWeights(2, 0.2, 2.5, 7.5)
    assert row.output_ratio is None


def test_lot_is_by_sku() -> None:
    o1 = catalog.ptu("o1")
    assert o1.lot("globalprovisionedmanaged") == catalog.PtuLot(15, 5)
    assert o1.lot("ProvisionedManaged") == catalog.PtuLot(25, 50)
    with pytest.raises(CatalogError) as caught:
        catalog.ptu("Llama-3.3-70B-Instruct").lot("ProvisionedManaged")
    assert str(caught.value) == (
        "'Llama-3.3-70B-Instruct' is not offered as 'ProvisionedManaged'; allowed: "
        "DataZoneProvisionedManaged, GlobalProvisionedManaged"
    )
    with pytest.raises(UnknownNameError) as unknown:
        o1.lot("Standard")
    assert str(unknown.value) == (
        "unknown provisioned sku 'Standard'; allowed: DataZoneProvisionedManaged, "
        "GlobalProvisionedManaged, ProvisionedManaged"
    )


def test_model_without_ptus_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown model in the table of PTUs 'gpt-5-nano'"):
        catalog.ptu("gpt-5-nano")
    with pytest.raises(UnknownNameError, match="unknown model 'gpt-99'"):
        catalog.ptu("gpt-99")


@pytest.mark.parametrize("row", catalog.ptu_rows(), ids=lambda row: row.model)
def test_row_is_consistent(row: catalog.PtuRow) -> None:
    model = catalog.model(row.model)
    assert model.name == row.model
    assert row.pooled.min_ptu % row.pooled.increment_ptu == 0
    assert 200 <= row.input_tpm_per_ptu <= 60_000
    ways = [row.output_ratio, row.short_context, row.image_input_weight]
    assert sum(way is not None for way in ways) == (0 if row.host == "fireworks" else 1)
    assert (row.host == "fireworks") == model.name.startswith("FW-")
    if not row.listed:
        announced = catalog.retirement(row.model)
        assert announced is not None
        assert announced.lifecycle == "Retired"


def test_table_names_the_models_of_the_document() -> None:
    assert len(catalog.ptu_rows()) == 58
    assert [row.model for row in catalog.ptu_rows() if not row.listed] == [
        "DeepSeek-R1",
        "DeepSeek-R1-0528",
        "DeepSeek-V3-0324",
    ]
    long = {row.model for row in catalog.ptu_rows() if row.max_prompt_tokens == 128_000}
    assert long == {"gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5.4"}


def test_row_with_half_of_its_weights_is_refused() -> None:
    good = dict.fromkeys(COLUMNS, "")
    good |= {"model": "m", "host": "azure", "pooled_min_ptu": "15", "pooled_increment_ptu": "5"}
    good |= {"input_tpm_per_ptu": "10", "listed": "yes", "source": "s", "source_date": "2026-01-01"}
    assert _ptu_row(Row("p.csv", 2, good)).regional is None
    half = {f"short_{name}_weight": "1" for name in ("input", "cached_input", "cache_write")}
    with pytest.raises(DataFileError) as caught:
        _ptu_row(Row("p.csv", 2, {**good, **half, "short_output_weight": "5"}))
    assert str(caught.value) == ("p.csv:2: weights of one context only; fill those of both or none")


def test_offers_name_known_models_and_regions() -> None:
    for item in catalog.ptu_offers():
        assert item.version in {
            *catalog.model(item.model).versions,
            catalog.model(item.model).version,
        }
        region = catalog.region(item.region)
        if item.sku.startswith("DataZone"):
            assert region.data_zone in catalog.DATA_ZONES
        assert catalog.ptu(item.model).lot(item.sku)


def test_offers_are_found_by_what_is_asked() -> None:
    here = catalog.ptu_offers(sku="ProvisionedManaged", region="Sweden Central")
    assert {item.model for item in here} == {
        *("gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-4o", "gpt-4o-mini"),
        *("gpt-5-mini", "gpt-5.1", "gpt-5.2", "o3-mini"),
    }
    assert {item.sku for item in catalog.ptu_offers("gpt-5.4-mini", region="uksouth")} == set()
    assert len(catalog.ptu_offers("gpt-5", "GlobalProvisionedManaged")) == 28
    with pytest.raises(UnknownNameError):
        catalog.ptu_offers(region="mars")


def test_offers_leave_the_other_skus_alone() -> None:
    assert not set(catalog.skus()) & set(catalog.PTU_SKUS)


@pytest.mark.parametrize(
    ("sku", "region", "usd"),
    [
        ("GlobalProvisionedManaged", "swedencentral", 1.0),
        ("DataZoneProvisionedManaged", "swedencentral", 1.1),
        ("DataZoneProvisionedManaged", "japaneast", 1.2),
        ("ProvisionedManaged", "eastus", 2.0),
        ("ProvisionedManaged", "swedencentral", 2.2),
        ("ProvisionedManaged", None, 2.4),
    ],
)
def test_price_is_by_sku_and_region(sku: str, region: str | None, usd: float) -> None:
    price = catalog.ptu_price(sku, region)
    assert price is not None
    assert price.usd_per_ptu_hour == usd


def test_price_unknown_is_none() -> None:
    assert catalog.ptu_price("ProvisionedManaged", "chilecentral") is None


def test_reservation_is_flagged_as_weak() -> None:
    month, year = (catalog.ptu_reservation(term) for term in ("month", "year"))
    assert (month.discount_share, year.discount_share) == (0.64, 0.7)
    assert month.is_weak
    assert replace(year, term="month").source == year.source
    with pytest.raises(UnknownNameError, match="unknown term 'week'; allowed: month, year"):
        catalog.ptu_reservation("week")
