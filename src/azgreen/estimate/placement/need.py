"""How much capacity does a workload need under a SKU, in the SKU's own units?

Thousands of tokens for the busiest minute, thousands of input tokens that a day puts into the queue
of a batch, or the PTUs that `size_ptu` computes for the busiest minute without any cache hits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import BATCH, PROVISIONED, capacity_unit, way_of
from azgreen.errors import InputError
from azgreen.estimate.capacity import PEAK_FACTOR, capacity_enqueued_kilotokens, capacity_ktpm
from azgreen.estimate.sizing import PtuLoad, size_ptu

if TYPE_CHECKING:
    from azgreen.estimate.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Need:
    """Units of capacity; None where they cannot be computed, and `reason` says why."""

    units: int | None
    unit: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.units} {self.unit}"


class Needs:
    """What one traffic needs; each model and SKU is computed once."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._found: dict[tuple[str, str], Need] = {}

    def of(self, model: str, sku: str) -> Need:
        """Return what a model needs under a SKU."""
        way = way_of(sku)
        key = (model, sku) if way == PROVISIONED else ("", way)
        if key not in self._found:
            self._found[key] = self._need(model, sku, way)
        return self._found[key]

    def _need(self, model: str, sku: str, way: str) -> Need:
        unit = capacity_unit(sku)
        if way == PROVISIONED:
            return self._ptu(model, sku, unit)
        capacity = capacity_enqueued_kilotokens if way == BATCH else capacity_ktpm
        return Need(capacity(self._traffic), unit)

    def _ptu(self, model: str, sku: str, unit: str) -> Need:
        traffic = self._traffic
        per_minute = 60 * PEAK_FACTOR * traffic.requests_per_second
        load = PtuLoad(per_minute, traffic.input_tokens, traffic.output_tokens)
        try:
            return Need(size_ptu(model, sku, load).ptu, unit)
        except InputError as error:
            return Need(None, unit, "; ".join(fault.what for fault in error.faults))
