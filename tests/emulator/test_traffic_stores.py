"""Do stores of the local Azure measure otherwise when they are sized otherwise?"""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate.scaling import Load
from azgreen_emulator.traffic.by_gateway import of_search
from azgreen_emulator.traffic.by_store import of_container, of_redis
from azgreen_emulator.traffic.placed import Placed

if TYPE_CHECKING:
    from azgreen_emulator.traffic.samples import Series

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTES = 4
PLACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/a"


def placed(per_minute: float, facts: dict[str, Any], *sizes: dict[str, Any]) -> Placed:
    """Put a load on a store that has each size for the same time."""
    record: Any = SimpleNamespace(id=f"{PLACE}/sqlDatabases/d/containers/c", name="c")
    each = MINUTES // len(sizes)
    history = tuple((index * each, size) for index, size in enumerate(sizes))
    nothing = (0.0,) * MINUTES
    load = Load(MONDAY, 60, (per_minute,) * MINUTES, nothing, nothing)
    return Placed(record, load, facts, history)


def means(found: dict[str, list[Series]], name: str) -> list[float]:
    """The mean of each minute, over all combinations that are not refused ones."""
    sent = [each for each in found[name] if each.dimensions.get("StatusCode") != "429"]
    rows = zip(*(each.samples for each in sent), strict=True)
    return [sum(one[0] / (one[1] or 1) for one in row if one is not None) for row in rows]


def totals(found: dict[str, list[Series]], name: str, code: str) -> list[float]:
    sent = [each for each in found[name] if each.dimensions["StatusCode"] == code]
    return [one[0] for each in sent for one in each.samples if one is not None]


def test_memory_is_capped_by_the_size_and_processors_are_shared_by_it() -> None:
    facts = {"hit_share": 0.0, "entry_bytes": 1e9, "lives_minutes": 60}
    more = {"commands_per_second_per_gb": 0.1}
    sizes = ({"sku": "Balanced_B3"}, {"sku": "Balanced_B5"})
    found = of_redis(placed(3, facts | more, *sizes), MINUTES)
    # three entries of 1 GB a minute, in 80 % of 3 GB and then of 6 GB
    assert means(found, "usedmemory") == pytest.approx([2.4e9, 2.4e9, 4.8e9, 4.8e9])
    assert means(found, "usedmemorypercentage") == [100] * 4
    # six commands a minute, where 0.3 a second fill the smaller one
    assert means(found, "serverLoad") == pytest.approx([100 / 3, 100 / 3, 50 / 3, 50 / 3])
    unknown = of_redis(placed(3, facts | more, {"sku": "FlashOptimized_A250"}), MINUTES)
    assert {"usedmemory", "serverLoad"} & unknown.keys() == set()


def test_request_units_are_capped_by_the_throughput() -> None:
    sizes = [
        {"ru_per_s": units, "most_ru_per_s": None, "region": "swedencentral"}
        for units in (400, 1000)
    ]
    # 600 a minute at 80 RU are 800 RU/s
    found = of_container(placed(600, {"ru_per_request": 80}, *sizes), MINUTES)
    assert totals(found, "TotalRequestUnits", "200") == [24_000, 24_000, 48_000, 48_000]
    assert totals(found, "TotalRequests", "429") == [300, 300, 0, 0]
    assert means(found, "NormalizedRUConsumption") == [100, 100, 80, 80]


@given(asked=st.floats(1, 5000), each=st.floats(0.1, 50), replicas=st.integers(1, 11))
def test_another_replica_never_throttles_or_delays_more(
    asked: float, each: float, replicas: int
) -> None:
    facts = {"requests_per_second_each": each, "latency_s": 0.05}
    sizes = ({"replicas": replicas}, {"replicas": replicas + 1})
    found = of_search(placed(asked, facts, *sizes), MINUTES)
    for name in ("ThrottledSearchQueriesPercentage", "SearchLatency"):
        few, _, more, _ = means(found, name)
        assert more <= few
    assert 0.05 <= means(found, "SearchLatency")[0] <= 1.0 + 1e-9
    share = means(found, "ThrottledSearchQueriesPercentage")[0] / 100
    assert asked / 60 * (1 - share) <= each * replicas * (1 + 1e-9)
