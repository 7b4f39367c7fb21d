"""How much energy does a request take?

    GPU J per request = output_tokens * j(batch) + input_tokens * PREFILL_SHARE * j(64)
    IT Wh             = GPU J * HOST_OVERHEAD / 3600

with j the GPU energy per output token, fitted to measurements (`EnergyFit`). Batch size matters
most and no provider publishes it, so it is the main axis from low to high; the size of the model is
the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import Spread
from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from azgreen.catalog import Model
    from azgreen.estimate.traffic import Traffic


@dataclass(frozen=True, slots=True)
class EnergyFit:
    """Coefficients of the logarithm of GPU energy in J per output token.

    ln j = intercept + batch ln b + batch_squared (ln b)^2 + gpus ln g + active ln A + total ln T

    b: requests in flight per replica; g: H100 GPUs per replica; A, T: active and total parameters
    in billions.
    """

    intercept: float
    batch: float
    batch_squared: float
    gpus: float
    active: float
    total: float


FIT = EnergyFit(0.2472, -0.9000, 0.0412, 0.6946, 0.2505, 0.2036)
"""Least squares over 258 runs of 3 to 405 billion parameters on 1 to 8 NVIDIA H100.

Source: ML.ENERGY leaderboard v3.0 (2026-02-16), chat and GPQA tasks, vLLM; made by
`scripts/fit_energy.py`. Error on a model that the fit has not seen: 28 % mean, 22 % median.
"""

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


def gpus_per_replica(total_params_b: float, weight_bytes: int) -> int:
    """Return the H100 GPUs that hold a model of `total_params_b` billions: a power of two."""
    memory_gb = _MEMORY_OVERHEAD * total_params_b * weight_bytes
    return 2 ** max(0, math.ceil(math.log2(memory_gb / _GPU_MEMORY_GB)))


def gpu_j_per_output_token(
    batch: float, active_params_b: float, total_params_b: float, gpus: int
) -> float:
    """Return the GPU energy in J per output token, by `FIT` (formula in `EnergyFit`)."""
    log_batch = math.log(batch)
    return math.exp(
        FIT.intercept
        + FIT.batch * log_batch
        + FIT.batch_squared * log_batch**2
        + FIT.gpus * math.log(gpus)
        + FIT.active * math.log(active_params_b)
        + FIT.total * math.log(total_params_b)
    )


def gpu_j_per_request(model: Model, traffic: Traffic) -> Spread:
    """Return the GPU energy of one request in J, prefill and decode.

    Raises:
        EstimateError: the size of the model is not known.
    """
    decode = _per_token(model, BATCH_SIZES)
    middle = BATCH_SIZES[1]
    prefill = PREFILL_SHARE * _per_token(model, (middle, middle, middle))
    return decode * traffic.output_tokens + prefill * traffic.input_tokens


def energy_wh(gpu_j: Spread) -> Spread:
    """Return the IT energy in Wh for a GPU energy in J: with host and idle machines, no PUE."""
    return gpu_j * HOST_OVERHEAD * (1 / _JOULES_PER_WH)


def _per_token(model: Model, batches: tuple[int, int, int]) -> Spread:
    active, total = model.active_params_b, model.total_params_b
    if active is None or total is None:
        reason = f"the size of model {model.name!r} is not known, so neither is its energy"
        raise EstimateError(f"{reason}; choose a model whose size the catalogue lists")
    sizes = ((active.low, total.low), (active.mid, total.mid), (active.high, total.high))
    low, mid, high = (
        gpu_j_per_output_token(batch, a, t, gpus_per_replica(t, weight))
        for batch, (a, t), weight in zip(batches, sizes, _WEIGHT_BYTES, strict=True)
    )
    return Spread(low, mid, high)
