"""How many requests does one instance serve, and how long does each take?

An engine with continuous batching works on a growing batch at once. One step of decoding reads the
weights once (`t0` seconds) and each request's cache (`t1`), so a request of n output tokens that
shares the instance with b others takes n (t0 + t1 b), stretched by the share of time that goes into
prefill (`p` seconds a request). With a requests a second, Little's law gives b = a x latency, hence

    latency = unloaded / (1 - busy),    unloaded = p + n t0,    busy = a (p + n t1)

until the batch is full (b = B). More requests then wait in a queue. So an instance is described by
two latencies, alone and in a full batch, and by the rate at which the batch is full; a load test
measures all three, and `from_roofline` estimates them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from azgreen.errors import Fault, InputError
from azgreen.estimate.energy import PREFILL_SHARE

DEFAULT_INPUT_TOKEN_WEIGHT = PREFILL_SHARE.mid
"""Work of an input token over that of an output token, where tokens are counted."""

_BANDWIDTH_SHARE = 0.61  # of the peak that decoding reaches on A100 and H100: ridgepoint 0.1.2
_ARITHMETIC_SHARE = 0.4  # of the peak that prefill reaches: as in PREFILL_SHARE
_FLOP_PER_PARAMETER = 2
_NEVER_ZERO = frozenset(
    {"requests_per_minute", "latency_target_s", "full_latency_s", "unloaded_latency_s", "gpus"}
)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: what it serves of requests of the mean size, and how long it loads."""

    requests_per_minute: float
    """Rate at which the batch is full; more has to wait."""
    latency_target_s: float
    """A request of the mean size that takes longer is late."""
    unloaded_latency_s: float
    """Latency of a request that has the instance for itself."""
    full_latency_s: float
    """Latency in a full batch, without waiting."""
    load_time_s: float = 300.0
    """From the decision to add an instance until it serves: machine, image and weights."""
    gpus: int = 1

    def __post_init__(self) -> None:
        faults = [
            Fault(f"instance.{field.name}", f"{value!r} is not usable; allowed: {allowed}")
            for field in fields(self)
            for value, allowed in [self._allowed(field.name)]
            if not (math.isfinite(value) and value >= 0 and (value > 0 or "at least" in allowed))
        ]
        if not faults:
            faults = self._contradictions()
        if faults:
            raise InputError(faults)

    def _allowed(self, name: str) -> tuple[float, str]:
        bound = "above 0" if name in _NEVER_ZERO else "of at least 0"
        return getattr(self, name), f"a finite number {bound}"

    def _contradictions(self) -> list[Fault]:
        faults = list[Fault]()
        alone, full, target = self.unloaded_latency_s, self.full_latency_s, self.latency_target_s
        if full < alone:
            reason = f"{full:g} is below the unloaded latency {alone:g}; a full batch is no faster"
            faults.append(Fault("instance.full_latency_s", reason))
        if target <= alone:
            reason = f"{target:g} cannot be met: alone, a request takes {alone:g}; raise it"
            faults.append(Fault("instance.latency_target_s", reason))
        return faults

    @property
    def requests_per_second(self) -> float:
        """Rate at which the batch is full."""
        return self.requests_per_minute / 60

    def latency_s(self, busy: float) -> float:
        """Return the latency without waiting at a share `busy` of the full rate (formula above)."""
        most = 1 - self.unloaded_latency_s / self.full_latency_s
        return self.unloaded_latency_s / (1 - most * min(max(busy, 0.0), 1.0))

    @property
    def usable_share(self) -> float:
        """Share of the full rate that still meets the latency target."""
        if self.latency_target_s >= self.full_latency_s:
            return 1.0
        most = 1 - self.unloaded_latency_s / self.full_latency_s
        return (1 - self.unloaded_latency_s / self.latency_target_s) / most

    @property
    def usable_requests_per_minute(self) -> float:
        """Rate that still meets the latency target without anyone waiting."""
        return self.requests_per_minute * self.usable_share


@dataclass(frozen=True, slots=True)
class Engine:
    """What decides an instance's speed: the model's size and the accelerators' peak figures."""

    params_b: float
    weight_gb: float
    kv_bytes_per_token: float
    memory_gb_per_s: float
    tflop_per_s: float
    max_batch: int


def from_roofline(
    engine: Engine, input_tokens: float, output_tokens: float, latency_target_s: float
) -> Instance:
    """Estimate an instance from peak figures, for requests of the given mean size.

    t0 = weights / bandwidth, t1 = cache of a request halfway through its answer / bandwidth,
    p = 2 FLOP x parameters x input tokens / arithmetic; bandwidth at 61 % of its peak (measured for
    decoding on A100 and H100 by ridgepoint 0.1.2), arithmetic at 40 %. Not checked against a load
    test: prefer one.
    """
    gb_per_s = engine.memory_gb_per_s * _BANDWIDTH_SHARE
    t0_s = engine.weight_gb / gb_per_s
    cache_gb = (input_tokens + output_tokens / 2) * engine.kv_bytes_per_token / 1e9
    prefill_flop = _FLOP_PER_PARAMETER * engine.params_b * 1e9 * input_tokens
    prefill_s = prefill_flop / (engine.tflop_per_s * 1e12 * _ARITHMETIC_SHARE)
    alone_s = prefill_s + output_tokens * t0_s
    each_s = prefill_s + output_tokens * cache_gb / gb_per_s
    # b = B:  a alone / (1 - a each) = B  =>  a = B / (alone + B each)
    rate = engine.max_batch / (alone_s + engine.max_batch * each_s)
    full_s = alone_s / (1 - rate * each_s)
    return Instance(60 * rate, latency_target_s, alone_s, full_s)
