"""Which GPU instances, and how many, serve an open model with the least carbon?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.catalog import instances
from azgreen.catalog import model as model_named
from azgreen.catalog import region as region_named
from azgreen.errors import EstimateError
from azgreen.estimate.sizing.decoding import BANDWIDTH_SHARE
from azgreen.estimate.sizing.gpu_need import GpuNeed, Shape
from azgreen.estimate.sizing.gpu_option import MOST_INSTANCES, GpuOption, Rejected, tried
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.memory import ENGINE_OVERHEAD_GIB, MEMORY_SHARE, kv_bytes

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Region


@dataclass(frozen=True, slots=True)
class GpuSize:
    """The choice, everything else that would do, and why the rest would not."""

    need: GpuNeed
    shape: Shape
    region: Region
    options: tuple[GpuOption, ...]
    """Least carbon first, at a tie least price, then fewest vCPUs; one for each instance type."""
    rejected: tuple[Rejected, ...]

    @property
    def choice(self) -> GpuOption:
        """The option with the least carbon."""
        return self.options[0]

    @property
    def kv_bytes_per_sequence(self) -> int:
        """Cache of a request at the end of its answer."""
        return kv_bytes(self.shape.architecture, _tokens(self.need), self.need.kv_value_bytes)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "model": self.shape.model.name,
            "region": self.region.name,
            "weights_gib": self.shape.weights_gib,
            "kv_bytes_per_sequence": self.kv_bytes_per_sequence,
            **self.choice.as_dict(),
            "others": [
                {**item.as_dict(), "why_not": item.why_not(self.choice)}
                for item in self.options[1:]
            ],
            "rejected": {item.instance: item.reason for item in self.rejected},
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about: formula, inputs and sources, one thing a line."""
        best, shape = self.choice, self.shape
        size = f"{shape.total_params_b:g} billion x {shape.weight_bytes:g} bytes"
        room = f"{MEMORY_SHARE:.0%} of each GPU less {ENGINE_OVERHEAD_GIB} GiB for the engine"
        speed = f"a batch of {best.batch} takes {best.ms_per_output_token:.1f} ms per token"
        rate = f"{best.requests_per_second:.2f} requests/s an instance"
        return [
            f"weights: {size} = {shape.weights_gib:.1f} GiB; {shape.architecture.source}",
            f"cache: {self.kv_bytes_per_sequence:,} bytes for {_tokens(self.need):g} tokens",
            f"memory: {room} (assumption) holds {best.memory_batch} sequences",
            (
                f"latency: {speed}, target {self.need.latency_target_ms:g}; roofline at "
                f"{BANDWIDTH_SHARE:.0%} of the bandwidth"
            ),
            f"rate: {rate}; {best.use:.0%} full with {best.instances}",
            *self._explain_footprint(),
        ]

    def _explain_footprint(self) -> list[str]:
        best = self.choice
        reserve = "" if best.instance.skips_upgrade_reserve else ", a fifth of it for upgrades"
        where = f"in {self.region.name}, use and hardware; {self.region.grid_source}"
        return [
            f"quota: {best.quota_vcpus} vCPUs{reserve}",
            f"carbon: {best.gco2e_per_h} gCO2e/h {where}",
            (
                "weak: speed is a roofline, off by 19 % (median, H100), with experts up to twice "
                "too fast: load test before you buy"
            ),
        ]


def size_gpu(need: GpuNeed, on: date) -> GpuSize:
    """Return the instances that serve `need` with the least carbon, of those on sale on that day.

    Raises:
        InputError: a number or name is not usable.
        EstimateError: no instance type serves it; says what to relax first.
    """
    _check(need)
    shape, where = _shape(need), region_named(need.region)
    found = [tried(item, shape, need, where, on) for item in instances()]
    options = [item for item in found if isinstance(item, GpuOption)]
    rejected = tuple(item for item in found if isinstance(item, Rejected))
    if not options:
        raise EstimateError(_why_none(need, rejected))
    options.sort(key=_preference)
    return GpuSize(need, shape, where, tuple(options), rejected)


def _preference(option: GpuOption) -> tuple[float, float, int, str]:
    # types that differ in vCPUs and memory alone emit the same, as far as is known
    price = math.inf if option.usd_per_h is None else option.usd_per_h
    return option.gco2e_per_h.mid, price, option.quota_vcpus, option.instance.name


def _tokens(need: GpuNeed) -> float:
    return need.input_tokens + need.output_tokens


def _check(need: GpuNeed) -> None:
    faults = Faults()
    faults.positive(
        input_tokens=need.input_tokens,
        output_tokens=need.output_tokens,
        latency_target_ms=need.latency_target_ms,
        requests_per_second=need.requests_per_second,
        concurrency=need.concurrency,
        weight_bytes=need.weight_bytes,
        kv_value_bytes=need.kv_value_bytes,
        usable_share=need.usable_share,
    )
    faults.share(usable_share=need.usable_share)
    faults.whole(max_batch=need.max_batch, min_instances=need.min_instances)
    if (need.requests_per_second is None) == (need.concurrency is None):
        faults.add("requests_per_second", "give this or concurrency, one of the two")
    faults.named("region", lambda: region_named(need.region))
    shape = faults.named("model", lambda: _shape(need))
    most = None if shape is None else shape.model.context_tokens
    if shape is not None and most is not None and _tokens(need) > most:
        allowed = f"the context of {shape.model.name!r} is {most:,} tokens"
        faults.add("input_tokens + output_tokens", f"{_tokens(need):g} is too many; {allowed}")
    faults.check()


def _shape(need: GpuNeed) -> Shape:
    model = model_named(need.model)
    active, total, architecture = model.active_params_b, model.total_params_b, model.architecture
    if not model.is_open:
        raise EstimateError(f"{model.name!r} has no open weights to run; choose one that has")
    if active is None or total is None or architecture is None:
        reason = "its shape is not in the catalogue, so its memory is not known"
        raise EstimateError(f"{model.name!r}: {reason}; choose another model")
    weight_bytes = need.weight_bytes or architecture.bytes_per_weight
    return Shape(model, architecture, active.mid, total.mid, weight_bytes)


def _why_none(need: GpuNeed, rejected: tuple[Rejected, ...]) -> str:
    """Say what would have to be relaxed so that the nearest instance type would do."""
    said = f"no instance type serves {need.model!r} so"
    near = [item for item in rejected if item.needed_ms is not None]
    if near:
        best = min(near, key=lambda item: item.needed_ms or math.inf)
        needed = math.ceil(best.needed_ms or 0)
        return f"{said}; raise the latency target to {needed} ms, which {best.instance} meets"
    if any(item.instances_needed for item in rejected):
        return f"{said} with {MOST_INSTANCES} instances; spread the load over several deployments"
    return f"{said}; it does not fit into any: take shorter prompts or fewer bytes per weight"
