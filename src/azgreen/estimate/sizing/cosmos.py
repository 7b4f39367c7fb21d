"""Which vector index and throughput does a semantic cache in Azure Cosmos DB take?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from azgreen.catalog import service_price
from azgreen.errors import EstimateError
from azgreen.estimate.sizing.money import cosmos_usd_per_h, per_month, told

MOST_FLAT_DIMENSIONS: Final = 505
MOST_DIMENSIONS: Final = 4096
LEAST_QUANTIZED_ENTRIES: Final = 1000
"""All three: azure-databases-docs, nosql/vector-search (2024-12)."""

MOST_QUANTIZED_ENTRIES: Final = 50_000
"""Vectors of a physical partition up to which quantizedFlat does; above, diskANN; assumption, from
Microsoft's advice to use it for small sets."""

SEARCH_RU: Final = {"flat": 200.0, "quantizedFlat": 100.0, "diskANN": 70.0}
"""Request units of one lookup; assumption: published for no size of this kind, so measure it."""

WRITE_RU_PER_KB: Final = 5.0
READ_RU_PER_KB: Final = 1.0
"""Cosmos DB's own rule for items of 1 KB; the vector index comes on top and is not published."""

AUTOSCALE_LEAST_RU_PER_S: Final = 1000
"""Smallest maximum of autoscale, which then goes down to a tenth: cosmos-db/autoscale-faq."""

MOST_SERVERLESS_RU_PER_S: Final = 5_000
"""Of a container; azure-docs, cosmos-db/serverless-performance."""

_FLOAT_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class CosmosSize:
    """The index of a container and the throughput to provision."""

    entries: int
    dimensions: int
    bytes_per_entry: float
    index_type: str
    ru_per_s: float
    given_max_ru_per_s: int | None = None
    """Maximum of autoscale that somebody chose, who knows what is really asked for."""

    @property
    def autoscale_max_ru_per_s(self) -> int:
        """Maximum of autoscale: as it was given, else steps of 1,000."""
        if self.given_max_ru_per_s is not None:
            return self.given_max_ru_per_s
        step = AUTOSCALE_LEAST_RU_PER_S
        return max(1, math.ceil(self.ru_per_s / step)) * step

    @property
    def used_gb(self) -> float:
        """Storage of all entries, without the index."""
        return self.entries * self.bytes_per_entry / 1e9

    @property
    def usd_per_h(self) -> tuple[float, float] | None:
        """List price of serverless and of autoscale at `ru_per_s` all the time; None: not known."""
        return cosmos_usd_per_h(self.ru_per_s, self.autoscale_max_ru_per_s, self.used_gb)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        serverless, autoscale = self.usd_per_h or (None, None)
        return {
            "index_type": self.index_type,
            "bytes_per_entry": self.bytes_per_entry,
            "used_gb": self.used_gb,
            "ru_per_s": self.ru_per_s,
            "autoscale_max_ru_per_s": self.autoscale_max_ru_per_s,
            "serverless_usd_per_h": serverless,
            "serverless_usd_per_month": per_month(serverless),
            "autoscale_usd_per_h": autoscale,
            "autoscale_usd_per_month": per_month(autoscale),
        }

    def explain(self) -> list[str]:
        """Say how index and throughput came about."""
        allowed = f"flat takes up to {MOST_FLAT_DIMENSIONS}, others {MOST_DIMENSIONS}"
        return [
            (
                f"entry: {self.bytes_per_entry:,.0f} bytes = payload + vector of {_FLOAT_BYTES} "
                f"bytes a dimension; {self.entries:,} take {self.used_gb:.3g} GB"
            ),
            f"index: {self.index_type}, {self.entries:,} vectors of {self.dimensions:g}; {allowed}",
            (
                f"throughput: {self.ru_per_s:,.0f} RU/s at {SEARCH_RU[self.index_type]:g} RU a "
                "lookup (assumption: measure the charge of your own queries)"
            ),
            "the vector policy only holds for a new container, and excludes shared throughput",
            self._explain_price(),
            "power: not published",
        ]

    def _explain_price(self) -> str:
        price, found = service_price("cosmos", "serverless"), self.usd_per_h
        if price is None or found is None:
            return "price: not known"
        serverless, autoscale = map(told, found)
        at = f"at {self.ru_per_s:,.0f} RU/s all the time, storage without index"
        return f"price: serverless {serverless}, autoscale {autoscale}, {at}; {price.told}"


def size_cosmos(
    entries: int,
    dimensions: int,
    payload_bytes: float,
    lookups_per_second: float,
    writes_per_second: float,
) -> CosmosSize:
    """Return the index that fits the dimension and the number of vectors, and the throughput.

    RU/s = lookups x (RU of a search + read of an item) + writes x RU of its kilobytes.

    Raises:
        EstimateError: no index takes so many dimensions.
    """
    each = payload_bytes + _FLOAT_BYTES * dimensions
    kind = index_type(entries, dimensions)
    kb = max(1.0, each / 1024)
    searching = lookups_per_second * (SEARCH_RU[kind] + READ_RU_PER_KB * kb)
    writing = writes_per_second * WRITE_RU_PER_KB * kb
    return CosmosSize(entries, dimensions, each, kind, searching + writing)


def index_type(entries: int, dimensions: int) -> str:
    """Return flat, quantizedFlat or diskANN."""
    if dimensions > MOST_DIMENSIONS:
        raise EstimateError(
            f"{dimensions:g} dimensions are too many; allowed: up to {MOST_DIMENSIONS}; "
            "shorten the vectors"
        )
    if dimensions <= MOST_FLAT_DIMENSIONS and entries < LEAST_QUANTIZED_ENTRIES:
        return "flat"
    return "quantizedFlat" if entries <= MOST_QUANTIZED_ENTRIES else "diskANN"
