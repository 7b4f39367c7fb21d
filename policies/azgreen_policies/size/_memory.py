"""Which size of Redis do the declared entries take?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import EstimateError, UnknownNameError
from azgreen.estimate.need import Need
from azgreen.estimate.sizing.cache import DEFAULT_PAYLOAD_BYTES
from azgreen.estimate.sizing.redis import FULL_SHARE, RedisSize, size_redis
from azgreen_policies._reading import fields, number

CLASSIC_GB: Final = {
    "C": (0.25, 1.0, 2.5, 6.0, 13.0, 26.0, 53.0),
    "P": (0.0, 6.0, 13.0, 26.0, 53.0, 120.0),
}
"""Memory of Azure Cache for Redis by family and capacity: azure-docs, cache-configure and
cache-planning-faq; there is no P0. It retires on 2028-09-30, so it is not in the catalogue."""

_MOST_ENTRIES: Final = 1e15


@dataclass(frozen=True)
class Room:
    """A size and what it holds; the price is that of a node and hour, None where none is known."""

    name: str
    memory_gb: float
    usd_per_h: float | None = None

    def __str__(self) -> str:
        """Say how large it is, and what it costs."""
        price = "" if self.usd_per_h is None else f", {self.usd_per_h:g} USD/h a node"
        return f"{self.name} ({self.memory_gb:g} GB{price})"


Sizes = tuple[Room, Room]


def entries_of(need: Need) -> RedisSize | None:
    """Return what the declared entries take; None where none are declared, or nothing holds them.

    A lookup takes no memory, and what a size answers in a second no source says: so the traffic
    decides nothing here.
    """
    if need.entries is None or need.entries > _MOST_ENTRIES:
        return None
    payload = need.entry_bytes or DEFAULT_PAYLOAD_BYTES
    try:
        return size_redis(math.ceil(need.entries), round(need.dimensions or 0), payload)
    except EstimateError:
        return None


def sizes_of(props: Mapping[str, Any], need: RedisSize, *, is_managed: bool) -> Sizes | None:
    """Return the size that a cache has and the one that is enough; None where one is not known."""
    sku = fields(props.get("sku"))
    if is_managed:
        has, enough = managed(str(sku.get("name"))), managed(need.sku.name)
    else:
        family, capacity = str(sku.get("family")), number(sku.get("capacity"))
        has = classic(family, capacity or 0, number(props.get("shardCount")) or 1)
        enough = None if has is None else least_classic(family, need.used_gb)
    return None if has is None or enough is None else (has, enough)


def managed(name: str) -> Room | None:
    """Return a size of Azure Managed Redis; None where its memory is not known."""
    try:
        sku = catalog.cache_sku(name)
    except UnknownNameError:
        return None
    price = None if sku.price is None else sku.price.usd
    return None if sku.memory_gb is None else Room(sku.name, sku.memory_gb, price)


def classic(family: str, capacity: float, shards: float) -> Room | None:
    """Return a size of Azure Cache for Redis; None where there is none such."""
    sizes = CLASSIC_GB.get(family.upper(), ())
    if capacity not in range(len(sizes)):
        return None
    of_shards = f" x {shards:g}" if shards > 1 else ""
    name = f"{family.upper()}{capacity:g}{of_shards}"
    return Room(name, sizes[int(capacity)] * max(1.0, shards))


def least_classic(family: str, used_gb: float) -> Room | None:
    """Return the smallest size of a family that holds so much with room to spare."""
    rooms = (classic(family, number, 1) for number in range(len(CLASSIC_GB[family.upper()])))
    fits = (room for room in rooms if room and room.memory_gb * FULL_SHARE >= used_gb)
    return next((room for room in fits if room.memory_gb), None)
