"""How large a cache and how many request units are needed?

Azure publishes the power of no size of these, so only money is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread, cache_sku, cache_skus, service_price
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.rightsizing.ladder import Ladder, Rung, climbed
from azgreen.estimate.rightsizing.recommendation import NO_POWER, Month
from azgreen.estimate.scaling.replay import LATE_BUDGET
from azgreen.estimate.scaling.search import STRESS
from azgreen.estimate.sizing.cosmos import AUTOSCALE_LEAST_RU_PER_S
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.money import AUTOSCALE_LEAST_SHARE, HOURS_PER_MONTH
from azgreen.estimate.sizing.redis import FULL_SHARE

if TYPE_CHECKING:
    from azgreen.catalog import CacheSku
    from azgreen.estimate.rightsizing.recommendation import Recommendation
    from azgreen.estimate.rightsizing.samples import Samples

_MANUAL_LEAST_RU_PER_S: Final = 400
_MANUAL_STEP_RU_PER_S: Final = 100
NO_POWERS: Final = {"gco2e": NO_POWER, "water_l": NO_POWER}
_HOUR_S: Final = 3600
_NODES: Final = (1, 2)
_BUSY_SHARE: Final = 0.99

MOST_LOAD_PERCENT: Final = 80.0
"""Server load to keep under: azure-docs, managed-redis-best-practices-server-load."""


@dataclass(frozen=True, slots=True)
class CacheUse:
    """A cluster of Azure Managed Redis as it was used."""

    resource: str
    sku: str
    used_gb: Samples
    nodes: int = 2
    """1 without high availability."""
    load_percent: Samples | None = None
    """Of its processors, the highest of each step; None where it was not measured."""
    evicted_keys: float = 0.0
    """Keys that were thrown out for want of memory."""


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
    notes: tuple[str, ...] = ()
    """What is to be said of how it was measured."""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(provisioned_ru_per_s=self.provisioned_ru_per_s)
        faults.share(budget=self.budget)
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
        of="the memory in use",
        notes=_held_up(use, now),
    )
    found = climbed(ladder)
    if not goes_down(found):
        return found
    note = "Azure scales no cache down: a smaller one is a new one, which has to fill again"
    return replace(found, notes=(*found.notes, note))


def goes_down(found: Recommendation) -> bool:
    """Tell whether a cache is to become smaller, which Azure makes of none that is there."""
    then = found.size or found.current
    now_gb, then_gb = (_memory_gb(cache_sku(size["sku"])) for size in (found.current, then))
    return then_gb < now_gb


def _least_gb(use: CacheUse, now: CacheSku) -> float:
    """Return the memory of the smallest size whose processors do as well.

    Within a family the processors grow with the memory (azure-docs, `redis/how-to-scale`). What
    was thrown out tells that more than was held is wanted.
    """
    if use.evicted_keys:
        return _memory_gb(now)
    if use.load_percent is None or not use.load_percent.known:
        return 0.0
    busy = use.load_percent.percentile(_BUSY_SHARE) / MOST_LOAD_PERCENT
    return _memory_gb(now) * min(1.0, busy)


def _held_up(use: CacheUse, now: CacheSku) -> tuple[str, ...]:
    """Say what else than memory keeps the size."""
    if use.evicted_keys:
        what = f"{use.evicted_keys:,.0f} keys were evicted: it was asked to hold more than it did"
        return (f"{what}, so no smaller size is looked at",)
    least_gb = _least_gb(use, now)
    if not least_gb or use.load_percent is None:
        return ()
    load = use.load_percent.percentile(_BUSY_SHARE)
    told = f"processors: {load:.0f}% busy at p99, Microsoft advises {MOST_LOAD_PERCENT:g}% at most"
    return (f"{told}; sizes under {least_gb:.3g} GB have too few of them",)


def _family(now: CacheSku, use: CacheUse) -> tuple[Rung, ...]:
    """Return the sizes that can do what the present one does, the smallest first."""
    least_gb = _least_gb(use, now)
    able = [
        sku
        for sku in cache_skus()
        if sku.family == now.family
        and sku.memory_gb is not None
        and sku.memory_gb >= least_gb
        and sku.redisearch >= now.redisearch
        and (use.nodes == 1 or sku.high_availability)
    ]
    return tuple(_cache(sku, use.nodes) for sku in sorted(able, key=_memory_gb))


def _memory_gb(sku: CacheSku) -> float:
    return sku.memory_gb or 0.0


def _cache(sku: CacheSku, nodes: int) -> Rung:
    usd = None if sku.price is None else sku.price.usd * nodes
    return Rung({"sku": sku.name}, (sku.usable_gb or 0.0) * FULL_SHARE, store_month(usd))


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
            notes=use.notes,
        )
    )


def _throughput(use: ContainerUse, units: int) -> Rung:
    if not use.is_autoscaled:
        missing = "the price of throughput that is not autoscaled is not in the catalogue"
        return Rung({"throughput_ru_per_s": units}, units, Month({}, {**NO_POWERS, "usd": missing}))
    price = service_price("cosmos", "autoscale")
    usd = None if price is None else _billed_ru_per_s(use.ru_per_s, units) / 100 * price.usd
    return Rung({"autoscale_max_ru_per_s": units}, units, store_month(usd))


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


def store_month(usd_per_h: float | None) -> Month:
    """Return a month at a list price; Azure publishes the power of none of these."""
    if usd_per_h is None:
        return Month({}, {**NO_POWERS, "usd": "no price of it is listed"})
    return Month({"usd": Spread.exactly(usd_per_h * HOURS_PER_MONTH)}, NO_POWERS)


def _most(samples: Samples) -> float:
    return max(samples.known, default=0.0) * max(STRESS) * PEAK_FACTOR
