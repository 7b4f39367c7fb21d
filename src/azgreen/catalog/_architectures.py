"""What of a model must a GPU's memory hold: how many layers, and what each keeps per token?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load

if TYPE_CHECKING:
    from azgreen.catalog._load import Row

ATTENTIONS = ("gqa", "mla")
"""Grouped-query attention keeps keys and values; multi-head latent attention keeps one latent."""

COLUMNS = (
    "model",
    "attention",
    "layers",
    "full_layers",
    "window_tokens",
    "kv_heads",
    "head_dim",
    "latent_dim",
    "rope_dim",
    "bytes_per_weight",
    "source",
    "source_date",
)
_MOST_LAYERS, _MOST_TOKENS, _MOST_DIM = 1000, 10_000_000, 65_536
_LEAST_BYTES, _MOST_BYTES = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of a model's memory; which fields are None follows from `attention`.

    With "gqa" a layer keeps 2 x `kv_heads` x `head_dim` values per token, with "mla"
    `latent_dim` + `rope_dim`. `full_layers` of the `layers` keep every token of the context, the
    others only the last `window_tokens`.
    """

    attention: str
    layers: int
    full_layers: int
    window_tokens: int | None
    kv_heads: int | None
    head_dim: int | None
    latent_dim: int | None
    rope_dim: int | None
    bytes_per_weight: float
    """As published, over all weights: a mean where their formats differ."""
    source: str

    @property
    def kv_values_per_token_and_layer(self) -> int:
        """How many numbers a layer keeps for each token that it keeps."""
        if self.attention == "mla":
            return (self.latent_dim or 0) + (self.rope_dim or 0)
        return 2 * (self.kv_heads or 0) * (self.head_dim or 0)


def architecture_of(model: str) -> Architecture | None:
    """Return the architecture of the model of exactly this name, or None where unpublished."""
    return _architectures().get(model)


@cache
def _architectures() -> dict[str, Architecture]:
    rows = load("architectures.csv", COLUMNS, ("model",))
    return {row.text("model"): _architecture(row) for row in rows}


def _architecture(row: Row) -> Architecture:
    attention, layers = row.one_of("attention", ATTENTIONS), row.whole("layers", 1, _MOST_LAYERS)
    full = row.whole("full_layers", 1, layers)
    needed = ("kv_heads", "head_dim") if attention == "gqa" else ("latent_dim", "rope_dim")
    for column in ("kv_heads", "head_dim", "latent_dim", "rope_dim"):
        if bool(row.cells[column]) != (column in needed):
            raise row.fault(f"{column} does not go with {attention!r}; fill {', '.join(needed)}")
    if bool(row.cells["window_tokens"]) != (full < layers):
        raise row.fault("window_tokens is for the layers beyond full_layers; fill both or neither")
    return Architecture(
        attention=attention,
        layers=layers,
        full_layers=full,
        window_tokens=row.whole_or_none("window_tokens", 1, _MOST_TOKENS),
        kv_heads=row.whole_or_none("kv_heads", 1, _MOST_DIM),
        head_dim=row.whole_or_none("head_dim", 1, _MOST_DIM),
        latent_dim=row.whole_or_none("latent_dim", 1, _MOST_DIM),
        rope_dim=row.whole_or_none("rope_dim", 1, _MOST_DIM),
        bytes_per_weight=row.number("bytes_per_weight", _LEAST_BYTES, _MOST_BYTES),
        source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
    )
