"""Which machines, and how many, does one model get?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.errors import AzgreenError, InputError, nearest
from azgreen.estimate import Traffic
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import GpuNeed, GpuOption, GpuSize, limited_to, size_gpu
from azgreen_components._inputs import Faults, at, number, text, whole_number
from azgreen_components.online_endpoint.args import DEFAULT_LATENCY_TARGET_MS

_OF_THE_NEED = {"input_tokens + output_tokens": "traffic", "model": "model"}


@dataclass(frozen=True)
class Asked:
    """What a deployment is to do, as far as it could be read."""

    model: catalog.Model
    traffic: Traffic
    location: str
    min_instances: int


def read_size(
    faults: Faults, path: str, fields: Mapping[str, object], asked: Asked, today: date
) -> GpuSize | None:
    """Return the machines of a deployment, or note why there are none or not those given."""
    instances = _instances(faults, path, fields)
    least = asked.min_instances if instances is None else instances
    need = GpuNeed(
        asked.model.name,
        asked.traffic.input_tokens,
        asked.traffic.output_tokens,
        _latency_ms(faults, path, fields),
        # the busiest minute has to be served as well
        requests_per_second=asked.traffic.requests_per_second * PEAK_FACTOR,
        min_instances=least,
        region=asked.location,
    )
    size = _sized(faults, path, need, today)
    if size is not None and fields.get("instance_type") is not None:
        size = _of_type(faults, at(path, "instance_type"), fields["instance_type"], size)
    if size is not None and instances is not None:
        _check_enough(faults, at(path, "instances"), instances, size.choice)
    return size


def _latency_ms(faults: Faults, path: str, fields: Mapping[str, object]) -> float:
    given = fields.get("latency_target_ms")
    if given is None:
        return DEFAULT_LATENCY_TARGET_MS
    return number(faults, at(path, "latency_target_ms"), given) or DEFAULT_LATENCY_TARGET_MS


def _instances(faults: Faults, path: str, fields: Mapping[str, object]) -> int | None:
    given = fields.get("instances")
    if given is None:
        return None
    return whole_number(faults, at(path, "instances"), given, "machines")


def _sized(faults: Faults, path: str, need: GpuNeed, today: date) -> GpuSize | None:
    try:
        return size_gpu(need, today)
    except InputError as error:
        for fault in error.faults:
            faults.add(at(path, _OF_THE_NEED.get(fault.where, fault.where)), fault.what)
    except AzgreenError as error:
        faults.add(at(path, "model"), str(error))
    return None


def _of_type(faults: Faults, path: str, given: object, size: GpuSize) -> GpuSize | None:
    """Return the size with the given type alone, or note why that one will not do."""
    name = text(faults, path, given)
    if name is None:
        return None
    own = limited_to(size, name)
    if own is None:
        reasons = {item.instance.lower(): item.reason for item in size.rejected}
        reason = reasons.get(name.lower())
        best = f"use {size.choice.instance.name!r} or leave it out"
        names = [item.name for item in catalog.instances(serves_endpoints=True)]
        faults.add(
            path,
            f"unknown instance type {name!r}; {nearest(name, names)}"
            if reason is None
            else f"{name!r} {reason}; {best}",
        )
    return own


def _check_enough(faults: Faults, path: str, given: int, best: GpuOption) -> None:
    if given < best.instances:
        full = best.use * best.instances / given
        what = f"{given} of {best.instance.name} would be {full:.0%} full in the busiest minute"
        faults.add(path, f"{what}; write {best.instances} or more, or leave it out")
