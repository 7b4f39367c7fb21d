"""What would a model emit and cost by the token, in PTUs, and on GPUs of one's own?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import PTU_SKUS, offers, ptu_offers, ptu_rows, regions
from azgreen.errors import AzgreenError, EstimateError
from azgreen.estimate.advice.own import own_gpus
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.carbon import pue_of
from azgreen.estimate.placement import decide
from azgreen.estimate.placement.constraints import region_failure
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.estimate.sizing import GpuNeed, PtuLoad, size_gpu, size_ptu

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from azgreen.catalog import Model, Region, Spread
    from azgreen.estimate.advice.ask import Ask
    from azgreen.estimate.advice.own import OwnGpus
    from azgreen.estimate.placement import Candidate

PAY_AS_YOU_GO: Final = "pay-as-you-go"
PTU: Final = "PTU"
ENDPOINT: Final = "online endpoint"

_OWN_HOST: Final = "azure"
_NO_SIZE: Final = "its size is not known, so neither is its carbon"
_HOURS_PER_MONTH: Final = SECONDS_PER_MONTH / 3600


@dataclass(frozen=True, slots=True)
class Route:
    """One way to serve a model; None stands for a price that is not known."""

    model: str
    kind: str
    region: str
    deployed_as: str
    """SKU, PTUs, or instances."""
    gco2e_per_month: Spread
    usd_per_month: float | None
    note: str
    own: OwnGpus | None = None
    """Of an endpoint: what its carbon is made of, and how it compares with a provider's."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "model": self.model,
            "route": self.kind,
            "region": self.region,
            "deployed_as": self.deployed_as,
            "gco2e_per_month": self.gco2e_per_month.as_dict(),
            "usd_per_month": self.usd_per_month,
            "note": self.note,
            "own_gpus": None if self.own is None else self.own.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class NoRoute:
    """A way that a model cannot be served, and why."""

    model: str
    kind: str
    reason: str


def routes(model: Model, ask: Ask, today: date) -> list[Route | NoRoute]:
    """Return each of the three ways, or why it is none."""
    ways: dict[str, Callable[[Model, Ask, date], Route]] = {
        PAY_AS_YOU_GO: _pay_as_you_go,
        PTU: _ptu,
        ENDPOINT: _endpoint,
    }
    return [_tried(kind, way, model, ask, today) for kind, way in ways.items()]


def _tried(
    kind: str,
    way: Callable[[Model, Ask, date], Route],
    model: Model,
    ask: Ask,
    today: date,
) -> Route | NoRoute:
    try:
        return way(model, ask, today)
    except AzgreenError as error:
        return NoRoute(model.name, kind, str(error).replace("\n", "; "))


def _pay_as_you_go(model: Model, ask: Ask, today: date) -> Route:
    if not offers(model.name):
        raise EstimateError("the catalogue lists no offer of it by the token")
    choice = decide(replace(ask.workload, models=(model.name,)), None, today).choice
    if choice.gco2e_per_month is None:
        raise EstimateError(_NO_SIZE)
    where = "" if choice.place.region_is_pinned else "; runs anywhere in its pool"
    return Route(
        model.name,
        PAY_AS_YOU_GO,
        choice.region.name,
        choice.sku,
        choice.gco2e_per_month,
        choice.usd_per_month,
        f"paid by the token{where}",
    )


def _ptu(model: Model, ask: Ask, today: date) -> Route:
    """Place it, and count the carbon of its tokens alone."""
    choice = _placed_ptu(model, ask, today)
    if choice.gco2e_per_month is None:
        raise EstimateError(_NO_SIZE)
    traffic = ask.workload.traffic
    load = PtuLoad(
        60 * traffic.requests_per_second * PEAK_FACTOR,
        traffic.input_tokens,
        traffic.output_tokens,
        ask.prompt_cache_rate or 0.0,
    )
    sized = size_ptu(model.name, choice.sku, load, choice.region.name)
    usd = sized.money.usd_per_month(sized.ptu)
    _within_budget(usd, ask)
    use = f"{sized.utilisation:.0%} used in the busiest minute"
    return Route(
        model.name,
        PTU,
        choice.region.name,
        f"{sized.ptu} x {choice.sku}",
        choice.gco2e_per_month,
        usd,
        f"its tokens alone: what idle PTUs draw is not published; {use}",
    )


def _placed_ptu(model: Model, ask: Ask, today: date) -> Candidate:
    """Return the best place under a provisioned SKU; what PTUs cost is held to the budget later."""
    if not ptu_offers(model.name):
        listed = model.name in {row.model for row in ptu_rows()}
        reason = "no region for it is in the catalogue" if listed else "not sold in PTUs"
        raise EstimateError(reason)
    workload = replace(ask.workload, models=(model.name,), skus=PTU_SKUS, max_usd_per_month=None)
    return decide(workload, None, today).choice


def _endpoint(model: Model, ask: Ask, today: date) -> Route:
    """Size GPUs for the busiest minute in the cleanest region that the constraints allow."""
    if _hosted_elsewhere(model):
        raise EstimateError("its weights stand in the catalogue under a name of their own")
    region = _cleanest(ask)
    size = size_gpu(_need(model, ask, region), today)
    best = size.choice
    own = own_gpus(size, ask.workload.traffic.requests_per_second, _HOURS_PER_MONTH)
    usd = None if best.usd_per_h is None else best.usd_per_h * _HOURS_PER_MONTH
    _within_budget(usd, ask)
    sold = "whether the region sells the type is not in the catalogue; price of East US"
    return Route(
        model.name,
        ENDPOINT,
        region.name,
        f"{best.instances} x {best.instance.name}",
        own.gco2e,
        usd,
        f"{best.use / PEAK_FACTOR:.0%} of the full rate, day and night; {sold}",
        own,
    )


def _need(model: Model, ask: Ask, region: Region) -> GpuNeed:
    traffic = ask.workload.traffic
    return GpuNeed(
        model=model.name,
        input_tokens=traffic.input_tokens,
        output_tokens=traffic.output_tokens,
        latency_target_ms=ask.latency_target_ms,
        requests_per_second=traffic.requests_per_second * PEAK_FACTOR,
        region=region.name,
    )


def _cleanest(ask: Ask) -> Region:
    """Return the region with the least carbon per kWh that the workload's constraints allow."""
    workload = ask.workload
    # a region that only fails for want of offers fails in nothing that concerns own machines
    allowed = [r for r in regions() if region_failure(workload, r).constraint == "models"]
    known = [item for item in allowed if item.grid_gco2e_per_kwh_by_year]
    if not known:
        raise EstimateError("no region holds the workload's constraints")
    return min(
        known,
        key=lambda item: (item.grid_gco2e_per_kwh * pue_of(item).mid, item.name),
    )


def _within_budget(usd_per_month: float | None, ask: Ask) -> None:
    most = ask.workload.max_usd_per_month
    if most is not None and usd_per_month is not None and usd_per_month > most:
        raise EstimateError(f"{usd_per_month:,.0f} USD a month over maxUsdPerMonth {most:,.0f}")


def _hosted_elsewhere(model: Model) -> bool:
    """Return whether the name is that of another host's service, not of the weights."""
    return any(row.model == model.name and row.host != _OWN_HOST for row in ptu_rows())
