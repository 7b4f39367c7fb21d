"""How much of a search service do the declared documents take, and how much is there?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import EstimateError, UnknownNameError
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import SearchNeed, SearchSize, size_search
from azgreen.estimate.sizing.search import DEFAULT_PAYLOAD_BYTES
from azgreen_policies._reading import fields, number

_MOST_DOCUMENTS: Final = 1e15


@dataclass(frozen=True)
class Service:
    """A search service as it is written."""

    sku: catalog.SearchSku
    replicas: float
    partitions: float

    @property
    def units(self) -> float:
        """What is billed."""
        return self.replicas * self.partitions

    @property
    def partitions_gb(self) -> float:
        """Storage of all partitions of a replica, which stands for the hardware; 0 if shared."""
        return (self.sku.partition_gb or 0) * self.partitions

    def __str__(self) -> str:
        """Say what is there, and what it costs."""
        shape = f"{self.replicas:g} x {self.partitions:g} units of {self.sku.name}"
        price = self.sku.price
        return shape if price is None else f"{shape} ({price.usd * self.units:,.4g} USD/h)"


def service_of(props: Mapping[str, Any]) -> Service | None:
    """Return the service; None where its tier is not one of the catalogue."""
    name = str(fields(props.get("sku")).get("name"))
    try:
        sku = catalog.search_sku(name)
    except UnknownNameError:
        return None
    counts = (number(props.get(key)) for key in ("replicaCount", "partitionCount"))
    return Service(sku, *(1.0 if count is None else max(0.0, count) for count in counts))


def larger(service: Service, need: Need) -> str | None:
    """Say what is enough where the partitions are more than the declared documents take."""
    size = documents_of(need)
    if size is None:
        return None
    most = size.sku.max_replicas or 1
    least = Service(size.sku, min(service.replicas, most), size.partitions)
    if service.partitions_gb <= least.partitions_gb:
        return None
    return f" for {size.need.chunks:,.0f} documents (azgreen-need); {least} are enough"


def documents_of(need: Need) -> SearchSize | None:
    """Return the least that holds the declared documents; None where there are none, or nothing.

    One replica; vectors are not compressed and are kept for answers too, which takes most.
    """
    if need.documents is None or need.documents > _MOST_DOCUMENTS:
        return None
    asked = SearchNeed(
        documents=math.ceil(need.documents),
        chunks_per_document=1,
        dimensions=max(1, round(need.dimensions or 1)),
        payload_bytes=need.entry_bytes or DEFAULT_PAYLOAD_BYTES,
        sla="none",
    )
    try:
        return size_search(asked)
    except EstimateError:
        return None
