"""What does a sized instance serve, as autoscale and its replay count it?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from azgreen.estimate.scaling.serving import Instance
from azgreen.estimate.sizing.loading import load_time_s

if TYPE_CHECKING:
    from azgreen.estimate.sizing.gpu import GpuSize

PRODUCTION: Final = "prod"
"""Value of `environment` for which an online deployment has `PRODUCTION_INSTANCES`."""

PRODUCTION_INSTANCES: Final = 3
"""What Microsoft recommends in production (managed online endpoints SKU list, azure-ai-docs)."""

WAIT_SHARE: Final = 0.5
"""How long a request may wait before it counts as late, over its time in a full batch.

Our judgement: who waits half as long again still reads along.
"""


def instance_of(
    size: GpuSize, latency_target_s: float | None = None, load_s: float | None = None
) -> Instance:
    """Return the choice of `size` as an instance of an autoscaled fleet.

    Args:
        size: What was sized; its choice is taken.
        latency_target_s: When a request of the mean size is late; its time in a full batch and
            half of it for waiting when left out.
        load_s: Until a new instance serves; `load_time_s` of the weights when left out.

    Raises:
        InputError: no request can be as fast as the target.
    """
    best, tokens = size.choice, size.need.output_tokens
    full_s = tokens * best.ms_per_output_token / 1000
    target_s = full_s * (1 + WAIT_SHARE) if latency_target_s is None else latency_target_s
    return Instance(
        requests_per_minute=60 * best.requests_per_second,
        latency_target_s=target_s,
        unloaded_latency_s=tokens * best.ms_per_output_token_alone / 1000,
        full_latency_s=full_s,
        load_time_s=load_time_s(size.shape.weights_gib) if load_s is None else load_s,
        gpus=max(1, int(best.instance.gpus)),
    )


def limited_to(size: GpuSize, instance_type: str) -> GpuSize | None:
    """Return the same size with the options of one instance type; None where it will not do."""
    wanted = instance_type.lower()
    options = tuple(item for item in size.options if item.instance.name.lower() == wanted)
    return replace(size, options=options) if options else None
