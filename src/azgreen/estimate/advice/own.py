"""What do GPUs of one's own emit in a month, counted as a provider's tokens are?

in flight b   = requests/s of a copy x latency                      Little's law, mean load
nobody there  = exp(-b) of the time                                 arrivals at random
batch         = b / (1 - exp(-b))                                   while anybody is there
gCO2e         = (decoding at that batch + idle) x host x PUE x grid + hardware of all hours
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.errors import EstimateError
from azgreen.estimate.advice.machines import PROVIDER_BATCH, Month
from azgreen.estimate.energy import BATCH_SIZES
from azgreen.estimate.sizing import instance_of
from azgreen.estimate.sizing.gpu_footprint import gco2e_per_hour, hardware_gco2e_per_hour

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.sizing import GpuSize


@dataclass(frozen=True, slots=True)
class OwnGpus:
    """A month of instances of one's own; all carbon in gCO2e a month."""

    batch: float
    """Mean requests in flight on a copy while there is any."""
    idle_share: float
    """Of the time, in which there is none."""
    decoding: Spread
    """Use by the requests, decode and prefill."""
    is_held: bool
    """Whether the middle of it is held to the power of the boards."""
    decoding_at_provider_batch: Spread
    """The same on the same GPUs, were the batch that of a provider in the middle."""
    idle: Spread
    hardware: Spread
    as_by_the_token: Spread
    """The same requests to the same model in the same region, counted as a provider's."""
    by_power: Spread
    """The same instances as `size gpu` counts them: by board power and time."""

    @property
    def gco2e(self) -> Spread:
        """All of it."""
        return self.decoding + self.idle + self.hardware

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; carbon is in gCO2e a month."""
        named = {
            "decoding": self.decoding,
            "decoding_at_provider_batch": self.decoding_at_provider_batch,
            "idle": self.idle,
            "hardware": self.hardware,
            "as_by_the_token": self.as_by_the_token,
            "by_power": self.by_power,
        }
        carbon = {f"{name}_gco2e_per_month": value.as_dict() for name, value in named.items()}
        told = {"batch": self.batch, "idle_share": self.idle_share, "is_held": self.is_held}
        return {**told, **carbon}

    def explain(self) -> list[str]:
        """Say what of the difference to a provider is batch, and what idle time and hardware."""
        batches = f"{PROVIDER_BATCH} ({BATCH_SIZES[0]} to {BATCH_SIZES[-1]})"
        parts = f"decoding {_kg(self.decoding)} + idle {_kg(self.idle)} + hardware"
        held = (
            "decoding is held to the power of the boards: for this model the fit is too high or "
            "the roofline too fast"
        )
        return [
            (
                f"own GPUs: {self.gco2e * 0.001} kgCO2e a month = {parts} {_kg(self.hardware)}; "
                f"the load makes a batch of {self.batch:.1f}, and nobody is there "
                f"{self.idle_share:.0%} of the time"
            ),
            *([held] if self.is_held else []),
            (
                f"at the provider's assumed batch of {batches} the same model on shared machines "
                f"there would take {self.as_by_the_token * 0.001}"
            ),
            self._explain_difference(),
            f"by board power, as size gpu counts, the same instances take {self.by_power * 0.001}",
        ]

    def _explain_difference(self) -> str:
        batch, rest = self._by_batch / 1000, self._by_rest / 1000
        at = f"decoding on these GPUs at {PROVIDER_BATCH}: {_kg(self.decoding_at_provider_batch)}"
        others = "kind of GPU, precision, idle time and hardware that is not shared"
        return (
            f"of the difference the batch makes {batch:+,.4g} ({at}), {others} {rest:+,.4g}, by "
            "the middles"
        )

    @property
    def _by_batch(self) -> float:
        return self.decoding.mid - self.decoding_at_provider_batch.mid

    @property
    def _by_rest(self) -> float:
        return self.gco2e.mid - self.as_by_the_token.mid - self._by_batch


def own_gpus(size: GpuSize, requests_per_second: float, hours: float) -> OwnGpus:
    """Return `hours` of the choice of `size` under the mean load `requests_per_second`.

    Raises:
        EstimateError: what making its GPUs emitted is not known.
    """
    best, gpu = size.choice, size.choice.instance.gpu
    use = requests_per_second / best.instances / best.requests_per_second
    by_power = gco2e_per_hour(best.instance, best.instances, use, size.region)
    hardware = hardware_gco2e_per_hour(best.instance, best.instances)
    if gpu is None or by_power is None or hardware is None:
        reason = "what making its GPUs emitted is not known"
        raise EstimateError(f"{best.instance.name}: {reason}; choose another instance type")
    in_flight = _in_flight(size, use)
    idle_share, batch = math.exp(-in_flight), in_flight / -math.expm1(-in_flight)
    month = Month(size, gpu, requests_per_second, hours, 1 - idle_share)
    decoding = month.gpu_j(batch)
    return OwnGpus(
        batch=batch,
        idle_share=idle_share,
        decoding=month.used(month.held(decoding)),
        is_held=decoding.mid > month.most_j,
        decoding_at_provider_batch=month.used(month.held(month.gpu_j(PROVIDER_BATCH))),
        idle=month.used(month.idle_j),
        hardware=hardware * hours,
        as_by_the_token=month.as_by_the_token(),
        by_power=by_power * hours,
    )


def _in_flight(size: GpuSize, use: float) -> float:
    """Return the mean number of requests at once on a copy of the model."""
    best = size.choice
    rate = use * best.requests_per_second / best.replicas_per_instance
    return rate * instance_of(size).latency_s(use)


def _kg(grams: Spread) -> str:
    return f"{grams.mid / 1000:,.4g}"
