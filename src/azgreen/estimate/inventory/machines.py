"""What do the machines of an online deployment take in a month, as many as are written?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread, instance, model_in_registry
from azgreen.catalog import region as region_named
from azgreen.errors import AzgreenError
from azgreen.estimate.carbon import operational_gco2e, pue_of, water_l
from azgreen.estimate.inventory.line import Figures, Line, nobody_knows
from azgreen.estimate.inventory.reading import amount, need_of, text
from azgreen.estimate.inventory.tokens import NO_REGION
from azgreen.estimate.sizing.gpu import size_gpu
from azgreen.estimate.sizing.gpu_footprint import (
    energy_wh_per_hour,
    gco2e_per_hour,
    hardware_gco2e_per_hour,
)
from azgreen.estimate.sizing.gpu_need import GpuNeed
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.sizing.serving import limited_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import InstanceType, Region
    from azgreen.estimate.inventory.reading import Props

_NO_GPU: Final = "the power of machines without GPUs is not in the catalogue"
_NO_HARDWARE: Final = "what making its GPU emitted is not known"
_NO_PRICE: Final = "no price of it is listed"
_NO_WATER: Final = "no water use of the place is published"
_ANY_DAY: Final = date.min
"""Whether a type is still sold does not change what it takes."""


def online_deployment(kind: str, props: Props, region: str | None) -> Line:
    """Return the line of a managed online deployment: its machines run all month.

    How busy they are follows from the declared traffic; where that or the model is not known, the
    figures reach from idle to busy.

    Raises:
        AzgreenError: an input is not known or cannot be used.
    """
    if text(props, "properties", "endpointComputeType").lower() == "kubernetes":
        return Line.of(kind, nobody_knows("its machines belong to a cluster of its owner"))
    machine = instance(text(props, "properties", "instanceType"))
    count = amount(props, "sku", "capacity")
    if count is None or count != int(count):
        return Line.of(kind, nobody_knows("no number of machines is stated"))
    hours = int(count) * HOURS_PER_MONTH
    usd = _NO_PRICE if machine.usd_per_h is None else Spread.exactly(machine.usd_per_h * hours)
    if region is None:
        return Line.of(kind, {**nobody_knows(NO_REGION), "usd": usd})
    use = _use(props, machine, int(count), region)
    figures: Figures = {**_emitted(machine, hours, use, region_named(region)), "usd": usd}
    return Line.of(kind, figures, basis=tuple(_basis(machine, int(count), use)))


def _basis(machine: InstanceType, count: int, use: float | None) -> Iterator[str]:
    busy = "how busy they are is not known" if use is None else f"{use:.0%} busy in the mean"
    yield f"{count} of {machine.name}, {busy}"
    if machine.price_as_of is not None:
        yield f"list price of East US, {machine.price_as_of}"


def _emitted(machine: InstanceType, hours: int, use: float | None, region: Region) -> Figures:
    if machine.gpu is None:
        return nobody_knows(_NO_GPU)
    ends = (0.0, 0.5, 1.0) if use is None else (use,) * 3
    low, mid, high = (energy_wh_per_hour(machine, hours, share) for share in ends)
    energy = Spread(low.low, mid.mid, high.high)
    water = water_l(energy, region.wue_l_per_kwh)
    found: Figures = {"energy_wh": energy, "water_l": _NO_WATER if water is None else water}
    try:
        idle, half, busy = (gco2e_per_hour(machine, hours, share, region) for share in ends)
    except AzgreenError as error:
        return {**found, "gco2e": str(error)}
    made = hardware_gco2e_per_hour(machine, hours)
    if idle is None or half is None or busy is None or made is None:
        return {**found, "gco2e": _NO_HARDWARE}
    whole = Spread(idle.low, half.mid, busy.high)
    pue = pue_of(region)
    used = operational_gco2e(energy, pue, Spread.exactly(region.grid_gco2e_per_kwh))
    return {**found, "gco2e": whole, "use_gco2e": used, "hardware_gco2e": made}


def _use(props: Props, machine: InstanceType, count: int, region: str) -> float | None:
    """Return how busy the machines are in the mean, up to 1; None where that is not known."""
    need = need_of(props)
    traffic, latency_ms = need.traffic, need.latency_ms
    if traffic is None or latency_ms is None or not count:
        return None
    try:
        model = model_in_registry(text(props, "properties", "model"))
        if model is None:
            return None
        asked = GpuNeed(
            model.name,
            traffic.input_tokens,
            traffic.output_tokens,
            latency_ms / traffic.output_tokens,
            requests_per_second=traffic.requests_per_second,
            region=region,
        )
        own = limited_to(size_gpu(asked, _ANY_DAY), machine.name)
    except AzgreenError:
        return None
    return None if own is None else min(1.0, own.choice.use * own.choice.instances / count)
