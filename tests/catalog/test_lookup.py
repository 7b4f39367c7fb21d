"""The catalogue answers by name, and says what is wrong when it cannot."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import CatalogError, EstimateError, UnknownNameError


@pytest.mark.parametrize("name", ["swedencentral", "Sweden Central", "SWEDENCENTRAL"])
def test_region_is_found_by_name_and_display_name(name: str) -> None:
    region = catalog.region(name)
    assert (region.name, region.place, region.data_zone) == ("swedencentral", "Gävle", "eu")
    assert (region.grid_gco2e_per_kwh, region.grid_year, region.pue) == (20, 2025, 1.16)
    assert region.grid_source == "Electricity Maps, yearly average 2025 of zone SE-SE3 (ODbL)"


def test_region_of_default_is_dirtier() -> None:
    assert catalog.region("eastus").grid_gco2e_per_kwh == 418


def test_region_unknown_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalog.region("swedencentrl")
    assert str(caught.value) == "unknown region 'swedencentrl'; did you mean 'swedencentral'?"


def test_region_without_intensity_says_so() -> None:
    region = replace(catalog.region("swedencentral"), grid_gco2e_per_kwh_by_year={})
    with pytest.raises(CatalogError) as caught:
        _ = region.grid_gco2e_per_kwh
    assert str(caught.value) == (
        "no grid intensity is known for zone 'SE-SE3' of region 'swedencentral'; "
        "choose another region"
    )


def test_model_is_found_in_any_case() -> None:
    model = catalog.model("GPT-4.1-mini")
    assert (model.name, model.version, model.format) == ("gpt-4.1-mini", "2025-04-14", "OpenAI")
    assert model.active_params_b == catalog.Spread(40, 76, 112)
    assert model.retires_on == date(2027, 4, 14)


def test_model_unknown_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalog.model("gpt-4.1-mni")
    assert str(caught.value) == "unknown model 'gpt-4.1-mni'; did you mean 'gpt-4.1-mini'?"


def test_model_lists_all_offered_versions() -> None:
    assert catalog.model("gpt-4o").versions == ("2024-05-13", "2024-08-06", "2024-11-20")


@pytest.mark.parametrize("region", ["swedencentral", "eastus"])
def test_small_model_is_offered_regionally(region: str) -> None:
    assert catalog.offer("gpt-4.1-mini", "Standard", region).region == region


def test_offer_prefers_the_default_version() -> None:
    assert catalog.offer("gpt-4o", "standard", "East US").version == "2024-11-20"
    assert catalog.offer("gpt-4o", "Standard", "eastus", "2024-08-06").version == "2024-08-06"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            ("gpt-4.1-nano", "Standard", "swedencentral"),
            (
                "model 'gpt-4.1-nano' is not offered under sku 'Standard' in region "
                "'swedencentral'; "
                "offered there: DataZoneBatch, DataZoneStandard, GlobalBatch, GlobalStandard"
            ),
        ),
        (
            ("gpt-4.1-mini", "Standard", "norwayeast"),
            (
                "model 'gpt-4.1-mini' is not offered under sku 'Standard' in region 'norwayeast'; "
                "offered there: GlobalBatch, GlobalStandard; nearest region with that sku: "
                "'swedencentral'"
            ),
        ),
        (
            ("Phi-4-mini-instruct", "GlobalStandard", "eastus"),
            (
                "model 'Phi-4-mini-instruct' is not offered under sku 'GlobalStandard' in region "
                "'eastus'; the catalogue lists no region for it: choose another model"
            ),
        ),
        (
            ("gpt-4.1", "Standard", "eastus", "2024-01-01"),
            (
                "model 'gpt-4.1' version '2024-01-01' is not offered under sku 'Standard' in "
                "region 'eastus'; versions: 2025-04-14"
            ),
        ),
        (
            ("gpt-5", "Standard", "ukwest"),
            (
                "model 'gpt-5' is not offered under sku 'Standard' in region 'ukwest'; "
                "choose another model"
            ),
        ),
    ],
)
def test_offer_missing_says_what_is_offered(asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        catalog.offer(*asked)
    assert str(caught.value) == message


def test_sku_unknown_lists_what_is_allowed() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalog.offers(sku="Basic")
    assert str(caught.value) == (
        "unknown sku 'Basic'; allowed: DataZoneBatch, DataZoneStandard, GlobalBatch, "
        "GlobalStandard, Standard"
    )


@given(
    st.sampled_from(catalog.models()),
    st.sampled_from(catalog.skus()),
    st.sampled_from(catalog.regions()),
)
def test_offer_and_offers_agree(model: catalog.Model, sku: str, region: catalog.Region) -> None:
    found = catalog.offers(model.name, sku, region.name)
    if found:
        assert catalog.offer(model.name, sku, region.name) in found
    else:
        with pytest.raises(CatalogError, match="is not offered under sku"):
            catalog.offer(model.name, sku, region.name)


def test_price_is_by_region_and_else_the_dearest() -> None:
    here = catalog.price("gpt-4.1-mini", "Standard", "swedencentral")
    assert here is not None
    assert here.usd_per_million_input_tokens == 0.484
    assert here.usd_per_million_cached_input_tokens == 0.121
    assert here.usd_per_million_output_tokens == 1.936
    assert here.as_of == date(2026, 8, 11)
    dearest = catalog.price("gpt-4.1-mini", "Standard")
    assert dearest is not None
    assert dearest.usd_per_million_input_tokens == 0.528


def test_price_of_a_pooled_sku_is_the_same_everywhere() -> None:
    everywhere = catalog.price("gpt-5-mini", "GlobalStandard")
    assert everywhere == catalog.price("gpt-5-mini", "GlobalStandard", "eastus")
    assert everywhere is not None
    assert everywhere.usd_per_million_output_tokens == 2


def test_price_and_quota_unknown_are_none() -> None:
    assert catalog.price("gpt-5.1", "Standard") is None
    assert catalog.price("gpt-5.1", "Standard", "swedencentral") is None
    assert catalog.quota_ktpm("gpt-4.1", "Standard") is None


def test_quota_is_in_thousand_tokens_per_minute() -> None:
    assert catalog.quota_ktpm("gpt-4.1-mini", "Standard") == 6000
    assert catalog.quota_ktpm("gpt-5.1", "standard") == 300


def test_spread_refuses_what_is_no_quantity() -> None:
    with pytest.raises(EstimateError) as caught:
        catalog.Spread(1, float("nan"), 2)
    assert str(caught.value) == (
        "spread (1, nan, 2) is not usable; each value must be finite and at least 0"
    )
    with pytest.raises(EstimateError) as caught:
        catalog.Spread(3, 2, 4)
    assert str(caught.value) == "spread (3, 2, 4) is out of order; write it as low <= mid <= high"
    with pytest.raises(EstimateError) as caught:
        catalog.Spread.over([])
    assert str(caught.value) == "a spread over no values is not defined; give at least one"


def test_import_reads_no_table_and_no_heavy_package() -> None:
    code = (
        "import sys, azgreen.catalog as c, azgreen.catalog._regions;"
        "r = sys.modules['azgreen.catalog._regions'];"
        "assert r._regions.cache_info().currsize == 0;"
        "print(sorted({'pulumi', 'azure', 'numpy', 'azgreen.estimate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
