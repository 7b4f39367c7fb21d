"""How much energy does a request take?

    GPU J per request = output_tokens * j(batch) + input_tokens * PREFILL_SHARE * j(64)
    IT Wh             = GPU J * HOST_OVERHEAD / 3600

with j the GPU energy per output token, fitted to measurements (`azgreen.estimate.decode`). Batch
size matters most and no provider publishes it, so it is the main axis from low to high; the size
and precision of the model and the error of the fit are the others.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from azgreen.catalog import Spread
from azgreen.errors import EstimateError
from azgreen.estimate.decode import FIT, FIT_ERROR, Replica

if TYPE_CHECKING:
    from azgreen.catalog import Model
    from azgreen.estimate.traffic import Traffic


BATCH_SIZES = (256, 64, 8)
"""Requests in flight per replica for the low, middle and high energy: assumed: METHODOLOGY.md."""

PREFILL_SHARE = Spread(1 / 8, 1 / 4, 2 / 5)
"""Energy of an input token as a share of an output token's at the middle batch size.

Low and middle: Azure counts one output token as 8 (gpt-5) or 4 (gpt-4.1) input tokens when it sizes
provisioned throughput (azure-ai-docs, 2026-09-23). High: 2 FLOP per active parameter at 40 % of an
H100's 989 TFLOP/s and 700 W. Prefill is bound by arithmetic, so it does not shrink with the batch.
"""

HOST_OVERHEAD = Spread(1.43, 1.60, 2.0)
"""IT energy (accelerators, host, idle machines; without PUE) over accelerator energy.

Low 83/58 and middle 93/58: shares of host and idle capacity in Google's fleet (August 2025). High:
an NVIDIA DGX H100 at 10.2 kW for 5.6 kW of GPUs, with the same idle share.
"""

_GPU_MEMORY_GB = 80
_MEMORY_OVERHEAD = 1.2  # weights, caches and engine over weights alone: EcoLogits 0.11.3
_WEIGHT_BYTES = (1, 1, 2)  # 8-bit weights, but 16-bit at the high end
_JOULES_PER_WH = 3600.0


def gpus_per_replica(total_params_b: float, weight_bytes: float) -> int:
    """Return the H100 GPUs that hold a model of `total_params_b` billions: a power of two."""
    memory_gb = _MEMORY_OVERHEAD * total_params_b * weight_bytes
    return 2 ** max(0, math.ceil(math.log2(memory_gb / _GPU_MEMORY_GB)))


def gpu_j_per_request(model: Model, traffic: Traffic) -> Spread:
    """Return the GPU energy of one request in J, prefill and decode.

    The cache that an output token reads is that of the whole prompt and half of the answer; an
    input token reads next to none, because those of a prompt read it together.

    Raises:
        EstimateError: the size of the model is not known.
    """
    context = traffic.input_tokens + traffic.output_tokens / 2
    decode = _per_token(_replicas(model, context), BATCH_SIZES)
    middle = BATCH_SIZES[1]
    prefill = PREFILL_SHARE * _per_token(_replicas(model, 0), (middle, middle, middle))
    return decode * traffic.output_tokens + prefill * traffic.input_tokens


def energy_wh(gpu_j: Spread) -> Spread:
    """Return the IT energy in Wh for a GPU energy in J: with host and idle machines, no PUE."""
    return gpu_j * HOST_OVERHEAD * (1 / _JOULES_PER_WH)


def _replicas(model: Model, context_tokens: float) -> tuple[Replica, Replica, Replica]:
    """Return the smallest, the middle and the largest replica that `model` may run on."""
    active, total = model.active_params_b, model.total_params_b
    if active is None or total is None:
        reason = f"the size of model {model.name!r} is not known, so neither is its energy"
        raise EstimateError(f"{reason}; choose a model whose size the catalogue lists")
    sizes = ((active.low, total.low), (active.mid, total.mid), (active.high, total.high))
    low, mid, high = (
        Replica(a, t, gpus_per_replica(t, weight), weight, context_tokens)
        for (a, t), weight in zip(sizes, _WEIGHT_BYTES, strict=True)
    )
    return low, mid, high


def _per_token(replicas: tuple[Replica, Replica, Replica], batches: tuple[int, int, int]) -> Spread:
    """Return J per output token; ends by root sum of squares of the logarithms.

    Batch, replica and fit are uncertain for reasons of their own, so that all three lie at the same
    end is far less likely than that one does: each moves the middle alone, and their distances add
    up as those of independent errors do.
    """
    mid = FIT.j_per_output_token(batches[1], replicas[1])

    def distance(end: int, fit_error: float) -> float:
        by_batch = FIT.j_per_output_token(batches[end], replicas[1]) / mid
        by_replica = FIT.j_per_output_token(batches[1], replicas[end]) / mid
        return math.hypot(*map(math.log, (by_batch, by_replica, fit_error)))

    low, high = distance(0, FIT_ERROR.low), distance(-1, FIT_ERROR.high)
    return Spread(mid * math.exp(-low), mid, mid * math.exp(high))
