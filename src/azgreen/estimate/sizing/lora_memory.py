"""How much memory of one GPU does a LoRA fine-tuning take?

    weights     = matrices x bytes + tokens' matrices x 2 (+ the largest matrix unpacked x 2)
    adapter     = its weights x (weight + gradient + two moments of Adam)
    checkpoints = layers x tokens of a batch x width x 2
    one layer   = tokens x what its pass back needs, while it is computed again
    logits      = tokens x vocabulary x 12
    peak        = weights + adapter + checkpoints + the larger of one layer and the logits

with activations computed again in the pass back, as TRL 1.16.0 does unless told otherwise, and
attention that keeps no scores (flash attention). Bytes:

- weights: 2 (bfloat16), or 4.127 bits as NF4 with double quantisation (QLoRA, arXiv 2305.14314),
  which leaves the matrices of the tokens in 16 bits and unpacks one matrix at a time.
- adapter: 16 a weight in 32 bits, as PEFT 0.21.2 keeps adapters beside 16-bit weights; 8 in 16
  bits, as TRL 1.16.0 makes them beside 4-bit ones.
- one layer, for each token: norms 12 x width, queries, keys and values twice 2 each, what attention
  gives 2, feed-forward network 4 x 2 x its width, and of each adapted module its input again: 4 in
  32 bits, and with dropout 4 more and 1 for the mask. A count by hand, as arXiv 2205.05198 counts
  without adapters.
- logits: 2 in 16 bits, 4 in 32, 4 for their gradient, 2 for that in 16: programs that cut them in
  chunks (TRL 1.16.0) take less.

Not measured here: activations are given from half to one and a half of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.estimate.sizing.memory import GIB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.sizing.lora_shape import LoraShape

FOUR_BIT_BYTES: Final = 4.127 / 8
SIXTEEN_BIT_BYTES: Final = 2
ADAPTER_BYTES: Final = {"16 bit": 16, "4 bit": 8}
_LOGIT_BYTES: Final = 12

ACTIVATION_SPREAD: Final = Spread(0.5, 1.0, 1.5)
"""Of the count of activations and logits; assumption: kernels keep more or less than it says."""

USABLE_SHARE: Final = 0.9
"""Of a GPU's memory; assumption: the rest is CUDA's own, its libraries' and lost between blocks."""


@dataclass(frozen=True, slots=True)
class Lora:
    """The settings that decide the memory."""

    rank: int
    modules: Sequence[str]
    dropout: float
    batch_size: int
    """Sequences on the GPU at once."""
    sequence_tokens: int
    four_bit: bool

    @property
    def tokens(self) -> int:
        """Of a batch."""
        return self.batch_size * self.sequence_tokens


@dataclass(frozen=True, slots=True)
class LoraMemory:
    """What one GPU holds at its fullest moment, in bytes."""

    weights: float
    adapter: float
    activations: Spread
    """Checkpoints, and the larger of one layer and the logits."""

    @property
    def total_gib(self) -> Spread:
        """All of it."""
        return (self.activations + Spread.exactly(self.weights + self.adapter)) * (1 / GIB)

    def fits(self, gpu_memory_gib: float) -> bool:
        """Say whether a GPU holds it, at its high end."""
        return self.total_gib.high <= USABLE_SHARE * gpu_memory_gib

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "weights_gib": self.weights / GIB,
            "adapter_gib": self.adapter / GIB,
            "activations_gib": (self.activations * (1 / GIB)).as_dict(),
            "total_gib": self.total_gib.as_dict(),
        }


def lora_memory(shape: LoraShape, lora: Lora) -> LoraMemory:
    """Return what a fine-tuning with these settings holds (formula above)."""
    kind = "4 bit" if lora.four_bit else "16 bit"
    adapter = shape.adapter_weights(lora.rank, lora.modules) * ADAPTER_BYTES[kind]
    checkpoints = shape.layers * lora.tokens * shape.hidden_dim * SIXTEEN_BIT_BYTES
    largest = max(
        lora.tokens * _layer_bytes_per_token(shape, lora),
        lora.tokens * shape.vocabulary * _LOGIT_BYTES,
    )
    return LoraMemory(
        _weights(shape, four_bit=lora.four_bit),
        adapter,
        ACTIVATION_SPREAD * (checkpoints + largest),
    )


def _weights(shape: LoraShape, *, four_bit: bool) -> float:
    tokens = shape.token_weights * SIXTEEN_BIT_BYTES
    if not four_bit:
        return shape.matrix_weights * SIXTEEN_BIT_BYTES + tokens
    unpacked = max(item.weights for item in shape.matrices.values()) * SIXTEEN_BIT_BYTES
    return shape.matrix_weights * FOUR_BIT_BYTES + tokens + unpacked


def _layer_bytes_per_token(shape: LoraShape, lora: Lora) -> int:
    norms = 12 * shape.hidden_dim
    attention = 4 * (shape.heads_dim + shape.kept_dim) + 2 * shape.heads_dim
    network = 8 * shape.ffn_dim
    again = 9 if lora.dropout > 0 else 4
    adapted = again * sum(shape.matrices[name].inputs for name in lora.modules)
    return norms + attention + network + adapted
