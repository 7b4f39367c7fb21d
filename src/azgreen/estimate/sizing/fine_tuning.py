"""Which is the smallest machine that a LoRA fine-tuning fits on, and what does a run emit?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import instance as instance_named
from azgreen.catalog import instances
from azgreen.catalog import model as model_named
from azgreen.catalog import region as region_named
from azgreen.errors import EstimateError, nearest
from azgreen.estimate.footprint import DEFAULT_REGION
from azgreen.estimate.sizing.fine_tuning_option import FineTuningOption, refused, run_on
from azgreen.estimate.sizing.gpu_option import Rejected
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.lora_memory import (
    ACTIVATION_SPREAD,
    USABLE_SHARE,
    Lora,
    LoraMemory,
    lora_memory,
)
from azgreen.estimate.sizing.lora_shape import lora_shape
from azgreen.estimate.sizing.memory import GIB
from azgreen.estimate.sizing.training import UTILISATION

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import InstanceType

RANK: Final = 16
DROPOUT: Final = 0.05
SEQUENCE_TOKENS: Final = 1024
"""Defaults of TRL 1.16.0, as rank and dropout are."""
EPOCHS: Final = 3.0
BATCH_SIZE: Final = 1
"""Our judgement: what does not fit with one sequence does not fit at all."""


@dataclass(frozen=True, slots=True)
class FineTuningNeed:
    """What is to be trained, on how much, with which settings."""

    model: str
    tokens: float
    """Of the training data, once through."""
    epochs: float = EPOCHS
    rank: int = RANK
    modules: tuple[str, ...] = ()
    """Every matrix of a layer when left out, as QLoRA found best (arXiv 2305.14314)."""
    dropout: float = DROPOUT
    batch_size: int = BATCH_SIZE
    sequence_tokens: int = SEQUENCE_TOKENS
    four_bit: bool = False
    region: str = DEFAULT_REGION
    instance_type: str | None = None
    """The smallest that will do when left out."""


@dataclass(frozen=True, slots=True)
class FineTuningSize:
    """The choice, every other machine that would do, and why the rest would not."""

    need: FineTuningNeed
    lora: Lora
    memory: LoraMemory
    adapter_weights: int
    options: tuple[FineTuningOption, ...]
    """Smallest first: least GPU memory, then fewest vCPUs, then by price."""
    rejected: tuple[Rejected, ...]

    @property
    def choice(self) -> FineTuningOption:
        """The smallest."""
        return self.options[0]

    @property
    def cleanest(self) -> FineTuningOption:
        """The one whose run emits the least, if all reach the same share of their peak."""
        return min(self.options, key=lambda item: item.gco2e.mid)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "model": self.need.model,
            "region": self.need.region,
            **self.choice.as_dict(),
            "adapter_weights": self.adapter_weights,
            "memory": self.memory.as_dict(),
            "others": [item.as_dict() for item in self.options[1:]],
            "rejected": {item.instance: item.reason for item in self.rejected},
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about, one thing a line."""
        best, memory, need = self.choice, self.memory, self.need
        activations = f"{memory.activations.mid / GIB:.1f}"
        ends = f"{ACTIVATION_SPREAD.low:g} to {ACTIVATION_SPREAD.high:g} times that"
        parts = f"weights {memory.weights / GIB:.1f} + adapter {memory.adapter / GIB:.1f}"
        held = f"{best.instance.gpu_memory_gib:g} GiB of {best.instance.name}"
        usd = "not known" if best.usd is None else f"{best.usd} USD"
        beside = ", ".join(self.lora.modules)
        carbon = f"{best.gco2e * 0.001} kgCO2e in {need.region}, use and hardware"
        return [
            (
                f"memory: {parts} + activations {activations} GiB ({ends}); {held}, of which"
                f" {USABLE_SHARE:.0%} count (assumption)"
            ),
            f"adapter: {self.adapter_weights:,} weights of rank {need.rank} beside {beside}",
            (
                f"a run: {best.hours} GPU-hours for {need.tokens:,.0f} tokens x {need.epochs:g}"
                f" epochs at {UTILISATION.low:.0%} to {UTILISATION.high:.0%} of the peak"
            ),
            f"it takes {best.energy_kwh} kWh and emits {carbon}",
            f"it costs {usd} (list price, East US)",
            *self._cleaner(),
            "weak: memory is counted, not measured; the time is that of large trainings on H100",
        ]

    def _cleaner(self) -> list[str]:
        best, other = self.choice, self.cleanest
        if other is best:
            return []
        kg = f"{other.gco2e.mid / 1000:.3g} kgCO2e instead of {best.gco2e.mid / 1000:.3g}"
        return [f"larger, but perhaps cleaner: {other.instance.name}, {kg}, if it is as well used"]


