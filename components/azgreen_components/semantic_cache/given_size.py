"""Which size of the store did somebody choose, who has measured it?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from azgreen import catalog
from azgreen.estimate.sizing import CacheSize
from azgreen.estimate.sizing.cosmos import AUTOSCALE_LEAST_RU_PER_S
from azgreen.estimate.sizing.redis import RedisSize
from azgreen_components._inputs import Faults, choice, whole_number
from azgreen_components.semantic_cache.store_choice import (
    MOST_RU_PER_S,
    REDIS,
    SERVERLESS,
    StoreChoice,
)


@dataclass(frozen=True)
class GivenSize:
    """What is written; None where it is left out."""

    sku: catalog.CacheSku | None
    most_ru_per_s: int | None

    def of(self, size: CacheSize) -> CacheSize:
        """Return a size with what is written in place of what the declared use takes."""
        store = size.store
        if isinstance(store, RedisSize):
            return size if self.sku is None else replace(size, store=store.given(self.sku))
        return replace(size, store=replace(store, given_max_ru_per_s=self.most_ru_per_s))


def read_given_size(
    faults: Faults, given: Mapping[str, object], store: str, chosen: StoreChoice
) -> GivenSize:
    """Return what is written, and note what the store does not have."""
    sku = _sku(faults, given, store, chosen) if given.get("sku") is not None else None
    most = None
    if given.get("autoscale_max_throughput") is not None:
        most = _most(faults, given["autoscale_max_throughput"], store, chosen)
    return GivenSize(sku, most)


def _sku(
    faults: Faults, given: Mapping[str, object], store: str, chosen: StoreChoice
) -> catalog.CacheSku | None:
    if store != REDIS:
        what = "Cosmos DB has throughput and no size"
        faults.add("sku", f"{what}; write autoscaleMaxThroughput, or store 'redis'")
        return None
    able = [item for item in catalog.cache_skus() if item.redisearch and item.memory_gb is not None]
    name = choice(faults, "sku", given["sku"], [item.name for item in able])
    found = next((item for item in able if item.name == name), None)
    if found is not None and chosen.high_availability and not found.high_availability:
        what = f"{found.name!r} has no second node"
        faults.add("sku", f"{what}; write a larger one, or no highAvailability")
    return found


def _most(faults: Faults, value: object, store: str, chosen: StoreChoice) -> int | None:
    path = "autoscaleMaxThroughput"
    if store == REDIS:
        faults.add(path, "Redis has a size and no throughput; write sku, or store 'cosmos'")
        return None
    if chosen.throughput_mode == SERVERLESS:
        what = "throughputMode 'serverless' holds no throughput ready"
        faults.add(path, f"{what}; leave one of the two out")
        return None
    most, step = whole_number(faults, path, value, "RU/s"), AUTOSCALE_LEAST_RU_PER_S
    if most is not None and (most % step or most > MOST_RU_PER_S):
        allowed = f"steps of {step:,} from {step:,} to {MOST_RU_PER_S:,}"
        faults.add(path, f"{most} is not what autoscale takes; write one of the {allowed}")
    return most
