"""Does the plan of a cache fit what it is for, and name everything that is wrong in full?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.sizing.cosmos import CosmosSize
from azgreen.estimate.sizing.redis import RedisSize
from azgreen_components._inputs import camel
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.semantic_cache.args import CachedTrafficArgs, SemanticCacheArgs
from azgreen_components.semantic_cache.handout import hand_out
from azgreen_components.semantic_cache.plan import Plan, plan

TODAY = date(2026, 11, 23)
TRAFFIC = {
    "model": "gpt-4.1-mini",
    "requests_per_second": 0.5,
    "input_tokens": 1155,
    "output_tokens": 211,
    "hit_rate": 0.2,
}
LEAST = {
    "location": "swedencentral",
    "resource_group_name": "rg",
    "tenant_key": "tenant",
    "version_tag": "v1",
    "dimensions": 1536,
    "entries": 20_000,
}
STORES = st.sampled_from(["redis", "cosmos"])


def planned(**more: Any) -> Plan:
    given: Any = {key: value for key, value in {**LEAST, **more}.items() if value is not None}
    return plan("answers", given, TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_every_default_is_filled_in() -> None:
    least = planned()
    assert least.size.need.store == "redis"
    assert least.similarity.cosine == 0.95
    assert least.layout.ttl_seconds == 24 * 3600
    assert least.size.need.payload_bytes == 4096
    assert not least.chosen.high_availability
    assert not least.chosen.api_management
    assert not least.common.public_network_access
    assert least.avoided is None
    assert least.throughput_mode is None
    assert hand_out(least).policy_values is None


@given(st.integers(1, 3_000_000), st.integers(1, 4096), st.integers(1, 300_000))
def test_redis_holds_its_entries_in_the_least_memory_that_does(
    entries: int, dimensions: int, payload: int
) -> None:
    size = planned(entries=entries, dimensions=dimensions, payload_bytes=payload).size.store
    assert isinstance(size, RedisSize)
    used = entries * (payload + 2 * 4 * dimensions) / 1e9
    assert size.sku.redisearch
    assert size.sku.memory_gb * 0.8 >= used
    assert size.most_entries >= entries
    smaller = [
        item
        for item in catalog.cache_skus()
        if item.redisearch and (item.memory_gb or 0) < (size.sku.memory_gb or 0)
    ]
    assert all(item.usable_gb * 0.75 < size.used_gb for item in smaller)


@given(st.integers(1, 200_000), st.integers(1, 4096))
def test_the_index_of_cosmos_fits_the_dimension(entries: int, dimensions: int) -> None:
    size = planned(store="cosmos", entries=entries, dimensions=dimensions).size.store
    assert isinstance(size, CosmosSize)
    if size.index_type == "flat":
        assert dimensions <= 505
        assert entries < 1000
    assert (size.index_type == "diskANN") == (entries > 50_000)


@given(st.floats(0.001, 4000), st.floats(0, 1))
def test_throughput_is_serverless_as_far_as_it_reaches_and_never_too_little(
    rate: float, hit_rate: float
) -> None:
    traffic = {**TRAFFIC, "requests_per_second": rate, "hit_rate": hit_rate}
    found = planned(store="cosmos", traffic=traffic)
    size = found.size.store
    assert isinstance(size, CosmosSize)
    assert size.ru_per_s >= PEAK_FACTOR * rate  # each lookup takes more than one unit
    assert (found.throughput_mode == "serverless") == (size.ru_per_s <= 5000)
    assert size.autoscale_max_ru_per_s >= size.ru_per_s
    assert size.autoscale_max_ru_per_s % 1000 == 0


@given(STORES, st.floats(0.1, 1000), st.floats(0.01, 100))
def test_entries_are_new_ones_times_the_hours_of_each(
    store: str, each_hour: float, hours: float
) -> None:
    found = planned(store=store, entries=None, entries_per_hour=each_hour, ttl_hours=hours)
    assert found.layout.entries == max(1, math.ceil(each_hour * hours))
    assert found.layout.ttl_seconds == max(1, round(hours * 3600))


def test_entries_come_from_the_requests_that_miss() -> None:
    found = planned(entries=None, traffic=TRAFFIC, ttl_hours=12)
    assert found.layout.entries == 0.5 * 3600 * 0.8 * 12


@pytest.mark.parametrize(
    ("store", "environment", "asked", "available"),
    [
        ("redis", None, None, False),
        ("redis", "dev", None, False),
        ("redis", "prod", None, True),
        ("redis", "prod", False, False),
        ("redis", "dev", True, True),
        ("cosmos", "prod", None, False),
        ("cosmos", "dev", True, True),
    ],
)
def test_a_second_node_is_for_production_or_for_whoever_asks(
    store: str, environment: str | None, asked: bool | None, available: bool
) -> None:
    found = planned(store=store, environment=environment, high_availability=asked)
    assert found.chosen.high_availability is available


def test_avoided_is_what_as_many_requests_would_have_taken() -> None:
    found = planned(traffic=TRAFFIC).avoided
    assert found is not None
    one = footprint("gpt-4.1-mini", "Standard", "swedencentral", Traffic(0.5, 1155, 211), 1000)
    assert found["requests_per_h"] == 0.5 * 3600 * 0.2
    assert found["tokens_per_h"] == found["requests_per_h"] * (1155 + 211)
    share = found["requests_per_h"] / 1000
    assert found["gco2e_per_h"]["mid"] == pytest.approx(one.gco2e.mid * share)
    assert found["usd_per_h"]["mid"] == pytest.approx(one.usd.mid * share)


def test_what_is_avoided_but_not_known_says_so() -> None:
    traffic = {**TRAFFIC, "model": "text-embedding-3-large"}
    assert set(planned(traffic=traffic).avoided or {}) == {"not_known"}


def test_the_embedding_model_gives_the_dimensions() -> None:
    assert (
        planned(dimensions=None, embedding_model="text-embedding-3-large").layout.dimensions == 3072
    )
    shorter = planned(dimensions=256.0, embedding_model="text-embedding-3-large")
    assert shorter.layout.dimensions == 256


def test_api_management_gets_threshold_duration_and_version() -> None:
    known = hand_out(planned(api_management=True, similarity=0.9, ttl_hours=1, version_tag='v"1'))
    assert known.policy_values == {
        "score_threshold": 0.1,
        "duration_s": 3600,
        "vary_by_version": '@("t_v_221")',
    }


def test_a_plan_explains_itself() -> None:
    told = planned(environment="prod", api_management=True).explain
    assert told == [
        "entry: 16,883 bytes = key 200 + payload + 2 x vector (entry and index) + links 299 (assumption)",
        "used: 20,000 entries = 0.338 GB",
        "size: Balanced_B1, 1 GB x 80% usable x 75%, where one scales up: 35,539 entries",
        "NoEviction, which RediSearch needs, lets a cache fill up: set a time to live",
        "price: 0.032 USD/h, 23.36 USD a month of one node, twice that with high availability; list price of East US 2, 2026-01-01",
        "power: not published of any size; the least memory stands for the least hardware",
        "nodes: two; the second cannot be taken away later",
        "scaling down is limited: start small, and scale up when memory is used by 75 %",
        "keys are on: API Management reaches Redis by a connection string and knows no Entra",
        "similarity: a hit has a cosine of 0.95 or more: Redis distance and API Management score 0.05 or less, Cosmos DB similarity 0.95",
        "weak: of hits at 0.95 GPTCache saw 5.6% wrong (its own data and score); measure on your own prompts",
        "weak: at 0.95 25 of 94 hard questions that ask the same were hits, and 26 of 112 that only look alike, as 'is X safe' and 'is X unsafe' do (examples/semantic-cache); no threshold parts them, a check of the words does",
    ]  # fmt: skip
    large = planned(entries=9_000_000).explain
    assert "sizes of 180 GB and more were a preview in May 2025" in large
    assert (
        "nodes: one, half of the power; a second can be added later, but never taken away" in large
    )


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        (None, "serverless: {ru} RU/s in the busiest minute (1.51 x the mean); nothing is held ready, up to 5,000 RU/s of a container"),
        ("autoscale", "autoscale: {ru} RU/s in the busiest minute (1.51 x the mean); up to 1,000 RU/s, a tenth of which is always held ready"),
    ],
)  # fmt: skip
def test_a_plan_explains_its_throughput(mode: str | None, line: str) -> None:
    found = planned(store="cosmos", traffic=TRAFFIC, throughput_mode=mode)
    assert isinstance(found.size.store, CosmosSize)
    assert line.format(ru=f"{found.size.store.ru_per_s:.0f}") in found.explain


FIELD = "is not a field's name; use 1 to 63 letters, digits or '_', starting with a letter"
TEXT = "is not a text; write a string that is not empty"
NUMBER = "is not a number above 0; write one, or leave the traffic out"
FLAG = "is not true or false; write one of the two"
HOURS = "is not a number of hours above 0 and up to 8760; write how long an answer stays right"
COSINE = "is not a cosine between 0 and 1, where 1 is the same prompt; write one, such as 0.95"
SHARE = "is not a share from 0 to 1; write 0.3 for 30 %"
MISSING = "missing; it has no default, so write it"
REDIS_NAME = "is not a Redis cluster's name; use 1 to 60 letters, digits or single '-', with none at either end"
COSMOS_NAME = "is not a Cosmos DB account's name; use 3 to 50 lower case letters, digits or single '-', with none at either end"
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "swedncentral"}, "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ({"location": None}, "location", MISSING),
    ({"resource_group_name": "rg."}, "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"resource_group_name": None}, "resourceGroupName", MISSING),
    ({"tenant_key": None}, "tenantKey", MISSING),
    ({"tenant_key": "x-y"}, "tenantKey", f"'x-y' {FIELD}"),
    ({"tenant_key": 'a"] = "" OR c["b'}, "tenantKey", f"'a\"] = \"\" OR c[\"b' {FIELD}"),
    ({"tenant_key": 5}, "tenantKey", f"5 {TEXT}"),
    ({"tenant_key": "version"}, "tenantKey", "'version' is a field that every entry has for itself; use another name than answer, id, near, similarity, tags, ttl, vector, version"),
    ({"version_tag": None}, "versionTag", MISSING),
    ({"version_tag": " "}, "versionTag", f"' ' {TEXT}"),
    ({"version_tag": "x" * 65}, "versionTag", "65 characters; a version has 64 at most: use a release or a hash"),
    ({"store": "memcached"}, "store", "'memcached' is not a choice; allowed: cosmos, redis"),
    ({"embedding_model": "text-embedding-3-larg"}, "embeddingModel", "unknown embedding model 'text-embedding-3-larg'; did you mean 'text-embedding-3-large'?; or leave it out and write dimensions"),
    ({"embedding_model": 3}, "embeddingModel", f"3 {TEXT}"),
    ({"dimensions": None}, "dimensions", "missing; write it, or the embedding model that makes vectors"),
    ({"dimensions": 1.5}, "dimensions", "1.5 is not a whole number of dimensions; write 1 or more"),
    ({"dimensions": 2000, "embedding_model": "text-embedding-3-small"}, "dimensions", "2000 is not what 'text-embedding-3-small' makes; write 1536 or fewer"),
    ({"dimensions": 512, "embedding_model": "text-embedding-ada-002"}, "dimensions", "512 is not what 'text-embedding-ada-002' makes; write 1536"),
    ({"dimensions": 5000, "store": "cosmos"}, "dimensions", "5000 are more than an index of Cosmos DB takes; write 4096 or fewer, or store 'redis'"),
    ({"entries": 0}, "entries", "0 is not a whole number of entries; write 1 or more"),
    ({"entries": None}, "entries", "missing; write them, or entries per hour, or the traffic, from which they are computed"),
    ({"entries": 10**9}, "entries", "1,000,000,000 entries take 16,883 GB, and no size holds more than 68,235,665; shorten their time to live or take fewer dimensions"),
    ({"entries_per_hour": 5}, "entriesPerHour", "the entries are given too; write one of the two"),
    ({"entries": None, "entries_per_hour": 0}, "entriesPerHour", "0 is not a number above 0; write the requests per hour that miss"),
    ({"ttl_hours": 0}, "ttlHours", f"0 {HOURS}"),
    ({"ttl_hours": 9000}, "ttlHours", f"9000 {HOURS}"),
    ({"ttl_hours": math.nan}, "ttlHours", f"nan {HOURS}"),
    ({"payload_bytes": "4k"}, "payloadBytes", "'4k' is not a whole number of bytes; write 1 or more"),
    ({"similarity": 1}, "similarity", f"1 {COSINE}"),
    ({"similarity": 0.0}, "similarity", f"0.0 {COSINE}"),
    ({"similarity": True}, "similarity", f"True {COSINE}"),
    ({"high_availability": "yes"}, "highAvailability", f"'yes' {FLAG}"),
    ({"public_network_access": "yes"}, "publicNetworkAccess", f"'yes' {FLAG}"),
    ({"api_management": "yes"}, "apiManagement", f"'yes' {FLAG}"),
    ({"api_management": True, "store": "cosmos"}, "apiManagement", "API Management caches in Redis only; leave it out, or write store 'redis'"),
    ({"throughput_mode": "autoscale"}, "throughputMode", "Redis has a size and no throughput to choose; leave it out, or write store 'cosmos'"),
    ({"throughput_mode": "manual", "store": "cosmos"}, "throughputMode", "'manual' is not a choice; allowed: autoscale, serverless"),
    ({"throughput_mode": "serverless", "store": "cosmos", "traffic": {**TRAFFIC, "requests_per_second": 100}}, "throughputMode", "'serverless' gives 5,000 RU/s and the load takes 22,701; write 'autoscale', or leave it out"),
    ({"store": "cosmos", "traffic": {**TRAFFIC, "requests_per_second": 10_000}}, "traffic.requestsPerSecond", "the load takes 2,270,149 RU/s and a container gives 1,000,000; split it into several caches"),
    ({"sku": "Balanced_B2"}, "sku", "'Balanced_B2' is not a choice; did you mean 'Balanced_B20' or 'Balanced_B250'?"),
    ({"sku": "FlashOptimized_A250"}, "sku", "'FlashOptimized_A250' is not a choice; did you mean 'MemoryOptimized_M250'?"),
    ({"sku": "Balanced_B1", "store": "cosmos"}, "sku", "Cosmos DB has throughput and no size; write autoscaleMaxThroughput, or store 'redis'"),
    ({"autoscale_max_throughput": 2000}, "autoscaleMaxThroughput", "Redis has a size and no throughput; write sku, or store 'cosmos'"),
    ({"autoscale_max_throughput": 1500, "store": "cosmos"}, "autoscaleMaxThroughput", "1500 is not what autoscale takes; write one of the steps of 1,000 from 1,000 to 1,000,000"),
    ({"autoscale_max_throughput": "2k", "store": "cosmos"}, "autoscaleMaxThroughput", "'2k' is not a whole number of RU/s; write 1 or more"),
    ({"autoscale_max_throughput": 2000, "store": "cosmos", "throughput_mode": "serverless"}, "autoscaleMaxThroughput", "throughputMode 'serverless' holds no throughput ready; leave one of the two out"),
    ({"store_name": "a--b"}, "storeName", f"'a--b' {REDIS_NAME}"),
    ({"store_name": "Ab", "store": "cosmos"}, "storeName", f"'Ab' {COSMOS_NAME}"),
    ({"name_suffix": "A!"}, "nameSuffix", "'A!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"callers": "shop"}, "callers", "'shop' is not a list of callers; write a list"),
    ({"callers": [{"name": "team", "principal_id": "x", "principal_type": "Group"}]}, "callers[0].principalType", "Azure Managed Redis knows no groups of Entra; name the users and applications, or write store 'cosmos'"),
    ({"owner": 5}, "owner", f"5 {TEXT}"),
    ({"environment": 5}, "environment", f"5 {TEXT}"),
    ({"workload": 5}, "workload", f"5 {TEXT}"),
    ({"tags": []}, "tags", "[] is not an object with named fields"),
    ({"tenantkey": "x"}, "tenantkey", "unknown input 'tenantkey'; did you mean 'tenant_key'?"),
    ({"traffic": 5}, "traffic", "5 is not an object with named fields"),
    ({"traffic": {**TRAFFIC, "hit_rat": 1}}, "traffic.hitRat", "unknown input 'hit_rat'; did you mean 'hit_rate'?"),
    ({"traffic": {**TRAFFIC, "hit_rate": None}}, "traffic.hitRate", MISSING),
    ({"traffic": {**TRAFFIC, "hit_rate": 30}}, "traffic.hitRate", f"30 {SHARE}"),
    ({"traffic": {**TRAFFIC, "model": "gpt-4.1-mni"}}, "traffic.model", "unknown model 'gpt-4.1-mni'; did you mean 'gpt-4.1-mini'?"),
    ({"traffic": {**TRAFFIC, "sku": "standrd"}}, "traffic.sku", "'standrd' is not a choice; did you mean 'Standard'?"),
    ({"traffic": {**TRAFFIC, "input_tokens": 0}}, "traffic.inputTokens", f"0 {NUMBER}"),
    ({"traffic": {**TRAFFIC, "output_tokens": "x"}}, "traffic.outputTokens", f"'x' {NUMBER}"),
    ({"traffic": {**TRAFFIC, "requests_per_second": -1}}, "traffic.requestsPerSecond", f"-1 {NUMBER}"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "path", "reason"), BAD, ids=[f"{row[1]}-{index}" for index, row in enumerate(BAD)])  # fmt: skip
def test_a_wrong_input_is_named_in_full(more: dict[str, Any], path: str, reason: str) -> None:
    assert faults(**more) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition("[")[0] for _, path, _ in BAD}
    wanted = {camel(key) for key in SemanticCacheArgs.__annotations__}
    wanted |= {f"traffic.{camel(key)}" for key in CachedTrafficArgs.__annotations__}
    assert wanted - tried == set()


def test_a_size_that_was_measured_is_taken_as_it_is_written() -> None:
    usual, given = planned(), planned(sku="Balanced_B10")
    declared = usual.size.store.sku.name
    assert given.size.store.sku.name == "Balanced_B10"
    assert given.need == usual.need
    assert f"given: Balanced_B10; the entries as declared take {declared}" in given.explain
    assert planned(sku=declared).explain == usual.explain
    held = planned(store="cosmos", autoscale_max_throughput=3000)
    assert (held.throughput_mode, held.size.store.autoscale_max_ru_per_s) == ("autoscale", 3000)


def test_every_fault_is_told_at_once() -> None:
    found = faults(tenant_key=None, similarity=2, ttl_hours=-1, dimensions=0, throughput_mode="x")
    assert [path for path, _ in found] == [
        "tenantKey",
        "similarity",
        "ttlHours",
        "dimensions",
        "throughputMode",
        "throughputMode",
    ]
