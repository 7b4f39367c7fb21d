"""Which size of Azure Managed Redis holds the entries of a semantic cache?

    bytes per entry = key + payload + 2 x 4 x dimensions + links
    used            = entries x bytes per entry
    a size fits when used <= memory x usable share x 75 %

The vector stands twice: in the entry itself and in the index of RediSearch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import cache_skus
from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from azgreen.catalog import CacheSku

KEY_BYTES: Final = 200
"""Key, expiry, field names and allocation of a hash; assumption."""

LINK_BYTES: Final = 8 * (2 * 16 + 16 / 3)
"""HNSW with M = 16: 2.33 M links of 8 bytes.

Source: redis.io, vector sets, memory; that RediSearch's graph is as large is an assumption.
"""

FULL_SHARE: Final = 0.75
"""Used share of the memory at which to scale up: azure-docs, articles/redis, best practices."""

VECTOR_COPIES: Final = 2
_FLOAT_BYTES: Final = 4
_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class RedisSize:
    """The smallest size that holds the entries."""

    sku: CacheSku
    entries: int
    bytes_per_entry: float

    @property
    def used_gb(self) -> float:
        """Memory of all entries."""
        return self.entries * self.bytes_per_entry / _GB

    @property
    def most_entries(self) -> int:
        """Entries at which the size is to be changed."""
        return int(_room_gb(self.sku) * _GB / self.bytes_per_entry)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "sku": self.sku.name,
            "memory_gb": self.sku.memory_gb,
            "bytes_per_entry": self.bytes_per_entry,
            "used_gb": self.used_gb,
            "most_entries": self.most_entries,
            "high_availability": self.sku.high_availability,
            "modules": ["RediSearch"],
            "clustering_policy": "EnterpriseCluster",
            "eviction_policy": "NoEviction",
            "usd_per_h": self.sku.usd_per_h,
        }

    def explain(self) -> list[str]:
        """Say how the size came about."""
        return [
            (
                f"entry: {self.bytes_per_entry:,.0f} bytes = key {KEY_BYTES} + payload + "
                f"{VECTOR_COPIES} x vector (entry and index) + links {LINK_BYTES:.0f} (assumption)"
            ),
            f"used: {self.entries:,} entries = {self.used_gb:.3g} GB",
            (
                f"size: {self.sku.name}, {self.sku.memory_gb:g} GB x {self.sku.usable_share:.0%} "
                f"usable x {FULL_SHARE:.0%}, where one scales up: {self.most_entries:,} entries"
            ),
            "NoEviction, which RediSearch needs, lets a cache fill up: set a time to live",
        ]


def size_redis(entries: int, dimensions: int, payload_bytes: float) -> RedisSize:
    """Return the smallest size that can look up by vector and holds the entries.

    Of families with the same memory the one that also has the smallest size on sale is taken.

    Raises:
        EstimateError: not even the largest holds them.
    """
    vector = VECTOR_COPIES * _FLOAT_BYTES * dimensions
    each = KEY_BYTES + payload_bytes + vector + LINK_BYTES
    used_gb = entries * each / _GB
    able = [sku for sku in cache_skus() if sku.redisearch and sku.memory_gb is not None]
    fit = [sku for sku in able if _room_gb(sku) >= used_gb]
    if not fit:
        most = int(max(map(_room_gb, able)) * _GB / each)
        reason = f"{entries:,} entries take {used_gb:,.0f} GB, and no size holds more than {most:,}"
        raise EstimateError(f"{reason}; shorten their time to live or take fewer dimensions")
    least = {
        family: min(sku.memory_gb or 0 for sku in able if sku.family == family)
        for family in {sku.family for sku in able}
    }
    sku = min(fit, key=lambda item: (item.memory_gb or 0, least[item.family], item.name))
    return RedisSize(sku, entries, each)


def _room_gb(sku: CacheSku) -> float:
    return (sku.usable_gb or 0.0) * FULL_SHARE
