"""On which machine does a LoRA fine-tuning fit, and what does a run take there?

    FLOP   = 6 x parameters x tokens x epochs      LoRA, with activations computed again
    hours  = FLOP / (peak x utilisation) / 3600 + start
    kWh    = hours x busy power of GPU and host / 1000
    gCO2e  = kWh x PUE x grid + hardware of the hours
    USD    = hours x list price

Utilisation is that of large trainings on H100; that it holds for one GPU of another kind, and for
4-bit weights, which take time to unpack, is an assumption. One GPU trains: more of them would each
hold a copy of the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.errors import EstimateError
from azgreen.estimate.sizing.gpu_footprint import energy_wh_per_hour, gco2e_per_hour
from azgreen.estimate.sizing.loading import MACHINE_AND_IMAGE_S, READ_GIB_PER_S
from azgreen.estimate.sizing.lora_memory import USABLE_SHARE
from azgreen.estimate.sizing.memory import GIB
from azgreen.estimate.sizing.training import (
    FLOP_PER_PARAM_AND_TOKEN,
    LORA_SHARE,
    RECOMPUTED_SHARE,
    UTILISATION,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from azgreen.catalog import Gpu, InstanceType, Region
    from azgreen.estimate.sizing.lora_memory import LoraMemory

_CLUSTER_SERIES: Final = re.compile(
    r"Standard_(NC\d+as_T4_v3|NC\d+ads_A100_v4|ND\d+\w+_A100_v4|ND\d+asr_v4|NC\d+adi?s_H100_v5"
    r"|ND\d+isr?_H100_v5|ND\d+isr_H200_v5)"
)
"""Series with GPUs that compute clusters take: azure-ai-docs, concept-compute-target."""

_WITHOUT_BFLOAT16: Final = ("T4", "V100")
"""Kinds older than Ampere (TRL 1.16.0, `bf16`)."""


@dataclass(frozen=True, slots=True)
class FineTuningOption:
    """One machine that holds the fine-tuning, and a run on it."""

    instance: InstanceType
    hours: Spread
    """That the machine is there for; one GPU trains, so these are GPU-hours too."""
    energy_kwh: Spread
    """IT energy, without PUE."""
    gco2e: Spread
    usd: Spread | None
    """Pay as you go, East US; None where no price is known."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "instance_type": self.instance.name,
            "gpu_h": self.hours.as_dict(),
            "energy_kwh": self.energy_kwh.as_dict(),
            "gco2e": self.gco2e.as_dict(),
            "usd": None if self.usd is None else self.usd.as_dict(),
        }


def has_bfloat16(gpu: Gpu) -> bool:
    """Return whether a GPU computes in the format that models are published in."""
    return not gpu.name.startswith(_WITHOUT_BFLOAT16)


def refused(instance: InstanceType, memory: LoraMemory, on: date, *, named: bool) -> str | None:
    """Say why a machine will not do, or None; one that is `named` may be without bfloat16."""
    gpu = instance.gpu
    if gpu is None:
        return "has no GPU"
    reasons = [
        *_unfit(instance, gpu, on),
        *([] if named or has_bfloat16(gpu) else [_no_bfloat16(gpu)]),
        *_too_small(instance, memory),
    ]
    return next(iter(reasons), None)


def _unfit(instance: InstanceType, gpu: Gpu, on: date) -> Iterator[str]:
    if instance.retires_on is not None and instance.retires_on <= on:
        yield f"was retired on {instance.retires_on.isoformat()}"
    if not _CLUSTER_SERIES.fullmatch(instance.name):
        yield "is of no series that compute clusters take"
    if gpu.embodied_kgco2e is None:
        yield f"what making {gpu.name} emitted is not known, so its carbon is not"
    if instance.gpus != 1:
        yield f"has {instance.gpus:g} GPUs; one trains"


def _no_bfloat16(gpu: Gpu) -> str:
    return f"{gpu.name} has no bfloat16; name it to train in float16"


def _too_small(instance: InstanceType, memory: LoraMemory) -> Iterator[str]:
    if not memory.fits(instance.gpu_memory_gib):
        usable = f"{USABLE_SHARE:.0%} of {instance.gpu_memory_gib:g} GiB"
        yield f"it takes up to {memory.total_gib.high:.1f} GiB; usable are {usable}"


def run_on(
    instance: InstanceType, params_b: float, tokens: float, memory: LoraMemory, region: Region
) -> FineTuningOption:
    """Return a run of so many tokens, all epochs together, on a machine that was not refused.

    Raises:
        EstimateError: what the machine emits is not known.
    """
    gpu, each = instance.gpu, gco2e_per_hour(instance, 1, 1.0, region)
    if gpu is None or each is None:
        raise EstimateError(f"{instance.name}: what it emits is not known; choose another")
    hours = training_hours(gpu, params_b, tokens) + _start_h(memory)
    price = instance.usd_per_h
    return FineTuningOption(
        instance,
        hours,
        energy_wh_per_hour(instance, 1, 1.0) * hours * 0.001,
        each * hours,
        None if price is None else hours * price,
    )


def training_hours(gpu: Gpu, params_b: float, tokens: float) -> Spread:
    """Return the hours that one GPU trains (formula above)."""
    share = LORA_SHARE + RECOMPUTED_SHARE
    flop = FLOP_PER_PARAM_AND_TOKEN * share * params_b * 1e9 * tokens
    at_peak_h = flop / (gpu.dense_16bit_tflops * 1e12) / 3600
    low, mid, high = UTILISATION.high, UTILISATION.mid, UTILISATION.low
    return Spread(at_peak_h / low, at_peak_h / mid, at_peak_h / high)


def _start_h(memory: LoraMemory) -> Spread:
    """Return what the machine takes until it trains: to nothing, half of, or all an endpoint takes.

    How long a cluster's node takes is not published; the weights are read in any case.
    """
    read_s = memory.weights / GIB / READ_GIB_PER_S
    return Spread(read_s, read_s + MACHINE_AND_IMAGE_S / 2, read_s + MACHINE_AND_IMAGE_S) * (
        1 / 3600
    )
