"""How is the store set up: with how many nodes, with what throughput, for whom?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azgreen.estimate.sizing import STORES
from azgreen.estimate.sizing.cosmos import MOST_DIMENSIONS, MOST_SERVERLESS_RU_PER_S, CosmosSize
from azgreen.estimate.sizing.redis import RedisSize
from azgreen_components._common import Common, read_flag
from azgreen_components._inputs import Faults, choice
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.semantic_cache.args import PRODUCTION

REDIS, COSMOS = STORES
SERVERLESS, AUTOSCALE = THROUGHPUT_MODES = ("serverless", "autoscale")

MOST_RU_PER_S: Final = 1_000_000
"""Of a container; azure-docs, cosmos-db/concepts-limits."""

PREVIEW_GB: Final = 180
"""Memory from which sizes of Azure Managed Redis were a preview: azure-docs, redis, 2025-05-18."""


@dataclass(frozen=True)
class StoreChoice:
    """How the store is set up."""

    high_availability: bool
    api_management: bool
    throughput_mode: str | None
    """Serverless or autoscale; None where it is left out, and for Redis."""


def read_choice(
    faults: Faults, given: Mapping[str, object], store: str, common: Common
) -> StoreChoice:
    """Return the set-up, and note what the store cannot do."""
    available = store == REDIS and given.get("environment") == PRODUCTION
    if given.get("high_availability") is not None:
        available = read_flag(faults, given, "high_availability")
    gateway = read_flag(faults, given, "api_management")
    mode = given.get("throughput_mode")
    if mode is not None:
        mode = choice(faults, "throughputMode", mode, THROUGHPUT_MODES)
    if store == REDIS:
        _check_redis(faults, given, common)
    elif gateway:
        what = "API Management caches in Redis only"
        faults.add("apiManagement", f"{what}; leave it out, or write store 'redis'")
    return StoreChoice(available, gateway, mode)


def check_dimensions(faults: Faults, store: str, dimensions: int) -> None:
    """Note more dimensions than an index of the store takes."""
    if store == COSMOS and dimensions > MOST_DIMENSIONS:
        what = f"{dimensions} are more than an index of Cosmos DB takes"
        faults.add("dimensions", f"{what}; write {MOST_DIMENSIONS} or fewer, or store 'redis'")


def throughput(faults: Faults, chosen: StoreChoice, size: RedisSize | CosmosSize) -> str | None:
    """Return serverless or autoscale, None for Redis, and note a load that is too much.

    Serverless holds no throughput ready: an idle cache then takes storage only. It is taken as far
    as it reaches.
    """
    if isinstance(size, RedisSize):
        return None
    needed = size.ru_per_s
    reaches = needed <= MOST_SERVERLESS_RU_PER_S
    if chosen.throughput_mode == SERVERLESS and not reaches:
        what = f"'serverless' gives {MOST_SERVERLESS_RU_PER_S:,} RU/s and the load takes"
        faults.add("throughputMode", f"{what} {needed:,.0f}; write 'autoscale', or leave it out")
    if needed > MOST_RU_PER_S:
        what = f"the load takes {needed:,.0f} RU/s and a container gives {MOST_RU_PER_S:,}"
        faults.add("traffic.requestsPerSecond", f"{what}; split it into several caches")
    if size.given_max_ru_per_s is not None:
        return AUTOSCALE
    return chosen.throughput_mode or (SERVERLESS if reaches else AUTOSCALE)


def explain(chosen: StoreChoice, mode: str | None, size: RedisSize | CosmosSize) -> list[str]:
    """Say what the set-up means for power, money and later changes."""
    if isinstance(size, RedisSize):
        return _explain_redis(chosen, size)
    asked = f"{size.ru_per_s:,.0f} RU/s in the busiest minute ({PEAK_FACTOR:.2f} x the mean)"
    told = {
        SERVERLESS: f"serverless: {asked}; nothing is held ready, up to "
        f"{MOST_SERVERLESS_RU_PER_S:,} RU/s of a container",
        AUTOSCALE: f"autoscale: {asked}; up to {size.autoscale_max_ru_per_s:,} RU/s, a tenth of "
        "which is always held ready",
    }
    return [told[mode or SERVERLESS]]


def _explain_redis(chosen: StoreChoice, size: RedisSize) -> list[str]:
    nodes = (
        "nodes: two; the second cannot be taken away later"
        if chosen.high_availability
        else "nodes: one, half of the power; a second can be added later, but never taken away"
    )
    told = [nodes, "scaling down is limited: start small, and scale up when memory is used by 75 %"]
    if (size.sku.memory_gb or 0) >= PREVIEW_GB:
        told.append(f"sizes of {PREVIEW_GB} GB and more were a preview in May 2025")
    if chosen.api_management:
        told.append(
            "keys are on: API Management reaches Redis by a connection string and knows no Entra"
        )
    return told


def _check_redis(faults: Faults, given: Mapping[str, object], common: Common) -> None:
    if given.get("throughput_mode") is not None:
        what = "Redis has a size and no throughput to choose"
        faults.add("throughputMode", f"{what}; leave it out, or write store 'cosmos'")
    for index, caller in enumerate(common.callers):
        if caller.principal_type == "Group":
            what = "Azure Managed Redis knows no groups of Entra"
            fix = "name the users and applications, or write store 'cosmos'"
            faults.add(f"callers[{index}].principalType", f"{what}; {fix}")
