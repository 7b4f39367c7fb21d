"""How much memory do a model's weights and its requests take on each GPU?

    KV bytes = values per token and layer x bytes x (full layers x tokens
               + other layers x min(tokens, window))
    sequences = (share x memory - weights / GPUs - engine) / KV bytes on each GPU

GQA keeps 2 x KV heads x head size values per token and layer and spreads the heads over the GPUs, a
whole head at least on each; MLA keeps one latent, which every GPU holds whole (vLLM).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from azgreen.catalog import Architecture

GIB: Final = 2**30

MEMORY_SHARE: Final = 0.9
"""Of a GPU's memory that the engine takes: vLLM's default `gpu_memory_utilization`."""

ENGINE_OVERHEAD_GIB: Final = 2.5
"""Activations, CUDA graphs and communication on each GPU.

Assumption, set so that an A100-80 holds 54 sequences of 8,192 tokens of Llama-3-8B, as
ridgepoint 0.1.2 reports: 2.1 to 3.1 do.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What the memory of each GPU of a replica holds."""

    weights_bytes: float
    sequence_bytes: int
    usable_bytes: float

    @property
    def sequences(self) -> int:
        """Sequences of full length that fit together; 0 where not even the weights leave room."""
        free = self.usable_bytes - self.weights_bytes
        return max(0, math.floor(free / self.sequence_bytes))


def kv_bytes(architecture: Architecture, tokens: float, value_bytes: float = 2) -> int:
    """Return the bytes that a sequence of so many tokens keeps, all GPUs together."""
    window = tokens if architecture.window_tokens is None else architecture.window_tokens
    others = architecture.layers - architecture.full_layers
    kept = architecture.full_layers * tokens + others * min(tokens, window)
    return math.ceil(kept * architecture.kv_values_per_token_and_layer * value_bytes)


def kv_bytes_per_gpu(
    architecture: Architecture, tokens: float, gpus: int, value_bytes: float = 2
) -> int:
    """Return the bytes that a sequence keeps on each of the GPUs that share the model."""
    whole = kv_bytes(architecture, tokens, value_bytes)
    heads = architecture.kv_heads
    if heads is None:
        return whole
    return math.ceil(whole * math.ceil(heads / gpus) / heads)


def held(weights_bytes: float, sequence_bytes: int, gpus: int, gpu_memory_gib: float) -> Held:
    """Return what each of `gpus` GPUs holds of a model and of sequences that take so much there."""
    usable = (MEMORY_SHARE * gpu_memory_gib - ENGINE_OVERHEAD_GIB) * GIB
    return Held(weights_bytes / gpus, sequence_bytes, usable)
