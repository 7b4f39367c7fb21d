"""Instance types, GPUs and the sizes of caches, searches and gateways."""

from __future__ import annotations

from datetime import date

import pytest

from azgreen import catalog
from azgreen.catalog._instances import COLUMNS, _instance
from azgreen.catalog._load import Row
from azgreen.errors import DataFileError, UnknownNameError

TODAY = date(2026, 11, 23)
WITH_GPU = [item for item in catalog.instances() if item.gpu is not None]


@pytest.mark.parametrize("name", ["Standard_NC40ads_H100_v5", "nc40ads_h100_v5"])
def test_instance_is_found_with_and_without_prefix(name: str) -> None:
    found = catalog.instance(name)
    assert (found.name, found.vcpus, found.memory_gib) == ("Standard_NC40ads_H100_v5", 40, 320)
    assert found.gpu is not None
    assert (found.gpus, found.gpu_memory_gib, found.gpu.memory_gib) == (1, 94, 94)
    assert found.usd_per_h == 6.98
    assert found.skips_upgrade_reserve


def test_instance_unknown_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalog.instance("Standard_NC41ads_H100_v5")
    assert "did you mean 'Standard_NC40ads_H100_v5'?" in str(caught.value)
    with pytest.raises(UnknownNameError, match="unknown gpu 'B200'"):
        catalog.instances("B200")


def test_instance_without_gpu_has_none() -> None:
    found = catalog.instance("F4s_v2")
    assert (found.gpu, found.gpus, found.gpu_memory_gib, found.gpu_tdp_w) == (None, 0, 0, 0)
    assert found.retires_on == date(2028, 11, 15)


def test_instances_are_filtered() -> None:
    v100 = catalog.instances("v100-16gb-pcie")
    assert [item.name for item in v100] == [
        "Standard_NC12s_v3",
        "Standard_NC24s_v3",
        "Standard_NC6s_v3",
    ]
    assert not catalog.instances("V100-16GB-PCIe", on=TODAY)
    beyond = catalog.instances(serves_endpoints=False)
    assert "Standard_ND96isr_H200_v5" in {item.name for item in beyond}
    assert all(item.serves_endpoints for item in catalog.instances("T4", serves_endpoints=True))


@pytest.mark.parametrize("item", WITH_GPU, ids=lambda item: item.name)
def test_instance_agrees_with_its_gpu(item: catalog.InstanceType) -> None:
    assert item.gpu is not None
    assert item.gpu_memory_gib == pytest.approx(item.gpus * item.gpu.memory_gib, abs=1)
    assert item.gpu_tdp_w == pytest.approx(item.gpus * item.gpu.tdp_w)


@pytest.mark.parametrize("item", catalog.instances(), ids=lambda item: item.name)
def test_instance_is_sane(item: catalog.InstanceType) -> None:
    assert 1 <= item.memory_gib / item.vcpus <= 50
    assert (item.usd_per_h is None) == (item.price_source is None)
    if item.usd_per_h is not None:
        # a vCPU costs 0.04 to 0.07 USD/h, a GPU-hour at most 13 USD
        assert 0.04 * item.vcpus <= item.usd_per_h <= 0.07 * item.vcpus + 13 * item.gpus


def test_two_gpus_cost_twice_as_much_as_one() -> None:
    for one, two in [
        ("NC40ads_H100_v5", "NC80adis_H100_v5"),
        ("NC24ads_A100_v4", "NC48ads_A100_v4"),
    ]:
        single, double = catalog.instance(one).usd_per_h, catalog.instance(two).usd_per_h
        assert single is not None
        assert double == pytest.approx(2 * single)


def test_instance_with_an_unknown_gpu_is_refused() -> None:
    with pytest.raises(DataFileError, match=r"i\.csv:2: gpu is 'B200'; allowed: A10, "):
        _instance(Row("i.csv", 2, {**dict.fromkeys(COLUMNS, ""), "gpu": "B200"}))


@pytest.mark.parametrize("gpu", catalog.gpus(), ids=lambda gpu: gpu.name)
def test_gpu_is_sane(gpu: catalog.Gpu) -> None:
    assert catalog.instances(gpu.name)
    assert (gpu.embodied_kgco2e is None) == gpu.name.startswith("V100")
    if gpu.embodied_kgco2e is not None:
        assert gpu.embodied_kgco2e.high / gpu.embodied_kgco2e.low == pytest.approx(3.5, abs=0.05)
    # operations per byte: between a roofline that is all memory and one that is all arithmetic
    assert 100 <= gpu.dense_16bit_tflops * 1000 / gpu.memory_gb_per_s <= 350


def test_gpu_embodied_carbon_is_a_range_with_its_basis() -> None:
    measured = catalog.gpu_named("h100-sxm")
    assert measured.embodied_kgco2e == catalog.Spread(164, 273, 575)
    assert measured.embodied_basis == "published"
    assert catalog.gpu_named("T4").embodied_basis == "scaled"


def test_cache_sizes_are_those_of_the_documents() -> None:
    small = catalog.cache_sku("balanced_b0")
    assert (small.memory_gb, small.usable_gb, small.redisearch) == (0.5, 0.4, True)
    assert not small.geo_replication
    assert catalog.cache_sku("MemoryOptimized_M2000").memory_gb == 1920
    flash = catalog.cache_sku("FlashOptimized_A250")
    assert (flash.memory_gb, flash.usable_gb, flash.redisearch) == (None, None, False)
    apart = {item.name for item in catalog.cache_skus() if not item.geo_replication}
    flashes = {item.name for item in catalog.cache_skus() if item.family == "FlashOptimized"}
    assert apart == flashes | {"Balanced_B0", "Balanced_B1"}
    with pytest.raises(UnknownNameError, match="unknown cache sku 'B0'"):
        catalog.cache_sku("B0")


def test_cache_sizes_come_from_small_to_large() -> None:
    balanced = [item for item in catalog.cache_skus() if item.family == "Balanced"]
    assert [item.memory_gb for item in balanced[:4]] == [0.5, 1, 3, 6]
    assert len(catalog.cache_skus()) == 14 + 12 + 11 + 7


def test_search_limits_are_those_of_the_documents() -> None:
    s2 = catalog.search_sku("Standard2")
    assert (s2.tier, s2.max_indexes, s2.max_search_units) == ("S2", 200, 36)
    assert (s2.partition_gb, s2.vector_gb_per_partition) == (512, 150)
    free = catalog.search_sku("free")
    assert (free.max_indexes, free.max_partitions, free.partition_gb) == (3, None, None)
    assert {item.max_vector_dimensions for item in catalog.search_skus()} == {4096}


def test_gateway_tiers_are_those_of_arm() -> None:
    assert [item.name for item in catalog.gateway_skus()] == [
        *("Basic", "BasicV2", "Consumption", "Developer"),
        *("Isolated", "Premium", "Standard", "StandardV2"),
    ]
    v2 = catalog.gateway_sku("basicv2")
    assert (v2.generation, v2.max_units, v2.load_metric) == ("v2", 10, "CpuPercent_Gateway")
    assert not catalog.gateway_sku("Consumption").token_limit
    with pytest.raises(UnknownNameError, match="unknown gateway sku 'PremiumV2'"):
        catalog.gateway_sku("PremiumV2")


def test_prices_without_a_source_are_none() -> None:
    unpriced = [item.name for item in catalog.gateway_skus() if item.price is None]
    assert unpriced == ["Consumption", "Isolated"]
    assert catalog.instance("ND96isr_H200_v5").usd_per_h is None
