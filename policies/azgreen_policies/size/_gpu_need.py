"""Which machines, and how many, does the declared need of an online deployment take?"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import AzgreenError
from azgreen.estimate import DEFAULT_REGION
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import GpuNeed, GpuSize, size_gpu
from azgreen_policies._reading import region_of
from azgreen_policies.size._gpu_memory import cheapest_machine, shape_of

LATENCY_MS: Final = 100.0
"""Most time between two tokens where no latency is declared: our judgement, twice as fast as people
read, and what `OnlineEndpoint` takes."""


def sized(model: catalog.Model, need: Need, props: Mapping[str, Any], on: date) -> GpuSize | None:
    """Return the machines with the least carbon for the busiest minute of a need.

    None where the need declares no load, or no machine serves it.
    """
    traffic = need.traffic
    if traffic is None:
        return None
    tokens, answer_ms = traffic.output_tokens, need.latency_ms
    try:
        wanted = GpuNeed(
            model.name,
            traffic.input_tokens,
            tokens,
            LATENCY_MS if answer_ms is None else answer_ms / tokens,
            requests_per_second=traffic.requests_per_second * PEAK_FACTOR,
            region=region_of(props) or DEFAULT_REGION,
        )
        return size_gpu(wanted, on)
    except (AzgreenError, ArithmeticError):  # numbers beyond what a float holds are no load either
        return None


def advised(
    model: catalog.Model, need: Need, props: Mapping[str, Any], tokens: float, on: date
) -> catalog.InstanceType | None:
    """Return the machine to take: what the need takes, else the cheapest that holds the model."""
    size, shape = sized(model, need, props, on), shape_of(model)
    if size is not None:
        return size.choice.instance
    return None if shape is None else cheapest_machine(shape, tokens, on)
