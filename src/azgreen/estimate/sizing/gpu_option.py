"""Does one instance type serve a model in time, and with how many instances?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.sizing.decoding import Decoding
from azgreen.estimate.sizing.gpu_footprint import gco2e_per_hour
from azgreen.estimate.sizing.memory import GIB, Held, held, kv_bytes_per_gpu

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Gpu, InstanceType, Region, Spread
    from azgreen.estimate.sizing.gpu_need import GpuNeed, Shape

MOST_INSTANCES: Final = 50
"""Of one deployment: azure-ai-docs, how-to-manage-quotas (2026-01-27)."""

UPGRADE_RESERVE: Final = 1.2
"""Quota that an upgrade takes: azure-ai-docs, quota-allocation-online-deployment."""


def quota_vcpus(instance: InstanceType, instances: int) -> int:
    """Return how many vCPUs of quota a deployment takes, what an upgrade needs included."""
    reserve = 1.0 if instance.skips_upgrade_reserve else UPGRADE_RESERVE
    return math.ceil(round(reserve * instances, 9)) * instance.vcpus


@dataclass(frozen=True, slots=True)
class Rejected:
    """An instance type that will not do."""

    instance: str
    reason: str
    needed_ms: float | None = None
    """Least time per token that it does reach, where that is what is wrong."""
    instances_needed: int | None = None


@dataclass(frozen=True, slots=True)
class GpuOption:
    """One way to serve the need: an instance type, and over how many GPUs a copy is spread."""

    instance: InstanceType
    gpus_per_replica: int
    replicas_per_instance: int
    memory_batch: int
    """Sequences that fit into memory."""
    batch: int
    """Largest batch that also meets the latency target."""
    ms_per_output_token: float
    ms_per_output_token_alone: float
    """Of a request that has a replica for itself."""
    requests_per_second: float
    """Of one instance with full batches."""
    instances: int
    use: float
    gco2e_per_h: Spread

    @property
    def usd_per_h(self) -> float | None:
        """List price, East US; None where none is known."""
        each = self.instance.usd_per_h
        return None if each is None else each * self.instances

    @property
    def quota_vcpus(self) -> int:
        """VCPUs of quota, with the reserve for upgrades where the type needs one."""
        return quota_vcpus(self.instance, self.instances)

    def why_not(self, choice: GpuOption) -> str:
        """Say in numbers why `choice` is better."""
        theirs, ours = self.gco2e_per_h.mid, choice.gco2e_per_h.mid
        return f"{theirs:.4g} gCO2e/h for {self.instances}, the choice {ours:.4g}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "instance_type": self.instance.name,
            "instances": self.instances,
            "gpus_per_replica": self.gpus_per_replica,
            "replicas_per_instance": self.replicas_per_instance,
            "memory_batch": self.memory_batch,
            "batch": self.batch,
            "ms_per_output_token": self.ms_per_output_token,
            "ms_per_output_token_alone": self.ms_per_output_token_alone,
            "requests_per_second_per_instance": self.requests_per_second,
            "use": self.use,
            "quota_vcpus": self.quota_vcpus,
            "gco2e_per_h": self.gco2e_per_h.as_dict(),
            "usd_per_h": self.usd_per_h,
        }


def tried(
    instance: InstanceType, shape: Shape, need: GpuNeed, region: Region, on: date
) -> GpuOption | Rejected:
    """Return the way with the least carbon to serve `need` with this type, or why there is none."""
    gpu = instance.gpu
    refused = _refused(instance, on)
    if gpu is None or refused is not None:
        return Rejected(instance.name, refused or "has no GPU")
    whole = max(1, int(instance.gpus))
    spreads = [2**power for power in range(whole.bit_length()) if whole % 2**power == 0]
    found = [
        _with(instance, _decoding(instance, gpu, n, shape, need), shape, need, region)
        for n in spreads
    ]
    options = [item for item in found if isinstance(item, GpuOption)]
    if options:
        return min(options, key=lambda item: (item.gco2e_per_h.mid, item.gpus_per_replica))
    rejected = [item for item in found if isinstance(item, Rejected)]
    # the one that came furthest: too many instances, then too slow, then too large
    return min(
        rejected,
        key=lambda item: (item.instances_needed is None, item.needed_ms or math.inf),
    )


def _refused(instance: InstanceType, on: date) -> str | None:
    if not instance.serves_endpoints:
        return "is not in the list of managed online endpoints"
    if instance.retires_on is not None and instance.retires_on <= on:
        return f"is retired since {instance.retires_on}"
    if instance.gpu is not None and instance.gpu.embodied_kgco2e is None:
        return f"what making {instance.gpu.name} emitted is not known, so its carbon is not"
    return None


def _with(
    instance: InstanceType, decoding: Decoding, shape: Shape, need: GpuNeed, region: Region
) -> GpuOption | Rejected:
    gpus = decoding.gpus
    room = _held(instance, gpus, shape, need)
    if room.sequences < 1:
        weights = f"{room.weights_bytes / GIB:.1f} GiB of weights on each GPU"
        usable = f"{max(0.0, room.usable_bytes) / GIB:.1f} GiB are free"
        return Rejected(instance.name, f"{weights} and one sequence do not fit; {usable}")
    most = min(room.sequences, int(need.max_batch))
    batch = decoding.largest_batch(most, need.latency_target_ms)
    if batch < 1:
        alone = decoding.ms_per_output_token(1)
        reason = f"takes {alone:.1f} ms per token alone; target {need.latency_target_ms:g}"
        return Rejected(instance.name, reason, needed_ms=alone)
    replicas = max(1, int(instance.gpus)) // gpus
    rate = replicas * decoding.requests_per_second(batch)
    count, use = _count(need, replicas * batch, rate)
    carbon = gco2e_per_hour(instance, count, use, region)
    if count > MOST_INSTANCES or carbon is None:
        reason = f"takes {count} instances; a deployment has at most {MOST_INSTANCES}"
        return Rejected(instance.name, reason, instances_needed=count)
    speed, alone = decoding.ms_per_output_token(batch), decoding.ms_per_output_token(1)
    return GpuOption(
        instance, gpus, replicas, room.sequences, batch, speed, alone, rate, count, use, carbon
    )


def _held(instance: InstanceType, gpus: int, shape: Shape, need: GpuNeed) -> Held:
    tokens = need.input_tokens + need.output_tokens
    kept = kv_bytes_per_gpu(shape.architecture, tokens, gpus, need.kv_value_bytes)
    memory_gib = instance.gpu_memory_gib / max(1.0, instance.gpus)
    return held(shape.weights_gib * GIB, kept, gpus, memory_gib)


def _decoding(instance: InstanceType, gpu: Gpu, gpus: int, shape: Shape, need: GpuNeed) -> Decoding:
    middle = need.input_tokens + need.output_tokens / 2
    kept = kv_bytes_per_gpu(shape.architecture, middle, gpus, need.kv_value_bytes)
    return Decoding(
        active_params_b=shape.active_params_b,
        total_params_b=shape.total_params_b,
        weight_bytes=shape.weight_bytes,
        sequence_gb=kept / 1e9,
        input_tokens=need.input_tokens,
        output_tokens=need.output_tokens,
        gpu=gpu,
        gpus=gpus,
        gpu_share=min(1.0, instance.gpus),
    )


def _count(need: GpuNeed, batch: int, rate: float) -> tuple[int, float]:
    """Return the instances for the load and how full they are."""
    if need.concurrency is not None:
        full = need.concurrency / batch
        count = math.ceil(full)
    else:
        full = (need.requests_per_second or 0.0) / rate
        count = math.ceil(full / need.usable_share)
    count = max(count, int(need.min_instances))
    return count, full / count
