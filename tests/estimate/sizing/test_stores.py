"""Caches never under their entries, indexes that fit, search services within their limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import cache_skus
from azgreen.errors import EstimateError, InputError
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.sizing import CacheNeed, SearchNeed, size_cache, size_search
from azgreen.estimate.sizing.cosmos import index_type


@given(entries=st.integers(1, 5_000_000), dimensions=st.integers(1, 4096))
def test_a_cache_is_never_under_its_entries(entries, dimensions):
    store = size_cache(CacheNeed(dimensions, entries=entries)).store
    assert store.sku.redisearch
    assert store.used_gb <= store.sku.memory_gb * 0.8 * 0.75 * (1 + 1e-9)
    assert store.most_entries >= entries - 1
    smaller = [
        sku
        for sku in cache_skus()
        if sku.redisearch and sku.memory_gb and sku.memory_gb < store.sku.memory_gb
    ]
    assert all(sku.memory_gb * 0.6 < store.used_gb for sku in smaller)


def test_the_bytes_of_an_entry():
    store = size_cache(CacheNeed(1536, entries=100_000, payload_bytes=4096)).store
    assert store.bytes_per_entry == pytest.approx(200 + 4096 + 2 * 4 * 1536 + 298.67, abs=0.1)
    assert (store.sku.name, store.sku.memory_gb) == ("Balanced_B3", 3)
    assert size_cache(CacheNeed(1536, entries=10)).as_dict()["eviction_policy"] == "NoEviction"


def test_entries_follow_from_their_lifetime():
    need = CacheNeed(1536, entries_per_hour=1000, ttl_h=24)
    assert size_cache(need).as_dict()["entries"] == 24_000


@pytest.mark.parametrize(
    ("entries", "dimensions", "kind"),
    [
        (999, 505, "flat"),
        (999, 506, "quantizedFlat"),
        (50_000, 1536, "quantizedFlat"),
        (50_001, 4096, "diskANN"),
        (1_000, 505, "quantizedFlat"),
    ],
)
def test_cosmos_takes_the_index_that_fits(entries, dimensions, kind):
    assert index_type(entries, dimensions) == kind


def test_cosmos_throughput_is_a_step_of_autoscale():
    need = CacheNeed(1536, "cosmos", entries=100_000, requests_per_second=50, hit_rate=0.3)
    shown = size_cache(need).as_dict()
    assert shown["ru_per_s"] == pytest.approx(50 * (70 + 10) + 35 * 50)
    assert shown["autoscale_max_ru_per_s"] == 6000
    idle = size_cache(CacheNeed(1536, "cosmos", entries=5)).as_dict()
    assert (idle["autoscale_max_ru_per_s"], idle["avoided"]) == (1000, None)
    with pytest.raises(EstimateError, match="4097 dimensions are too many"):
        size_cache(CacheNeed(4097, "cosmos", entries=5))


def test_hits_avoid_their_share_of_the_models_footprint():
    made = footprint("gpt-4.1-mini", "Standard", "swedencentral", Traffic(5, 1155, 211))
    need = CacheNeed(1536, entries=1000, requests_per_second=5, hit_rate=0.3)
    avoided = size_cache(need, made).as_dict()["avoided"]
    assert avoided["requests_per_h"] == pytest.approx(5400)
    assert avoided["tokens_per_h"] == pytest.approx(5400 * 1366)
    assert avoided["gco2e_per_h"]["mid"] == pytest.approx(5.4 * made.gco2e.mid)
    assert avoided["usd_per_h"]["mid"] == pytest.approx(5.4 * made.usd.mid)


def test_no_size_holds_everything():
    with pytest.raises(EstimateError, match="no size holds more than"):
        size_cache(CacheNeed(1536, entries=1e9))
    with pytest.raises(EstimateError, match="no tier holds"):
        size_search(SearchNeed(1e9, 10, 3072))


@given(
    documents=st.integers(1, 1_000_000),
    chunks=st.floats(1, 20),
    dimensions=st.integers(1, 3072),
    sla=st.sampled_from(["none", "query", "index"]),
    compression=st.sampled_from(["none", "scalar", "binary"]),
    stored=st.booleans(),
)
def test_a_search_service_keeps_azures_limits(  # noqa: PLR0917 - each is drawn
    documents, chunks, dimensions, sla, compression, stored
):
    need = SearchNeed(
        documents, chunks, dimensions, sla=sla, compression=compression, stored=stored
    )
    sized = size_search(need)
    assert sized.partitions in {1, 2, 3, 4, 6, 12}
    assert sized.partitions <= sized.sku.max_partitions
    assert sized.replicas <= sized.sku.max_replicas
    assert sized.search_units <= min(36, sized.sku.max_search_units)
    assert sized.partitions * sized.sku.vector_gb_per_partition >= need.vector_gb
    assert sized.partitions * sized.sku.partition_gb >= need.storage_gb
    assert sized.sku.name not in sized.rejected
    assert len(sized.rejected) == 6


@given(documents=st.integers(1, 1_000_000), dimensions=st.integers(1, 3072))
def test_compression_takes_less_memory_and_the_disk_of_what_it_keeps(documents, dimensions):
    plain, scalar, binary = (
        SearchNeed(documents, 5, dimensions, compression=each)
        for each in ("none", "scalar", "binary")
    )
    assert plain.vector_gb >= scalar.vector_gb >= binary.vector_gb
    text_gb = plain.chunks * plain.payload_bytes / 1e9
    assert plain.storage_gb == pytest.approx(text_gb + 3 * plain.vector_gb)
    for need in (scalar, binary):
        kept = text_gb + 3 * plain.vector_gb + need.vector_gb
        assert need.storage_gb == pytest.approx(kept)
    thin = SearchNeed(documents, 5, dimensions, stored=False)
    assert thin.storage_gb == pytest.approx(text_gb + 2 * plain.vector_gb)
    assert thin.vector_gb == plain.vector_gb


def test_compressed_vectors_are_explained():
    need = SearchNeed(100_000, 10, 1536, compression="scalar", stored=False)
    assert size_search(need).explain()[:2] == [
        "vectors: 1,000,000 x (1 x 1536 + 80) bytes x 1.1 for deleted documents = 1.78 GB of 10",
        "storage: text 3000 bytes a chunk (assumption) + 2 x vectors, uncompressed, and the "
        "compressed = 18.5 GB of 30",
    ]


def test_a_million_vectors():
    sized = size_search(SearchNeed(100_000, 10, 1536))
    assert (sized.sku.name, sized.partitions, sized.replicas) == ("basic", 2, 2)
    assert sized.need.vector_gb == pytest.approx(1e6 * (4 * 1536 + 80) * 1.1 / 1e9)
    shown = sized.as_dict()
    assert shown["usd_per_h"] == pytest.approx(4 * 0.101)
    assert shown["usd_per_month"] == pytest.approx(4 * 0.101 * 730)
    assert (
        "price: 0.404 USD/h, 294.92 USD a month for 4 search units; "
        "list price of East US 2, 2026-01-01"
    ) in sized.explain()
    assert shown["rejected"]["standard"].endswith("the choice 60; 0.672 USD/h")


def test_a_cache_costs_twice_with_a_second_node():
    shown = size_cache(CacheNeed(1536, entries=100_000)).as_dict()
    assert (shown["sku"], shown["usd_per_h"]) == ("Balanced_B3", 0.065)
    assert shown["usd_per_month_of_two_nodes"] == 2 * shown["usd_per_month"]
    assert (
        "price: 0.065 USD/h, 47.45 USD a month of one node, twice that with high availability; "
        "list price of East US 2, 2026-01-01"
    ) in shown["explain"]


@given(entries=st.integers(1, 5_000_000))
def test_the_cheaper_cache_holds_the_entries_too(entries):
    store = size_cache(CacheNeed(1536, entries=entries)).store
    if store.cheaper is not None:
        assert store.cheaper.price.usd < store.sku.price.usd
        assert store.cheaper.usable_gb * 0.75 >= store.used_gb
        assert store.cheaper.redisearch


def test_the_cheaper_cache_of_the_same_memory_is_named():
    told = " ".join(size_cache(CacheNeed(1536, entries=400_000)).explain())
    assert "Balanced_B10" in told
    assert "MemoryOptimized_M10 holds them too, at 0.216 USD/h" in told


def test_cosmos_costs_what_its_meters_say():
    need = CacheNeed(1536, "cosmos", entries=100_000, requests_per_second=50, hit_rate=0.3)
    store = size_cache(need).store
    serverless, autoscale = store.usd_per_h
    kept = store.used_gb * 0.25 / 730
    assert serverless == pytest.approx(5750 * 3600 / 1e6 * 0.25 + kept)
    assert autoscale == pytest.approx(57.5 * 0.012 + kept)
    idle = size_cache(CacheNeed(1536, "cosmos", entries=5)).as_dict()
    assert idle["serverless_usd_per_h"] < 1e-6
    assert idle["autoscale_usd_per_h"] == pytest.approx(0.012, rel=1e-5)


@pytest.mark.parametrize(
    ("need", "where"),
    [
        (CacheNeed(0, entries=1), "dimensions"),
        (CacheNeed(3, "disk", entries=1), "store"),
        (CacheNeed(3), "entries"),
        (CacheNeed(3, entries=1, entries_per_hour=2, ttl_h=1), "entries"),
        (CacheNeed(3, entries=float("nan")), "entries"),
        (CacheNeed(3, entries=1, hit_rate=-0.1), "hit_rate"),
        (SearchNeed(0, 1, 3), "documents"),
        (SearchNeed(1, float("inf"), 3), "chunks_per_document"),
        (SearchNeed(1, 1, 3, sla="all"), "sla"),
        (SearchNeed(1, 1, 3, compression="zip"), "compression"),
    ],
)
def test_bad_input_names_what_is_wrong(need, where):
    with pytest.raises(InputError) as raised:
        size_cache(need) if isinstance(need, CacheNeed) else size_search(need)
    assert {fault.where for fault in raised.value.faults} == {where}
