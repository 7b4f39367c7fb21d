"""Which tier of Azure AI Search, with how many partitions and replicas, holds an index?

    vector GB  = chunks x (bytes of a number x dimensions + graph) x (1 + deleted)
    storage GB = chunks x payload + 3 x vector GB

Source: Microsoft, "Vector index size and staying under limits": HNSW takes about 80 bytes a vector
(20 % at 96 dimensions, 1 % at 1,536), half of all services have under 10 % deleted documents, and
vectors take three times as much disk as memory. What is compressed in memory lies on the disk
beside the three, and what is not `stored` for answers is one of them less ("Eliminate optional
vector instances").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import search_skus
from azgreen.errors import EstimateError
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.money import per_month, told

if TYPE_CHECKING:
    from azgreen.catalog import SearchSku

GRAPH_BYTES: Final = 80
DELETED_SHARE: Final = 0.1
DISK_OVER_MEMORY: Final = 3

PARTITIONS: Final = (1, 2, 3, 4, 6, 12)
"""What Azure AI Search allows: azure-native `search`, docs."""

REPLICAS: Final = {"none": 1, "query": 2, "index": 3}
"""Replicas for the SLA: two for queries, three for queries and indexing (Microsoft's SLA)."""

DEFAULT_PAYLOAD_BYTES: Final = 3000
"""Text and fields of a chunk, with its inverted index; assumption: 512 tokens of four bytes, and
half as much again."""

NUMBER_BYTES: Final = {"none": 4.0, "scalar": 1.0, "binary": 0.125}
"""Of a vector's number in memory, by compression: a float, an int8, a bit (Microsoft, "Compress
vectors using scalar or binary quantization")."""

_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class SearchNeed:
    """The documents of one index."""

    documents: float
    chunks_per_document: float
    dimensions: int
    payload_bytes: float = DEFAULT_PAYLOAD_BYTES
    """Of a chunk."""
    sla: str = "query"
    compression: str = "none"
    """One of `NUMBER_BYTES`."""
    stored: bool = True
    """Whether vectors can be returned in answers, too."""

    @property
    def chunks(self) -> float:
        """Vectors of the index."""
        return self.documents * self.chunks_per_document

    @property
    def vector_gb(self) -> float:
        """Memory of the vector index (formula above)."""
        return self._in_memory_gb(self.compression)

    @property
    def copies(self) -> int:
        """Uncompressed vectors on the disk, for each in the index."""
        return DISK_OVER_MEMORY if self.stored else DISK_OVER_MEMORY - 1

    @property
    def storage_gb(self) -> float:
        """Disk of the index (formula above)."""
        compressed = 0.0 if self.compression == "none" else self.vector_gb
        vectors = self.copies * self._in_memory_gb("none") + compressed
        return self.chunks * self.payload_bytes / _GB + vectors

    def _in_memory_gb(self, compression: str) -> float:
        each = NUMBER_BYTES[compression] * self.dimensions + GRAPH_BYTES
        return self.chunks * each * (1 + DELETED_SHARE) / _GB


@dataclass(frozen=True, slots=True)
class SearchSize:
    """The service to take, and why each other tier is not it."""

    need: SearchNeed
    sku: SearchSku
    partitions: int
    replicas: int
    rejected: dict[str, str]

    @property
    def search_units(self) -> int:
        """Partitions x replicas: what is billed."""
        return self.partitions * self.replicas

    @property
    def usd_per_h(self) -> float | None:
        """List price; None where none is known."""
        each = self.sku.price
        return None if each is None else each.usd * self.search_units

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "sku": self.sku.name,
            "tier": self.sku.tier,
            "partition_count": self.partitions,
            "replica_count": self.replicas,
            "search_units": self.search_units,
            "chunks": self.need.chunks,
            "vector_gb": self.need.vector_gb,
            "storage_gb": self.need.storage_gb,
            "usd_per_h": self.usd_per_h,
            "usd_per_month": per_month(self.usd_per_h),
            "rejected": self.rejected,
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the size came about: formula, inputs and sources, one thing a line."""
        need, sku = self.need, self.sku
        has_vector = self.partitions * (sku.vector_gb_per_partition or 0)
        has_disk = self.partitions * (sku.partition_gb or 0)
        number_bytes = NUMBER_BYTES[need.compression]
        each = f"({number_bytes:g} x {need.dimensions:g} + {GRAPH_BYTES}) bytes"
        beside = "" if need.compression == "none" else ", uncompressed, and the compressed"
        return [
            (
                f"vectors: {need.chunks:,.0f} x {each} x {1 + DELETED_SHARE:g} for deleted "
                f"documents = {need.vector_gb:.3g} GB of {has_vector:g}"
            ),
            (
                f"storage: text {need.payload_bytes:g} bytes a chunk (assumption) + "
                f"{need.copies} x vectors{beside} = {need.storage_gb:.3g} GB of {has_disk:g}"
            ),
            self._explain_replicas(),
            (
                "choice: the least storage on all nodes that fits, which stands for the least "
                "hardware; the power of no tier is published"
            ),
            self._explain_price(),
            "limits: search-limits-quotas-capacity (2025-11-20); some regions have less",
        ]

    def _explain_price(self) -> str:
        usd, price = self.usd_per_h, self.sku.price
        if usd is None or price is None:
            return "price: not known"
        return f"price: {told(usd)} for {self.search_units} search units; {price.told}"

    def _explain_replicas(self) -> str:
        least = REPLICAS[self.need.sla]
        told = "query load is not sized: measure it"
        if self.replicas > least:
            told = f"as given; {least} are the fewest"
        return f"replicas: {self.replicas} for the SLA of {self.need.sla!r}; {told}"


def _price(size: SearchSize) -> str:
    usd = size.usd_per_h
    return "price not known" if usd is None else f"{usd:,.4g} USD/h"


def size_search(need: SearchNeed) -> SearchSize:
    """Return the service with the least hardware that holds `need`.

    Raises:
        InputError: a number or name is not usable.
        EstimateError: no tier holds it.
    """
    _check(need)
    replicas, rejected = REPLICAS[need.sla], dict[str, str]()
    found: list[SearchSize] = []
    for sku in search_skus():
        partitions = _partitions(sku, need, replicas)
        if isinstance(partitions, str):
            rejected[sku.name] = partitions
        else:
            found.append(SearchSize(need, sku, partitions, replicas, rejected))
    if not found:
        reason = f"{need.vector_gb:,.0f} GB of vectors, {need.storage_gb:,.0f} GB of storage"
        raise EstimateError(
            f"no tier holds {reason}; take fewer dimensions or quantise, or split the index"
        )
    best = min(found, key=lambda item: (_hardware_gb(item), item.search_units, item.sku.name))
    for item in found:
        if item is not best:
            had, taken = _hardware_gb(item), _hardware_gb(best)
            why = f"{had:g} GB on all nodes, the choice {taken:g}; {_price(item)}"
            rejected[item.sku.name] = why
    return best


def _hardware_gb(size: SearchSize) -> float:
    return size.search_units * (size.sku.partition_gb or 0.0)


def _partitions(sku: SearchSku, need: SearchNeed, replicas: int) -> int | str:
    """Return the fewest partitions that do, or why none do."""
    disk, vectors = sku.partition_gb, sku.vector_gb_per_partition
    most, units, copies = sku.max_partitions, sku.max_search_units, sku.max_replicas
    if disk is None or vectors is None or most is None or units is None or copies is None:
        return "is shared with others and holds no promise"
    if need.dimensions > sku.max_vector_dimensions:
        return f"takes vectors of up to {sku.max_vector_dimensions}"
    allowed = [n for n in PARTITIONS if n <= most and n * replicas <= units and replicas <= copies]
    fit = [n for n in allowed if n * disk >= need.storage_gb and n * vectors >= need.vector_gb]
    if fit:
        return fit[0]
    largest = max(allowed, default=0)
    return (
        f"{largest} partitions hold {largest * vectors:g} GB of vectors, {largest * disk:g} of all"
    )


def _check(need: SearchNeed) -> None:
    faults = Faults()
    faults.whole(documents=need.documents, dimensions=need.dimensions)
    faults.positive(chunks_per_document=need.chunks_per_document, payload_bytes=need.payload_bytes)
    if need.sla not in REPLICAS:
        faults.add("sla", f"{need.sla!r} is unknown; allowed: {', '.join(REPLICAS)}")
    if need.compression not in NUMBER_BYTES:
        known = ", ".join(NUMBER_BYTES)
        faults.add("compression", f"{need.compression!r} is unknown; allowed: {known}")
    faults.check()