def size_fine_tuning(need: FineTuningNeed, on: date) -> FineTuningSize:
    """Return the smallest machine on sale that day on which `need` fits, and a run on it.

    Raises:
        InputError: numbers or names that are not usable, all at once.
        EstimateError: it fits on none; says what to relax.
    """
    _check(need)
    shape = lora_shape(need.model)
    lora = Lora(
        int(need.rank),
        need.modules or tuple(shape.matrices),
        need.dropout,
        int(need.batch_size),
        int(need.sequence_tokens),
        need.four_bit,
    )
    memory, adapter = lora_memory(shape, lora), shape.adapter_weights(lora.rank, lora.modules)
    found = [_tried(item, need, memory, on) for item in _asked(need)]
    options = sorted((item for item in found if isinstance(item, FineTuningOption)), key=_smallness)
    rejected = [item for item in found if isinstance(item, Rejected)]
    if not options:
        raise EstimateError(_why_none(need, memory, rejected))
    return FineTuningSize(need, lora, memory, adapter, tuple(options), tuple(rejected))


def _tried(
    machine: InstanceType, need: FineTuningNeed, memory: LoraMemory, on: date
) -> FineTuningOption | Rejected:
    reason = refused(machine, memory, on, named=need.instance_type is not None)
    params = model_named(need.model).active_params_b
    if reason is not None or params is None:
        return Rejected(machine.name, reason or "the size of the model is not known")
    return run_on(machine, params.mid, need.tokens * need.epochs, memory, region_named(need.region))


def _asked(need: FineTuningNeed) -> tuple[InstanceType, ...]:
    return instances() if need.instance_type is None else (instance_named(need.instance_type),)


def _smallness(option: FineTuningOption) -> tuple[float, int, float, str]:
    machine = option.instance
    price = math.inf if machine.usd_per_h is None else machine.usd_per_h
    return machine.gpu_memory_gib, machine.vcpus, price, machine.name


def _why_none(need: FineTuningNeed, memory: LoraMemory, rejected: list[Rejected]) -> str:
    if need.instance_type is not None:
        return f"{rejected[0].instance}: {rejected[0].reason}; leave it out, or write another"
    takes = f"a fine-tuning of {need.model!r} takes up to {memory.total_gib.high:.0f} GiB of a GPU"
    fixes = "shorter sequences, a smaller batch, fewer modules or a smaller model"
    fix = fixes if need.four_bit else f"4-bit weights, {fixes}"
    return f"{takes}, more than one GPU holds; take {fix}"


def _check(need: FineTuningNeed) -> None:
    faults = Faults()
    faults.positive(tokens=need.tokens, epochs=need.epochs)
    faults.whole(rank=need.rank, batch_size=need.batch_size, sequence_tokens=need.sequence_tokens)
    faults.share(dropout=need.dropout)
    faults.named("region", lambda: region_named(need.region))
    if need.instance_type is not None:
        faults.named("instance_type", lambda: instance_named(need.instance_type or ""))
    shape = faults.named("model", lambda: lora_shape(need.model))
    if shape is not None:
        known = tuple(shape.matrices)
        for name in need.modules:
            if name not in known:
                what = f"{name!r} is no module of {need.model!r}"
                faults.add("modules", f"{what}; {nearest(name, known)}")
    most = None if shape is None else model_named(need.model).context_tokens
    if most is not None and need.sequence_tokens > most:
        allowed = f"the context of {need.model!r} is {most:,} tokens"
        faults.add("sequence_tokens", f"{need.sequence_tokens:g} is too many; {allowed}")
    faults.check()
