"""How large a cache, how many request units and how many search replicas are needed?

Azure publishes the power of no size of these, so only money is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread, cache_sku, cache_skus, search_sku, service_price
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.rightsizing.ladder import Ladder, Rung, climbed
from azgreen.estimate.rightsizing.recommendation import NO_POWER, Month
from azgreen.estimate.scaling.replay import LATE_BUDGET
from azgreen.estimate.scaling.search import STRESS
from azgreen.estimate.sizing.cosmos import AUTOSCALE_LEAST_RU_PER_S
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.money import AUTOSCALE_LEAST_SHARE, HOURS_PER_MONTH
from azgreen.estimate.sizing.redis import FULL_SHARE
from azgreen.estimate.sizing.search import REPLICAS

if TYPE_CHECKING:
    from azgreen.catalog import CacheSku
    from azgreen.estimate.rightsizing.recommendation import Recommendation
    from azgreen.estimate.rightsizing.samples import Samples

_MANUAL_LEAST_RU_PER_S: Final = 400
_MANUAL_STEP_RU_PER_S: Final = 100
_NO_POWERS: Final = {"gco2e": NO_POWER, "water_l": NO_POWER}
_HOUR_S: Final = 3600
_NODES: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class CacheUse:
    """A cluster of Azure Managed Redis as it was used."""

    resource: str
    sku: str
    used_gb: Samples
    nodes: int = 2
    """1 without high availability."""


@dataclass(frozen=True, slots=True)
class ContainerUse:
    """A container or database of Cosmos DB as it was used."""

    resource: str
    ru_per_s: Samples
    """Request units per second, those of refused requests included."""
    provisioned_ru_per_s: int
    """As it is set; the maximum where it is autoscaled."""
    is_autoscaled: bool
    least_ru_per_s: int = 0
    """Azure's `minimumThroughput` of the resource."""
    budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(provisioned_ru_per_s=self.provisioned_ru_per_s)
        faults.share(budget=self.budget)
        faults.check()


@dataclass(frozen=True, slots=True)
class SearchUse:
    """A search service as it was used."""

    resource: str
    sku: str
    replicas: int
    partitions: int
    queries_per_second: Samples
    """Those that were throttled included."""
    queries_per_second_each: float | None = None
    """What one replica answers, measured on this index; Azure publishes none."""
    sla: str = "query"
    """One of `sizing.search.REPLICAS`."""
    budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(replicas=self.replicas, partitions=self.partitions)
        faults.positive(queries_per_second_each=self.queries_per_second_each)
        faults.share(budget=self.budget)
        if self.sla not in REPLICAS:
            faults.add("sla", f"{self.sla!r} is unknown; allowed: {', '.join(REPLICAS)}")
        faults.check()


def recommended_cache(use: CacheUse) -> Recommendation:
    """Return which size of the same family holds the entries with room to spare.

    Raises:
        CatalogError: the size is not known.
        InputError: there are neither one nor two nodes, or the memory of the size is not known.
    """
    now = cache_sku(use.sku)
    faults = Faults()
    if use.nodes not in _NODES:
        faults.add("nodes", f"{use.nodes} is not usable; allowed: 1 or 2")
    if now.memory_gb is None:
        faults.add("sku", f"the memory of {now.name!r} is not in the catalogue")
    faults.check()
    ladder = Ladder(
        use.resource,
        "cache",
        "GB",
        use.used_gb,
        _cache(now, use.nodes),
        _family(now, use),
        budget=0.0,
        by_minute=False,
    )
    found = climbed(ladder)
    if found.size is None or _memory_gb(cache_sku(found.size["sku"])) > _memory_gb(now):
        return found
    note = "Azure scales no cache down: make a new one, and let it fill before the old one goes"
    return replace(found, notes=(*found.notes, note))


def _family(now: CacheSku, use: CacheUse) -> tuple[Rung, ...]:
    """Return the sizes that can do what the present one does, the smallest first."""
    able = [
        sku
        for sku in cache_skus()
        if sku.family == now.family
        and sku.memory_gb is not None
        and sku.redisearch >= now.redisearch
        and (use.nodes == 1 or sku.high_availability)
    ]
    return tuple(_cache(sku, use.nodes) for sku in sorted(able, key=_memory_gb))


