"""How wide are the layers of an open model, which a training has to hold and differentiate?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from azgreen.catalog._load import load
from azgreen.errors import CatalogError

COLUMNS = (
    "model",
    "hidden_dim",
    "ffn_dim",
    "heads",
    "vocabulary",
    "tied_embeddings",
    "fused_projections",
    "source",
    "source_date",
)
_MOST = 1_000_000
_YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class DenseShape:
    """The widths of a model whose every weight takes part in every token (no experts).

    Layers, KV heads and head size are its `Architecture`'s.
    """

    model: str
    hidden_dim: int
    ffn_dim: int
    """Of the gated feed-forward network, whose gate is as wide."""
    heads: int
    """That ask; those that keep keys and values are fewer."""
    vocabulary: int
    tied_embeddings: bool
    """Whether one matrix reads the tokens and writes them."""
    fused_projections: bool
    """Whether one matrix gives queries, keys and values, and one the gate and what it gates."""
    source: str


def dense_shape(model: str) -> DenseShape:
    """Return the widths of the model of this name, in any case.

    Raises:
        CatalogError: no widths are listed: the model has experts, or its weights are closed.
    """
    known = {item.model.lower(): item for item in dense_shapes()}
    found = known.get(model.lower())
    if found is None:
        names = ", ".join(item.model for item in dense_shapes())
        reason = (
            f"the widths of {model!r} are not in the catalogue, so its training cannot be sized"
        )
        raise CatalogError(f"{reason}; allowed: {names}")
    return found


@cache
def dense_shapes() -> tuple[DenseShape, ...]:
    """Return every model whose widths are known, by name."""
    return tuple(
        DenseShape(
            row.text("model"),
            row.whole("hidden_dim", 1, _MOST),
            row.whole("ffn_dim", 1, _MOST),
            row.whole("heads", 1, _MOST),
            row.whole("vocabulary", 1, _MOST),
            row.one_of("tied_embeddings", _YES_NO) == "yes",
            row.one_of("fused_projections", _YES_NO) == "yes",
            f"{row.text('source')} ({row.day('source_date').isoformat()})",
        )
        for row in load("dense_shapes.csv", COLUMNS, ("model",))
    )
