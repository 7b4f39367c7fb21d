"""What is asked of GPUs: which model, for which requests, how fast?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.footprint import DEFAULT_REGION
from azgreen.estimate.sizing.memory import GIB

if TYPE_CHECKING:
    from azgreen.catalog import Architecture, Model

MOST_SEQUENCES: Final = 256
"""Largest batch: the largest that the fit has seen often, and a default of vLLM's."""

USABLE_SHARE: Final = 0.8
"""Of the full rate that a load may take, so that bursts do not wait; assumption."""


@dataclass(frozen=True, slots=True)
class GpuNeed:
    """Requests of one mean size; give `requests_per_second` or `concurrency`, not both."""

    model: str
    input_tokens: float
    output_tokens: float
    latency_target_ms: float
    """Most time between two tokens of an answer."""
    requests_per_second: float | None = None
    concurrency: float | None = None
    """Requests in flight at once."""
    weight_bytes: float | None = None
    """Bytes per parameter; as published when left out."""
    kv_value_bytes: float = 2.0
    max_batch: int = MOST_SEQUENCES
    usable_share: float = USABLE_SHARE
    min_instances: int = 1
    region: str = DEFAULT_REGION


@dataclass(frozen=True, slots=True)
class Shape:
    """What of the model decides memory and speed."""

    model: Model
    architecture: Architecture
    active_params_b: float
    total_params_b: float
    weight_bytes: float

    @property
    def weights_gib(self) -> float:
        """All weights together."""
        return self.total_params_b * 1e9 * self.weight_bytes / GIB
