"""What do the requests of a load count, in the tokens that provisioned throughput is measured in?

    normalised tokens per request = input x (1 - cached) + ratio x output         up to GPT-5.x
                                  = input x (plain x w_input + cached x w_cached
                                    + written x w_write) + output x w_output      GPT-6 and newer

Source: Microsoft, "Provisioned throughput sizing" (2026-09-23), as `catalog/data/ptu.csv` holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azgreen.catalog import PtuRow


@dataclass(frozen=True, slots=True)
class PtuLoad:
    """The requests of the busiest minute that is to be carried, all of the same mean size."""

    requests_per_minute: float
    input_tokens: float
    output_tokens: float
    cache_rate: float = 0.0
    """Share of the input tokens that the prompt cache holds already."""
    cache_write_rate: float = 0.0
    """Share of the input tokens that is written to the prompt cache; counts from GPT-6 on."""
    is_long_context: bool = False
    """Whether the long-context weights of GPT-6 hold; the table does not say from where on."""


def normalised_tokens(row: PtuRow, load: PtuLoad) -> float:
    """Return what a request counts, in ordinary input tokens (the formulas of this module)."""
    return sum(tokens * weight for tokens, weight, _ in _parts(row, load))


def formula(row: PtuRow, load: PtuLoad) -> str:
    """Write the sum of `normalised_tokens` out."""
    return " + ".join(
        f"{tokens:g} {name} x {weight:g}" for tokens, weight, name in _parts(row, load) if tokens
    )


def _parts(row: PtuRow, load: PtuLoad) -> list[tuple[float, float, str]]:
    cached = load.input_tokens * load.cache_rate
    weights = row.long_context if load.is_long_context else row.short_context
    if weights is None:
        plain, ratio = load.input_tokens - cached, row.output_ratio or 0.0
        return [(plain, 1.0, "uncached input"), (load.output_tokens, ratio, "output")]
    written = load.input_tokens * load.cache_write_rate
    plain = load.input_tokens - cached - written
    return [
        (plain, weights.input, "uncached input"),
        (cached, weights.cached_input, "cached input"),
        (written, weights.cache_write, "written to the cache"),
        (load.output_tokens, weights.output, "output"),
    ]
