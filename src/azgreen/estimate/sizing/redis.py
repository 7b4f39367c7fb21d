"""Which size of Azure Managed Redis holds the entries of a semantic cache?

    bytes per entry = key + payload + 2 x 4 x dimensions + links
    used            = entries x bytes per entry
    a size fits when used <= memory x usable share x 75 %

The vector stands twice: in the entry itself and in the index of RediSearch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import cache_skus
from azgreen.errors import EstimateError
from azgreen.estimate.sizing.money import per_month, told

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
    cheaper: CacheSku | None
    """What holds the entries at the least price, where that is not `sku`."""
    least: CacheSku | None = None
    """The smallest that holds the entries, where another size was given."""

    def given(self, sku: CacheSku) -> RedisSize:
        """Return the same with a size that somebody chose, who knows what is really held."""
        return self if sku == self.sku else replace(self, sku=sku, cheaper=None, least=self.sku)

    @property
    def usd_per_h(self) -> float | None:
        """List price of one node; None where none is known."""
        return _usd_per_h(self.sku)

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
            "usd_per_h": self.usd_per_h,
            "usd_per_month": per_month(self.usd_per_h),
            "usd_per_month_of_two_nodes": per_month(_twice(self.usd_per_h)),
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
            *self._explain_given(),
            "NoEviction, which RediSearch needs, lets a cache fill up: set a time to live",
            self._explain_price(),
            "power: not published of any size; the least memory stands for the least hardware",
        ]

    def _explain_given(self) -> list[str]:
        if self.least is None:
            return []
        return [f"given: {self.sku.name}; the entries as declared take {self.least.name}"]

    def _explain_price(self) -> str:
        price = self.sku.price
        if price is None:
            return "price: not known"
        said = f"price: {told(price.usd)} of one node, twice that with high availability"
        other = "" if self.cheaper is None else self._explain_cheaper(self.cheaper)
        return f"{said}; {price.told}{other}"

    def _explain_cheaper(self, sku: CacheSku) -> str:
        return f"; {sku.name} holds them too, at {_usd_per_h(sku) or 0.0:,.4g} USD/h"


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
    return RedisSize(sku, entries, each, _cheaper(sku, fit))


def _cheaper(sku: CacheSku, fit: list[CacheSku]) -> CacheSku | None:
    """Return the cheapest of those that fit, where it costs less than the smallest."""
    now = _usd_per_h(sku)
    known = [(usd, item.name, item) for item in fit if (usd := _usd_per_h(item)) is not None]
    if now is None or not known:
        return None
    usd, _, item = min(known, key=lambda found: found[:2])
    return item if usd < now else None


def _usd_per_h(sku: CacheSku) -> float | None:
    return None if sku.price is None else sku.price.usd


def _twice(usd_per_h: float | None) -> float | None:
    return None if usd_per_h is None else 2 * usd_per_h


def _room_gb(sku: CacheSku) -> float:
    return (sku.usable_gb or 0.0) * FULL_SHARE
