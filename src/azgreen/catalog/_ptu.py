"""How much does one provisioned throughput unit (PTU) of a model carry, and how few can one buy?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named
from azgreen.errors import CatalogError, UnknownNameError

if TYPE_CHECKING:
    from azgreen.catalog._load import Row

PTU_SKUS = ("DataZoneProvisionedManaged", "GlobalProvisionedManaged", "ProvisionedManaged")
"""The SKUs that are sold in PTUs; the last one stays in its region."""

HOSTS = ("azure", "fireworks")
"""Who serves the model."""

_CONTEXTS = ("short", "long")
_TOKENS = ("input", "cached_input", "cache_write", "output")
COLUMNS = (
    "model",
    "host",
    "pooled_min_ptu",
    "pooled_increment_ptu",
    "regional_min_ptu",
    "regional_increment_ptu",
    "input_tpm_per_ptu",
    "output_ratio",
    *(f"{context}_{token}_weight" for context in _CONTEXTS for token in _TOKENS),
    "image_input_weight",
    "image_output_weight",
    "max_prompt_tokens",
    "latency_target_tokens_per_s",
    "listed",
    "source",
    "source_date",
)
_MOST_PTU, _MOST_TPM, _MOST_WEIGHT, _MOST_PROMPT = 100_000, 10_000_000, 100.0, 100_000_000


@dataclass(frozen=True, slots=True)
class PtuWeights:
    """What a token of each kind counts, in ordinary input tokens of a short context."""

    input: float
    cached_input: float
    cache_write: float
    output: float


@dataclass(frozen=True, slots=True)
class PtuLot:
    """The fewest PTUs that one deployment takes, and the step in which it grows."""

    min_ptu: int
    increment_ptu: int


@dataclass(frozen=True, slots=True)
class PtuRow:
    """A model in the table of provisioned throughput; None stands for what it does not say.

    Tokens count in one of three ways. With `output_ratio`, cached input is free and an output token
    counts as that many of input. With `short_context` and `long_context` each kind has its weight.
    With `image_input_weight` and `image_output_weight` image tokens do, beside text input.
    """

    model: str
    host: str
    pooled: PtuLot
    """For the global and data zone SKUs."""
    regional: PtuLot | None
    """None where the model is not offered in one region."""
    input_tpm_per_ptu: int
    output_ratio: float | None
    short_context: PtuWeights | None
    long_context: PtuWeights | None
    image_input_weight: float | None
    image_output_weight: float | None
    max_prompt_tokens: int | None
    """Longer prompts are turned away or spill over."""
    latency_target_tokens_per_s: float | None
    listed: bool
    """Whether the newest table still has the model."""
    source: str

    def lot(self, sku: str) -> PtuLot:
        """Return the least and the step of a deployment under `sku`, in any case.

        Raises:
            UnknownNameError: the SKU is not one that is sold in PTUs.
            CatalogError: the model is not offered under it.
        """
        known = ptu_sku(sku)
        lot = self.regional if known == "ProvisionedManaged" else self.pooled
        if lot is None:
            pooled = "DataZoneProvisionedManaged, GlobalProvisionedManaged"
            raise CatalogError(f"{self.model!r} is not offered as {known!r}; allowed: {pooled}")
        return lot


def ptu(model: str) -> PtuRow:
    """Return the row of the model called `name`, in any case.

    Raises:
        UnknownNameError: no such model, or none that is sold in PTUs.
    """
    name = model_named(model).name
    if name not in _rows():
        raise UnknownNameError("model in the table of PTUs", name, _rows())
    return _rows()[name]


def ptu_rows() -> tuple[PtuRow, ...]:
    """Return the whole table, sorted by model."""
    return tuple(_rows().values())


def ptu_sku(name: str) -> str:
    """Return a SKU that is sold in PTUs as Azure writes it."""
    found = next((sku for sku in PTU_SKUS if sku.lower() == name.lower()), None)
    if found is None:
        raise UnknownNameError("provisioned sku", name, PTU_SKUS)
    return found


@cache
def _rows() -> dict[str, PtuRow]:
    return {row.text("model"): _ptu_row(row) for row in load("ptu.csv", COLUMNS, ("model",))}


def _ptu_row(row: Row) -> PtuRow:
    short, long = (_weights(row, context) for context in _CONTEXTS)
    if (short is None) != (long is None):
        raise row.fault("weights of one context only; fill those of both or none")
    return PtuRow(
        model=row.text("model"),
        host=row.one_of("host", HOSTS),
        pooled=_lot(row, "pooled"),
        regional=_lot(row, "regional") if row.cells["regional_min_ptu"] else None,
        input_tpm_per_ptu=row.whole("input_tpm_per_ptu", 1, _MOST_TPM),
        output_ratio=row.number_or_none("output_ratio", 1, _MOST_WEIGHT),
        short_context=short,
        long_context=long,
        image_input_weight=row.number_or_none("image_input_weight", 0, _MOST_WEIGHT),
        image_output_weight=row.number_or_none("image_output_weight", 0, _MOST_WEIGHT),
        max_prompt_tokens=row.whole_or_none("max_prompt_tokens", 1, _MOST_PROMPT),
        latency_target_tokens_per_s=row.number_or_none("latency_target_tokens_per_s", 1, 10_000),
        listed=row.one_of("listed", ("yes", "no")) == "yes",
        source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
    )


def _lot(row: Row, kind: str) -> PtuLot:
    least, step = (row.whole(f"{kind}_{name}_ptu", 1, _MOST_PTU) for name in ("min", "increment"))
    return PtuLot(least, step)


def _weights(row: Row, context: str) -> PtuWeights | None:
    if not row.cells[f"{context}_input_weight"]:
        return None
    return PtuWeights(
        *(row.number(f"{context}_{name}_weight", 0, _MOST_WEIGHT) for name in _TOKENS)
    )
