"""How is told what GPUs measured, and what caches avoided?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli._folded import folded
from azgreen.estimate.measured import MEASURED, NOT_KEPT, OWN_NOT_KNOWN, UPPER_BOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.estimate.measured import AvoidedMonth, Gpus, MeasuredMonth, Trend, Unread

_GPU_ROW: Final = "{:<9}{:>10}  {:<28}{:>8}  {:<28}{}"
_HIT_ROW: Final = "{:<9}{:>12}  {:<27}{:<27}{:>10}{:>10}{:>12}  {}"
_UNKNOWN: Final = "not known"
_KEPT: Final = "Azure keeps metrics for 93 days"
_NONE: Final = "nothing: no GPU told its energy in that month"


def measured_lines(trend: Trend) -> Iterator[str]:
    """Yield what was measured and avoided; nothing where the stack has neither GPUs nor caches."""
    if trend.metrics_refused:
        yield ""
        yield folded(f"  left out, measured energy and hits of caches: {trend.metrics_refused}")
    yield from _gpus(trend.gpus, trend.grids)
    yield from _avoided(trend)


def _gpus(gpus: Gpus, grids: tuple[str, ...]) -> Iterator[str]:
    if gpus.months:
        yield ""
        yield "measured by the GPUs: kgCO2e of their electricity, with host, PUE and grid"
        head = ("month", "GPU kWh", "measured", "of time", "estimate, same time", "Azure, scope 2")
        yield _GPU_ROW.format(*head).rstrip()
    for month in gpus.months:
        yield from _gpu_month(month)
    yield from (folded(f"  {grid}") for grid in grids if gpus.months)
    yield from _unread(gpus.unread)


def _gpu_month(month: MeasuredMonth) -> Iterator[str]:
    name = f"{month.month:%Y-%m}"
    if month.state != MEASURED:
        yield f"{name:<9}{f'not kept: {_KEPT}' if month.state == NOT_KEPT else _NONE}"
        return
    coverage = "" if month.coverage is None else _share(month.coverage)
    reported, missing = month.reported_scope2_kg, "not yet" if month.is_pending else "nothing"
    yield _GPU_ROW.format(
        name,
        f"{month.gpu_kwh:.4g}",
        _spread(month.kgco2e),
        coverage,
        _spread(month.estimated_kg),
        missing if reported is None else f"{reported:.4g}",
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
        head = ("month", "keys found", "kWh", "kgCO2e", "L water", "USD", "USD net", "cache")
        yield _HIT_ROW.format(*head).rstrip()
        for month in found.months:
            yield _hit_month(month)
        if found.why_not:
            yield folded(f"  what a request takes is not known: {found.why_not}")
        yield folded("  USD net: less the list price of the cache in the time that was counted")
        yield folded(f"  {UPPER_BOUND}; {OWN_NOT_KNOWN}")
    yield from _unread(found.unread)


def _hit_month(month: AvoidedMonth) -> str:
    name = f"{month.month:%Y-%m}"
    cache = month.resource.rpartition("/")[2]
    if month.hits is None:
        why = f"not kept: {_KEPT}" if month.coverage is None else "nothing was counted"
        return f"{name:<9}{why}  {cache}"
    water, usd = (None if each is None else each.mid for each in (month.water_l, month.usd))
    return _HIT_ROW.format(
        name,
        f"{month.hits:,.0f}",
        _spread(month.energy_kwh),
        _spread(month.kgco2e),
        _middle(water),
        _middle(usd),
        _middle(month.net_usd),
        cache,
    )


def _middle(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:.4g}"


def _unread(unread: tuple[Unread, ...]) -> Iterator[str]:
    for each in unread:
        yield folded(f"  not read, {each.resource.rpartition('/')[2]}: {each.why}")


def _spread(value: Spread | None) -> str:
    return _UNKNOWN if value is None else str(value)
