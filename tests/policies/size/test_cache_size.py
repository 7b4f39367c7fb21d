"""Does AZG-S009 find caches that are larger than their entries take, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate.sizing import CacheNeed, size_cache
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size._memory import CLASSIC_GB
from azgreen_policies.size.cache_size import rule

MANAGED = "azure-native:redisenterprise:RedisEnterprise"
CLASSIC = "azure-native:redis:Redis"
NEED = "entries=20000 dimensions=1536"
SIZES = [sku for sku in catalog.cache_skus() if sku.memory_gb is not None]


def managed(name: Any, need: str | None = NEED) -> Resource:
    tags = {} if need is None else {"tags": {"azgreen-need": need}}
    return Resource(MANAGED, {"sku": {"name": name}, **tags})


def classic(family: str, capacity: int, need: str, **more: Any) -> Resource:
    sku = {"name": "any", "family": family, "capacity": capacity}
    return Resource(CLASSIC, {"sku": sku, "tags": {"azgreen-need": need}, **more})


CASES = [
    Case("compliant", (managed("Balanced_B1"),)),
    Case("compliant", (classic("C", 2, "entries=400000 entry-bytes=2000"),)),
    Case(
        "violating",
        (managed("Balanced_B50"),),
        (
            "'thing' is Balanced_B50 (60 GB, 1.257 USD/h a node) for 20,000 entries of 0.338 GB in "
            "all (azgreen-need); Balanced_B1 (1 GB, 0.032 USD/h a node) is enough, so set sku.name "
            "to it",
        ),
    ),
    Case(
        "violating",
        (classic("P", 4, "entries=200000 entry-bytes=2000", shardCount=2),),
        (
            "'thing' is P4 x 2 (106 GB) for 200,000 entries of 0.5 GB in all (azgreen-need); "
            "P1 (6 GB) is enough, so set sku.capacity to it",
        ),
    ),
    Case(
        "violating",
        (managed("Balanced_B1", "entry=3"),),
        ("cannot be judged: azgreen-need: unknown key 'entry'; did you mean 'entry-bytes'?",),
    ),
    Case(
        "missing",
        (managed("Balanced_B50", None),),
        not_applicable="no entries are declared that a cache could hold: azgreen-need",
    ),
    Case(
        "missing",
        (managed("Balanced_B50", "entries=1e300"),),
        not_applicable="no entries are declared that a cache could hold: azgreen-need",
    ),
    Case(
        "missing",
        (managed("Enterprise_E10"),),
        not_applicable="the memory of its size is not known",
    ),
    Case(
        "unknown",
        (managed(UNKNOWN),),
        unknown="string value at .sku.name can't be known during preview",
    ),
    Case(
        "configured", (managed("Balanced_B3"),), around=Surroundings(settings={"timesTheNeed": 3})
    ),
    Case(
        "not applicable",
        (Resource("azure-native:redisenterprise:Database"),),
        not_applicable="not a cache of Redis",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.integers(1, 3_000_000), st.sampled_from(SIZES))
def test_a_size_violates_exactly_above_what_is_enough(entries: int, sku: catalog.CacheSku) -> None:
    one = managed(sku.name, f"entries={entries} dimensions=1536")
    counted = float(f"{entries:g}")
    enough: Any = size_cache(CacheNeed(1536, entries=counted)).store
    larger = (sku.memory_gb or 0) > (enough.sku.memory_gb or 0)
    assert bool(judge(rule, one.token, one.inputs).messages) is larger


@given(st.sampled_from("CP"), st.integers(0, 6), st.integers(1, 10_000_000))
def test_what_is_named_as_enough_violates_nothing(family: str, size: int, entries: int) -> None:
    one = classic(family, size, f"entries={entries} entry-bytes=1000")
    for message in judge(rule, one.token, one.inputs).messages:
        capacity = int(message.partition("(azgreen-need); ")[2][1])
        enough = classic(family, capacity, f"entries={entries} entry-bytes=1000")
        assert judge(rule, enough.token, enough.inputs).messages == ()
        assert CLASSIC_GB[family][capacity] < CLASSIC_GB[family][size]
