"""With which settings is the adapter trained, and on which machine does that fit?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from azgreen import catalog
from azgreen.errors import CatalogError, EstimateError, InputError
from azgreen.estimate.sizing import (
    BATCH_SIZE,
    DROPOUT,
    EPOCHS,
    RANK,
    SEQUENCE_TOKENS,
    FineTuningNeed,
    FineTuningSize,
    has_bfloat16,
    size_fine_tuning,
)
from azgreen_components._amounts import amount, amount_within
from azgreen_components._common import read_flag
from azgreen_components._inputs import Faults, at, given_or, listed, text, whole_number

ALPHA_PER_RANK: Final = 2
"""As TRL 1.16.0 has it: 32 for a rank of 16."""
STEP_SEQUENCES: Final = 16
"""Of a step of the optimiser: QLoRA's batch (arXiv 2305.14314, table 9)."""
LEARNING_RATE: Final = 2e-4
LARGE_LEARNING_RATE: Final = 1e-4
LARGE_PARAMS_B: Final = 33
"""From so many on QLoRA takes smaller steps (same table)."""
_WHERE: Final = {
    "tokens": "trainingTokens",
    "modules": "targetModules",
    "batch_size": "sequencesAtOnce",
    "region": "location",
}
"""What a sizing's inputs are called here, where they are called otherwise."""


@dataclass(frozen=True)
class Training:
    """How the adapter is trained."""

    size: FineTuningSize
    alpha: int
    learning_rate: float
    accumulated: int
    """Rounds of sequences that make a step of the optimiser."""

    @property
    def precision(self) -> str:
        """In which it is computed, as PyTorch calls it."""
        gpu = self.size.choice.instance.gpu
        return "bfloat16" if gpu is None or has_bfloat16(gpu) else "float16"


def read_training(
    faults: Faults, given: Mapping[str, object], location: str, today: date
) -> Training | None:
    """Return the settings and the machine; None where any of them cannot be used."""
    need = _need(faults, given, location)
    rank = RANK if need is None else need.rank
    alpha = _count(faults, given, "alpha", ALPHA_PER_RANK * rank, "its scale")
    rate = _rate(faults, given)
    batch = _count(faults, given, "batch_size", STEP_SEQUENCES, "sequences")
    size = None if need is None else _size(faults, need, today)
    if size is None or alpha is None or rate is None or batch is None:
        return None
    at_once = size.lora.batch_size
    if batch % at_once:
        what = f"{batch} is no multiple of sequencesAtOnce, {at_once}"
        faults.add("batchSize", f"{what}; write one, such as {-(-batch // at_once) * at_once}")
    return Training(size, alpha, rate, batch // at_once)


def _need(faults: Faults, given: Mapping[str, object], location: str) -> FineTuningNeed | None:
    model = _named(faults, given, "model")
    tokens = _amount(faults, given, "training_tokens", None, "tokens")
    epochs = _amount(faults, given, "epochs", EPOCHS, "times")
    dropout = amount_within(
        faults, "dropout", given_or(given, "dropout", DROPOUT), "a share", (0, 1)
    )
    rank = _count(faults, given, "rank", RANK, "dimensions")
    at_once = _count(faults, given, "sequences_at_once", BATCH_SIZE, "sequences")
    length = _count(faults, given, "sequence_tokens", SEQUENCE_TOKENS, "tokens")
    modules = _modules(faults, given)
    machine, four_bit = _named(faults, given, "instance_type"), read_flag(faults, given, "four_bit")
    if model is None or tokens is None or epochs is None or dropout is None or not location:
        return None
    if rank is None or at_once is None or length is None or modules is None:
        return None
    settings = rank, modules, dropout, at_once, length, four_bit
    return FineTuningNeed(model, tokens, epochs, *settings, location, machine)


def _size(faults: Faults, need: FineTuningNeed, today: date) -> FineTuningSize | None:
    try:
        return size_fine_tuning(need, today)
    except InputError as error:
        for fault in error.faults:
            # a region that is not known is noted already
            faults.add_once(_WHERE.get(fault.where, at("", fault.where)), fault.what)
    except EstimateError as error:
        path = "model" if need.instance_type is None else "instanceType"
        faults.add(path, str(error))
    return None


def _rate(faults: Faults, given: Mapping[str, object]) -> float | None:
    return _amount(faults, given, "learning_rate", _usual_rate(given.get("model")), "any size")


def _usual_rate(model: object) -> float:
    try:
        known = catalog.model(str(model)).total_params_b
    except CatalogError:
        return LEARNING_RATE
    large = known is not None and known.mid >= LARGE_PARAMS_B
    return LARGE_LEARNING_RATE if large else LEARNING_RATE


def _modules(faults: Faults, given: Mapping[str, object]) -> tuple[str, ...] | None:
    if given.get("target_modules") is None:
        return ()
    items = listed(faults, "targetModules", given["target_modules"], "modules", least=1)
    read = [text(faults, f"targetModules[{index}]", item) for index, item in enumerate(items)]
    names = [item for item in read if item is not None]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        faults.add("targetModules", f"{twice[0]!r} is there twice; take one out")
    return tuple(names) if names and len(names) == len(items) else None


def _named(faults: Faults, given: Mapping[str, object], field: str) -> str | None:
    value = given.get(field)
    return None if value is None else text(faults, at("", field), value)


def _amount(
    faults: Faults, given: Mapping[str, object], field: str, usual: float | None, unit: str
) -> float | None:
    value = given_or(given, field, usual)
    return None if value is None else amount(faults, at("", field), value, unit)


def _count(
    faults: Faults, given: Mapping[str, object], field: str, usual: int, unit: str
) -> int | None:
    return whole_number(faults, at("", field), given_or(given, field, usual), unit)
