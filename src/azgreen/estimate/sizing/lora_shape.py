"""Which matrices does a LoRA adapter stand beside, and how many weights has it?

adapter weights = layers x sum over its modules of rank x (in + out)      arXiv 2106.09685
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import dense_shape
from azgreen.catalog import model as model_named
from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Matrix:
    """One linear map of a layer."""

    inputs: int
    outputs: int

    @property
    def weights(self) -> int:
        """How many numbers it holds."""
        return self.inputs * self.outputs


@dataclass(frozen=True, slots=True)
class LoraShape:
    """What of a model decides the memory of its fine-tuning."""

    layers: int
    hidden_dim: int
    ffn_dim: int
    heads_dim: int
    """Of all heads that ask, together."""
    kept_dim: int
    """Of keys and values, together."""
    vocabulary: int
    tied_embeddings: bool
    matrices: Mapping[str, Matrix]
    """Of each layer, by the name that Hugging Face's libraries give the module."""

    @property
    def matrix_weights(self) -> int:
        """Weights of all layers' matrices; norms and biases are too few to count."""
        return self.layers * sum(item.weights for item in self.matrices.values())

    @property
    def token_weights(self) -> int:
        """Weights that read the tokens and write them."""
        return self.vocabulary * self.hidden_dim * (1 if self.tied_embeddings else 2)

    def adapter_weights(self, rank: int, modules: Iterable[str]) -> int:
        """Return the weights of an adapter beside these modules of every layer."""
        chosen = [self.matrices[name] for name in modules]
        return self.layers * sum(rank * (item.inputs + item.outputs) for item in chosen)


def lora_shape(model: str) -> LoraShape:
    """Return the shape of an open, dense model of the catalogue.

    Raises:
        CatalogError: there is no such model, or its widths are not listed.
        EstimateError: its attention is none that is counted here.
    """
    known = model_named(model)
    widths, architecture = dense_shape(known.name), known.architecture
    if architecture is None or not architecture.kv_heads or not architecture.head_dim:
        raise EstimateError(f"{known.name!r}: its attention is not counted here; choose another")
    return shape_of(
        architecture.layers,
        (widths.hidden_dim, widths.ffn_dim),
        (widths.heads * architecture.head_dim, 2 * architecture.kv_heads * architecture.head_dim),
        vocabulary=widths.vocabulary,
        tied=widths.tied_embeddings,
        fused=widths.fused_projections,
    )


def shape_of(  # noqa: PLR0913 - a shape has that many parts
    layers: int,
    widths: tuple[int, int],
    attention: tuple[int, int],
    *,
    vocabulary: int,
    tied: bool,
    fused: bool,
) -> LoraShape:
    """Return the shape of layers with grouped-query attention and a gated feed-forward network.

    Args:
        layers: How many.
        widths: Of what flows through, and of the feed-forward network.
        attention: Widths of all queries, and of all keys and values together.
        vocabulary: Tokens.
        tied: Whether one matrix reads and writes the tokens.
        fused: Whether projections of the same input are one matrix.
    """
    (hidden, ffn), (asks, kept) = widths, attention
    read = _together(hidden, ffn, asks + kept) if fused else _apart(hidden, ffn, asks, kept // 2)
    matrices = {
        **read,
        "o_proj": Matrix(asks, hidden),
        "down_proj": Matrix(ffn, hidden),
    }
    return LoraShape(layers, hidden, ffn, asks, kept, vocabulary, tied, matrices)


def _together(hidden: int, ffn: int, all_heads: int) -> dict[str, Matrix]:
    return {
        "qkv_proj": Matrix(hidden, all_heads),
        "gate_up_proj": Matrix(hidden, 2 * ffn),
    }


def _apart(hidden: int, ffn: int, asks: int, keys: int) -> dict[str, Matrix]:
    return {
        "q_proj": Matrix(hidden, asks),
        "k_proj": Matrix(hidden, keys),
        "v_proj": Matrix(hidden, keys),
        "gate_proj": Matrix(hidden, ffn),
        "up_proj": Matrix(hidden, ffn),
    }