def _memory_gb(sku: CacheSku) -> float:
    return sku.memory_gb or 0.0


def _cache(sku: CacheSku, nodes: int) -> Rung:
    usd = None if sku.price is None else sku.price.usd * nodes
    return Rung({"sku": sku.name}, (sku.usable_gb or 0.0) * FULL_SHARE, _money(usd))


def recommended_container(use: ContainerUse) -> Recommendation:
    """Return the throughput to provision, autoscaled or not as it is now."""
    step = AUTOSCALE_LEAST_RU_PER_S if use.is_autoscaled else _MANUAL_STEP_RU_PER_S
    usual = AUTOSCALE_LEAST_RU_PER_S if use.is_autoscaled else _MANUAL_LEAST_RU_PER_S
    least = max(usual, math.ceil(use.least_ru_per_s / step) * step)
    most = max(least, math.ceil(_most(use.ru_per_s) / step) * step)
    rungs = tuple(_throughput(use, units) for units in range(least, most + 1, step))
    return climbed(
        Ladder(
            use.resource,
            "container",
            "RU/s",
            use.ru_per_s,
            _throughput(use, use.provisioned_ru_per_s),
            rungs,
            use.budget,
        )
    )


def _throughput(use: ContainerUse, units: int) -> Rung:
    if not use.is_autoscaled:
        missing = "the price of throughput that is not autoscaled is not in the catalogue"
        return Rung({"throughput": units}, units, Month({}, {**_NO_POWERS, "usd": missing}))
    price = service_price("cosmos", "autoscale")
    usd = None if price is None else _billed_ru_per_s(use.ru_per_s, units) / 100 * price.usd
    return Rung({"autoscale_max_throughput": units}, units, _money(usd))


def _billed_ru_per_s(asked: Samples, most: int) -> float:
    """Return the mean of what autoscale bills: the highest RU/s of each hour, a tenth at least."""
    steps = _HOUR_S // asked.step_s
    hours = [asked.values[first : first + steps] for first in range(0, len(asked.values), steps)]
    highest = [max((value for value in hour if value is not None), default=None) for hour in hours]
    billed = [
        min(float(most), max(AUTOSCALE_LEAST_SHARE * most, value))
        for value in highest
        if value is not None
    ]
    return math.fsum(billed) / len(billed) if billed else float(most)


def recommended_search(use: SearchUse) -> Recommendation:
    """Return the replicas that answer the queries and keep the SLA.

    Raises:
        CatalogError: the tier is not known.
    """
    sku, each = search_sku(use.sku), use.queries_per_second_each
    most = min(sku.max_replicas or 1, (sku.max_search_units or 1) // use.partitions)
    counts = range(REPLICAS[use.sla], most + 1)
    ladder = Ladder(
        use.resource,
        "search service",
        "queries/s",
        use.queries_per_second,
        _replicas(use, use.replicas),
        tuple(_replicas(use, count) for count in counts),
        use.budget,
    )
    found = climbed(ladder)
    if each is not None or found.verdict == "more data":
        return found
    why = "what a replica of this index answers is published nowhere; give queries_per_second_each"
    return replace(found, verdict="unknown", why=why, size=None, saving=None, risk=None)


def _replicas(use: SearchUse, count: int) -> Rung:
    price = search_sku(use.sku).price
    usd = None if price is None else price.usd * count * use.partitions
    size: dict[str, Any] = {"replica_count": count}
    return Rung(size, count * (use.queries_per_second_each or 1.0), _money(usd))


def _money(usd_per_h: float | None) -> Month:
    if usd_per_h is None:
        return Month({}, {**_NO_POWERS, "usd": "no price of it is listed"})
    return Month({"usd": Spread.exactly(usd_per_h * HOURS_PER_MONTH)}, _NO_POWERS)


def _most(samples: Samples) -> float:
    return max(samples.known, default=0.0) * max(STRESS) * PEAK_FACTOR
