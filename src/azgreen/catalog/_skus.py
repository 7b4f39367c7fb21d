"""How large are the caches, search services and gateways that Azure sells?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from azgreen.catalog._load import load
from azgreen.catalog._service_prices import service_price
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen.catalog._load import Row
    from azgreen.catalog._service_prices import ServicePrice

_Sku = TypeVar("_Sku")

CACHE_COLUMNS = (
    "name",
    "family",
    "memory_gb",
    "usable_share",
    "redisearch",
    "high_availability",
    "geo_replication",
)
SEARCH_COLUMNS = (
    "name",
    "tier",
    "max_indexes",
    "max_partitions",
    "max_replicas",
    "max_search_units",
    "partition_gb",
    "vector_gb_per_partition",
    "max_vector_dimensions",
)
GATEWAY_COLUMNS = (
    "name",
    "generation",
    "max_units",
    "semantic_cache",
    "token_limit",
    "token_metric",
    "load_metric",
)
_MOST_GB, _MOST = 100_000, 100_000


@dataclass(frozen=True, slots=True)
class CacheSku:
    """A size of Azure Managed Redis; None stands for what no source says."""

    name: str
    family: str
    memory_gb: float | None
    usable_share: float
    """What Azure leaves of the memory to the data."""
    redisearch: bool
    """Whether it can look up by vector: what a semantic cache needs."""
    high_availability: bool
    """Whether a second node can be had; without it the cache is for trying out."""
    geo_replication: bool

    @property
    def usable_gb(self) -> float | None:
        """Memory that the data can fill."""
        return None if self.memory_gb is None else self.memory_gb * self.usable_share

    @property
    def price(self) -> ServicePrice | None:
        """Of a node and hour; a cache with high availability has two nodes."""
        return service_price("cache", self.name)


@dataclass(frozen=True, slots=True)
class SearchSku:
    """A tier of Azure AI Search; None stands for a limit that is not told or does not apply."""

    name: str
    tier: str
    """As the documents call it."""
    max_indexes: int
    max_partitions: int | None
    max_replicas: int | None
    max_search_units: int | None
    """Of partitions times replicas."""
    partition_gb: float | None
    vector_gb_per_partition: float | None
    max_vector_dimensions: int

    @property
    def price(self) -> ServicePrice | None:
        """Of a search unit and hour."""
        return service_price("search", self.name)

    def most_replicas(self, partitions: int) -> int:
        """Return how many replicas a service of so many partitions can have; 1 if not told."""
        return min(self.max_replicas or 1, (self.max_search_units or 1) // partitions)


@dataclass(frozen=True, slots=True)
class GatewaySku:
    """A tier of API Management that ARM 2024-05-01 knows."""

    name: str
    generation: str
    max_units: int | None
    semantic_cache: bool
    token_limit: bool
    token_metric: bool
    load_metric: str | None
    """Azure Monitor's name for how busy it is."""

    @property
    def price(self) -> ServicePrice | None:
        """Of a unit and hour; Consumption is paid by the call, and has none."""
        return service_price("gateway", self.name)


def cache_sku(name: str) -> CacheSku:
    """Return the size of cache called `name`, in any case."""
    return _named("cache sku", name, _caches())


def cache_skus() -> tuple[CacheSku, ...]:
    """Return every size of cache: by family, then from small to large; unknown sizes last."""
    return tuple(
        sorted(
            _caches().values(),
            key=lambda sku: (sku.family, sku.memory_gb is None, sku.memory_gb or 0, sku.name),
        )
    )


def search_sku(name: str) -> SearchSku:
    """Return the search tier called `name` ("standard2"), in any case."""
    return _named("search sku", name, _searches())


def search_skus() -> tuple[SearchSku, ...]:
    """Return every search tier, sorted by name."""
    return tuple(_searches().values())


def gateway_sku(name: str) -> GatewaySku:
    """Return the gateway tier called `name` ("BasicV2"), in any case."""
    return _named("gateway sku", name, _gateways())


def gateway_skus() -> tuple[GatewaySku, ...]:
    """Return every gateway tier, sorted by name."""
    return tuple(_gateways().values())


def _named(kind: str, name: str, known: Mapping[str, _Sku]) -> _Sku:
    found = next((sku for key, sku in known.items() if key.lower() == name.lower()), None)
    if found is None:
        raise UnknownNameError(kind, name, known)
    return found


def _flag(row: Row, column: str) -> bool:
    return row.one_of(column, ("yes", "no")) == "yes"


@cache
def _caches() -> dict[str, CacheSku]:
    return {
        row.text("name"): CacheSku(
            name=row.text("name"),
            family=row.text("family"),
            memory_gb=row.number_or_none("memory_gb", 0.1, _MOST_GB),
            usable_share=row.number("usable_share", 0.1, 1),
            redisearch=_flag(row, "redisearch"),
            high_availability=_flag(row, "high_availability"),
            geo_replication=_flag(row, "geo_replication"),
        )
        for row in load("cache_skus.csv", CACHE_COLUMNS, ("name",))
    }


@cache
def _searches() -> dict[str, SearchSku]:
    return {
        row.text("name"): SearchSku(
            name=row.text("name"),
            tier=row.text("tier"),
            max_indexes=row.whole("max_indexes", 1, _MOST),
            max_partitions=row.whole_or_none("max_partitions", 1, _MOST),
            max_replicas=row.whole_or_none("max_replicas", 1, _MOST),
            max_search_units=row.whole_or_none("max_search_units", 1, _MOST),
            partition_gb=row.number_or_none("partition_gb", 0.01, _MOST_GB),
            vector_gb_per_partition=row.number_or_none("vector_gb_per_partition", 0.1, _MOST_GB),
            max_vector_dimensions=row.whole("max_vector_dimensions", 1, _MOST),
        )
        for row in load("search_skus.csv", SEARCH_COLUMNS, ("name",))
    }


@cache
def _gateways() -> dict[str, GatewaySku]:
    return {
        row.text("name"): GatewaySku(
            name=row.text("name"),
            generation=row.one_of("generation", ("classic", "v2", "consumption")),
            max_units=row.whole_or_none("max_units", 1, _MOST),
            semantic_cache=_flag(row, "semantic_cache"),
            token_limit=_flag(row, "token_limit"),
            token_metric=_flag(row, "token_metric"),
            load_metric=row.text_or_none("load_metric"),
        )
        for row in load("gateway_skus.csv", GATEWAY_COLUMNS, ("name",))
    }
