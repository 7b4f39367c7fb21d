"""How is told what GPUs measured, and what caches avoided?"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from azgreen.estimate.measured import MEASURED, NOT_KEPT, OWN_NOT_KNOWN, UPPER_BOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.estimate.measured import AvoidedMonth, Gpus, MeasuredMonth, Trend, Unread

_GPU_ROW: Final = "{:<9}{:>10}  {:<28}{:>8}  {:<28}{}"
_HIT_ROW: Final = "{:<9}{:>12}  {:<28}{:<28}{:>10}  {}"
_WIDE: Final = 100
_UNKNOWN: Final = "not known"
_KEPT: Final = "Azure keeps metrics for 93 days"
_NONE: Final = "nothing: no GPU told its energy in that month"


def measured_lines(trend: Trend) -> Iterator[str]:
    """Yield what was measured and avoided; nothing where the stack has neither GPUs nor caches."""
    if trend.metrics_refused:
        yield ""
        yield _filled(f"left out, measured energy and hits of caches: {trend.metrics_refused}")
    yield from _gpus(trend.gpus)
    yield from _avoided(trend)


def _gpus(gpus: Gpus) -> Iterator[str]:
    if gpus.months:
        yield ""
        yield "measured by the GPUs: kgCO2e of their electricity, with host, PUE and grid"
        head = ("month", "GPU kWh", "measured", "of time", "estimate, same time", "Azure, scope 2")
        yield _GPU_ROW.format(*head).rstrip()
    for month in gpus.months:
        yield from _gpu_month(month)
    yield from _unread(gpus.unread)


def _gpu_month(month: MeasuredMonth) -> Iterator[str]:
    name = f"{month.month:%Y-%m}"
    if month.state != MEASURED:
        yield f"{name:<9}{f'not kept: {_KEPT}' if month.state == NOT_KEPT else _NONE}"
        return
    coverage = "" if month.coverage is None else _share(month.coverage)
    reported = month.reported_scope2_kg
    yield _GPU_ROW.format(
        name,
        f"{month.gpu_kwh:.4g}",
        _spread(month.kgco2e),
        coverage,
        _spread(month.estimated_kg),
        "nothing" if reported is None else f"{reported:.4g}",
    ).rstrip()
    if month.scaled_kgco2e is not None:
        yield f"{'':<21}{month.scaled_kgco2e} had the gaps between been as the rest"


def _share(value: float) -> str:
    """Write a share so that only all is told as all."""
    return f"{min(value, 0.999) if value < 1 else 1:.1%}"


def _avoided(trend: Trend) -> Iterator[str]:
    found = trend.avoided
    if found.months:
        yield ""
        models = " or ".join(found.each.models) if found.each else "a model that is not known"
        yield f"avoided by caches, at most: requests that {models} would have answered"
        head = ("month", "keys found", "kWh", "kgCO2e", "USD", "USD less the cache's price")
        yield _HIT_ROW.format(*head).rstrip()
        for month in found.months:
            yield _hit_month(month)
        if found.why_not:
            yield _filled(f"what a request takes is not known: {found.why_not}")
        yield _filled(f"{UPPER_BOUND}; {OWN_NOT_KNOWN}")
    yield from _unread(found.unread)


def _hit_month(month: AvoidedMonth) -> str:
    name = f"{month.month:%Y-%m}"
    cache = month.resource.rpartition("/")[2]
    if month.hits is None:
        why = f"not kept: {_KEPT}" if month.coverage is None else "nothing was counted"
        return f"{name:<9}{why}  {cache}"
    usd, net = month.usd, month.net_usd
    row = _HIT_ROW.format(
        name,
        f"{month.hits:,.0f}",
        _spread(month.energy_kwh),
        _spread(month.kgco2e),
        _UNKNOWN if usd is None else f"{usd.mid:.4g}",
        _UNKNOWN if net is None else f"{net:.4g}",
    )
    return f"{row.rstrip()}  {cache}"


def _unread(unread: tuple[Unread, ...]) -> Iterator[str]:
    for each in unread:
        yield _filled(f"not read, {each.resource.rpartition('/')[2]}: {each.why}")


def _spread(value: Spread | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDE, initial_indent="  ", subsequent_indent="    ")
