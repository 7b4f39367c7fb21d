"""What does one machine of the deployment serve?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from azgreen.errors import AzgreenError, InputError, nearest
from azgreen.estimate.scaling import Instance
from azgreen.estimate.sizing import GpuNeed, GpuSize, instance_of, limited_to, size_gpu
from azgreen_components._inputs import Faults, at, number, text_below
from azgreen_components._models import known_model
from azgreen_components.autoscale.args import DEFAULT_LATENCY_TARGET_MS

_PATHS = {
    "input_tokens + output_tokens": "inputTokens",
    "instance.latency_target_s": "answerTargetSeconds",
}


def read_instance(
    faults: Faults, given: Mapping[str, object], location: str, today: date
) -> Instance | None:
    """Return one machine as it serves, or note why it cannot."""
    sizes = {field: _number(faults, given, field) for field in ("input_tokens", "output_tokens")}
    latency_ms = _number(faults, given, "latency_target_ms") or DEFAULT_LATENCY_TARGET_MS
    answer_s = _number(faults, given, "answer_target_seconds")
    load_min = _number(faults, given, "load_time_minutes")
    measured = _number(faults, given, "requests_per_minute_per_instance")
    model = known_model(faults, "", given)
    read, written = sizes["input_tokens"], sizes["output_tokens"]
    if model is None or read is None or written is None or not location:
        return None
    # one request at a time: how many machines there are is not asked here
    need = GpuNeed(model.name, read, written, latency_ms, concurrency=1, region=location)
    try:
        size = _of_type(faults, given, size_gpu(need, today))
        made = size and instance_of(size, answer_s, None if load_min is None else 60 * load_min)
    except InputError as error:
        for fault in error.faults:
            faults.add(_PATHS.get(fault.where, fault.where), fault.what)
        return None
    except AzgreenError as error:
        faults.add("model", str(error))
        return None
    return made and (made if measured is None else replace(made, requests_per_minute=measured))


def _number(faults: Faults, given: Mapping[str, object], field: str) -> float | None:
    value = given.get(field)
    return None if value is None else number(faults, at("", field), value)


def _of_type(faults: Faults, given: Mapping[str, object], size: GpuSize) -> GpuSize | None:
    name = text_below(faults, "", given, "instance_type")
    own = limited_to(size, name) if name else None
    if name is not None and own is None:
        reasons = {item.instance.lower(): item.reason for item in size.rejected}
        reason, names = reasons.get(name.lower()), [item.instance.name for item in size.options]
        faults.add(
            "instanceType",
            f"unknown instance type {name!r}; {nearest(name, names)}"
            if reason is None
            else f"{name!r} {reason}; {size.choice.instance.name!r} serves it",
        )
    return own
